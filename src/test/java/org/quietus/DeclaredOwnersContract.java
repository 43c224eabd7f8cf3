package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** A row whose owner a declared reference names, and that leads to other persons too. */
abstract class DeclaredOwnersContract {
  private static final String SCHEMA = "declared_owners";
  private static final String JOB =
      """
      quietus: 1
      job: payments
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
      subjects:
        customer:
          records: crm.cust
          identifiers: { email: email }
          owns: [ "crm.pay.cid -> crm.cust.id", "crm.cust.aid -> crm.addr.id" ]
      erasure:
        records:
          crm.cust:  { then: delete }
          crm.addr:  { then: delete }
          crm.bill:  { keep: P10Y, from: d, then: delete, because: bookkeeping }
          crm.batch: { then: delete }
          crm.pay:   { then: delete }
      retention:
        bills: { records: crm.bill, keep: P50Y, from: d, then: delete, scan: allowed }
      """;
  private static final String PEOPLE = "(1,'ann@example.org',NULL),(2,'bob@example.org',NULL)";

  @TempDir Path directory;

  abstract ShopEngine engine();

  @Test
  void whatIsSomebodyElsesStaysWithAllItHangsOn() throws Exception {
    OpenedJob job = opened("", "(1,1)", "(1,2,NULL,1)");
    String ann = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString())
        .contains("1 row of crm.pay", "leads to another person too", ann);
    assertThat(rows("cust")).hasSize(2);
    assertThat(rows("batch")).hasSize(1);
    assertThat(rows("pay")).hasSize(1);
    assertThat(dump())
        .contains("`cust` VALUES " + PEOPLE, "`batch` VALUES (1,1);", "`pay` VALUES (1,2,NULL,1);");
    assertThat(job.run().exitCode()).isEqualTo(8);
  }

  /** Bob was referred by Ann, who stays with the batch that his payment hangs on. */
  @Test
  void whatPointsAtSomebodyWhoStaysKeepsItsPointer() throws Exception {
    OpenedJob job = opened("", "(1,1)", "(1,2,NULL,1)");
    String[] referred = {
      "ALTER TABLE cust ADD COLUMN ref_by INT",
      "UPDATE cust SET ref_by = 1 WHERE id = 2",
      "ALTER TABLE cust ADD FOREIGN KEY (ref_by) REFERENCES cust (id)"
    };
    engine().execute(SCHEMA, referred);
    Path file = directory.resolve("vault/a.sql");
    Files.writeString(
        file,
        dump()
            .replace("`aid` int, PRIMARY", "`aid` int, `ref_by` int, PRIMARY")
            .replace(PEOPLE, "(1,'ann@example.org',NULL,NULL),(2,'bob@example.org',NULL,1)"));
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(rows("cust").toString()).contains("id=2").contains("ref_by=1");
    assertThat(dump()).contains("(2,'bob@example.org',NULL,1)");
  }

  @Test
  void whatIsHersGoesWithAllItHungOn() throws Exception {
    OpenedJob job = opened("(1,2,'2001-01-01')", "(1,1)", "(1,1,1,1)");
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("pay")).isEmpty();
    assertThat(rows("batch")).isEmpty();
    assertThat(rows("bill")).hasSize(1);
    assertThat(rows("cust")).hasSize(1);
    assertThat(dump()).doesNotContain("ann@", "`pay` VALUES", "`batch` VALUES").contains("bob@");
  }

  @Test
  void whatIsHersAndKeptLetsGoOfWhatItHungOn() throws Exception {
    OpenedJob job = opened("(1,2,'2025-01-01')", "(1,1)", "(1,1,1,1)");
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("pay")).containsExactly("id=1 | cid=null | bid=1 | tid=null");
    assertThat(rows("batch")).isEmpty();
    assertThat(rows("cust")).hasSize(1);
    assertThat(dump())
        .contains("`pay` VALUES (1,NULL,1,NULL);", "`bill` VALUES (1,2,'2025-01-01');")
        .doesNotContain("ann@", "`batch` VALUES");
  }

  private List<String> rows(String table) throws Exception {
    return engine().rows(SCHEMA).getOrDefault(table, List.of());
  }

  private String dump() throws Exception {
    return Files.readString(directory.resolve("vault/a.sql"));
  }

  private OpenedJob opened(String bills, String batches, String pays) throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE addr (id INT NOT NULL PRIMARY KEY)",
            "CREATE TABLE cust (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), aid INT,"
                + " FOREIGN KEY (aid) REFERENCES addr (id))",
            "CREATE TABLE bill (id INT NOT NULL PRIMARY KEY, cid INT, d DATE,"
                + " FOREIGN KEY (cid) REFERENCES cust (id))",
            "CREATE TABLE batch (id INT NOT NULL PRIMARY KEY, cid INT,"
                + " FOREIGN KEY (cid) REFERENCES cust (id))",
            "CREATE TABLE pay (id INT NOT NULL PRIMARY KEY, cid INT, bid INT, tid INT,"
                + " FOREIGN KEY (cid) REFERENCES cust (id), FOREIGN KEY (bid) REFERENCES bill (id),"
                + " FOREIGN KEY (tid) REFERENCES batch (id))",
            "INSERT INTO addr VALUES (1)",
            "INSERT INTO cust VALUES " + PEOPLE,
            bills.isEmpty() ? "DELETE FROM bill" : "INSERT INTO bill VALUES " + bills,
            "INSERT INTO batch VALUES " + batches,
            "INSERT INTO pay VALUES " + pays);
    Path vault = Files.createDirectories(directory.resolve("vault"));
    Files.writeString(
        vault.resolve("a.sql"),
        """
        -- MariaDB dump 10.19  Distrib 10.11.4-MariaDB, for Linux (x86_64)
        CREATE TABLE `addr` (`id` int NOT NULL, PRIMARY KEY (`id`));
        INSERT INTO `addr` VALUES (1);
        CREATE TABLE `batch` (`id` int NOT NULL, `cid` int, PRIMARY KEY (`id`));
        INSERT INTO `batch` VALUES %s;
        CREATE TABLE `bill` (`id` int NOT NULL, `cid` int, `d` date, PRIMARY KEY (`id`));
        %s
        CREATE TABLE `cust` (`id` int NOT NULL, `email` varchar(80), `aid` int, PRIMARY KEY (`id`));
        INSERT INTO `cust` VALUES %s;
        CREATE TABLE `pay` (`id` int NOT NULL, `cid` int, `bid` int, `tid` int, PRIMARY KEY (`id`));
        INSERT INTO `pay` VALUES %s;
        -- Dump completed on 2026-02-01  2:00:00
        """
            .formatted(
                batches,
                bills.isEmpty() ? "" : "INSERT INTO `bill` VALUES " + bills + ";",
                PEOPLE,
                pays));
    OpenedJob job =
        new OpenedJob(directory, engine().server(), SCHEMA, JOB)
            .with("VAULT", vault.toUri().toString())
            .at("2026-03-01T12:00:00Z");
    assertThat(job.generateKeys().exitCode()).isZero();
    return job;
  }
}
