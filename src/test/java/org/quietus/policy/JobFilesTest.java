package org.quietus.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.policy.condition.Conditions;
import org.quietus.policy.read.JobFiles;

public class JobFilesTest {
  @TempDir Path dir;

  public static final Path FILES = Path.of("src/test/resources/policy");

  public static final Map<String, String> ENVIRONMENT =
      Map.of(
          "CRM_URL", "jdbc:mariadb://db:3306/crm",
          "CRM_USER", "quietus",
          "CRM_PASSWORD", "s3cret-${CRM_USER}$1\\",
          "CRM_READER", "reader",
          "CRM_READER_PASSWORD", "",
          "SET", "Europe/Berlin");

  @Test
  void loadsTheSmallestUsefulJobFile() {
    JobFile job = load("smallest.yaml");

    assertThat(job.job()).isEqualTo("shop");
    assertThat(job.retention())
        .containsOnly(
            Map.entry(
                "old-visits",
                new RetentionRule(
                    "old-visits",
                    new TableName("crm", "visit"),
                    Optional.empty(),
                    Optional.empty(),
                    Period.ofMonths(6),
                    "visited_at",
                    Then.DELETE,
                    Optional.empty(),
                    false,
                    false,
                    Map.of())));
    assertThat(job.subjects()).isEmpty();
    assertThat(job.erasure()).isEmpty();
    assertThat(job.calendar()).isEmpty();
    assertThat(job.clock()).isEqualTo(ErasureClock.NONE);
    assertThat(job.categories()).isEqualTo(Categories.NONE);
    assertThat(job.limits()).isEqualTo(Limits.NONE);
    assertThat(job.approvalRequired()).isFalse();
    assertThat(job.anonymisationRequired()).isFalse();
  }

  @Test
  void loadsEverythingThatAJobFileCanSay() throws Exception {
    JobFile job = load("shop.yaml");
    TableName customer = new TableName("crm", "customer");

    assertThat(job.controller()).isEqualTo("Example GmbH");
    assertThat(job.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(job.approvalRequired()).isTrue();
    assertThat(job.anonymisationRequired()).isTrue();
    assertThat(job.evidence().store()).isEqualTo(URI.create("file:///var/lib/quietus/evidence"));
    assertThat(job.evidence().keys()).isEqualTo(Path.of("/etc/quietus/keys"));
    assertThat(job.subjects().get("customer"))
        .isEqualTo(
            new SubjectType(
                "customer",
                customer,
                Map.of("email", "email", "mobile", "phone"),
                Optional.of("created_at"),
                Optional.empty(),
                List.of(Edge.parse("crm.chat.customer_ref -> crm.customer.id")),
                List.of(
                    new SharedTable(new TableName("crm", "household_member"), Map.of()),
                    new SharedTable(
                        new TableName("crm", "parcel"),
                        Map.of("sender_id", List.of("sender", "sender_phone"))))));
    assertThat(job.anonymise().get(customer).mark()).contains("anonymised_at");
    assertThat(job.anonymise().get(customer).with())
        .isEqualTo(
            Map.of(
                "full_name", strategy("redact"),
                "email", strategy("set-null"),
                "last_ip", strategy("network", "16"),
                "birth_date", strategy("decade"),
                "nickname", strategy("template", "customer-{random}"),
                "balance", strategy("fixed", "0"),
                "discount", strategy("fixed", "1.50"),
                "active", strategy("fixed", "false"),
                "shelf", strategy("fixed", "007"),
                "住所", strategy("redact")));
    assertThat(job.retention().keySet()).containsExactly("closed", "long-closed", "old-visits");
    assertThat(job.retention().get("closed"))
        .isEqualTo(
            new RetentionRule(
                "closed",
                customer,
                Optional.of(Conditions.parse("status = 'closed' AND type IN ('a', 'b')")),
                Optional.empty(),
                Period.ofDays(30),
                "closed_at",
                Then.ANONYMISE,
                Optional.of("end of contract"),
                false,
                false,
                Map.of()));
    assertThat(job.retention().get("old-visits").scanAllowed()).isTrue();
    assertThat(job.erasure().keySet())
        .extracting(TableName::table)
        .containsExactly("customer", "chat", "household_member", "access_log", "invoice");
    assertThat(job.erasure().get(new TableName("crm", "invoice")).keep())
        .contains(new Keep(false, Period.ofYears(10), "issued_at", "bookkeeping"));
    assertThat(job.erasure().get(new TableName("crm", "access_log")).keep())
        .contains(new Keep(true, Period.ofMonths(6), "at", "network-log duty"));
    assertThat(job.calendar()).contains("CN");
    assertThat(job.clock())
        .isEqualTo(
            new ErasureClock(
                Optional.of(new DueRule(new Term.WorkingDays(30), DueRule.Start.IDENTITY)),
                Optional.of(new Term.CalendarDays(Period.ofMonths(2))),
                Optional.of(
                    new DueRule(new Term.CalendarDays(Period.ofMonths(1)), DueRule.Start.RECEIPT)),
                Optional.empty(),
                Optional.of(new Term.Hours(Duration.ofHours(6)))));
    assertThat(job.categories().columns().get(customer))
        .isEqualTo(
            Map.of("email", "contact", "mobile", "contact", "last_ip", "network", "住所", "contact"));
    assertThat(job.categories().names()).containsExactly("contact", "network");
    assertThat(job.categories().of(new TableName("crm", "access_log"))).containsExactly("network");
    assertThat(job.categories().isSensitive(customer, "last_ip")).isTrue();
    assertThat(job.categories().isSensitive(customer, "email")).isFalse();
    assertThat(job.categories().maxLifetime()).isEqualTo(Map.of("network", Period.ofYears(1)));
    assertThat(job.limits())
        .isEqualTo(
            new Limits(
                OptionalLong.of(500000),
                OptionalInt.of(20),
                PaceSettings.NONE,
                OptionalInt.empty()));
  }

  @Test
  void replacesVariablesOnceAndKeepsThemOutOfTheText() throws IOException {
    JobFile job = load("shop.yaml");
    DatabaseSettings crm = job.databases().get("crm");

    assertThat(crm.url()).isEqualTo("jdbc:mysql://db:3306/crm");
    assertThat(crm.credential().username()).isEqualTo("quietus");
    assertThat(crm.credential().password().reveal()).isEqualTo("s3cret-${CRM_USER}$1\\");
    assertThat(crm.verify()).contains(new DatabaseSettings.Credential("reader", new Secret("")));
    assertThat(job.text().text()).isEqualTo(Files.readString(FILES.resolve("shop.yaml")));
    assertThat(job.toString()).doesNotContain("s3cret");
  }

  @Test
  void knowsTheLineOfEachKeyAndTheDigestOfTheFile() throws IOException {
    JobText text = load("smallest.yaml").text();

    assertThat(text.lineOf("/retention/old-visits/keep")).isEqualTo(9);
    assertThat(text.lineOf("/databases/crm/url")).isEqualTo(7);
    assertThat(text.lineOf("/databases/crm/nothing")).isEqualTo(7);
    assertThat(text.digest())
        .isEqualTo("021762048999ca1b1a9db7502e89deb02f07817fb68f438c4d36c03b089a76f4");
  }

  @Test
  void aPurposeThatIsGoneCanBeSoughtNoMoreWhileItsKindOfPersonIsStillThere() throws IOException {
    String text =
        Files.readString(FILES.resolve("shop.yaml"))
            + "former-subjects: { customer/tracking: nothing collects it any more }\n";
    JobFile job = JobFiles.load(Files.writeString(dir.resolve("gone.yaml"), text), ENVIRONMENT);
    assertThat(job.isFormerSubject("customer/tracking")).isTrue();
    assertThat(job.isFormerSubject("customer")).isFalse();
    Path still =
        Files.writeString(
            dir.resolve("still.yaml"),
            text.replace(
                "    created: created_at\n",
                "    created: created_at\n    purposes: { tracking: { crm.chat: rows } }\n"));
    assertThatThrownBy(() -> JobFiles.load(still, ENVIRONMENT)).hasMessageContaining("NOT-FORMER");
    Path here =
        Files.writeString(
            dir.resolve("here.yaml"),
            text.replace("customer/tracking: nothing", "customer@crm: nothing"));
    assertThatThrownBy(() -> JobFiles.load(here, ENVIRONMENT)).hasMessageContaining("NOT-FORMER");
    Path nowhere =
        Files.writeString(
            dir.resolve("nowhere.yaml"),
            text.replace("customer/tracking: nothing", "customer@old: nothing"));
    assertThatThrownBy(() -> JobFiles.load(nowhere, ENVIRONMENT))
        .hasMessageContaining("UNKNOWN-DATABASE");
  }

  @Test
  void loadsTheJobFileOfTheDemo() {
    Map<String, String> environment =
        Map.of(
            "SHOP_URL", "jdbc:h2:file:/tmp/shop",
            "SHOP_EVIDENCE", "file:///tmp/evidence",
            "SHOP_KEYS", "/tmp/keys",
            "SHOP_BACKUPS", "file:///tmp/objects/");

    assertThat(JobFiles.load(Path.of("jobs/shop.yaml"), environment).subjects()).isNotEmpty();
  }

  private static StrategySpec strategy(String name) {
    return new StrategySpec(name, Optional.empty());
  }

  private static StrategySpec strategy(String name, String argument) {
    return new StrategySpec(name, Optional.of(argument));
  }

  private static JobFile load(String name) {
    return JobFiles.load(FILES.resolve(name), ENVIRONMENT);
  }
}
