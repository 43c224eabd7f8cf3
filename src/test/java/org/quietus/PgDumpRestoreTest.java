package org.quietus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.backup.dump.Codecs;
import org.quietus.cli.CommandRun;
import org.quietus.testing.PostgresServer;

/**
 * What a real pg_dump wrote of a real PostgreSQL is restored by psql after a run: the person is not
 * in it, and everybody else as in the database.
 */
@Tag("long")
@EnabledIf("org.quietus.testing.PostgresServer#isFifteenInstalled")
class PgDumpRestoreTest {
  private static final String SCHEMA = "Crm 1";

  /** As an element of a search path in a URL. */
  private static final String IN_URL = "%22Crm%201%22";

  private static final String JOB =
      """
      quietus: 1
      job: restored
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        person: { records: crm.person, identifiers: { email: email }, created: seen }
      anonymise:
        crm.visit:
          mark: gone
          with:
            who: set-null
            at: month
            local: day
            page: { fixed: "it's \\\\ gone" }
            known: { fixed: false }
            raw: set-null
            born: year
            amount: { bucket: 10 }
            weight: { bucket: 0.5 }
            ip: { network: 16 }
            code: redact
            doc: { json: { "a.b": redact, "n[*]": set-null } }
      erasure:
        records:
          crm.person: { then: delete }
          crm.ord:    { then: delete }
          crm.visit:  { then: anonymise }
      object-stores: { disk: { url: "${DISK}" } }
      backups:
        nightly: { of: crm, in: disk, objects: "**.sql*", format: pg_dump, keep: P90D,
                   on-erasure: rewrite }
      """;

  private static final String IN_SCHEMA = "SET search_path TO \"" + SCHEMA + "\";\n";

  private static PostgresServer server;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    server = PostgresServer.fifteen();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @BeforeEach
  void fill() throws Exception {
    ShopEngine.postgres(server).untouched(SCHEMA);
    try (InputStream in = getClass().getResourceAsStream("/dumps/pgdump-restored.sql")) {
      String tables = new String(in.readAllBytes(), UTF_8);
      psql(server.database(), IN_SCHEMA + tables);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.sql     | ",
        "b.sql.gz  | --inserts",
        "c.sql.zst | --column-inserts --rows-per-insert=3 --no-owner --no-comments",
        "d.sql.gz  | --clean --if-exists --create --quote-all-identifiers",
        "e.sql     | --inserts --on-conflict-do-nothing --load-via-partition-root --encoding=UTF8",
      })
  void theRestOfADumpIsRestored(String name, String options) throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Path dump = disk.resolve(name);
    write(dump, dumped(options == null ? "" : options));
    byte[] before = read(dump);
    assertThat(new String(before, UTF_8)).contains("ann@example.org");
    OpenedJob job =
        new OpenedJob(directory, server, IN_URL, JOB).with("DISK", disk.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    String request = job.request("email: ANN@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(job.certificatesOf(request)).hasSize(1);
    String after = new String(read(dump), UTF_8);
    assertThat(after).doesNotContain("ann@", "Ann's", "sent by Ann").contains("bob@example.org");
    Map<String, List<String>> live = rows(server.database());
    assertThat(live.get("\"" + SCHEMA + "\".person")).hasSize(3);
    assertThat(live.get("\"" + SCHEMA + "\".\"Visit 2\""))
        .anyMatch(row -> row.contains("it's \\\\ gone") && row.contains("2026-02-01 00:00:00"));
    assertThat(restored(after)).isEqualTo(live);
  }

  private static final String BEFORE =
      """
      ALTER TABLE person RENAME COLUMN email TO mail;
      ALTER TABLE person RENAME COLUMN seen TO "Known Since";
      ALTER TABLE person RENAME TO "Old Client";
      ALTER TABLE ord RENAME COLUMN person_id TO client;
      ALTER TABLE visit RENAME COLUMN who TO visitor;
      ALTER TABLE visit RENAME COLUMN ip TO address;
      ALTER TABLE visit RENAME TO call;
      """;

  private static final String SINCE =
      """
      ALTER TABLE call RENAME TO visit;
      ALTER TABLE visit RENAME COLUMN address TO ip;
      ALTER TABLE visit RENAME COLUMN visitor TO who;
      ALTER TABLE ord RENAME COLUMN client TO person_id;
      ALTER TABLE "Old Client" RENAME TO person;
      ALTER TABLE person RENAME COLUMN "Known Since" TO seen;
      ALTER TABLE person RENAME COLUMN mail TO email;
      ALTER TABLE person ADD COLUMN nick text;
      """;

  private static final String SAID =
      """
      on-erasure: rewrite, schema-before: { 2026-03-15: {
            crm.person: { was: "Old Client", columns: { email: mail, seen: "Known Since" },
                          without: [ nick ] },
            crm.ord: { columns: { person_id: client } },
            crm.visit: { was: call, columns: { who: visitor, ip: address } } } } }
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.sql     | ",
        "b.sql.gz  | --inserts",
        "c.sql.zst | --column-inserts --rows-per-insert=3",
        "d.sql     | --load-via-partition-root --quote-all-identifiers",
      })
  void theRestOfADumpOfFormerNamesIsRestored(String name, String options) throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Path dump = disk.resolve(name);
    psql(server.database(), IN_SCHEMA + BEFORE);
    write(dump, dumped(options == null ? "" : options));
    Files.setLastModifiedTime(dump, FileTime.from(Instant.parse("2026-03-01T02:00:00Z")));
    psql(server.database(), IN_SCHEMA + SINCE);
    String said = JOB.replace("P90D", "P9Y").replace("on-erasure: rewrite }\n", SAID);
    OpenedJob job =
        new OpenedJob(directory, server, IN_URL, said).with("DISK", disk.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    job.request("email: ANN@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    String after = new String(read(dump), UTF_8);
    assertThat(after).doesNotContain("ann@", "Ann's", "sent by Ann").contains("bob@example.org");
    Map<String, List<String>> restored = restored(after);
    Map<String, List<String>> live = rows(server.database());
    assertThat(restored.remove("\"" + SCHEMA + "\".\"Old Client\""))
        .isEqualTo(
            live.remove("\"" + SCHEMA + "\".person").stream()
                .map(row -> row.replaceFirst(",\\)$", ")"))
                .toList());
    assertThat(restored.remove("\"" + SCHEMA + "\".call"))
        .isEqualTo(live.remove("\"" + SCHEMA + "\".visit"));
    assertThat(restored).isEqualTo(live);
  }

  /** What pg_dump writes of the schema. */
  private static byte[] dumped(String options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(server.program("pg_dump"), "--schema=\"" + SCHEMA + "\"", server.database()));
    for (String option : options.split(" ")) {
      command.add(1, option.isEmpty() ? "--verbose" : option);
    }
    return ran(command, new byte[0]);
  }

  /** Restores a dump into a database of its own, and reads the rows there. */
  private static Map<String, List<String>> restored(String dump) throws Exception {
    try (Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS other");
      statement.execute("CREATE DATABASE other");
    }
    String elsewhere =
        dump.replaceAll(
            "(DATABASE(?: IF EXISTS)?|connect) \"?" + server.database() + "\"?", "$1 other");
    psql(dump.contains("\\connect") ? "postgres" : "other", elsewhere);
    return rows("other");
  }

  private static void psql(String database, String commands) throws Exception {
    ran(
        List.of(
            server.program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", database),
        commands.getBytes(UTF_8));
  }

  private static byte[] ran(List<String> command, byte[] input) throws Exception {
    ProcessBuilder program = new ProcessBuilder(command);
    program.environment().put("PGHOST", "127.0.0.1");
    program.environment().put("PGPORT", String.valueOf(server.port()));
    program.environment().put("PGUSER", server.username());
    program.environment().put("PGPASSWORD", server.password());
    program.environment().put("PGTZ", "America/St_Johns");
    Path in = Files.createTempFile("quietus", ".in");
    Path errors = Files.createTempFile("quietus", ".err");
    try {
      Files.write(in, input);
      Process process = program.redirectInput(in.toFile()).redirectError(errors.toFile()).start();
      byte[] output = process.getInputStream().readAllBytes();
      assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
      return output;
    } finally {
      Files.delete(in);
      Files.delete(errors);
    }
  }

  /** Every row of every table, as PostgreSQL spells it. */
  private static Map<String, List<String>> rows(String database) throws SQLException {
    Map<String, List<String>> rows = new TreeMap<>();
    String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
    try (Connection connection =
            DriverManager.getConnection(url, server.username(), server.password());
        Statement statement = connection.createStatement()) {
      List<String> tables =
          texts(
              statement,
              "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = '"
                  + SCHEMA
                  + "' ORDER BY 1");
      for (String table : tables) {
        rows.put(table, texts(statement, "SELECT t::text FROM " + table + " t ORDER BY 1"));
      }
    }
    return rows;
  }

  private static List<String> texts(Statement statement, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }

  private static void write(Path file, byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        file.toString().endsWith(".gz")
            ? new GZIPOutputStream(bytes)
            : file.toString().endsWith(".zst") ? new ZstdOutputStream(bytes) : bytes) {
      out.write(text);
    }
    Files.write(file, bytes.toByteArray());
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Codecs.of(file.toString()).decode(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }
}
