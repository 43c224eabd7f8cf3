package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class CoverageServerTest extends CoverageContract {
  private static final String JOB_OF_READER =
      """
      quietus: 1
      job: crm
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      retention:
        chats: { records: crm.chat, keep: P1Y, from: at, then: delete }
        customers: { records: crm.customer, keep: P1Y, from: at, then: delete }
      """;

  private static final String WITH_READER =
      JOB_OF_READER.replace(
          "zone: UTC }",
          "zone: UTC, verify: { username: coverage_reader, password: \"${READER}\" } }");

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  String commenting(String table, String column, String type, String comment) {
    return engine().isPostgres()
        ? "COMMENT ON COLUMN %s.%s IS '%s'".formatted(table, column, comment)
        : "ALTER TABLE %s MODIFY %s %s COMMENT '%s'".formatted(table, column, type, comment);
  }

  @Override
  String commenting(String table, String comment) {
    return engine().isPostgres()
        ? "COMMENT ON TABLE %s IS '%s'".formatted(table, comment)
        : "ALTER TABLE %s COMMENT '%s'".formatted(table, comment);
  }

  @Override
  List<String> uncheckedKey(String table, String column, String referenced) {
    String key =
        "ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (id)"
            .formatted(table, column, referenced);
    return engine().isPostgres()
        ? List.of(key + " NOT VALID")
        : List.of("SET foreign_key_checks = 0", key);
  }

  @Test
  void aUserWhoMayOnlyReadIsEnough() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE staff (id INT PRIMARY KEY, remarks VARCHAR(80), customer INT REFERENCES"
                + " customer (id))",
            "INSERT INTO staff VALUES (1, 'canary@example.org', 1)");
    engine()
        .execute(
            SCHEMA,
            "DROP USER IF EXISTS coverage_reader",
            "CREATE USER coverage_reader IDENTIFIED BY 'reader'",
            "GRANT SELECT ON " + SCHEMA + ".* TO coverage_reader");
    try {
      CommandRun coverage =
          job(JOB_OF_READER)
              .with("DB_USER", "coverage_reader")
              .with("PASSWORD", "reader")
              .command("coverage", "--sample", "5", "--json");
      assertThat(findings(coverage)).contains("certain crm.staff.remarks");
      assertThat(coverage.out()).doesNotContain("canary", "may not read");
      CommandRun asVerify =
          job(WITH_READER).with("READER", "reader").command("coverage", "--sample", "5", "--json");
      assertThat(findings(asVerify)).contains("certain crm.staff.remarks");
      assertThat(asVerify.json().get("unread")).isEmpty();
    } finally {
      engine().execute(SCHEMA, "DROP USER IF EXISTS coverage_reader");
    }
  }

  @Test
  void aTableThatTheVerifyUserMayNotReadIsNamed() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE zz (id INT PRIMARY KEY, a VARCHAR(80))",
            "DROP USER IF EXISTS coverage_reader",
            "CREATE USER coverage_reader IDENTIFIED BY 'reader'",
            "GRANT SELECT ON " + SCHEMA + ".chat TO coverage_reader",
            "GRANT SELECT ON " + SCHEMA + ".customer TO coverage_reader");
    try {
      CommandRun coverage =
          job(WITH_READER
                  + "ignored: { 'crm.film*': x, crm.country: x, crm.customer.status: x, crm.zz: x }\n")
              .with("READER", "reader")
              .command("coverage", "--sample", "5", "--check");
      assertThat(coverage.exitCode()).as(coverage.out()).isZero();
      CommandRun without =
          job(WITH_READER).with("READER", "reader").command("coverage", "--sample", "5", "--check");
      assertThat(without.exitCode()).isEqualTo(9);
      assertThat(without.out()).contains("crm.zz: the user may not read it");
    } finally {
      engine().execute(SCHEMA, "DROP USER IF EXISTS coverage_reader");
    }
  }
}
