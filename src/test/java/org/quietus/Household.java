package org.quietus;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Persons who share what can be shared: Ann and Ben a household, a phone, an address, a device and
 * orders, Cid and Cia an e-mail address; Dot shares nothing. A second copy of it is changed by
 * hand, to tell what a run should have left.
 */
final class Household {
  static final String SCHEMA = "household";
  private static final String BY_HAND = "household_by_hand";

  /** Persons are deleted; what is not their own stays and forgets them. */
  static final String DELETING =
      """
      quietus: 1
      job: household
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        person:
          records: crm.person
          identifiers: { email: email, phone: phone }
          created: created_at
          owns:
            - "crm.chat.person_ref -> crm.person.id"
            - "crm.parcel.sender_id -> crm.person.id"
            - "crm.person.address_id -> crm.address.id"
          shares:
            - crm.household_member
            - crm.device
            - crm.orders: { buyer_id: [ buyer_name ], recipient_id: [ recipient_name ] }
      anonymise:
        crm.orders: { with: { buyer_name: redact, recipient_name: redact } }
      erasure:
        records:
          crm.person:      { then: delete }
          crm.address:     { then: delete }
          crm.chat:        { then: delete }
          crm.device_user: { then: delete }
          crm.parcel:      { then: delete }
      """;

  /** Persons are anonymised; what points at them goes on doing so. */
  static final String ANONYMISING =
      DELETING
          .replace("crm.person:      { then: delete }", "crm.person:      { then: anonymise }")
          .replace(
              "anonymise:\n",
              """
              anonymise:
                crm.person: { with: { full_name: redact, email: set-null, phone: set-null, address_id: set-null } }
              """);

  private static final List<String> CONTENT =
      List.of(
          "CREATE TABLE address (id INT NOT NULL PRIMARY KEY, street VARCHAR(40) NOT NULL)",
          "CREATE TABLE household (id INT NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL)",
          "CREATE TABLE person (id INT NOT NULL PRIMARY KEY, full_name VARCHAR(40) NOT NULL,"
              + " email VARCHAR(80), phone VARCHAR(40), address_id INT, created_at $moment,"
              + " FOREIGN KEY (address_id) REFERENCES address (id))",
          "CREATE TABLE household_member (id INT NOT NULL PRIMARY KEY, household_id INT NOT NULL,"
              + " person_id INT, FOREIGN KEY (household_id) REFERENCES household (id),"
              + " FOREIGN KEY (person_id) REFERENCES person (id))",
          "CREATE TABLE device (id INT NOT NULL PRIMARY KEY, serial_no VARCHAR(20) NOT NULL,"
              + " last_user INT, FOREIGN KEY (last_user) REFERENCES person (id))",
          "CREATE TABLE device_user (device_id INT NOT NULL, person_id INT NOT NULL,"
              + " nickname VARCHAR(20), PRIMARY KEY (device_id, person_id),"
              + " FOREIGN KEY (device_id) REFERENCES device (id),"
              + " FOREIGN KEY (person_id) REFERENCES person (id))",
          "CREATE TABLE orders (id INT NOT NULL PRIMARY KEY, buyer_id INT, recipient_id INT,"
              + " buyer_name VARCHAR(20), recipient_name VARCHAR(20), total DECIMAL(8,2), FOREIGN KEY (buyer_id) REFERENCES person (id),"
              + " FOREIGN KEY (recipient_id) REFERENCES person (id))",
          "CREATE TABLE order_item (order_id INT NOT NULL, pos INT NOT NULL, what VARCHAR(20),"
              + " PRIMARY KEY (order_id, pos), FOREIGN KEY (order_id) REFERENCES orders (id))",
          "CREATE TABLE parcel (id INT NOT NULL PRIMARY KEY, sender_id INT, recipient_id INT,"
              + " FOREIGN KEY (sender_id) REFERENCES person (id),"
              + " FOREIGN KEY (recipient_id) REFERENCES person (id))",
          "CREATE TABLE chat (id INT NOT NULL PRIMARY KEY, person_ref INT, body VARCHAR(80))",
          "CREATE INDEX chat_person ON chat (person_ref)",
          "INSERT INTO address VALUES (1, 'shared by Ann and Ben'), (3, 'of Cid'), (5, 'of Dot')",
          "INSERT INTO household VALUES (1, 'one'), (2, 'two')",
          "INSERT INTO person VALUES"
              + " (1, 'Ann', 'ann@example.org', '+49 30 1000', 1, '2020-01-01 00:00:00'),"
              + " (2, 'Ben', 'ben@example.org', '0049 (30) 1000', 1, '2020-01-02 00:00:00'),"
              + " (3, 'Cid', 'family@example.org', '+49 30 3000', 3, '2020-01-03 00:00:00'),"
              + " (4, 'Cia', 'Family@Example.org', '+49 30 4000', NULL, '2020-01-04 00:00:00'),"
              + " (5, 'Dot', 'dot@example.org', '+49 30 5000', 5, '2020-01-05 00:00:00')",
          "INSERT INTO household_member VALUES (11, 1, 1), (12, 1, 2), (23, 2, 3), (24, 2, 4)",
          "INSERT INTO device VALUES (1, 'D-1', 1), (2, 'D-2', 2), (3, 'D-3', 5)",
          "INSERT INTO device_user VALUES (1, 1, 'annie'), (1, 2, 'benny'), (2, 1, 'annie'),"
              + " (3, 5, 'dotty')",
          "INSERT INTO orders VALUES (1, 1, 2, 'Ann', 'Ben', 10), (2, 2, 1, 'Ben', 'Ann', 20),"
              + " (3, 1, 1, 'Ann', 'Ann', 30), (4, 5, NULL, 'Dot', NULL, 40)",
          "INSERT INTO order_item VALUES (1, 1, 'tea'), (2, 1, 'salt'), (3, 1, 'rice'),"
              + " (4, 1, 'milk')",
          "INSERT INTO parcel VALUES (1, 1, 2), (2, 2, 1), (3, 1, 1), (4, 5, NULL)",
          "INSERT INTO chat VALUES (1, 1, 'Ann'), (2, 2, 'Ben'), (3, NULL, 'nobody'), (4, 5, 'Dot')");

  private final ShopEngine engine;

  private Household(ShopEngine engine) {
    this.engine = engine;
  }

  /** Both copies, afresh. */
  static Household fresh(ShopEngine engine) throws SQLException {
    Household household = new Household(engine);
    for (String schema : List.of(SCHEMA, BY_HAND)) {
      engine.fresh(schema);
      engine.execute(
          schema,
          CONTENT.stream()
              .map(sql -> sql.replace("$moment", engine.columns().moment()))
              .toArray(String[]::new));
    }
    return household;
  }

  OpenedJob job(Path directory, String yaml) throws Exception {
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, yaml);
    job.generateKeys();
    return job;
  }

  void execute(String... statements) throws SQLException {
    engine.execute(SCHEMA, statements);
  }

  /** Changes the copy as a run should change the original. */
  void byHand(String... statements) throws SQLException {
    engine.execute(BY_HAND, statements);
  }

  Map<String, List<String>> rows() throws SQLException {
    return engine.rows(SCHEMA);
  }

  Map<String, List<String>> expected() throws SQLException {
    return engine.rows(BY_HAND);
  }
}
