package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.cli.CommandRun;
import org.quietus.testing.Seeds;

/**
 * Erasures of customers and employees, one after the other, leave the same rows in the database and
 * in a dump that held the same rows before: for rows that lead to several persons, of two subjects,
 * whose edges the job file shares or declares, all by chance.
 */
class TwoSubjectsAgreeTest {
  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("emp", "id INT NOT NULL PRIMARY KEY, email VARCHAR(50)");
    TABLES.put("region", "id INT NOT NULL PRIMARY KEY, eid INT, d DATE");
    TABLES.put("addr", "id INT NOT NULL PRIMARY KEY, rid INT, d DATE");
    TABLES.put(
        "cust",
        "id INT NOT NULL PRIMARY KEY, email VARCHAR(50), phone VARCHAR(50), ref_by INT, aid INT");
    TABLES.put("bill", "id INT NOT NULL PRIMARY KEY, cid INT, eid INT, d DATE");
    TABLES.put("line", "id INT NOT NULL PRIMARY KEY, bid INT NOT NULL, txt VARCHAR(20)");
    TABLES.put("batch", "id INT NOT NULL PRIMARY KEY, eid INT, cid INT, d DATE");
    TABLES.put("pay", "id INT NOT NULL PRIMARY KEY, cid INT, bid INT, tid INT, d DATE");
    TABLES.put("delivery", "id INT NOT NULL PRIMARY KEY, cid INT, aid INT");
    TABLES.put("note", "id INT NOT NULL PRIMARY KEY, lid INT, did INT, body VARCHAR(20)");
  }

  private static final List<String> KEYS =
      List.of(
          "region.eid emp",
          "addr.rid region",
          "cust.ref_by cust",
          "cust.aid addr",
          "bill.cid cust",
          "bill.eid emp",
          "line.bid bill",
          "batch.eid emp",
          "batch.cid cust",
          "pay.cid cust",
          "pay.bid bill",
          "pay.tid batch",
          "delivery.cid cust",
          "delivery.aid addr",
          "note.lid line",
          "note.did delivery");
  private static final String JOB =
      """
      quietus: 1
      job: agree
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D,
                   on-erasure: rewrite }
      subjects:
        customer: { records: crm.cust, identifiers: { email: email, phone: phone },
                    owns: [ %s ], shares: [ %s ] }
        employee: { records: crm.emp, identifiers: { email: email }, shares: [ %s ] }
      anonymise:
        crm.cust: { with: { email: set-null, phone: set-null%s } }
        crm.emp: { with: { email: set-null } }
      erasure:
        records:
      %s
      retention:
      %s
      """;
  private static final String KEEP = "keep: P10Y, from: d, then: delete, because: bookkeeping";
  private static final String DELETE = "then: delete";

  @TempDir static Path databases;
  @TempDir Path directory;

  static LongStream seeds() {
    return Seeds.few(3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void afterErasures(long seed) throws Exception {
    Random random = new Random(seed * 7919);
    ShopEngine engine = ShopEngine.h2(databases);
    String schema = "agree" + seed;
    engine.fresh(schema);
    Map<String, List<String>> rows = rows(random);
    engine.execute(schema, statements(rows).toArray(String[]::new));
    Path dump = Files.createDirectory(directory.resolve("vault")).resolve("a.sql");
    Files.writeString(dump, dump(rows, random));
    String yaml = job(random);
    OpenedJob job =
        new OpenedJob(directory, engine.server(), schema, yaml)
            .with("VAULT", dump.getParent().toUri().toString())
            .at("2026-03-01T12:00:00Z");
    assertThat(job.generateKeys().exitCode()).isZero();
    List<String> persons = asked(random);
    for (String person : persons) {
      request(job, person.split(" "));

      CommandRun run = job.run();

      String what =
          "seed %d, %s of %s: %s%n%s%n%s%s"
              .formatted(seed, person, persons, rows, yaml, run.out(), run.err());
      assertThat(run.exitCode()).as(what).isIn(0, 8);
      assertSame(engine.rows(schema), Files.readString(dump), what);
      if (run.exitCode() != 0) {
        break; // the next run would seek both at once
      }
    }
    CommandRun later = job.at("2026-03-03T12:00:00Z").run();
    assertThat(later.exitCode()).as("seed %d, %s: %s", seed, yaml, later.err()).isIn(0, 8);
  }

  private static void request(OpenedJob job, String... person) {
    CommandRun added =
        job.typing(
            "email: %s@example.org\n".formatted(person[1]),
            "request add",
            "--subject",
            person[0],
            "--identifiers-from",
            "-");
    assertThat(added.exitCode()).as(added.err()).isZero();
  }

  private static void assertSame(Map<String, List<String>> live, String dump, String what) {
    for (String table : TABLES.keySet()) {
      assertThat(dumped(dump, table))
          .as("dump of %s, against the database, %s", table, what)
          .containsExactlyInAnyOrderElementsOf(
              live.getOrDefault(table, List.of()).stream()
                  .map(TwoSubjectsAgreeTest::values)
                  .toList());
    }
  }

  private static List<String> asked(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> List.of("customer c1", "customer c2");
      case 1 -> List.of("employee e1");
      case 2 -> List.of("customer c1", "employee e1");
      default -> List.of("customer c1");
    };
  }

  private static String job(Random random) {
    boolean owned = random.nextInt(3) > 0;
    boolean employeesStay = random.nextInt(4) > 0;
    boolean customersStay = random.nextInt(2) > 0;
    List<String> owns = new ArrayList<>();
    if (owned) {
      owns.add("\"crm.cust.aid -> crm.addr.id\"");
    }
    owns.add("\"crm.pay.cid -> crm.cust.id\"");
    if (random.nextBoolean()) {
      owns.add("\"crm.bill.cid -> crm.cust.id\"");
    }
    if (random.nextBoolean()) {
      owns.add("\"crm.delivery.cid -> crm.cust.id\"");
    }
    boolean batchOfCustomers = random.nextBoolean();
    List<String> others = new ArrayList<>(List.of("crm.bill", "crm.pay"));
    if (!batchOfCustomers) {
      others.add("crm.batch");
    }
    others.add("crm.addr");
    others.add("crm.cust");
    Map<String, String> then = new LinkedHashMap<>();
    then.put("cust", customersStay ? "then: anonymise" : DELETE);
    then.put("emp", employeesStay ? "then: anonymise" : DELETE);
    if (owned) {
      then.put("addr", one(random, KEEP, DELETE));
    }
    then.put("region", one(random, KEEP, DELETE));
    then.put("bill", one(random, KEEP, DELETE));
    then.put("line", one(random, DELETE));
    then.put("batch", one(random, KEEP, DELETE));
    then.put("pay", one(random, KEEP, DELETE, DELETE));
    then.put("delivery", DELETE);
    then.put("note", one(random, DELETE));
    StringBuilder erasure = new StringBuilder();
    then.forEach((table, what) -> erasure.append("    crm.%s: { %s }\n".formatted(table, what)));
    StringBuilder retention = new StringBuilder();
    for (String table : List.of("bill", "pay", "batch", "region", "addr")) {
      retention.append(
          "  old-%s: { records: crm.%s, keep: P50Y, from: d, then: delete, scan: allowed }\n"
              .formatted(table, table));
    }
    return JOB.formatted(
        String.join(", ", owns),
        batchOfCustomers ? "crm.batch" : "",
        String.join(", ", others),
        owned ? ", aid: set-null" : "",
        erasure,
        retention);
  }

  private static Map<String, List<String>> rows(Random random) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    TABLES.keySet().forEach(table -> rows.put(table, new ArrayList<>()));
    for (int n = 1; n <= 2; n++) {
      rows.get("emp").add("%d,'e%d@example.org'".formatted(n, n));
    }
    for (int n = 1; n <= 3; n++) {
      rows.get("region").add("%d,%s,%s".formatted(n, reference(random, 2), day(random)));
    }
    for (int n = 1; n <= 4; n++) {
      rows.get("addr").add("%d,%s,%s".formatted(n, reference(random, 3), day(random)));
    }
    for (int n = 1; n <= 3; n++) {
      String earlier = n == 1 ? "NULL" : reference(random, n - 1);
      rows.get("cust")
          .add(
              "%d,'c%d@example.org','+49 1555 %d%d',%s,%s"
                  .formatted(n, n, n, n, earlier, reference(random, 4)));
    }
    for (int n = 1; n <= 4; n++) {
      rows.get("bill")
          .add("%d,%s,%s,%s".formatted(n, reference(random, 2), reference(random, 2), day(random)));
    }
    for (int n = 1; n <= 5; n++) {
      rows.get("line").add("%d,%d,'line %d'".formatted(n, 1 + random.nextInt(4), n));
    }
    for (int n = 1; n <= 4; n++) {
      rows.get("batch")
          .add("%d,%s,%s,%s".formatted(n, reference(random, 2), reference(random, 3), day(random)));
    }
    for (int n = 1; n <= 7; n++) {
      rows.get("pay")
          .add(
              "%d,%s,%s,%s,%s"
                  .formatted(
                      n,
                      reference(random, 2),
                      reference(random, 4),
                      reference(random, 4),
                      day(random)));
    }
    for (int n = 1; n <= 5; n++) {
      rows.get("delivery").add("%d,%s,%s".formatted(n, reference(random, 2), reference(random, 4)));
    }
    for (int n = 1; n <= 6; n++) {
      String above = reference(random, 5);
      rows.get("note")
          .add(
              n % 2 == 0
                  ? "%d,%s,NULL,'note %d'".formatted(n, above, n)
                  : "%d,NULL,%s,'note %d'".formatted(n, above, n));
    }
    return rows;
  }

  private static String one(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  /** One of so many rows, or none. */
  private static String reference(Random random, int most) {
    int number = random.nextInt(most * 3 / 2 + 1);
    return number == 0 ? "NULL" : String.valueOf(1 + number % most);
  }

  private static String day(Random random) {
    return one(random, "'2025-05-05'", "'2001-05-05'", "'2025-05-05'", "NULL");
  }

  private static List<String> statements(Map<String, List<String>> rows) {
    List<String> statements = new ArrayList<>();
    TABLES.forEach(
        (table, columns) -> {
          statements.add("CREATE TABLE %s (%s)".formatted(table, columns));
          rows.get(table)
              .forEach(row -> statements.add("INSERT INTO %s VALUES (%s)".formatted(table, row)));
        });
    for (String key : KEYS) {
      String[] parts = key.split("[. ]");
      statements.add(
          "ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (id)"
              .formatted(parts[0], parts[1], parts[2]));
    }
    return statements;
  }

  /** With the tables in any order. */
  private static String dump(Map<String, List<String>> rows, Random random) {
    StringBuilder text =
        new StringBuilder("-- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)\n");
    List<String> order = new ArrayList<>(TABLES.keySet());
    Collections.shuffle(order, random);
    for (String table : order) {
      text.append("CREATE TABLE `%s` (%s);\n".formatted(table, TABLES.get(table)));
      rows.get(table)
          .forEach(row -> text.append("INSERT INTO `%s` VALUES (%s);\n".formatted(table, row)));
    }
    return text.append("-- Dump completed on 2026-02-01  2:00:00\n").toString();
  }

  private static List<String> dumped(String text, String table) {
    List<String> rows = new ArrayList<>();
    Matcher row = Pattern.compile("INSERT INTO `" + table + "` VALUES \\((.*)\\);").matcher(text);
    while (row.find()) {
      rows.add(row.group(1).replace("'", ""));
    }
    return rows;
  }

  /** Of {@code id=1 | d=null} as {@code 1,NULL}. */
  private static String values(String row) {
    return row.replaceAll("(^| \\| )\\w+=", ",").substring(1).replace("null", "NULL");
  }
}
