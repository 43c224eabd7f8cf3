package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class OddReferencesServerTest extends OddReferencesContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  String unreadType() {
    return "BIT(8)";
  }

  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "others write no zeros")
  void areNotLookedForByNumbersThatAreWrittenWithZeros() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, no INT(8) ZEROFILL, KEY (no))");
    String job =
        """
        subjects: { customer: { records: crm.customer, identifiers: { no: id } } }
        erasure: { records: { crm.customer: { then: delete } } }
        """;

    CommandRun valid = job(job).command("validate");

    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isEqualTo(2);
    assertThat(valid.out() + valid.err()).contains("[UNFIT-IDENTIFIER]", "zerofill", "1 problem");
  }

  /** What is one value to the child's collation would lead to two persons. */
  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "others compare by other collations")
  void areRefusedBetweenCollations() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80),"
                + " code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin UNIQUE,"
                + " old VARCHAR(20) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin UNIQUE)",
            "CREATE TABLE chat (id INT NOT NULL PRIMARY KEY,"
                + " ref VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, KEY (ref))",
            "CREATE TABLE mail (id INT NOT NULL PRIMARY KEY,"
                + " ref VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, KEY (ref))");
    String job =
        """
        subjects:
          customer:
            records: crm.customer
            identifiers: { email: email }
            owns: [ "crm.mail.ref -> crm.customer.old", "crm.chat.ref -> crm.customer.code" ]
        erasure:
          records: { crm.customer: { then: delete }, crm.chat: { then: delete }, crm.mail: { then: delete } }
        """;

    CommandRun valid = job(job).command("validate");

    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isEqualTo(2);
    assertThat(valid.out() + valid.err())
        .contains("utf8mb4_general_ci and utf8mb4_bin", "[EDGE-COLLATIONS]", "1 problem");
  }
}
