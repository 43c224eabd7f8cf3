package org.quietus.database.engine;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.anonymise.Strategies;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.anonymise.Truncate;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.CatalogReader;
import org.quietus.database.DatabaseConnections;
import org.quietus.database.Dialects;
import org.quietus.hold.Holds;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.Condition;
import org.quietus.policy.Cutoff;
import org.quietus.policy.DatabaseSettings.Credential;
import org.quietus.policy.Secret;
import org.quietus.policy.StrategySpec;
import org.quietus.policy.TableName;
import org.quietus.policy.condition.Conditions;
import org.quietus.policy.condition.InvalidCondition;
import org.quietus.target.ChunkResult;
import org.quietus.target.ChunkTask;
import org.quietus.target.KeyRange;
import org.quietus.target.RowRefused;
import org.quietus.target.RowsChanged;
import org.quietus.target.RowsLocked;
import org.quietus.target.TablesChanged;
import org.quietus.testing.DatabaseServer;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A span of the primary key is worked off like a list of keys: the same rows, the same counts, and
 * whoever writes meanwhile loses nothing.
 */
abstract class DueSpansContract {
  static final int ROWS = 120;
  private static final byte[] BLINDING = "only one run".getBytes(StandardCharsets.UTF_8);
  private static final Cutoff CUTOFF =
      new Cutoff(LocalDate.parse("2026-01-01"), Instant.parse("2026-01-01T00:00:00Z"), UTC);

  private DatabaseConnections connections;
  Connection connection;
  private StatementLog jdbc;

  abstract DatabaseServer server();

  /** The type of a moment without a zone. */
  abstract String moment();

  private boolean isH2() {
    return server().product().equals("h2");
  }

  /** The type of a column of bytes. */
  abstract String bytes();

  @BeforeEach
  void open() throws SQLException {
    connections =
        new DatabaseConnections(
            server().jdbcUrl(server().freshSchema(getClass())),
            new Credential(server().username(), new Secret(server().password())));
    connection = connections.getConnection();
    jdbc = new StatementLog(new SingleConnectionDataSource(connection, true));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a BIGINT",
        "a DECIMAL(9, 2)",
        "a CHAR(4)",
        "a VARCHAR(9)",
        "a DATE",
        "a TIMESTAMP",
        "a BYTES",
        "a INT, b VARCHAR(9)",
        "a VARCHAR(9), b DATE, c INT"
      })
  void takesTheSameRowsWhateverTheKeyIs(String key) throws SQLException {
    for (Action action : List.of(new Action.Delete(), redacted())) {
      jdbc.statements().clear();
      Outcome spans = workedOff(key, action, KeyRange.ALL, false);
      assertThat(jdbc.statements()).anyMatch(sql -> sql.contains(" NOWAIT"));
      Outcome byIndex = workedOff(key, action, KeyRange.BY_INDEX, false);
      assertThat(jdbc.statements())
          .anyMatch(sql -> sql.contains(" ORDER BY " + quote("seen")) && sql.contains(" NOWAIT"));
      jdbc.statements().clear();
      Outcome keys = workedOff(key, action, KeyRange.ALL, true);
      assertThat(jdbc.statements()).noneMatch(sql -> sql.contains(" NOWAIT"));

      assertThat(spans).isEqualTo(keys);
      assertThat(byIndex).isEqualTo(keys);
      assertThat(spans.tokens()).hasSizeBetween(ROWS / 4, ROWS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redact, VARCHAR(12)",
        "redact, VARCHAR(3)",
        "day, TIMESTAMP",
        "day, MOMENT",
        "month, MOMENT",
        "month, DATE",
        "year, DATE",
        "year, TIMESTAMP",
        "decade, DATE",
        "decade, MOMENT",
        "decade, TIMESTAMP",
        "bucket 7, INT",
        "bucket 100, BIGINT"
      })
  void theDatabaseMakesTheSameOfValuesAsJava(String what) throws SQLException {
    String type = what.split(", ")[1].replace("MOMENT", moment());
    Optional<Outcome> spans = anonymised(what.split(", ")[0].split(" "), type, false);
    Optional<Outcome> keys = anonymised(what.split(", ")[0].split(" "), type, true);

    assertThat(spans).isEqualTo(keys).isPresent();
    assertThat(keys.orElseThrow().changed()).isBetween(1L, 7L);
  }

  private Optional<Outcome> anonymised(String[] strategy, String type, boolean careful)
      throws SQLException {
    execute(
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (a INT PRIMARY KEY, seen DATE, kept INT, note " + type + ")",
        "INSERT INTO t VALUES " + String.join(", ", values(type)));
    Optional<String> argument = strategy.length > 1 ? Optional.of(strategy[1]) : Optional.empty();
    Strategy how =
        ((Strategies.Choice.Accepted) Strategies.of(new StrategySpec(strategy[0], argument)))
            .strategy();
    if (how instanceof Truncate truncate && type.startsWith("TIMESTAMP") && !isH2()) {
      how = new Truncate(truncate.unit(), Optional.of(Truncate.TIMESTAMP_BEGINS));
    }
    jdbc.statements().clear();
    ChunkResult result =
        work(
            new Action.Anonymise(new TableAnonymisation(Map.of("note", how), Optional.empty())),
            task(careful, ROWS));
    assertThat(jdbc.statements().stream().anyMatch(sql -> sql.contains(" NOWAIT")))
        .isEqualTo(!careful);
    return Optional.of(
        new Outcome(
            texts("SELECT CONCAT(a, ' ', note) FROM t ORDER BY a"),
            result.changed(),
            new TreeSet<>(result.tokens().stream().map(Arrays::toString).toList())));
  }

  private List<String> values(String type) {
    List<String> values =
        type.startsWith("VARCHAR(12")
            ? List.of(
                "''", "'a'", "'***'", "'Ann Lee \u4e2d\u6587'", "'1234567890'", "'\u00e4 b  '")
            : type.startsWith("VARCHAR")
                ? List.of("''", "'a'", "'abc'", "'***'")
                : type.equals("DATE")
                    ? List.of("'1000-01-01'", "'1999-12-31'", "'2000-02-29'", "'9999-12-31'")
                    : type.startsWith("TIMESTAMP")
                        ? List.of(
                            "'1970-01-01 00:00:01'",
                            "'1975-03-04 05:06:07'",
                            "'2038-01-01 01:02:03'")
                        : type.contains("INT")
                            ? List.of("-8", "-7", "0", "6", "2147483647", "-2147483648", "700")
                            : List.of(
                                "'1000-01-01 00:00:00'",
                                "'1969-12-31 23:59:59'",
                                "'9999-12-31 23:59:59'");
    List<String> rows = new ArrayList<>(List.of("(0, '2020-01-01', 0, NULL)"));
    for (String value : values) {
      rows.add("(%d, '2020-01-01', 0, %s)".formatted(rows.size(), value));
    }
    return rows;
  }

  @Test
  void aRowThatIsNotDueAnyMoreWhenTheSpanIsChangedStays() throws SQLException {
    fill("a BIGINT");
    jdbc.beforeNextLock(() -> elsewhere("UPDATE t SET seen = '2026-06-01' WHERE a = 1"));

    work(new Action.Delete(), task(false, ROWS));

    assertThat(texts("SELECT a FROM t WHERE a = 1")).hasSize(1);
    assertThat(texts("SELECT a FROM t WHERE seen < '2026-01-01' AND kept = 0")).isEmpty();
  }

  @Test
  void invariant2ARowThatBecomesDueInALockedSpanFailsTheChunk() throws SQLException {
    fill("a BIGINT");
    jdbc.afterNextLock(() -> elsewhere("INSERT INTO t VALUES (2, '2020-01-01', 0, 'new')"));
    connection.setAutoCommit(false);

    assertThatThrownBy(() -> work(new Action.Delete(), task(false, ROWS)))
        .isInstanceOf(RowsChanged.class);

    connection.rollback();
    assertThat(texts("SELECT a FROM t")).hasSize(ROWS + 1);
  }

  @Test
  void nobodyIsWaitedForWithASpanInHand() throws SQLException {
    fill("a BIGINT");
    try (Connection other = connections.getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("UPDATE t SET note = 'mine' WHERE a = " + lockedElsewhere());
      connection.setAutoCommit(false);

      assertThatThrownBy(() -> work(new Action.Delete(), task(false, ROWS)))
          .isInstanceOf(RowsLocked.class);

      connection.rollback();
      other.rollback();
    }
    work(new Action.Delete(), task(true, ROWS));
    assertThat(texts("SELECT a FROM t WHERE seen < '2026-01-01' AND kept = 0")).isEmpty();
  }

  @Test
  void aRowThatTheDatabaseDoesNotTakeIsLeftAloneByKey() throws SQLException {
    fill("a BIGINT");
    execute(
        "UPDATE t SET note = '***' WHERE a = 1",
        "CREATE UNIQUE INDEX one_note_each ON t (note, kept)",
        "UPDATE t SET seen = '2026-06-01', kept = 1 WHERE a > 3 AND a <> 5",
        "UPDATE t SET kept = 0, seen = '2020-01-01' WHERE a IN (1, 3, 5)");
    connection.setAutoCommit(false);

    assertThatThrownBy(() -> work(redacted(), task(false, ROWS))).isInstanceOf(RowRefused.class);
    connection.rollback();
    ChunkResult careful = work(redacted(), task(true, ROWS));

    assertThat(careful.changed()).isZero();
    assertThat(careful.left()).hasSize(2);
  }

  @Test
  void fewRowsAmongManyAreTakenByKey() throws SQLException {
    fill("a BIGINT");
    execute("UPDATE t SET seen = '2026-06-01' WHERE a <> 7", "UPDATE t SET kept = 0 WHERE a = 7");
    execute("UPDATE t SET seen = '2020-01-01' WHERE a = 7");

    ChunkResult result = work(new Action.Delete(), task(false, ROWS));

    assertThat(result.changed()).isEqualTo(1);
    assertThat(jdbc.statements()).noneMatch(sql -> sql.contains(" NOWAIT"));
  }

  /** A row that a span passes, due or not, which somebody else locks. */
  abstract long lockedElsewhere();

  /** What a table is left with, and what was said to have been done. */
  private record Outcome(List<String> rows, long changed, TreeSet<String> tokens) {}

  private Outcome workedOff(String key, Action action, KeyRange range, boolean careful)
      throws SQLException {
    fill(key);
    TreeSet<String> tokens = new TreeSet<>();
    long changed = 0;
    Optional<RowValues> position = Optional.empty();
    ChunkResult result;
    do {
      result = work(action, task(careful, 17, range, position));
      result.tokens().forEach(token -> tokens.add(Arrays.toString(token)));
      changed += result.changed();
      position = result.position();
    } while (!result.exhausted());
    return new Outcome(
        texts("SELECT CONCAT(note, ' ', CAST(a AS CHAR(30))) FROM t ORDER BY 1"), changed, tokens);
  }

  @Test
  void aTableThatIsAnotherOneByNowIsNotTouched() throws SQLException {
    fill("a BIGINT");
    Catalog planned = catalog();
    execute("CREATE TABLE child (a BIGINT PRIMARY KEY)");
    execute("ALTER TABLE child ADD FOREIGN KEY (a) REFERENCES t (a) ON DELETE CASCADE");

    assertThatThrownBy(() -> work(planned, new Action.Delete(), task(false, ROWS)))
        .isInstanceOf(TablesChanged.class);

    assertThat(texts("SELECT a FROM t")).hasSize(ROWS);
  }

  private Catalog catalog() {
    try {
      return CatalogReader.read(connection, "d");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In a transaction, as chunks are: that of the test if there is one. */
  ChunkResult work(Action action, ChunkTask task) throws SQLException {
    boolean alone = connection.getAutoCommit();
    connection.setAutoCommit(false);
    ChunkResult result = work(catalog(), action, task);
    if (alone) {
      connection.commit();
      connection.setAutoCommit(true);
    }
    return result;
  }

  private ChunkResult work(Catalog catalog, Action action, ChunkTask task) {
    DatabaseEngine engine;
    Step step = step(catalog.table("t").orElseThrow(), action);
    try {
      engine =
          new DatabaseEngine(jdbc, Dialects.of(connection), UTC, Clock.systemUTC(), Holds.NONE);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return engine
        .step(
            step,
            Optional.empty(),
            BLINDING,
            new Refusals(),
            new JustGone(),
            new SameTables(step, catalog, this::catalog),
            task.careful())
        .work(task);
  }

  private static Step step(Table table, Action action) {
    Member root =
        new Member(
            new TableName("d", "t"),
            table,
            List.of(),
            MemberRole.ROOT,
            action,
            List.of(),
            List.of(),
            Optional.empty(),
            List.of());
    return new Step(
        1,
        "old",
        new Selection.Due(
            Optional.of(kept()),
            "seen",
            Column.Type.DATE,
            CUTOFF,
            Optional.of(new Table.Index("by_seen", List.of("seen"), false))),
        root,
        List.of());
  }

  private static Condition kept() {
    try {
      return Conditions.parse("kept = 0");
    } catch (InvalidCondition e) {
      throw new IllegalStateException(e);
    }
  }

  private static Action redacted() {
    Strategy stars =
        ((Strategies.Choice.Accepted) Strategies.of(new StrategySpec("fixed", Optional.of("***"))))
            .strategy();
    return new Action.Anonymise(new TableAnonymisation(Map.of("note", stars), Optional.empty()));
  }

  static ChunkTask task(boolean careful, int size) {
    return task(careful, size, KeyRange.ALL, Optional.empty());
  }

  private static ChunkTask task(
      boolean careful, int size, KeyRange range, Optional<RowValues> position) {
    return new ChunkTask(
        range,
        position,
        size,
        false,
        table -> false,
        table -> false,
        table -> 0,
        table -> false,
        Map::of,
        List::of,
        Holds.NONE,
        Optional.empty(),
        careful);
  }

  /** About half of the rows are due, some have no date, and some are exempt; row 1 is due. */
  private void fill(String key) throws SQLException {
    Random random = new Random(7);
    Map<String, String> columns = new LinkedHashMap<>();
    for (String column : key.split(", (?=[a-z] )")) {
      String[] parts = column.split(" ", 2);
      columns.put(parts[0], parts[1].replace("BYTES", bytes()));
    }
    List<String> rows = new ArrayList<>();
    for (int n = 0; n < ROWS; n++) {
      int odd = 2 * n + 1;
      List<String> values = new ArrayList<>();
      columns.values().forEach(type -> values.add(literal(type, odd)));
      values.add(
          switch (n == 0 ? 0 : random.nextInt(5)) {
            case 0, 1, 2 -> "'2020-05-05'";
            case 3 -> "'2026-05-05'";
            default -> "NULL";
          });
      values.add(n > 0 && random.nextInt(10) == 0 ? "1" : "0");
      values.add("'note " + odd + "'");
      rows.add("(" + String.join(", ", values) + ")");
    }
    List<String> names = new ArrayList<>();
    columns.forEach((name, type) -> names.add(name + " " + type + " NOT NULL"));
    execute(
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t ("
            + String.join(", ", names)
            + ", seen DATE, kept INT, note VARCHAR(20), PRIMARY KEY ("
            + String.join(", ", columns.keySet())
            + "))",
        "CREATE INDEX by_seen ON t (seen)",
        "INSERT INTO t VALUES " + String.join(", ", rows));
  }

  private static String literal(String type, int n) {
    if (type.contains("BINARY")) {
      return "X'%08x'".formatted(n);
    }
    return switch (type.replaceAll("\\(.*", "")) {
      case "BIGINT", "INT" -> String.valueOf(n);
      case "BIGINT UNSIGNED" -> "1844674407370955" + (1_615 - n);
      case "ENUM" -> "'" + "abc".charAt(n % 3) + "'";
      case "DECIMAL" -> n + ".25";
      case "DATE" -> "'" + LocalDate.parse("2001-01-01").plusDays(n) + "'";
      case "TIMESTAMP" -> "'" + LocalDate.parse("2001-01-01").plusDays(n) + " 01:02:03'";
      default -> "'" + (n % 3 == 0 ? "a" : n % 3 == 1 ? "B" : "\u00e4") + n + "'";
    };
  }

  private String quote(String column) {
    try {
      return Dialects.of(connection).quote(column);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void elsewhere(String sql) {
    try (Connection other = connections.getConnection();
        Statement statement = other.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  List<String> statements() {
    return jdbc.statements();
  }

  List<String> texts(String sql) {
    return jdbc.queryForList(sql, String.class);
  }
}
