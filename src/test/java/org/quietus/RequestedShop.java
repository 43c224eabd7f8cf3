package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** A shop whose customers ask for their erasure. */
abstract class RequestedShop {
  static final String SCHEMA = "shop_requests"; // more than the first chunk takes

  @TempDir Path directory;
  OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine().fill(SCHEMA);
    job = new OpenedJob(directory, engine().server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  void inbox(String id) throws Exception {
    engine().execute(SCHEMA, "DROP TABLE IF EXISTS erasure_inbox");
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE erasure_inbox (id "
                + id
                + ", subject VARCHAR(20), identifier_type VARCHAR(20), identifier_value VARCHAR(80),"
                + " ground VARCHAR(20), requester VARCHAR(20), evidence VARCHAR(20), received_at "
                + (engine().isH2() || engine().isPostgres()
                    ? "TIMESTAMP WITH TIME ZONE"
                    : "TIMESTAMP NULL")
                + ", verified BOOLEAN, state VARCHAR(12) DEFAULT 'new', outcome VARCHAR(40))");
  }

  /** The statements that make the inbox. */
  String[] inbox() throws Exception {
    String ddl = Files.readString(Path.of("sql/samples/inbox.sql")).replaceAll("--.*", "");
    String typed = engine().isH2() ? ddl : ddl.replace("TIMESTAMP(6)", "DATETIME(6)");
    return typed.strip().split(";");
  }

  OpenedJob clocked(String clock) throws Exception {
    return new OpenedJob(
        directory,
        engine().server(),
        SCHEMA,
        OpenedJob.text("/e2e/shop.yaml")
            .replace("erasure:\n", "erasure:\n  clock: { " + clock + " }\n")
            .replace(
                "crm.access_log: { keep-at-least: P6M, from: seen_at, then: delete, because:"
                    + " network-log duty }",
                "crm.access_log: { then: delete }"));
  }

  String unverified(String identifiers) {
    return unverified(job, identifiers);
  }

  static String unverified(OpenedJob opened, String identifiers) {
    CommandRun added =
        opened.typing(
            identifiers, "request add", "--identifiers-from", "-", "--unverified", "--json");
    assertThat(added.exitCode()).as(added.err()).isZero();
    return added.json().get("id").asString();
  }

  static String state(OpenedJob opened, String request) {
    return opened.command("request show", request, "--json").json().get("state").asString();
  }

  String row(String table, int id) throws SQLException {
    return rowOf(engine().rows(SCHEMA), table, id);
  }

  static String rowOf(Map<String, List<String>> rows, String table, int id) {
    return rows.get(table).stream()
        .filter(row -> row.startsWith("id=" + id + " "))
        .findFirst()
        .orElseThrow();
  }
}
