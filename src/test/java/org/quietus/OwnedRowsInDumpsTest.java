package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** What persons own goes with the last of them in dumps, as it does in the database. */
class OwnedRowsInDumpsTest {
  private static final String SCHEMA = "owned_rows";
  private static final String JOB =
      """
      quietus: 1
      job: addresses
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email },
                    owns: [ "crm.customer.lives -> crm.address.id" ] }
      anonymise:
        crm.customer: { with: { email: set-null } }
        crm.address: { with: { street: set-null } }
      erasure:
        records:
          crm.customer: { then: anonymise }
          crm.address: { then: anonymise }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump,
                   keep: P90D, on-erasure: rewrite }
      """;

  @TempDir Path directory;

  @Test
  void areAnonymisedWithTheLastOfThoseWhoShareThem() throws Exception {
    ShopEngine engine = ShopEngine.h2(directory);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE address (id INT NOT NULL PRIMARY KEY, street VARCHAR(50))",
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(50), lives INT,"
            + " FOREIGN KEY (lives) REFERENCES address (id))",
        "INSERT INTO address VALUES (1,'of ann and bob')",
        "INSERT INTO customer VALUES (1,'ann@example.org',1),(2,NULL,1)");
    Path vault = Files.createDirectory(directory.resolve("vault"));
    Path dump =
        Files.writeString(
            vault.resolve("a.sql"),
            """
            -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
            CREATE TABLE `address` (`id` int NOT NULL, `street` varchar(50), PRIMARY KEY (`id`));
            INSERT INTO `address` VALUES (1,'of ann and bob');
            CREATE TABLE `customer` (`id` int NOT NULL, `email` varchar(50), `lives` int,
              PRIMARY KEY (`id`));
            INSERT INTO `customer` VALUES (1,'ann@example.org',1),(2,NULL,1);
            -- Dump completed on 2026-02-01  2:00:00
            """);
    Path other =
        Files.writeString(
            vault.resolve("b.sql"),
            Files.readString(dump).replace("(2,NULL,1)", "(2,'bob@example.org',1)"));
    OpenedJob job =
        new OpenedJob(directory, engine.server(), SCHEMA, JOB)
            .with("VAULT", vault.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(Files.readString(dump))
        .contains("`address` VALUES (1,NULL);", "`customer` VALUES (1,NULL,1),(2,NULL,1);");
    assertThat(Files.readString(other))
        .contains("(1,'of ann and bob');", "(1,NULL,1),(2,'bob@example.org',1);");
  }

  /** As of a dump of some tables. */
  @Test
  void stayForReviewWhileRowsOfATableThatADumpLacksPointAtThem() throws Exception {
    ShopEngine engine = ShopEngine.h2(directory);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE address (id INT NOT NULL PRIMARY KEY, street VARCHAR(50))",
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(50), lives INT,"
            + " FOREIGN KEY (lives) REFERENCES address (id))",
        "CREATE TABLE depot (id INT NOT NULL PRIMARY KEY, place INT,"
            + " FOREIGN KEY (place) REFERENCES address (id))",
        "INSERT INTO address VALUES (1,'of ann and a depot'),(2,'of bob')",
        "INSERT INTO customer VALUES (1,'ann@example.org',1),(2,'bob@example.org',2)",
        "INSERT INTO depot VALUES (1,1)");
    Path vault = Files.createDirectory(directory.resolve("vault"));
    Path some =
        Files.writeString(
            vault.resolve("a.sql"),
            """
            -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
            CREATE TABLE `address` (`id` int NOT NULL, `street` varchar(50), PRIMARY KEY (`id`));
            INSERT INTO `address` VALUES (1,'of ann and a depot'),(2,'of bob');
            CREATE TABLE `customer` (`id` int NOT NULL, `email` varchar(50), `lives` int);
            INSERT INTO `customer` VALUES (1,'ann@example.org',1),(2,'bob@example.org',2);
            -- Dump completed on 2026-02-01  2:00:00
            """);
    OpenedJob job =
        new OpenedJob(directory, engine.server(), SCHEMA, JOB)
            .with("VAULT", vault.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    job.request("email: ann@example.org");
    job.request("email: bob@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(Files.readString(some))
        .contains("`address` VALUES (1,'of ann and a depot'),(2,NULL);");
    assertThat(engine.rows(SCHEMA).get("address").toString()).contains("of ann and a depot");
  }

  /** As a bill that somebody else paid a part of. */
  @Test
  void stayForReviewAsInTheDatabaseWhileRowsThatADumpLacksHangOnThem() throws Exception {
    ShopEngine engine = ShopEngine.h2(directory);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(50))",
        "CREATE TABLE bill (id INT NOT NULL PRIMARY KEY, of INT,"
            + " FOREIGN KEY (of) REFERENCES customer (id))",
        "CREATE TABLE payment (id INT NOT NULL PRIMARY KEY, bill INT, payer INT,"
            + " FOREIGN KEY (bill) REFERENCES bill (id),"
            + " FOREIGN KEY (payer) REFERENCES customer (id))",
        "INSERT INTO customer VALUES (1,'ann@example.org'),(2,'bob@example.org')",
        "INSERT INTO bill VALUES (1,1),(2,1)",
        "INSERT INTO payment VALUES (1,1,2),(2,1,1),(3,2,1)");
    String some =
        """
        -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
        CREATE TABLE `customer` (`id` int NOT NULL, `email` varchar(50), PRIMARY KEY (`id`));
        INSERT INTO `customer` VALUES (1,'ann@example.org'),(2,'bob@example.org');
        CREATE TABLE `bill` (`id` int NOT NULL, `of` int, PRIMARY KEY (`id`));
        INSERT INTO `bill` VALUES (1,1),(2,1);
        %s-- Dump completed on 2026-02-01  2:00:00
        """;
    String chosen =
        """
        CREATE TABLE `payment` (`id` int NOT NULL, `bill` int, `payer` int);
        -- Dumping data for table `payment`
        -- WHERE:  id > 1
        INSERT INTO `payment` VALUES (2,1,1);
        INSERT INTO `payment` VALUES (3,2,1);
        """;
    Path vault = Files.createDirectory(directory.resolve("vault"));
    Path without = Files.writeString(vault.resolve("a.sql"), some.formatted(""));
    Path filtered = Files.writeString(vault.resolve("b.sql"), some.formatted(chosen));
    String erasure = "    crm.bill: { then: delete }\n    crm.payment: { then: delete }\n";
    OpenedJob job =
        new OpenedJob(
                directory,
                engine.server(),
                SCHEMA,
                JOB.replaceFirst(",\\s*owns: .*", " }")
                    .replaceAll(".*crm.address: .*\n", "")
                    .replace("object-stores:", erasure + "object-stores:"))
            .with("VAULT", vault.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(engine.rows(SCHEMA).get("bill")).hasSize(1);
    assertThat(engine.rows(SCHEMA).get("payment")).hasSize(1);
    assertThat(Files.readString(without)).contains("`bill` VALUES (1,1);").doesNotContain("ann@");
    assertThat(Files.readString(filtered))
        .contains("`bill` VALUES (1,1);")
        .doesNotContain("INTO `payment`", "ann@");
  }
}
