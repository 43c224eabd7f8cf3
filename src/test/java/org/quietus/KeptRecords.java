package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** Customers and employees, of whom laws keep some records. */
abstract class KeptRecords {
  static final String SCHEMA = "kept_records";
  static final String JOB =
      """
      quietus: 1
      job: kept
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      """;
  static final String REQUESTS =
      JOB
          + """
          subjects:
            customer: { records: crm.cust, identifiers: { email: email } }
            employee: { records: crm.emp, identifiers: { email: email }, shares: [ crm.ord ] }
          anonymise:
            crm.cust: { with: { email: set-null } }
            crm.emp:  { with: { email: set-null } }
          erasure:
            records:
              crm.cust: { then: anonymise }
              crm.emp:  { then: anonymise }
              crm.ord:  { keep-at-least: P10Y, from: d, then: delete, because: bookkeeping }
              crm.line: { then: delete }
              crm.memo: { then: delete }
          """;

  @TempDir Path directory;

  abstract ShopEngine engine();

  final ProductDumps dumps() {
    return new ProductDumps(engine().server(), SCHEMA);
  }

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE cust (id INT NOT NULL PRIMARY KEY, email VARCHAR(50))",
            "CREATE TABLE emp (id INT NOT NULL PRIMARY KEY, email VARCHAR(50))",
            "CREATE TABLE ord (id INT NOT NULL PRIMARY KEY, cid INT NOT NULL, eid INT, d DATE,"
                + " FOREIGN KEY (cid) REFERENCES cust (id),"
                + " FOREIGN KEY (eid) REFERENCES emp (id))",
            "CREATE TABLE line (id INT NOT NULL PRIMARY KEY, oid INT NOT NULL,"
                + " FOREIGN KEY (oid) REFERENCES ord (id))",
            "CREATE TABLE memo (id INT NOT NULL PRIMARY KEY, lid INT NOT NULL,"
                + " FOREIGN KEY (lid) REFERENCES line (id))",
            "INSERT INTO cust VALUES (1, 'c1@example.org'), (2, 'c2@example.org')",
            "INSERT INTO emp VALUES (1, 'e1@example.org')",
            "INSERT INTO ord VALUES (1, 1, 1, '2026-01-01'), (2, 2, 1, '2026-01-01'),"
                + " (3, 1, 1, '2014-01-01')",
            "INSERT INTO line VALUES (1, 1), (2, 2), (3, 3)",
            "INSERT INTO memo VALUES (1, 1), (3, 3)");
  }

  static String asked(OpenedJob job, String subject, String email) {
    CommandRun added =
        job.typing(
            "email: " + email + "\n",
            "request add",
            "--identifiers-from",
            "-",
            "--subject",
            subject,
            "--json");
    assertThat(added.exitCode()).as(added.err()).isZero();
    return added.json().get("id").asString();
  }

  List<String> ids(String table) throws Exception {
    return engine().rows(SCHEMA).get(table).stream()
        .map(row -> row.replaceFirst("^.*?id=(\\d+) .*$", "$1"))
        .sorted()
        .toList();
  }

  OpenedJob opened(String text) throws Exception {
    OpenedJob job =
        new OpenedJob(directory, engine().server(), SCHEMA, dumps().job(text))
            .with("VAULT", directory.resolve("vault").toUri().toString())
            .with("LOOKER", "looker")
            .at("2026-03-01T12:00:00Z");
    CommandRun keys = job.generateKeys();
    assertThat(keys.exitCode()).as(keys.err()).isZero();
    return job;
  }
}
