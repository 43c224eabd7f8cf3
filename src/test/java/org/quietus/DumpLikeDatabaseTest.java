package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** What goes from a dump, and what a law keeps there, is what goes from the database and stays. */
class DumpLikeDatabaseTest {
  private static final String SCHEMA = "kept_alike";
  private static final String JOB =
      """
      quietus: 1
      job: kept
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
      """;

  private static final String BASIS = "{ keep: P10Y, from: d, then: delete, because: bookkeeping }";

  private final Map<String, String> tables = new LinkedHashMap<>();
  private final Map<String, List<String>> rows = new LinkedHashMap<>();
  private final List<String> keys = new ArrayList<>();

  @TempDir Path directory;

  private void table(String name, String columns, String... content) {
    tables.put(name, columns);
    rows.put(name, List.of(content));
  }

  private void key(String from, String column, String to) {
    keys.add("ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (id)".formatted(from, column, to));
  }

  /**
   * Erases the first customer, and returns what is in the dump then, which the database has too.
   */
  private Map<String, List<String>> erased(String job) throws Exception {
    ShopEngine engine = ShopEngine.h2(directory);
    CommandRun run = erasing(engine, job, text -> text);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    Map<String, List<String>> left = new LinkedHashMap<>();
    String now = Files.readString(dump());
    for (String table : tables.keySet()) {
      left.put(table, dumped(now, table));
      assertThat(left.get(table))
          .as(table)
          .containsExactlyInAnyOrderElementsOf(
              engine.rows(SCHEMA).getOrDefault(table, List.of()).stream()
                  .map(row -> row.replaceAll("(^| \\| )\\w+=", ",").substring(1))
                  .map(row -> row.replace("null", "NULL"))
                  .toList());
    }
    return left;
  }

  private Path dump() {
    return directory.resolve("vault").resolve("a.sql");
  }

  /** The run that erases the first customer, from a dump that was made of another schema. */
  private CommandRun erasing(ShopEngine engine, String job, UnaryOperator<String> then)
      throws Exception {
    engine.fresh(SCHEMA);
    StringBuilder text =
        new StringBuilder("-- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)\n");
    for (Map.Entry<String, String> table : tables.entrySet()) {
      engine.execute(SCHEMA, "CREATE TABLE %s (%s)".formatted(table.getKey(), table.getValue()));
      text.append("CREATE TABLE `%s` (%s);\n".formatted(table.getKey(), table.getValue()));
      for (String row : rows.get(table.getKey())) {
        engine.execute(SCHEMA, "INSERT INTO %s VALUES (%s)".formatted(table.getKey(), row));
        text.append("INSERT INTO `%s` VALUES (%s);\n".formatted(table.getKey(), row));
      }
    }
    engine.execute(SCHEMA, keys.toArray(String[]::new));
    text.append("-- Dump completed on 2026-02-01  2:00:00\n");
    Files.createDirectory(dump().getParent());
    Files.writeString(dump(), then.apply(text.toString()));
    OpenedJob opened =
        new OpenedJob(directory, engine.server(), SCHEMA, JOB + job)
            .with("VAULT", dump().getParent().toUri().toString())
            .at("2026-03-01T12:00:00Z");
    assertThat(opened.generateKeys().exitCode()).isZero();
    CommandRun added =
        opened.typing(
            "email: c1@example.org\n",
            "request add",
            "--subject",
            "customer",
            "--identifiers-from",
            "-");
    assertThat(added.exitCode()).as(added.err()).isZero();
    return opened.run();
  }

  private static List<String> dumped(String text, String table) {
    List<String> found = new ArrayList<>();
    Matcher row = Pattern.compile("INSERT INTO `" + table + "` VALUES \\((.*)\\);").matcher(text);
    while (row.find()) {
      found.add(row.group(1).replace("'", ""));
    }
    return found;
  }

  private void persons() {
    table(
        "cust",
        "id INT NOT NULL PRIMARY KEY, email VARCHAR(50)",
        "1,'c1@example.org'",
        "2,'c2@example.org'");
    table("emp", "id INT NOT NULL PRIMARY KEY, email VARCHAR(50)", "1,'e1@example.org'");
  }

  private void batches() {
    persons();
    table(
        "batch",
        "id INT NOT NULL PRIMARY KEY, eid INT NOT NULL, cid INT, d DATE",
        "1,1,1,'2025-05-05'",
        "2,1,1,'2001-05-05'");
    table("pay", "id INT NOT NULL PRIMARY KEY, cid INT, bid INT", "1,1,1", "2,1,2", "3,2,2");
    key("batch", "eid", "emp");
    key("batch", "cid", "cust");
    key("pay", "cid", "cust");
    key("pay", "bid", "batch");
  }

  private static final String BATCHES =
      """
      subjects:
        customer: { records: crm.cust, identifiers: { email: email }, shares: [ crm.batch ] }
        employee: { records: crm.emp, identifiers: { email: email }, shares: [ crm.pay ] }
      anonymise:
        crm.emp: { with: { email: set-null } }
      erasure:
        records:
          crm.cust:  { then: delete }
          crm.emp:   { then: anonymise }
          crm.batch: %s
          crm.pay:   { then: delete }
      """
          .formatted(BASIS);

  @Test
  void keepWithAnothersThatPointsAtThePersonToo() throws Exception {
    batches();

    assertThat(erased(BATCHES).get("pay")).hasSize(2);
  }

  @Test
  void areNotTouchedWhereColumnsDoNotTellWhatIsKept() throws Exception {
    batches();
    UnaryOperator<String> renamed = text -> text.replace("`batch` (id INT", "`batch` (number INT");

    CommandRun run = erasing(ShopEngine.h2(directory), BATCHES, renamed);

    assertThat(run.exitCode()).isEqualTo(8);
    assertThat(run.out() + run.err()).contains("its table 'batch' has no column 'id'");
    assertThat(dumped(Files.readString(dump()), "pay")).hasSize(3);
  }

  @Test
  void keepWithAnothersOfTheSameTableThatADeclaredReferenceOutranks() throws Exception {
    persons();
    table(
        "bill",
        "id INT NOT NULL PRIMARY KEY, cid INT, d DATE",
        "1,2,'2025-05-05'",
        "2,2,'2001-05-05'",
        "3,NULL,'2025-05-05'");
    table(
        "pay", "id INT NOT NULL PRIMARY KEY, cid INT, bid INT", "1,1,1", "2,1,2", "3,2,2", "4,1,3");
    key("bill", "cid", "cust");
    key("pay", "bid", "bill");

    Map<String, List<String>> left =
        erased(
            """
            subjects:
              customer: { records: crm.cust, identifiers: { email: email }, owns: [ "crm.pay.cid -> crm.cust.id" ] }
            anonymise:
              crm.cust: { with: { email: set-null } }
            erasure:
              records:
                crm.cust: { then: anonymise }
                crm.bill: %s
                crm.pay:  { then: delete }
            """
                .formatted(BASIS));

    assertThat(left.get("pay")).hasSize(3);
  }

  @Test
  void keepWithAKeptRowThatThePersonOwns() throws Exception {
    table("addr", "id INT NOT NULL PRIMARY KEY, d DATE", "1,'2025-05-05'", "2,'2001-05-05'");
    table(
        "cust",
        "id INT NOT NULL PRIMARY KEY, email VARCHAR(50), aid INT",
        "1,'c1@example.org',1",
        "2,'c2@example.org',2");
    table("delivery", "id INT NOT NULL PRIMARY KEY, cid INT, aid INT", "1,1,1", "2,1,2", "3,2,2");
    key("cust", "aid", "addr");
    key("delivery", "cid", "cust");
    key("delivery", "aid", "addr");

    Map<String, List<String>> left =
        erased(
            """
            subjects:
              customer: { records: crm.cust, identifiers: { email: email }, owns: [ "crm.cust.aid -> crm.addr.id" ] }
            erasure:
              records:
                crm.cust:     { then: delete }
                crm.addr:     %s
                crm.delivery: { then: delete }
            """
                .formatted(BASIS));

    assertThat(left.get("delivery")).hasSize(2);
  }

  @Test
  void keepWithWhatARowHangsOnThatThePersonOwns() throws Exception {
    table("emp", "id INT NOT NULL PRIMARY KEY, email VARCHAR(50)", "1,'e1@example.org'");
    table(
        "region",
        "id INT NOT NULL PRIMARY KEY, eid INT NOT NULL, d DATE",
        "1,1,'2025-05-05'",
        "2,1,'2001-05-05'");
    table("addr", "id INT NOT NULL PRIMARY KEY, rid INT", "1,1", "2,2", "3,1");
    table(
        "cust",
        "id INT NOT NULL PRIMARY KEY, email VARCHAR(50), aid INT, aid2 INT",
        "1,'c1@example.org',1,2",
        "2,'c2@example.org',3,NULL");
    key("cust", "aid", "addr");
    key("cust", "aid2", "addr");
    key("addr", "rid", "region");
    key("region", "eid", "emp");

    Map<String, List<String>> left =
        erased(
            """
            subjects:
              customer: { records: crm.cust, identifiers: { email: email }, owns: [ "crm.cust.aid -> crm.addr.id", "crm.cust.aid2 -> crm.addr.id" ] }
              employee: { records: crm.emp, identifiers: { email: email }, shares: [ crm.addr ] }
            anonymise:
              crm.emp: { with: { email: set-null } }
            erasure:
              records:
                crm.cust:   { then: delete }
                crm.emp:    { then: anonymise }
                crm.addr:   { then: delete }
                crm.region: %s
            """
                .formatted(BASIS));

    assertThat(left.get("addr")).hasSize(2);
  }

  @Test
  void loseWhatADeclaredReferenceGivesToThePersonThoughItLeadsToAnotherToo() throws Exception {
    persons();
    table("bill", "id INT NOT NULL PRIMARY KEY, cid INT", "1,2");
    table("batch", "id INT NOT NULL PRIMARY KEY, cid INT", "1,1");
    table("pay", "id INT NOT NULL PRIMARY KEY, cid INT, bid INT, tid INT", "1,1,1,1");
    key("bill", "cid", "cust");
    key("batch", "cid", "cust");
    key("pay", "cid", "cust");
    key("pay", "bid", "bill");
    key("pay", "tid", "batch");

    CommandRun run =
        erasing(
            ShopEngine.h2(directory),
            """
        subjects:
          customer: { records: crm.cust, identifiers: { email: email }, owns: [ "crm.pay.cid -> crm.cust.id" ] }
        erasure:
          records:
            crm.cust:  { then: delete }
            crm.bill:  { then: delete }
            crm.batch: { then: delete }
            crm.pay:   { then: delete }
        """,
            text -> text);

    assertThat(run.exitCode()).as(run.out() + run.err()).isNotEqualTo(2);
    assertThat(dumped(Files.readString(dump()), "pay")).isEmpty();
    assertThat(dumped(Files.readString(dump()), "bill")).hasSize(1);
  }
}
