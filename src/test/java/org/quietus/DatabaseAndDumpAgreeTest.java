package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.cli.CommandRun;

/**
 * An erasure leaves the same rows in the database and in a dump that held the same rows before, for
 * job files and rows by chance: {@code -Dagree.seed}, {@code -Dagree.seeds}.
 */
@Tag("long")
class DatabaseAndDumpAgreeTest {
  private static final Map<String, String> TABLES = new TreeMap<>();

  static {
    TABLES.put("bill", "id INT NOT NULL PRIMARY KEY, cust_id INT, d DATE");
    TABLES.put("bill_line", "id INT NOT NULL PRIMARY KEY, bill_id INT NOT NULL, txt VARCHAR(20)");
    TABLES.put("chat", "id INT NOT NULL PRIMARY KEY, cust_id INT, body VARCHAR(20)");
    TABLES.put(
        "cust", "id INT NOT NULL PRIMARY KEY, email VARCHAR(50), phone VARCHAR(50), ref_by INT");
    TABLES.put("note", "id INT NOT NULL PRIMARY KEY, line_id INT, body VARCHAR(20)");
    TABLES.put("pay", "id INT NOT NULL PRIMARY KEY, bill_id INT, cust_id INT, d DATE");
  }

  private static final List<String> KEYS =
      List.of(
          "bill.cust_id cust",
          "bill_line.bill_id bill",
          "chat.cust_id cust",
          "cust.ref_by cust",
          "note.line_id bill_line",
          "pay.bill_id bill",
          "pay.cust_id cust");

  private static final String JOB =
      """
      quietus: 1
      job: agree
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        customer: { records: crm.cust, identifiers: { email: email, phone: phone } }
      anonymise:
        crm.cust: { with: { email: set-null, phone: set-null } }
        crm.chat: { with: { body: redact } }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
      erasure:
        records:
          crm.cust: { then: %s }
          crm.chat: { then: %s }
          crm.bill_line: { then: delete }
          crm.note: { then: delete }
          crm.bill: { %s }
          crm.pay: { %s }
      retention:
        bills: { records: crm.bill, keep: P50Y, from: d, then: delete, scan: allowed }
        pays:  { records: crm.pay, keep: P50Y, from: d, then: delete, scan: allowed }
      """;

  @TempDir static Path databases;
  @TempDir Path directory;

  static Stream<Long> seeds() {
    return Stream.iterate(Long.getLong("agree.seed", 1), seed -> seed + 1)
        .limit(Integer.getInteger("agree.seeds", 6));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void afterAnErasure(long seed) throws Exception {
    Random random = new Random(seed);
    ShopEngine engine = ShopEngine.h2(databases);
    String schema = "agree" + seed;
    engine.fresh(schema);
    Map<String, List<String>> rows = rows(random);
    engine.execute(schema, statements(rows).toArray(String[]::new));
    Path dump = Files.createDirectory(directory.resolve("vault")).resolve("a.sql");
    Files.writeString(dump, dump(rows));
    OpenedJob job =
        new OpenedJob(directory, engine.server(), schema, job(random))
            .with("VAULT", dump.getParent().toUri().toString())
            .at("2026-03-01T12:00:00Z");
    assertThat(job.generateKeys().exitCode()).isZero();
    job.request("email: c1@example.org");
    for (int time = 0; time < 2; time++) {
      CommandRun run = job.run();
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      Map<String, List<String>> live = engine.rows(schema);
      String text = Files.readString(dump);
      for (String table : TABLES.keySet()) {
        assertThat(dumped(text, table))
            .as(table + " of " + rows)
            .containsExactlyInAnyOrderElementsOf(
                live.getOrDefault(table, List.of()).stream()
                    .map(DatabaseAndDumpAgreeTest::values)
                    .toList());
      }
    }
  }

  private static String job(Random random) {
    String keep = "keep: P10Y, from: d, then: delete, because: bookkeeping";
    return JOB.formatted(
        one(random, "delete", "anonymise"),
        one(random, "delete", "anonymise"),
        one(random, keep, "then: delete"),
        one(random, keep, "then: delete"));
  }

  private static Map<String, List<String>> rows(Random random) {
    Map<String, List<String>> rows = new TreeMap<>();
    TABLES.keySet().forEach(table -> rows.put(table, new ArrayList<>()));
    int bills = 2 + random.nextInt(4);
    List<String> owners = new ArrayList<>();
    for (int n = 1; n <= 4; n++) {
      String earlier = n == 1 ? "NULL" : reference(random, n - 1);
      rows.get("cust")
          .add("%d,'c%d@example.org','+49 1555 %d%d',%s".formatted(n, n, n, n, earlier));
      rows.get("chat").add("%d,%s,'chat %d'".formatted(n, reference(random, 3), n));
    }
    for (int n = 1; n <= bills; n++) {
      owners.add(reference(random, 2));
      rows.get("bill").add("%d,%s,%s".formatted(n, owners.get(n - 1), day(random)));
      rows.get("bill_line").add("%d,%d,'line %d'".formatted(n, 1 + random.nextInt(bills), n));
      rows.get("note").add("%d,%s,'note %d'".formatted(n, reference(random, bills), n));
    }
    for (int n = 1; n <= 5; n++) {
      String bill = reference(random, bills);
      String owner = bill.equals("NULL") ? "NULL" : owners.get(Integer.parseInt(bill) - 1);
      String payer = owner.equals("NULL") ? reference(random, 2) : one(random, "NULL", owner);
      rows.get("pay").add("%d,%s,%s,%s".formatted(n, bill, payer, day(random)));
    }
    return rows;
  }

  private static String one(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  /** One of so many rows, or none. */
  private static String reference(Random random, int most) {
    int number = random.nextInt(most + 1);
    return number == 0 ? "NULL" : String.valueOf(number);
  }

  private static String day(Random random) {
    return one(random, "'2025-05-05'", "'2001-05-05'");
  }

  private static List<String> statements(Map<String, List<String>> rows) {
    List<String> statements = new ArrayList<>();
    TABLES.forEach(
        (table, columns) -> statements.add("CREATE TABLE %s (%s)".formatted(table, columns)));
    for (String table : List.of("cust", "bill", "bill_line", "chat", "note", "pay")) {
      rows.get(table)
          .forEach(row -> statements.add("INSERT INTO %s VALUES (%s)".formatted(table, row)));
    }
    for (String key : KEYS) {
      String[] parts = key.split("[. ]");
      statements.add(
          "ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (id)"
              .formatted(parts[0], parts[1], parts[2]));
    }
    return statements;
  }

  private static String dump(Map<String, List<String>> rows) {
    StringBuilder text =
        new StringBuilder("-- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)\n");
    TABLES.forEach(
        (table, columns) -> {
          text.append("CREATE TABLE `%s` (%s);\n".formatted(table, columns));
          rows.get(table)
              .forEach(row -> text.append("INSERT INTO `%s` VALUES (%s);\n".formatted(table, row)));
        });
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
