package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.cli.CommandRun;

/** A shop of Ann and Bob, whose rows are known for later by the keys that they had. */
abstract class FrozenRows {
  static final String SCHEMA = "frozen";
  static final String HEAD =
      """
      quietus: 1
      job: frozen
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email, phone: phone }
          created: created_at
      """;
  static final String ANONYMISING =
      """
      anonymise:
        crm.customer: { with: { full_name: redact, email: set-null, phone: set-null } }
      """;
  static final String INVOICES =
      """
      erasure:
        records:
          crm.customer: { then: anonymise }
          crm.invoice:  { keep: P1Y, from: issued_on, then: delete, because: bookkeeping }
      """;
  static final String OF_ADDRESSES =
      HEAD
          + "    owns: [ \"crm.customer.address_id -> crm.address.id\" ]\n"
          + ANONYMISING.replace("phone: set-null", "phone: set-null, address_id: set-null")
          + INVOICES
          + "    crm.address: { then: delete }\n";

  static final String ADDRESSES_KEPT =
      HEAD
          + "    owns: [ \"crm.customer.address_id -> crm.address.id\" ]\n"
          + ANONYMISING.replace("phone: set-null", "phone: set-null, address_id: set-null")
          + "erasure:\n  records:\n    crm.customer: { then: anonymise }\n"
          + "    crm.invoice: { then: delete }\n    crm.address:"
          + " { keep: P1Y, from: noted_on, then: delete, because: claims }\n";

  static final String WITH_POINTS =
      HEAD
          + "    owns: [ \"crm.loyalty.customer_no -> crm.customer.customer_no\" ]\n"
          + ANONYMISING
          + INVOICES
          + "    crm.loyalty: { keep: P1Y, from: noted_on, then: delete, because: claims }\n";

  @TempDir Path directory;
  OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    execute(
        "CREATE TABLE address (id INT NOT NULL PRIMARY KEY, street VARCHAR(60))",
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, customer_no INT NOT NULL UNIQUE,"
            + " full_name VARCHAR(60), email VARCHAR(80), phone VARCHAR(40), address_id INT,"
            + " created_at "
            + engine().columns().moment()
            + " NOT NULL)",
        "CREATE TABLE chat (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL,"
            + " body VARCHAR(60))",
        "CREATE INDEX chat_customer ON chat (customer_id)",
        "CREATE TABLE invoice (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL,"
            + " issued_on DATE NOT NULL, FOREIGN KEY (customer_id) REFERENCES customer (id))",
        "CREATE INDEX customer_address ON customer (address_id)",
        "INSERT INTO address VALUES (77, 'of Ann'), (78, 'of Bob')",
        "INSERT INTO customer VALUES"
            + " (1, 1001, 'Ann', 'ann@example.org', '+49 30 1000', 77, '2020-01-01 10:00:00'),"
            + " (2, 77, 'Bob', 'bob@example.org', '+49 30 2000', 78, '2020-01-01 10:00:00')",
        "INSERT INTO invoice VALUES (1, 1, '2025-10-01'), (3, 2, '2020-01-01')");
  }

  CommandRun accept(String request) {
    return job.command("request accept", request, "--unmatched", "--reason", "column-dropped");
  }

  static final String CHATS =
      HEAD
          + "    owns: [ \"crm.chat.customer_id -> crm.customer.id\" ]\n"
          + ANONYMISING
          + "erasure:\n  clock: { settle: PT6H }\n  records:\n"
          + "    crm.customer: { then: anonymise }\n"
          + "    crm.invoice: { then: delete }\n    crm.chat: { then: delete }\n";

  /** Points that hang on customer numbers: Bob's with id 1, Ann's with id 2. */
  void points(String column, String ofBob, String ofAnn) throws SQLException {
    execute(
        "CREATE TABLE loyalty (id INT NOT NULL PRIMARY KEY, customer_no INT NOT NULL, "
            + column
            + ")",
        "CREATE INDEX loyalty_customer ON loyalty (customer_no)",
        "INSERT INTO loyalty VALUES (1, 77, %s), (2, 1001, %s)".formatted(ofBob, ofAnn));
  }

  /** Ann's request; her points are kept for a year from 1 October 2025. */
  String annErasedButForHerPoints() throws Exception {
    points("noted_on DATE", "'2025-10-01'", "'2025-10-01'");
    open(WITH_POINTS);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(rows("loyalty")).hasSize(2);
    return ann;
  }

  void open(String yaml) throws Exception {
    job = new OpenedJob(directory, engine().server(), SCHEMA, yaml);
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  void openAnew(String yaml) throws Exception {
    job = new OpenedJob(directory, engine().server(), SCHEMA, yaml);
    CommandRun plan = job.command("plan", "--json");
    ok(plan);
    ok(job.command("approve", plan.json().get("fingerprint").asString()));
  }

  void execute(String... statements) throws SQLException {
    engine().execute(SCHEMA, statements);
  }

  List<String> rows(String table) throws SQLException {
    return engine().rows(SCHEMA).getOrDefault(table, List.of());
  }

  String state(String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }

  Certificate last(String request) {
    List<Certificate> all = job.certificatesOf(request);
    return all.get(all.size() - 1);
  }

  static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
