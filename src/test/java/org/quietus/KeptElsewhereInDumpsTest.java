package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** Rows of a dump that hang on what a law keeps, where that is another subject's. */
class KeptElsewhereInDumpsTest {
  private static final String SCHEMA = "kept_elsewhere";
  private static final String JOB =
      """
      quietus: 1
      job: kept
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        customer: { records: crm.cust, identifiers: { email: email } }
        employee: { records: crm.emp, identifiers: { email: email }, shares: [ crm.pay ] }
      anonymise:
        crm.cust: { with: { email: set-null } }
        crm.emp:  { with: { email: set-null } }
      erasure:
        records:
          crm.cust:  { then: anonymise }
          crm.emp:   { then: anonymise }
          crm.batch: { keep: P10Y, from: d, then: delete, because: bookkeeping }
          crm.pay:   { then: delete }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
      """;

  @TempDir Path directory;

  @Test
  void stayAsInTheDatabase() throws Exception {
    ShopEngine engine = ShopEngine.h2(directory);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE cust (id INT NOT NULL PRIMARY KEY, email VARCHAR(50))",
        "CREATE TABLE emp (id INT NOT NULL PRIMARY KEY, email VARCHAR(50))",
        "CREATE TABLE batch (id INT NOT NULL PRIMARY KEY, eid INT NOT NULL, d DATE,"
            + " FOREIGN KEY (eid) REFERENCES emp (id))",
        "CREATE TABLE pay (id INT NOT NULL PRIMARY KEY, cid INT NOT NULL, bid INT,"
            + " FOREIGN KEY (cid) REFERENCES cust (id), FOREIGN KEY (bid) REFERENCES batch (id))",
        "INSERT INTO cust VALUES (1,'c1@example.org'),(2,'c2@example.org')",
        "INSERT INTO emp VALUES (1,'e1@example.org')",
        "INSERT INTO batch VALUES (1,1,'2025-05-05'),(2,1,'2001-05-05')",
        "INSERT INTO pay VALUES (1,1,1),(2,1,2),(3,2,2)");
    Path vault = Files.createDirectory(directory.resolve("vault"));
    Path dump =
        Files.writeString(
            vault.resolve("a.sql"),
            """
            -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
            CREATE TABLE `batch` (`id` int NOT NULL, `eid` int, `d` date, PRIMARY KEY (`id`));
            INSERT INTO `batch` VALUES (1,1,'2025-05-05'),(2,1,'2001-05-05'),(3,1,'0001-01-01');
            CREATE TABLE `cust` (`id` int NOT NULL, `email` varchar(50), PRIMARY KEY (`id`));
            INSERT INTO `cust` VALUES (1,'c1@example.org'),(2,'c2@example.org');
            CREATE TABLE `emp` (`id` int NOT NULL, `email` varchar(50), PRIMARY KEY (`id`));
            INSERT INTO `emp` VALUES (1,'e1@example.org');
            CREATE TABLE `pay` (`id` int NOT NULL, `cid` int, `bid` int, PRIMARY KEY (`id`));
            INSERT INTO `pay` VALUES (1,1,1),(2,1,2),(3,2,2),(4,1,3);
            -- Dump completed on 2026-02-01  2:00:00
            """);
    Path alone =
        Files.writeString(
            vault.resolve("b.sql"),
            """
            -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
            CREATE TABLE `cust` (`id` int NOT NULL, `email` varchar(50), PRIMARY KEY (`id`));
            INSERT INTO `cust` VALUES (1,'c1@example.org'),(2,'c2@example.org');
            CREATE TABLE `pay` (`id` int NOT NULL, `cid` int, `bid` int, PRIMARY KEY (`id`));
            INSERT INTO `pay` VALUES (1,1,1),(2,1,2),(3,2,2),(4,1,NULL),(5,1,9);
            -- Dump completed on 2026-02-02  2:00:00
            """);
    Path chosen =
        Files.writeString(
            vault.resolve("c.sql"),
            Files.readString(dump)
                .replace(
                    "INSERT INTO `batch` VALUES (1,1,'2025-05-05'),", "INSERT INTO `batch` VALUES ")
                .replace("INSERT INTO `batch`", "-- WHERE:  id > 1\n\nINSERT INTO `batch`"));
    OpenedJob job =
        new OpenedJob(directory, engine.server(), SCHEMA, JOB)
            .with("VAULT", vault.toUri().toString())
            .at("2026-03-01T12:00:00Z");
    assertThat(job.generateKeys().exitCode()).isZero();
    job.typing(
        "email: c1@example.org\n",
        "request add",
        "--subject",
        "customer",
        "--identifiers-from",
        "-",
        "--json");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine.rows(SCHEMA).get("pay"))
        .containsExactly("id=1 | cid=1 | bid=1", "id=3 | cid=2 | bid=2");
    assertThat(Files.readString(dump)).contains("`pay` VALUES (1,1,1),(3,2,2),(4,1,3);");
    assertThat(Files.readString(chosen)).contains("`pay` VALUES (1,1,1),(3,2,2),(4,1,3);");
    assertThat(Files.readString(alone)).contains("`pay` VALUES (1,1,1),(3,2,2);");
  }
}
