package org.quietus.cli.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.cli.FakeSession;
import org.quietus.cli.demo.DemoShop;

class InitCommandTest {
  @TempDir Path directory;

  private final CommandRun quietus = new CommandRun(new FakeSession());
  private String draft = "";

  @BeforeEach
  void draftFromTheShop() throws Exception {
    DemoShop shop = new DemoShop(directory);
    shop.prepare(LocalDate.now(CommandRun.CLOCK));
    quietus.with("DB_PASSWORD", "");
    draft = quietus.run("init", "--url", shop.url(), "--user", "shop").out();
    assertThat(quietus.exitCode()).as(quietus.err()).isZero();
  }

  @Test
  void theDraftIsValidAsItStandsAndRemovesNothingByItself() throws Exception {
    Path file = Files.writeString(directory.resolve("draft.yaml"), draft);
    assertThat(quietus.run("validate", file.toString()).exitCode()).as(quietus.out()).isZero();
    quietus.run("plan", file.toString(), "--json");
    assertThat(quietus.json().get("steps").valueStream())
        .isNotEmpty()
        .allMatch(step -> step.get("part").asString().equals("erasure"));
  }

  @Test
  void theDraftIsValidWithEverythingUncommented() throws Exception {
    String used =
        draft.lines().map(line -> line.replaceFirst("^# ", "")).collect(Collectors.joining("\n"));
    Path file = Files.writeString(directory.resolve("draft.yaml"), used);
    assertThat(quietus.run("validate", file.toString()).exitCode()).as(quietus.out()).isZero();
    quietus.run("plan", file.toString(), "--json");
    assertThat(quietus.json().get("steps")).hasSizeGreaterThan(4);
  }

  @Test
  void findsPersonsTheirGraphAndDates() {
    assertThat(draft)
        .contains(
            "identifiers: { email: email, phone: phone }",
            "full_name: redact",
            "birth_date: year",
            "old-visit: { records: shop.visit, keep: P10Y, from: visited_at",
            "shop.payment: { then: delete }   # payment.order_id -> orders.customer_id -> customer",
            "No foreign key leads from these to a person: chat_message");
  }

  @Test
  void proposesOneOwnerForEachTableAndNeverToDeleteWhatOthersNeed() throws Exception {
    draft =
        draftOf(
            "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(50), store_id INT NOT NULL)",
            "CREATE TABLE staff (id INT PRIMARY KEY, email VARCHAR(50))",
            "CREATE TABLE store (id INT PRIMARY KEY, manager_id INT NOT NULL REFERENCES staff)",
            "ALTER TABLE customer ADD FOREIGN KEY (store_id) REFERENCES store",
            "CREATE TABLE rental (id INT PRIMARY KEY, customer_id INT NOT NULL REFERENCES customer,"
                + " staff_id INT NOT NULL REFERENCES staff)");
    assertThat(draft)
        .contains(
            "- other.rental   # its rows are of customer",
            "- other.store   # rows of customer need it",
            "other.rental: { then: delete }   # rental.customer_id -> customer")
        .doesNotContain("other.store: {", "NOT YET VALID");
  }

  @Test
  void saysAboveEachLineWhatStopsIt() throws Exception {
    draft = draftOf("CREATE TABLE person (name VARCHAR(9), email VARCHAR(50))");
    assertThat(draft)
        .containsPattern(
            "## NOT YET VALID: table 'person' has no primary key, and no unique key .*; .*\\n"
                + "    records: other.person");
    assertThat(draftOf("CREATE TABLE reading (id INT PRIMARY KEY, at DATE)"))
        .contains("## NOT YET VALID: the job file has neither");
  }

  private String draftOf(String... ddl) throws Exception {
    String url = "jdbc:h2:file:" + directory.resolve(UUID.randomUUID().toString()).resolve("other");
    String settings = ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    try (Connection connection = DriverManager.getConnection(url + settings, "sa", "");
        Statement statement = connection.createStatement()) {
      for (String sql : ddl) {
        statement.execute(sql);
      }
    }
    String text = quietus.run("init", "--url", url + settings, "--user", "sa").out();
    assertThat(quietus.exitCode()).as(quietus.err()).isZero();
    return text;
  }

  @Test
  void refersToThePasswordByItsVariable() {
    assertThat(draft).contains("password: \"${DB_PASSWORD}\"");
  }

  @Test
  void asksForThePasswordByItsVariable() {
    quietus.with("OTHER", "x").run("init", "--url", new DemoShop(directory).url());
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(quietus.err()).contains("DB_PASSWORD");
  }
}
