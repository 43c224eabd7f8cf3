package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.DatabaseServer;

/** What a run refuses with exit code 2, in words for its user, with nothing done by then. */
abstract class EndToEndBadInputContract {
  static final String SCHEMA = "shop_refused";

  @TempDir Path directory;
  private Map<String, List<String>> before = Map.of();

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws SQLException {
    engine().untouched(SCHEMA);
    engine().fill(SCHEMA);
    before = engine().rows(SCHEMA);
  }

  @AfterEach
  void nothingWasDone() throws SQLException {
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
    assertThat(engine().control(SCHEMA)).isEmpty();
    assertThat(directory.resolve("evidence"))
        .satisfiesAnyOf(
            evidence -> assertThat(evidence).doesNotExist(),
            evidence -> assertThat(evidence.toFile().list()).containsExactly("keys"));
  }

  @Test
  void refusesBrokenYaml() throws Exception {
    refuses(edited("retention:", "retention: ["), "job.yaml:");
  }

  @Test
  void refusesAKeyThatItDoesNotKnowAndSuggestsOne() throws Exception {
    refuses(edited("keep: P6M", "keeep: P6M"), "job.yaml:25: ", "keeep", "'keep'");
  }

  @Test
  void refusesAYamlNullAsAStrategy() throws Exception {
    refuses(edited("email: set-null", "email: null"), "job.yaml:", "set-null");
    refuses(edited("email: set-null", "email: ~"), "job.yaml:", "set-null");
  }

  @Test
  void refusesATableAndAColumnThatAreNotThere() throws Exception {
    refuses(
        edited(
            "records: crm.visit, keep: P6M, from: visited_at",
            "records: crm.visits, keep: P6M, from: at"),
        "'visit'");
    refuses(edited("from: visited_at", "from: visitd_at"), "visited_at");
  }

  @Test
  void namesTheTableThatIsNotThereWhereARequestIsAboutIt() throws Exception {
    refuses(
        edited("records: crm.customer\n", "records: crm.custmer\n"),
        "'custmer'",
        "did you mean 'customer'?");
    refuses(
        edited("    crm.chat:  ", "    crm.chats: "),
        "'chats'",
        "did you mean 'chat'?",
        "'crm.chat', which is reached by");
    refuses(
        edited("    crm.customer:   {", "    crm.custmer:   {"), "did you mean 'crm.customer'?");
  }

  @Test
  void tellsWhatACheckForbidsBesideWhatDoesNotFit() throws Exception {
    assumeThat(server().product()).as("8.0.15 knows no CHECK").isNotEqualTo("mysql");
    try (Connection connection = server().connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE review ADD CONSTRAINT frank CHECK (body <> 'withdrawn')");
    }
    String visits = " } } }\n\nretention:\n  old-visits: { records: crm.visit, keep: P6M, from: ";
    refuses(
        edited("removed" + visits + "visited_at", "withdrawn" + visits + "visitd_at"),
        "visited_at",
        "[CHECK-VIOLATED]");
  }

  @Test
  void refusesAWrongPassword() throws Exception {
    refuses(opened().with("PASSWORD", "wrong"), "refuses the user name or the password");
  }

  @Test
  void refusesAVariableThatIsNotSet() throws Exception {
    refuses(edited("${PASSWORD}", "${NOT_SET_ANYWHERE}"), "NOT_SET_ANYWHERE");
  }

  @Test
  void refusesToRunWithoutKeysAndTellsHowToMakeThem() throws Exception {
    OpenedJob job = new OpenedJob(directory, server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    tells(job.run(), "quietus key generate");
    tells(
        job.typing("email: a@example.org", "request add", "--identifiers-from", "-"),
        "quietus key generate");
  }

  @Test
  void refusesASigningKeyThatOthersCanRead() throws Exception {
    OpenedJob job = opened();
    Path key = directory.resolve("keys/signing.pem");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    tells(job.run(), "signing.pem");
  }

  /** That validating, planning and running all say it. */
  static void refuses(OpenedJob job, String... words) {
    for (String command : List.of("validate", "plan", "run")) {
      refuses(command, job, words);
    }
  }

  static void refuses(String command, OpenedJob job, String... words) {
    ends(2, command, job, words);
  }

  static void ends(int code, String command, OpenedJob job, String... words) {
    CommandRun run = job.command(command);
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(code);
    assertThat(run.out() + run.err()).contains(words).doesNotContain("Exception", "\tat ");
  }

  static void tells(CommandRun run, String... words) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
    assertThat(run.err()).contains(words).doesNotContain("Exception").doesNotContain("\tat ");
  }

  OpenedJob opened() throws Exception {
    OpenedJob job = new OpenedJob(directory, server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    job.generateKeys();
    return job;
  }

  OpenedJob edited(String part, String with) throws Exception {
    String text = OpenedJob.text("/e2e/shop.yaml");
    assertThat(text).contains(part);
    if (Files.notExists(directory.resolve("keys"))) {
      opened();
    }
    return new OpenedJob(directory, server(), SCHEMA, text.replace(part, with));
  }

  private DatabaseServer server() {
    return engine().server();
  }
}
