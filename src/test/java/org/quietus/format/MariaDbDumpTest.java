package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.format.mysqldump.Mysqldump;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.MariaDbPrograms;
import org.quietus.testing.RestoredDump;
import org.quietus.testing.Servers;

/** Dumps by the real {@code mariadb-dump}, rewritten and restored by the real client. */
@EnabledIfServer
@Tag("long")
class MariaDbDumpTest {
  private static final String SOURCE = "dump_source";

  private static final String FIXTURE =
      """
      SET NAMES utf8mb4;
      CREATE TABLE `per``son` (
        id INT PRIMARY KEY AUTO_INCREMENT, email VARCHAR(99) UNIQUE DEFAULT 'a),(b', name TEXT,
        photo VARBINARY(300), settings JSON, flags BIT(9), paid DECIMAL(10,3), size DOUBLE,
        born DATETIME, kind ENUM('x','y)'), twice INT AS (id * 2) VIRTUAL, spot POINT,
        small VARCHAR(99) AS (lower(email)) STORED, host VARCHAR(99) AS (substring_index(small, '@', -1)),
        token UUID, KEY k (paid)
      ) COMMENT 'it''s ; INSERT INTO `x` VALUES (1);';
      INSERT INTO `per``son` (id, email, name, photo, settings, flags, paid, size, born, kind, spot)
        SELECT seq, CONCAT('p', seq, '@example.org'),
          CONCAT(REPEAT(_utf8mb4'漢😀\\'"\\\\\\n\\r\\t\\0\\Z%,;()', seq MOD 5), seq),
          CONCAT(UNHEX(HEX(seq)), x'00ff1a0a0d27225c'), '{"a":"b\\\\"c"}', seq, seq / 3, seq * 1e300,
          '2020-01-01', 'y)', POINT(seq, seq)
        FROM seq_1_to_60;
      INSERT INTO `per``son` (id) VALUES (1000);
      CREATE TABLE visit (
        person INT, at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, hidden INT INVISIBLE DEFAULT 5,
        PRIMARY KEY (person, at));
      INSERT INTO visit (person, at) SELECT seq, '2020-01-01' FROM seq_1_to_60;
      CREATE TABLE nothing (a INT PRIMARY KEY);
      CREATE SEQUENCE numbers START WITH 5;
      CREATE VIEW people AS SELECT id, email FROM `per``son`;
      DELIMITER //
      CREATE TRIGGER tr AFTER INSERT ON nothing FOR EACH ROW BEGIN
        -- it's
        INSERT INTO visit (person) VALUES (2); SET @x = 'x;y'; END//
      CREATE PROCEDURE pr() BEGIN INSERT INTO visit (person) VALUES (2); SELECT "a;b"; END//
      CREATE EVENT ev ON SCHEDULE EVERY 1 DAY DO INSERT INTO visit (person) VALUES (2)//
      DELIMITER ;
      """;

  @BeforeAll
  static void fill() throws SQLException {
    Servers.mariaDb().createSchema(SOURCE);
    MariaDbPrograms.execute(FIXTURE.getBytes(StandardCharsets.UTF_8), "--comments", SOURCE);
  }

  @ParameterizedTest
  @CsvSource({
    "--opt --routines --events --triggers, TRAILER",
    "--skip-comments --routines --events --triggers, SETTINGS_RESTORED",
    "--compact, UNPROVEN",
  })
  void showsThatItIsWholeUnlessItIsCompact(String options, Ending ending) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
    arguments.add(SOURCE);
    byte[] dump = MariaDbPrograms.dump(arguments.toArray(String[]::new));
    assertThat(rewrite(dump, Deciders.keepAll()).report().reading().ending()).isEqualTo(ending);
  }

  @ParameterizedTest
  @CsvSource({
    "--opt, false",
    "--master-data=1, true",
    "--master-data=2, true",
    "--master-data=1 --gtid, true",
    "--master-data=2 --gtid, true",
  })
  void tellsFromWhichPositionBinaryLogsGoOn(String options, boolean told) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
    arguments.addAll(List.of("--no-data", SOURCE, "nothing"));
    byte[] dump = MariaDbPrograms.dump(arguments.toArray(String[]::new));
    Reading reading = rewrite(dump, Deciders.keepAll()).report().reading();
    assertThat(reading.schema().positioned()).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--opt",
        "--routines --events --triggers",
        "--skip-extended-insert",
        "--complete-insert",
        "--complete-insert --skip-extended-insert",
        "--replace",
        "--insert-ignore",
        "--hex-blob",
        "--compact",
        "--skip-opt",
        "--skip-comments",
        "--skip-quote-names --complete-insert",
        "--compatible=ansi",
        "--default-character-set=latin1",
        "--single-transaction --order-by-primary --no-autocommit",
        "--net-buffer-length=4096",
        "--skip-dump-date --skip-tz-utc"
      })
  void dropsAndChangesExactlyTheRowsAsked(String options) throws Exception {
    boolean quoted = !options.contains("--skip-quote-names");
    List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
    arguments.add(SOURCE);
    if (!quoted) {
      arguments.addAll(List.of("visit", "nothing")); // the tool does not escape the odd name then
    }
    byte[] dump = MariaDbPrograms.dump(arguments.toArray(String[]::new));
    assertThat(rewrite(dump, Deciders.keepAll()).bytes()).isEqualTo(dump);

    Map<String, @Nullable Object> anonymous = new HashMap<>();
    anonymous.put("email", null);
    anonymous.put("name", "***");
    Rewritten rewritten =
        rewrite(
            dump,
            Deciders.only(
                List.of("per`son", "visit"),
                row ->
                    switch (String.valueOf(row.text(0))) {
                      case "1", "2", "30", "60" -> Decision.DROP;
                      case "3" ->
                          row.source().indexOf("email") < 0
                              ? Decision.KEEP
                              : Decision.change(anonymous);
                      default -> Decision.KEEP;
                    }));
    Mysqldump format = new Mysqldump();
    assertThat(
            rewritten
                .report()
                .differencesFrom(
                    Deciders.reread(
                        format, new ByteArrayInputStream(rewritten.bytes()), rewritten.report())))
        .isEmpty();

    assertThat(new String(rewritten.bytes(), StandardCharsets.ISO_8859_1))
        .doesNotContain("p3@example.org");
    String found = RestoredDump.of(rewritten.bytes(), "dump_rewritten").content();
    RestoredDump original = RestoredDump.of(dump, "dump_original");
    original.with("DELETE FROM visit WHERE person IN (1, 2, 30, 60)");
    if (quoted) {
      original.with("DELETE FROM `per``son` WHERE id IN (1, 2, 30, 60)");
      original.with("UPDATE `per``son` SET email = NULL, name = '***' WHERE id = 3");
    }
    assertThat(found).isEqualTo(original.content());
  }

  @Test
  void readsSeveralDatabasesOfOneDump() throws Exception {
    Servers.mariaDb().createSchema("dump_other");
    MariaDbPrograms.execute(
        "CREATE TABLE visit (a INT); INSERT INTO visit VALUES (1),(2);"
            .getBytes(StandardCharsets.UTF_8),
        "dump_other");
    byte[] dump = MariaDbPrograms.dump("--databases", SOURCE, "dump_other");
    RewriteReport report = rewrite(dump, Deciders.dropping("2")).report();
    assertThat(report.tables())
        .extractingByKeys(
            new DumpTableName(SOURCE, "visit"), new DumpTableName("dump_other", "visit"))
        .extracting(TableTally::in, TableTally::dropped)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(60L, 1L),
            org.assertj.core.api.Assertions.tuple(2L, 1L));
  }

  @Test
  void readsTheServersOwnTables() throws Exception {
    byte[] dump = MariaDbPrograms.dump("--databases", "mysql");
    assertThat(rewrite(dump, Deciders.keepAll()).bytes()).isEqualTo(dump);
  }

  @Test
  void refusesXml() {
    byte[] dump = MariaDbPrograms.dump("--xml", SOURCE);
    assertThatThrownBy(() -> rewrite(dump, Deciders.keepAll()))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("--xml");
  }

  private record Rewritten(byte[] bytes, RewriteReport report) {}

  private static Rewritten rewrite(byte[] dump, RowDecider decider) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RewriteReport report = new Mysqldump().rewrite(new ByteArrayInputStream(dump), out, decider);
    return new Rewritten(out.toByteArray(), report);
  }
}
