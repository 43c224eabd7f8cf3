package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;

/** A request ends with the erasure of the one person whom it is about, and of nobody else. */
abstract class EndToEndRequestsContract extends RequestedShop {
  private static final int MANY = 1500;

  @Test
  void anAmbiguousIdentifierRemovesNothingAndWaitsForAPerson() throws SQLException {
    String request = job.request("email: TWIN@example.org");
    Map<String, List<String>> before = engine().rows(SCHEMA);

    for (int start = 1; start <= 2; start++) {
      CommandRun run = job.command("run", "--only", "erasure", "--json");
      assertThat(run.exitCode()).as(run.err()).isEqualTo(8);
      assertThat(engine().rows(SCHEMA)).isEqualTo(before);
    }

    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(certificate.targets())
        .filteredOn(target -> target.name().equals("crm.customer"))
        .extracting(target -> target.counts().ambiguous())
        .containsExactly(2L);
    assertThat(job.command("status", "--json").json().get("openRequests").asLong()).isOne();
  }

  @Test
  void whomTheJobFileDoesNotKnowAnyMoreIsNamedAndLeft() throws Exception {
    String ada = job.request("email: ada.lovelace@example.org");
    Map<String, List<String>> before = engine().rows(SCHEMA);
    Files.writeString(
        job.file(),
        OpenedJob.text("/e2e/shop.yaml")
            .replace("  customer:\n    records", "  client:\n    records"));
    CommandRun run = job.command("run", "--only", "erasure", "--json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString()).contains(ada, "'customer'");
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
    assertThat(state(job, ada)).isEqualTo("approved");
  }

  @Test
  void anIdentifierOfTwoTypesThatLeadsToTwoPersonsIsAmbiguous() throws SQLException {
    job.request("email: ada.lovelace@example.org\nphone: 0049 89 5551234");
    Map<String, List<String>> before = engine().rows(SCHEMA);
    assertThat(job.command("run", "--only", "erasure").exitCode()).isEqualTo(8);
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
  }

  @Test
  void whoIsDeletedLeavesOthersTheirRowsWithoutTheLink() throws Exception {
    OpenedJob deleting = deleting();
    Map<String, List<String>> before = engine().rows(SCHEMA);
    String ada = deleting.request("email: ada.lovelace@example.org");
    String bo = deleting.request("phone: +49895551234");

    CommandRun run = deleting.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();

    Map<String, List<String>> after = engine().rows(SCHEMA);
    assertThat(after.get("customer"))
        .containsExactlyElementsOf(
            before.get("customer").stream()
                .filter(row -> !row.startsWith("id=1 ") && !row.startsWith("id=2 "))
                .map(row -> row.replaceAll("referrer_id=[12] ", "referrer_id=null "))
                .toList());
    assertThat(after.get("review"))
        .containsExactlyElementsOf(
            before.get("review").stream()
                .map(row -> row.replace("body=Ada writes 'I, Ada' \\ 😀", "body=removed"))
                .map(row -> row.replace("customer_id=1 ", "customer_id=null "))
                .toList());
    assertThat(after.get("address")).hasSize(4).noneMatch(row -> row.startsWith("id=1 "));
    for (String table : List.of("orders", "visit", "invoice", "access_log")) {
      assertThat(after.get(table))
          .as(table)
          .containsExactlyElementsOf(
              before.get(table).stream()
                  .filter(row -> !row.matches(".*customer_id=[12] .*"))
                  .toList());
    }
    assertThat(deleting.certificatesOf(ada).get(0).notRemoved()).isEqualTo(NotRemoved.NOTHING);
    assertThat(deleting.certificatesOf(bo).get(0).notRemoved().kept())
        .extracting(NotRemoved.Kept::target, NotRemoved.Kept::records)
        .containsExactly(org.assertj.core.api.Assertions.tuple("crm.address", 1L));
  }

  @Test
  void whoComesBackLaterIsSomebodyElse() throws Exception {
    OpenedJob deleting = deleting();
    deleting.request("email: ada.lovelace@example.org");
    assertThat(deleting.command("run", "--only", "erasure").exitCode()).isZero();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, status, created_at)"
                + " VALUES (1, 'Ada Again', 'ada.lovelace@example.org', 'open', '2099-01-01')");
    Map<String, List<String>> before = engine().rows(SCHEMA);
    CommandRun run = deleting.at("2026-03-05T12:00:00Z").command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
  }

  @Test
  void aPersonWithMoreRowsThanAChunkHoldsIsErasedWhole() throws SQLException {
    try (Connection connection = engine().connect(SCHEMA)) {
      connection.setAutoCommit(false);
      Shop shop = new Shop(connection, engine().columns());
      for (int n = 0; n < MANY; n++) {
        shop.insert("visit", 4, "2026-01-01 00:00:00", n, "/page");
      }
      connection.commit();
    }
    String request = job.request("email: adá.lovelace@example.org");
    CommandRun run = job.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("visit"))
        .noneMatch(row -> row.startsWith("customer_id=4 "));
    assertThat(job.certificatesOf(request).get(0).targets())
        .filteredOn(target -> target.name().equals("crm.visit"))
        .allSatisfy(target -> assertThat(target.counts().deleted()).isEqualTo(MANY))
        .allSatisfy(target -> assertThat(target.chunks()).isGreaterThan(1));
  }

  @Test
  void anErasureSettlesAndIsSearchedForOnceMore() throws Exception {
    OpenedJob settling = clocked("settle: PT6H");
    String ada = settling.request("email: ada.lovelace@example.org");
    assertThat(settling.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(state(settling, ada)).isEqualTo("settling");
    Certificate first = settling.certificatesOf(ada).get(0);
    assertThat(first.clock().orElseThrow().completed()).isEmpty();
    assertThat(first.residuals().copies())
        .extracting(Residuals.Copy::place)
        .contains(Residuals.Place.IN_FLIGHT);

    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at)"
                + " VALUES (901, 'Ada Late', 'ada.lovelace@example.org', '+49 30 123456', 'open',"
                + " '2020-01-01')",
            "INSERT INTO customer (id, full_name, email, status, created_at)"
                + " VALUES (902, 'Ada Again', 'ada.lovelace@example.org', 'open', '2099-01-01')");
    settling.at("2026-03-01T13:00:00Z").command("run", "--only", "erasure");
    assertThat(state(settling, ada)).isEqualTo("settling");
    assertThat(row("customer", 901)).contains("Ada Late");

    CommandRun last = settling.at("2026-03-01T19:00:00Z").command("run", "--only", "erasure");
    assertThat(last.exitCode()).as(last.err()).isZero();
    assertThat(state(settling, ada)).isEqualTo("completed");
    assertThat(row("customer", 901)).doesNotContain("Ada", "ada.lovelace");
    assertThat(row("customer", 902)).contains("Ada Again");
    Certificate followUp = settling.certificatesOf(ada).get(1);
    assertThat(followUp.identity().type()).isEqualTo(CertificateType.FOLLOW_UP);
    assertThat(followUp.clock().orElseThrow().completed()).contains(LocalDate.of(2026, 3, 1));
    assertThat(followUp.residuals().copies())
        .extracting(Residuals.Copy::place)
        .doesNotContain(Residuals.Place.IN_FLIGHT);
  }

  @Test
  void whoHasOnlyGotTheNumberByNowIsLeftForAPerson() throws Exception {
    OpenedJob settling = clocked("settle: PT6H");
    String ada = settling.request("email: ada.lovelace@example.org\nphone: +49 30 123456");
    assertThat(settling.command("run", "--only", "erasure").exitCode()).isZero();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at)"
                + " VALUES (901, 'Eve Other', 'eve@example.org', '+49 30 123456', 'open',"
                + " '2020-01-01')");
    CommandRun later = settling.at("2026-03-02T12:00:00Z").command("run", "--only", "erasure");
    assertThat(later.exitCode()).as(later.err()).isEqualTo(8);
    assertThat(row("customer", 901)).contains("Eve Other");
    assertThat(state(settling, ada)).isEqualTo("settling");
  }

  @Test
  void whoIsLoadedAfterNobodyWasFoundIsErasedIfTwoIdentifiersAgree() throws Exception {
    OpenedJob settling = clocked("settle: PT6H");
    String zoe = nobodyYet(settling);
    late("zoe@example.org", "+49 30 777777");

    CommandRun later = settling.at("2026-03-02T12:00:00Z").command("run", "--only", "erasure");

    assertThat(later.exitCode()).as(later.out() + later.err()).isZero();
    assertThat(row("customer", 901)).doesNotContain("Late", "777777");
    assertThat(state(settling, zoe)).isEqualTo("completed");
  }

  @Test
  void whoIsLoadedAfterNobodyWasFoundIsLeftForAPersonIfOneIdentifierAgrees() throws Exception {
    OpenedJob settling = clocked("settle: PT6H");
    String zoe = nobodyYet(settling);
    late("eve@example.org", "+49 30 777777");

    CommandRun later = settling.at("2026-03-02T12:00:00Z").command("run", "--only", "erasure");

    assertThat(later.exitCode()).as(later.out() + later.err()).isEqualTo(8);
    assertThat(row("customer", 901)).contains("Late", "eve@example.org");
    assertThat(state(settling, zoe)).isEqualTo("settling");
  }

  private static String nobodyYet(OpenedJob settling) {
    String zoe = settling.request("email: zoe@example.org\nphone: +49 30 777777");
    assertThat(settling.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(state(settling, zoe)).isEqualTo("settling");
    return zoe;
  }

  private void late(String email, String phone) throws SQLException {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at)"
                + " VALUES (901, 'Late', '%s', '%s', 'open', '2020-01-01')"
                    .formatted(email, phone));
  }

  @Test
  void whoTookOverTheOnlyAddressThatAPersonHadIsLeftForAPersonToo() throws Exception {
    engine().execute(SCHEMA, "UPDATE customer SET phone = NULL WHERE id = 2");
    OpenedJob settling = clocked("settle: PT6H");
    String bo = settling.request("email: bo@example.org");
    assertThat(settling.command("run", "--only", "erasure").exitCode()).isZero();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, status, created_at)"
                + " VALUES (901, 'Eve Older', 'bo@example.org', 'open', '2020-01-01')");
    CommandRun later = settling.at("2026-03-02T12:00:00Z").command("run", "--only", "erasure");
    assertThat(later.exitCode()).as(later.err()).isEqualTo(8);
    assertThat(row("customer", 901)).contains("Eve Older");
    assertThat(state(settling, bo)).isEqualTo("settling");
    assertThat(settling.command("request review", bo).out()).contains("email", "901");
  }

  @Test
  void aRefusalIsRecordedCertifiedAndFinal() throws Exception {
    String ada = unverified("email: ada.lovelace@example.org");
    assertThat(job.command("request verify", ada, "--ask").exitCode()).isZero();
    assertThat(job.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(row("customer", 1)).contains("Ada");
    CommandRun refused =
        job.command("request refuse", ada, "--reason", "identity-not-verified", "--as", "dpo");
    assertThat(refused.exitCode()).as(refused.err()).isZero();
    Certificate certificate = job.certificatesOf(ada).get(0);
    assertThat(certificate.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(certificate.notRemoved().refusals())
        .containsExactly(new NotRemoved.Refusal("identity-not-verified"));
    assertThat(certificate.authority().approver()).contains("dpo");
    assertThat(job.command("request verify", ada).exitCode()).isEqualTo(2);
    assertThat(engine().control(SCHEMA).get("request"))
        .anyMatch(row -> row.contains("sealed=null"));
  }

  @Test
  void aRefusalWhosePdfCannotBeWrittenIsGoodAndSaysHowToMakeIt() throws Exception {
    job =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            OpenedJob.text("/e2e/shop.yaml")
                .replace("keys: \"${KEYS}\" }", "keys: \"${KEYS}\", pdf: on }"));
    String ada = unverified("email: ada.lovelace@example.org");
    Path inTheWay = job.evidence().resolve("certificates/request-" + ada + "-1.pdf");
    Files.createDirectories(inTheWay);
    CommandRun refused = job.command("request refuse", ada, "--reason", "identity-not-verified");
    assertThat(refused.exitCode()).as(refused.err()).isZero();
    assertThat(refused.err())
        .contains("there is no PDF beside certificate request-" + ada + "-1")
        .contains("quietus certificate render");
    assertThat(job.certificatesOf(ada)).hasSize(1);
    Files.delete(inTheWay);

    assertThat(job.command("certificate show", "request-" + ada + "-1", "--language", "zh").out())
        .contains("\u5220\u9664\u8bc1\u660e");
  }

  @Test
  void anAddressInAnotherUnicodeFormFindsThePerson() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, status, created_at) VALUES"
                + " (90, 'Composed', 'jos\u00e9@example.org', 'open', '2020-01-01'),"
                + " (91, 'Decomposed', 'zoe\u0308@example.org', 'open', '2020-01-01')");
    job.request("email: jose\u0301@example.org");
    job.request("email: zo\u00eb@example.org");
    assertThat(job.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(row("customer", 90)).doesNotContain("example.org");
    assertThat(row("customer", 91)).doesNotContain("example.org");
  }

  @Test
  void aRestrictedPersonIsLeftAloneUntilThatIsLifted() throws Exception {
    String ada = job.request("email: ada.lovelace@example.org");
    CommandRun past = job.command("request restrict", ada, "--review", "2020-06-01");
    assertThat(past.exitCode()).isEqualTo(2);
    assertThat(past.err()).contains("REVIEW-PAST");
    assertThat(job.command("request show", ada, "--json").json().get("restricted").asBoolean())
        .isFalse();
    CommandRun restricted = job.command("request restrict", ada, "--review", "2026-06-01");
    assertThat(restricted.exitCode()).as(restricted.err()).isZero();
    assertThat(job.command("request restrict", ada, "--review", "2026-06-01").exitCode())
        .isEqualTo(2);
    String before = row("customer", 1);
    assertThat(job.command("run").exitCode()).isZero();
    assertThat(row("customer", 1)).isEqualTo(before);
    assertThat(job.command("hold list").out()).contains("restriction", "2026-06-01");
    // as if it had been killed before the request knew of it
    engine().execute(SCHEMA, "UPDATE quietus.request SET restricted = 0");
    CommandRun held = job.command("run", "--only", "erasure");
    assertThat(held.exitCode()).as(held.err()).isZero();
    String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
    assertThat(held.out()).contains("quietus hold release " + job.file() + " " + hold);
    assertThat(job.command("hold release", hold, "--reason", "done").exitCode()).isZero();
    assertThat(job.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(row("customer", 1)).doesNotContain("ada.lovelace");
  }

  @Test
  void aRestrictionOutlivesItsRequestAndCanBeLifted() throws Exception {
    for (String end : List.of("cancel", "refuse --reason repetitive")) {
      String ada = job.request("email: ada.lovelace@example.org");
      assertThat(job.command("request restrict", ada, "--review", "2026-06-01").exitCode())
          .isZero();
      String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
      CommandRun released = job.command("hold release", hold, "--reason", "done");
      assertThat(released.exitCode()).isEqualTo(2);
      assertThat(released.err()).contains("request unrestrict", ada);

      String[] words = ("request " + end).split(" (?=--)|(?<=reason) ");
      List<String> more = new ArrayList<>(List.of(words).subList(1, words.length));
      more.add(0, ada);
      CommandRun ended = job.command(words[0], more.toArray(String[]::new));
      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(ended.out() + ended.err()).contains("stays restricted", "request unrestrict");
      assertThat(active()).isOne();

      CommandRun lifted = job.command("request unrestrict", ada);
      assertThat(lifted.exitCode()).as(lifted.err()).isZero();
      assertThat(active()).isZero();
      assertThat(job.command("request unrestrict", ada).exitCode()).isEqualTo(2);
      assertThat(job.certificatesOf(ada)).hasSize(end.equals("cancel") ? 0 : 1);
    }
  }

  private long active() {
    long active = 0;
    for (var hold : job.command("hold list", "--json").json()) {
      active += hold.get("releasedAt") == null || hold.get("releasedAt").isNull() ? 1 : 0;
    }
    return active;
  }

  @Test
  void anObjectionThatIsUpheldErasesAndLiftsTheRestriction() throws Exception {
    CommandRun added =
        job.typing(
            "email: ada.lovelace@example.org",
            "request add",
            "--identifiers-from",
            "-",
            "--ground",
            "objection",
            "--json");
    String ada = added.json().get("id").asString();
    assertThat(job.command("request restrict", ada, "--review", "2026-06-01").exitCode()).isZero();
    assertThat(job.command("request verify", ada).err()).contains("--upheld");
    assertThat(job.command("request object", ada, "--upheld").exitCode()).isZero();
    assertThat(job.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(row("customer", 1)).doesNotContain("ada.lovelace");
    assertThat(job.certificatesOf(ada).get(0).authority().ground()).contains("objection-upheld");
  }

  @Test
  void whoMustBeAnsweredIsRememberedUntilThatIsDone() throws Exception {
    OpenedJob answering =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            OpenedJob.text("/e2e/shop.yaml")
                    .replace("erasure:\n", "erasure:\n  clock: { answer: P1M }\n")
                + "requests: { answers: required }\n");
    String ada = answering.request("email: ada.lovelace@example.org");
    assertThat(answering.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(state(answering, ada)).isEqualTo("completed");
    assertThat(answering.command("answer list").out())
        .contains(ada + "-1", "received", ada + "-2", "completed-with-kept", "2026-04-01");
    assertThat(answering.command("answer show", ada + "-1", "--language", "zh").out())
        .contains("已收到", "2026-04-01");
    assertThat(answering.command("status", "--json").json().get("openRequests").asLong()).isOne();
    int remembering = sealedBytes();

    assertThat(answering.command("answer sent", ada + "-1").exitCode()).isZero();
    assertThat(sealedBytes()).isEqualTo(remembering);
    assertThat(answering.command("answer sent", ada + "-2", "--at", "2027-01-01").exitCode())
        .isEqualTo(2);
    assertThat(answering.command("answer sent", ada + "-2").exitCode()).isZero();
    assertThat(sealedBytes()).isLessThan(remembering);
    assertThat(answering.command("status", "--json").json().get("openRequests").asLong()).isZero();
  }

  private int sealedBytes() throws SQLException {
    try (Connection connection = engine().connect(SCHEMA);
        ResultSet sealed =
            connection.createStatement().executeQuery("SELECT sealed FROM quietus.request")) {
      sealed.next();
      return sealed.getBytes(1).length;
    }
  }

  /** The same shop, whose customers are deleted and have a second address that may be the first. */
  private OpenedJob deleting() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE customer ADD COLUMN billing_id INT",
            "ALTER TABLE customer ADD FOREIGN KEY (billing_id) REFERENCES address (id)",
            "UPDATE customer SET billing_id = address_id");
    String yaml =
        OpenedJob.text("/e2e/shop.yaml")
            .replace(
                "\n      - \"crm.customer.address_id",
                "\n"
                    + "      - \"crm.customer.billing_id -> crm.address.id\"\n"
                    + "      - \"crm.customer.address_id")
            .replaceAll(
                "crm.(customer|invoice|access_log): +\\{ .*then.*}", "crm.$1: { then: delete }");
    return new OpenedJob(directory, engine().server(), SCHEMA, yaml);
  }
}
