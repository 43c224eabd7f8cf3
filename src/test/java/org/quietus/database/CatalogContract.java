package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Table;
import org.quietus.database.engine.Preflight;
import org.quietus.database.engine.ProbedChecks;
import org.quietus.database.engine.Touched;
import org.quietus.plan.CheckProbe;
import org.quietus.policy.Problem;
import org.quietus.policy.TableName;
import org.quietus.testing.DatabaseServer;

/** What the catalog tells of a schema with every unpleasantness that each product knows. */
abstract class CatalogContract {

  Database database;

  abstract DatabaseServer server();

  @BeforeEach
  void open() throws SQLException {
    database = Database.fresh(server(), getClass());
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  Catalog catalog() throws SQLException {
    return CatalogReader.read(database.connection(), "crm");
  }

  Table table(String name) throws SQLException {
    return catalog().table(name).orElseThrow();
  }

  String quote(String name) {
    return database.dialect().quote(name);
  }

  @Test
  void tellsTablesFromViews() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY)", "CREATE VIEW v AS SELECT id FROM t");
    Catalog catalog = catalog();
    assertThat(catalog.database()).isEqualTo("crm");
    assertThat(catalog.product()).isEqualTo(database.dialect().product());
    assertThat(catalog.tables()).containsOnlyKeys("t");
    assertThat(catalog.views()).containsExactly("v");
    assertThat(catalog.fromOutside()).isEmpty();
  }

  @Test
  void keepsNamesAsTheyAre() throws SQLException {
    String name = "Ordres d'été `\"表";
    database.execute(
        "CREATE TABLE "
            + quote(name)
            + " ("
            + quote("group")
            + " INT PRIMARY KEY, "
            + quote("two words")
            + " INT)");
    assertThat(table(name).columns()).containsOnlyKeys("group", "two words");
    assertThat(table(name).primaryKey()).containsExactly("group");
  }

  @Test
  void tellsColumnsInTheirOrder() throws SQLException {
    database.execute(
        "CREATE TABLE t (z VARCHAR(60) NOT NULL, a DECIMAL(9,2), k INT PRIMARY KEY, b VARBINARY(16))");
    Table table = table("t");
    assertThat(table.columns().keySet()).containsExactly("z", "a", "k", "b");
    Column z = table.columns().get("z");
    assertThat(z.type()).isEqualTo(Column.Type.TEXT);
    assertThat(z.length()).isEqualTo(60);
    assertThat(z.nullable()).isFalse();
    assertThat(z.autoIncrement()).isFalse();
    assertThat(z.generated()).isFalse();
    assertThat(z.updatesItself()).isFalse();
    Column b = table.columns().get("b");
    assertThat(b.type()).isEqualTo(Column.Type.BINARY);
    assertThat(b.length()).isEqualTo(limitOfBinary());
    assertThat(b.nullable()).isTrue();
    assertThat(table.columns().get("a").type()).isEqualTo(Column.Type.DECIMAL);
    assertThat(table.columns().get("a").length()).isZero();
  }

  /** The length that {@code VARBINARY(16)} keeps to; 0 if there is none. */
  long limitOfBinary() {
    return 16;
  }

  @Test
  void tellsWhatComputedColumnsDependOn() throws SQLException {
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, mail VARCHAR(60), "
            + quote("two words")
            + " VARCHAR(60), other INT, key_of VARCHAR(200) GENERATED ALWAYS AS (LOWER(COALESCE(mail, "
            + quote("two words")
            + ")))"
            + stored()
            + ")");
    assertThat(table("t").columns().get("key_of").computedFrom())
        .containsExactlyInAnyOrder("mail", "two words");
    assertThat(table("t").columns().get("mail").computedFrom()).isEmpty();
    assertThat(table("t").withComputed(List.of("mail"))).containsOnly("mail", "key_of");
  }

  /** What makes a computed column one whose values lie in the row. */
  String stored() {
    return "";
  }

  @Test
  void noticesColumnsThatFillThemselves() throws SQLException {
    database.execute("CREATE TABLE t (" + selfFilling() + ", v VARCHAR(5))");
    Map<String, Column> columns = table("t").columns();
    assertThat(columns.values())
        .filteredOn(Column::autoIncrement)
        .extracting(Column::name)
        .containsExactly("id");
    assertThat(columns.values())
        .filteredOn(Column::generated)
        .extracting(Column::name)
        .containsExactly("computed");
    assertThat(columns.values())
        .filteredOn(Column::updatesItself)
        .extracting(Column::name)
        .containsExactlyElementsOf(updatingThemselves());
  }

  /** Those of {@link #selfFilling} that the server sets whenever a row is changed. */
  List<String> updatingThemselves() {
    return List.of("touched");
  }

  /** Columns {@code id}, {@code computed} (of v), {@code born}, {@code touched}. */
  abstract String selfFilling();

  @Test
  void readsTheValuesOfAnEnum() throws SQLException {
    database.execute(
        "CREATE TABLE t (v ENUM('new', 'it''s', 'a,b', '''', ' (x)', '" + backslash() + "'))");
    Column column = table("t").columns().get("v");
    assertThat(column.type()).isEqualTo(Column.Type.ENUM);
    assertThat(column.allowed()).containsExactly("new", "it's", "a,b", "'", " (x)", "\\");
  }

  /** A backslash as a literal spells it. */
  abstract String backslash();

  @Test
  void tellsKeysAndIndexesInTheirOrder() throws SQLException {
    database.execute(
        "CREATE TABLE t (a INT, b INT, c VARCHAR(9), PRIMARY KEY (b, a), CONSTRAINT u UNIQUE (c, a))",
        "CREATE INDEX i ON t (a, c)",
        "CREATE TABLE bare (a INT)",
        "CREATE INDEX bare_a ON bare (a)");
    Table table = table("t");
    assertThat(table.primaryKey()).containsExactly("b", "a");
    assertThat(table.indexes())
        .contains(new Table.Index("PRIMARY", List.of("b", "a"), true))
        .contains(new Table.Index("i", List.of("a", "c"), false))
        .anySatisfy(
            index -> {
              assertThat(index.columns()).containsExactly("c", "a");
              assertThat(index.unique()).isTrue();
            })
        .hasSize(3);
    assertThat(table("bare").primaryKey()).isEmpty();
    assertThat(table("bare").indexes())
        .containsExactly(new Table.Index("bare_a", List.of("a"), false));
  }

  @Test
  void tellsForeignKeysOfSeveralColumnsSelvesAndCycles() throws SQLException {
    database.execute(
        "CREATE TABLE a (x INT, y INT, boss INT, other INT, PRIMARY KEY (x, y), UNIQUE (x))",
        "CREATE TABLE b (id INT PRIMARY KEY, p INT, q INT,"
            + " CONSTRAINT b_a FOREIGN KEY (p, q) REFERENCES a (x, y) ON DELETE CASCADE)",
        "ALTER TABLE a ADD CONSTRAINT a_a FOREIGN KEY (boss) REFERENCES a (x) ON DELETE SET NULL",
        "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (other) REFERENCES b (id)");
    Catalog catalog = catalog();
    assertThat(catalog.referencing("a"))
        .containsExactlyInAnyOrder(
            new ForeignKey(
                "b_a", "b", List.of("p", "q"), "a", List.of("x", "y"), ForeignKey.OnDelete.CASCADE),
            new ForeignKey(
                "a_a", "a", List.of("boss"), "a", List.of("x"), ForeignKey.OnDelete.SET_NULL));
    assertThat(catalog.referencing("b"))
        .containsExactly(
            new ForeignKey(
                "a_b", "a", List.of("other"), "b", List.of("id"), ForeignKey.OnDelete.RESTRICT));
  }

  @Test
  void noticesForeignKeysFromAnotherSchema() throws SQLException {
    String other = otherSchema();
    String mine = database.dialect().currentSchema(database.connection());
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, v INT)",
        "CREATE TABLE "
            + database.dialect().qualified(other, "child")
            + " (ref INT, CONSTRAINT c_t FOREIGN KEY (ref) REFERENCES "
            + database.dialect().qualified(mine, "t")
            + " (id))");
    Catalog catalog = catalog();
    assertThat(catalog.fromOutside())
        .containsExactly(
            new ForeignKey(
                "c_t",
                other + ".child",
                List.of("ref"),
                "t",
                List.of("id"),
                ForeignKey.OnDelete.RESTRICT));
    assertThat(Preflight.check(database.connection(), catalog, List.of(deleting("t"))))
        .extracting(Objection::id)
        .containsExactly("FOREIGN-KEY-FROM-OUTSIDE");
    assertThat(
            Preflight.check(
                database.connection(), catalog, List.of(new Touched("t", false, Set.of("id")))))
        .extracting(Objection::id)
        .containsExactly("FOREIGN-KEY-FROM-OUTSIDE");
    assertThat(
            Preflight.check(
                database.connection(), catalog, List.of(new Touched("t", false, Set.of("v")))))
        .isEmpty();
    assertThat(CatalogReader.read(database.connection(), "crm", other).referencing(mine + ".t"))
        .hasSize(1);
    database.execute("DROP TABLE " + database.dialect().qualified(other, "child"));
  }

  /** Makes a second schema in reach of the same connection. */
  abstract String otherSchema() throws SQLException;

  static Touched deleting(String table) {
    return new Touched(table, true, Set.of());
  }

  @Test
  void hasTheDatabaseEvaluateChecks() throws SQLException {
    if (!knowsChecks()) {
      database.execute("CREATE TABLE t (v VARCHAR(9), CHECK (v <> 'bad'))");
      assertThat(table("t").checks()).isEmpty();
      return;
    }
    database.execute(
        "CREATE TABLE t (v VARCHAR(9), d DATE, CONSTRAINT c CHECK (v <> 'bad' OR d > '2020-01-01'))");
    Table.Check check = table("t").checks().get(0);
    assertThat(check.name()).isEqualTo("c");
    LocalDate late = LocalDate.of(2024, 1, 1);
    LocalDate early = LocalDate.of(2020, 1, 1);
    assertThat(refused(check, "good", early)).isFalse();
    assertThat(refused(check, "bad", late)).isFalse();
    assertThat(refused(check, "bad", null)).isFalse();
    assertThat(refused(check, null, null)).isFalse();
    assertThat(refused(check, "bad", early)).isTrue();
    assertThat(refused(new Table.Check("c", "nonsense("), "good", late)).isTrue();
  }

  private boolean refused(Table.Check check, @Nullable String v, @Nullable LocalDate d)
      throws SQLException {
    Map<String, @Nullable Object> sample = new LinkedHashMap<>();
    sample.put("v", v);
    sample.put("d", d);
    Problem refusal = new Problem("CHECK-VIOLATED", "job.yaml", 1, "what", "mend");
    CheckProbe probe =
        new CheckProbe(
            new TableName("crm", "t"),
            check,
            List.of(Collections.unmodifiableMap(sample)),
            refusal);
    return !ProbedChecks.refusals(database.connection(), List.of(probe)).isEmpty();
  }

  boolean knowsChecks() {
    return true;
  }

  @Test
  void findsNothingAgainstAnOrdinaryTable() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 1)");
    Touched touched = new Touched("t", true, Set.of("v", "id"));
    assertThat(Preflight.check(database.connection(), catalog(), List.of(touched))).isEmpty();
    assertThat(database.texts("SELECT v FROM t")).containsExactly("1");
  }

  @Test
  void refusesATableWhoseSchemaIsBeingChanged() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY)", "CREATE TABLE _t_gho (id INT)");
    assertThat(Preflight.check(database.connection(), catalog(), List.of(deleting("t"))))
        .extracting(Objection::id)
        .containsExactly("SCHEMA-CHANGE-IN-FLIGHT");
  }
}
