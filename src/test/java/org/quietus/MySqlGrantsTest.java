package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** On MySQL and on MariaDB, each by its own statements. */
@EnabledIfServer({"mariadb", "mysql"})
class MySqlGrantsTest extends GrantsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  String product() {
    return isMariaDb() ? "MariaDB" : "MySQL";
  }

  private boolean isMariaDb() {
    return engine().server().product().equals("mariadb");
  }

  @Override
  String schemaOfReadme() {
    return "crm";
  }

  @Override
  String revoking(String right) {
    return "REVOKE " + right + " ON " + SCHEMA + ".* FROM quietus";
  }

  @Override
  String granting(String right) {
    return "GRANT " + right + " ON " + SCHEMA + ".* TO quietus";
  }

  @Override
  String withoutControl() {
    return "REVOKE ALL ON quietus.* FROM quietus";
  }

  @Test
  void withoutTheOtherRightsSomethingIsHidden() throws Exception {
    engine().execute(SCHEMA, revoking("TRIGGER"));
    CommandRun valid = job().command("validate");
    assertThat(valid.exitCode()).isEqualTo(2);
    assertThat(valid.out()).contains("[TRIGGERS-HIDDEN]");
    engine().execute(SCHEMA, granting("TRIGGER"));
    engine().execute(SCHEMA, "REVOKE REPLICATION CLIENT ON *.* FROM quietus");
    assertThat(job().command("validate").out()).contains("[BINARY-LOG-HIDDEN]");
  }

  @Test
  @EnabledIfServer(value = "mariadb", because = "MySQL tells it to everybody")
  void withoutProcessNobodyKnowsWhatElseRefersToARow() throws Exception {
    engine().execute(SCHEMA, "REVOKE PROCESS ON *.* FROM quietus");
    CommandRun valid = job().command("validate");
    assertThat(valid.exitCode()).isEqualTo(2);
    assertThat(valid.out()).contains("PROCESS");
  }
}
