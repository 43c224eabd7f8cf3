package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class TriggersServerTest extends TriggersContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  String auditing() {
    return "CREATE TRIGGER copying BEFORE DELETE ON customer FOR EACH ROW"
        + " INSERT INTO customer_audit VALUES (OLD.id, OLD.email)";
  }

  @Override
  String puttingBack() {
    return "CREATE TRIGGER putting_back BEFORE UPDATE ON visit FOR EACH ROW"
        + " SET NEW.page = IF(OLD.id = 1, OLD.page, NEW.page)";
  }

  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "others show triggers to everybody")
  void triggersThatTheServerHidesAreTakenForTriggers() throws Exception {
    engine().execute(SCHEMA, auditing());
    CommandRun hidden = asUserWith("SELECT, UPDATE, DELETE, REFERENCES").command("validate");
    assertThat(hidden.exitCode()).isEqualTo(2);
    assertThat(hidden.out()).contains("customer, visit", "grant TRIGGER", "[TRIGGERS-HIDDEN]");
    CommandRun shown =
        asUserWith("SELECT, UPDATE, DELETE, REFERENCES, TRIGGER").command("validate");
    assertThat(shown.exitCode()).isEqualTo(2);
    assertThat(shown.out()).contains("[TRIGGER]").doesNotContain("TRIGGERS-HIDDEN");
  }

  private OpenedJob asUserWith(String privileges) throws Exception {
    engine()
        .execute(
            "",
            "DROP USER IF EXISTS trigger_reader",
            "CREATE USER trigger_reader IDENTIFIED BY 'reader'",
            "GRANT " + privileges + " ON " + SCHEMA + ".* TO trigger_reader");
    return opened(JOB).with("DB_USER", "trigger_reader").with("PASSWORD", "reader");
  }
}
