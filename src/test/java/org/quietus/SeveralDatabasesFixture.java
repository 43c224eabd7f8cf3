package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.testing.WithoutPdf;

/** A job of two databases: customers at home, and orders elsewhere. */
abstract class SeveralDatabasesFixture {
  static final String CRM = "several_crm";
  static final String SHOP = "several_shop";
  static final String NOBODY = "jdbc:mysql://127.0.0.1:1/nobody?connectTimeout=500";
  static final String JOB =
      """
      quietus: 1
      job: several
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}", control: crm }
      databases:
        shop: { url: "${SHOP_URL}", username: "${SHOP_USER}", password: "${SHOP_PASSWORD}", zone: UTC }
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      anonymise:
        crm.customer: { mark: done_at, with: { name: redact } }
      retention:
        visits: { records: crm.visit, keep: P1Y, from: at, then: delete }
        closed: { records: crm.customer, keep: P30D, from: closed_at, then: anonymise }
        orders:
          records: shop.orders
          keep: P1Y
          from: at
          then: delete
          with: { shop.item: { then: delete } }
      """;
  private static final String ONLY_SHOP =
      """
      quietus: 1
      job: alone
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        mine: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      retention:
        orders: { records: mine.orders, keep: P1Y, from: at, then: delete, with: { mine.item: { then: delete } } }
      """;

  @TempDir Path directory;
  OpenedJob job;

  /** Where the customers are, with the control schema of the job. */
  abstract ShopEngine home();

  /** Where the orders are. */
  abstract ShopEngine other();

  @BeforeEach
  void fill() throws Exception {
    fresh(home(), CRM);
    if (other().server() == home().server() && !home().isH2()) {
      other().server().createSchema(SHOP);
    } else {
      fresh(other(), SHOP);
    }
    home()
        .execute(
            CRM,
            "CREATE TABLE customer (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL, closed_at"
                + " DATE, done_at TIMESTAMP NULL)",
            "CREATE TABLE visit (id INT PRIMARY KEY, at DATE NOT NULL)",
            "CREATE INDEX visit_at ON visit (at)",
            "CREATE INDEX customer_closed ON customer (closed_at)");
    other()
        .execute(
            SHOP,
            "CREATE TABLE orders (id INT PRIMARY KEY, at DATE NOT NULL)",
            "CREATE INDEX orders_at ON orders (at)",
            "CREATE TABLE item (id INT PRIMARY KEY, order_id INT NOT NULL,"
                + " FOREIGN KEY (order_id) REFERENCES orders (id))",
            "CREATE INDEX item_order ON item (order_id)");
    fillCrm(1);
    fillShop(1);
    job =
        new OpenedJob(directory, home().server(), CRM, JOB)
            .with("SHOP_URL", other().server().jdbcUrl(SHOP))
            .with("SHOP_USER", other().server().username())
            .with("SHOP_PASSWORD", other().server().password());
    job.generateKeys();
  }

  private static void fresh(ShopEngine engine, String schema) throws Exception {
    if (engine.isH2()) {
      engine.server().createSchema(schema);
    } else {
      engine.fresh(schema);
    }
  }

  void fillCrm(int from) throws Exception {
    home()
        .execute(
            CRM,
            "INSERT INTO customer VALUES (%d, 'Ann', '2020-01-01', NULL), (%d, 'Bob', NULL, NULL)"
                .formatted(from, from + 1),
            "INSERT INTO visit VALUES (%d, '2020-05-05'), (%d, '2026-02-02'), (%d, '2019-05-05')"
                .formatted(from, from + 1, from + 2));
  }

  void fillShop(int from) throws Exception {
    other()
        .execute(
            SHOP,
            "INSERT INTO orders VALUES (%d, '2020-05-05'), (%d, '2026-02-02')"
                .formatted(from, from + 1),
            "INSERT INTO item VALUES (%1$d1, %1$d), (%1$d2, %1$d), (%2$d1, %2$d)"
                .formatted(from, from + 1));
  }

  CommandRun hold(String records, String where, String reference) {
    return job.command(
        "hold add",
        "--records",
        records,
        "--where",
        where,
        "--reference",
        reference,
        "--basis",
        "litigation",
        "--review",
        "2030-01-01");
  }

  void written(String yaml) throws Exception {
    Files.writeString(job.file(), WithoutPdf.of(yaml));
  }

  boolean shareControl() {
    return other().server() == home().server() && !home().isH2();
  }

  OpenedJob alone() throws Exception {
    OpenedJob alone =
        new OpenedJob(
            Files.createDirectory(directory.resolve("alone")), other().server(), SHOP, ONLY_SHOP);
    alone.generateKeys();
    return alone;
  }

  /** A run that began everywhere and then did nothing. */
  String interrupted() {
    String[] id = new String[1];
    try (JobSession session = job.session()) {
      assertThatThrownBy(
              () ->
                  session.run(
                      new RunOptions(Set.of(Scope.RETENTION), Optional.empty(), 1),
                      new Listening() {
                        @Override
                        public void started(String run, boolean resumed, long due) {
                          id[0] = run;
                          throw new IllegalStateException("killed");
                        }
                      }))
          .hasMessage("killed");
    }
    return id[0];
  }

  /** Does nothing of what a listener may do. */
  static class Listening implements RunListener {
    @Override
    public void started(String run, boolean resumed, long due) {}

    @Override
    public void progress(long changed) {}

    @Override
    public void note(String text) {}

    @Override
    public void certificate(String id, String place) {}

    @Override
    public void finished(RunResult result) {}
  }

  CommandRun live(Certificate certificate) {
    return CommandRun.onDatabases(job.environment())
        .run(
            "certificate",
            "verify",
            job.evidence()
                .resolve("certificates/" + certificate.identity().id() + ".json")
                .toString(),
            "--live",
            job.file().toString(),
            "--json");
  }

  CommandRun run(int code) {
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(code);
    return run;
  }

  /** A run while the other database does not answer. */
  CommandRun down(int code) {
    try {
      job.with("SHOP_URL", NOBODY);
      return run(code);
    } finally {
      job.with("SHOP_URL", other().server().jdbcUrl(SHOP));
    }
  }

  Certificate only(CommandRun run) {
    List<Certificate> certificates = job.certificatesOf(run.json().get("runId").asString());
    assertThat(certificates).hasSize(1);
    return certificates.get(0);
  }

  String crm(String table) throws Exception {
    return ids(home(), CRM, table);
  }

  String shop(String table) throws Exception {
    return ids(other(), SHOP, table);
  }

  static String ids(ShopEngine engine, String schema, String from) throws Exception {
    try (Connection connection = engine.connect(schema);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM " + from + " ORDER BY id")) {
      StringBuilder ids = new StringBuilder();
      while (rows.next()) {
        ids.append(ids.isEmpty() ? "" : ",").append(rows.getInt(1));
      }
      return ids.toString();
    }
  }

  static long count(ShopEngine engine, String schema, String from) throws Exception {
    return number(engine, schema, "SELECT COUNT(*) FROM quietus." + from);
  }

  static long number(ShopEngine engine, String schema, String query) throws Exception {
    try (Connection connection = engine.connect(schema);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
