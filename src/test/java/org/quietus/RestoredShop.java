package org.quietus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.MariaDbPrograms;

/** A shop that is backed up, and restored after persons were erased. */
abstract class RestoredShop {
  static final String SCHEMA = "shop_replay";
  static final String BEFORE = "2026-02-28T02:00:00Z";
  static final int PARTIAL = 8;
  static final int TO_DO = 9;
  static final int WAITS = 7;

  @TempDir Path directory;
  OpenedJob job;
  private byte[] dump = {};

  /** H2 or a MariaDB, whose own programs dump and restore. */
  abstract ShopEngine engine();

  /** Remembers the data, and the control schema beside it. */
  void backUp() throws Exception {
    if (engine().isH2()) {
      engine().execute(SCHEMA, "SCRIPT TO '" + script() + "'");
      return;
    }
    byte[] control = MariaDbPrograms.execute("SHOW DATABASES LIKE 'quietus'".getBytes(US_ASCII));
    dump =
        control.length > 0
            ? MariaDbPrograms.dump("--databases", SCHEMA, "quietus")
            : MariaDbPrograms.dump("--databases", SCHEMA);
  }

  /** Puts both back to what they were. */
  void restore() throws Exception {
    if (engine().isH2()) {
      engine().execute(SCHEMA, "DROP ALL OBJECTS", "RUNSCRIPT FROM '" + script() + "'");
      return;
    }
    engine().execute("", "DROP DATABASE " + SCHEMA, "DROP DATABASE IF EXISTS quietus");
    MariaDbPrograms.execute(dump);
  }

  private Path script() {
    return directory.resolve("backup.sql");
  }

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine().fill(SCHEMA);
    job = new OpenedJob(directory, engine().server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  OpenedJob telling(Peer push, Peer mail) throws Exception {
    String yaml =
        OpenedJob.text("/e2e/shop.yaml")
            + """

            recipients:
              push: { notify: "${PUSH}", received: [email] }
              mail: { notify: "${MAIL}", received: [phone, email] }
            answers: { notify: "${PUSH}", received: [email] }
            """;
    return new OpenedJob(directory, engine().server(), SCHEMA, yaml)
        .with("PUSH", push.url())
        .with("MAIL", mail.url());
  }

  static CommandRun replaying(OpenedJob telling, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--database", "crm", "--snapshot", BEFORE));
    arguments.addAll(List.of(more));
    return telling.command("replay", arguments.toArray(String[]::new));
  }

  /** Approves the plan if it waits for that, where indexes have other names after a restore. */
  void approved(CommandRun run) {
    if (run.exitCode() == WAITS) {
      String fingerprint = run.err().strip().replaceFirst("(?s).* ", "");
      ok(job.command("approve", fingerprint));
      ok(job.command("run", "--only", "erasure"));
    } else {
      ok(run);
    }
  }

  String request(String id, String field) {
    return job.command("request show", id, "--json").json().get(field).asString();
  }

  CommandRun replay(String... more) {
    return job.command(
        "replay",
        Stream.concat(Stream.of("--database", "crm", "--snapshot", BEFORE), Stream.of(more))
            .toArray(String[]::new));
  }

  String row(String table, String start) throws SQLException {
    return engine().rows(SCHEMA).get(table).stream()
        .filter(row -> row.startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
