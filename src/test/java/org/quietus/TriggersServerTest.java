package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.certificate.Outcome;
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

  @ParameterizedTest
  @ValueSource(strings = {"45000", "99001", "ZZ123", "P0001"})
  void aRowThatATriggerRefusesByAStateOfItsOwnLeavesAllOthersToGo(String state) throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TRIGGER refusing BEFORE DELETE ON customer FOR EACH ROW BEGIN IF OLD.id = 1"
                + " THEN SIGNAL SQLSTATE '"
                + state
                + "'; END IF; END");
    annStaysAndBobGoes("a trigger that refuses it");
  }

  @Test
  @EnabledIfServer(value = "postgres", because = "triggers of others cannot pass a row over")
  void aRowThatATriggerPassesOverLeavesAllOthersToGo() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE FUNCTION passing_over() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF OLD.id = 1 THEN RETURN NULL; END IF; RETURN OLD; END $$",
            "CREATE TRIGGER passing_over BEFORE DELETE ON customer FOR EACH ROW EXECUTE FUNCTION"
                + " passing_over()");
    annStaysAndBobGoes("a trigger that keeps it");
  }

  private void annStaysAndBobGoes(String why) throws Exception {
    OpenedJob job = opened(JOB + "triggers: { acknowledged: { crm.customer: [] } }\n");
    String ann = job.request("email: ann@example.org");
    String bob = job.request("email: bob@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString())
        .contains("1 row of crm.customer could not be changed: " + why);
    assertThat(engine().rows(SCHEMA).get("customer").toString())
        .contains("id=1")
        .doesNotContain("id=2");
    assertThat(job.certificatesOf(ann).get(0).outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(job.certificatesOf(bob).get(0).outcome()).isNotEqualTo(Outcome.PARTIAL);
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
