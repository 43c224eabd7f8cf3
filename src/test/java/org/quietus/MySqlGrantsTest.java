package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** On MySQL and on MariaDB, each by its own statements. */
@EnabledIfServer({"mariadb", "mysql"})
@Tag("long")
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
  List<String> toDrop() {
    return List.of(
        "GRANT ALTER, DROP ON crm.visit TO quietus", "GRANT LOCK TABLES ON crm.* TO quietus");
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

  @Override
  List<String[]> rightsBesideReading() {
    String reader = " TO quietus_verify";
    return List.of(
        new String[] {
          "GRANT DROP ON " + SCHEMA + ".*" + reader,
          "it has DROP on `" + SCHEMA + "`.*",
          "REVOKE DROP ON " + SCHEMA + ".* FROM quietus_verify"
        },
        new String[] {
          "GRANT ALTER ON " + SCHEMA + ".visit" + reader,
          "it has ALTER on `" + SCHEMA + "`.`visit`",
          "REVOKE ALTER ON " + SCHEMA + ".visit FROM quietus_verify"
        },
        new String[] {
          "GRANT FILE ON *.*" + reader,
          "it has FILE on *.*",
          "REVOKE FILE ON *.* FROM quietus_verify"
        },
        new String[] {
          "GRANT UPDATE ON quietus.*" + reader,
          "it has UPDATE on `quietus`.*",
          "REVOKE UPDATE ON quietus.* FROM quietus_verify"
        },
        new String[] {
          "DROP ROLE IF EXISTS clearer; CREATE ROLE clearer; GRANT DELETE ON "
              + SCHEMA
              + ".visit TO clearer; GRANT clearer"
              + reader,
          "it has DELETE on `" + SCHEMA + "`.`visit`",
          "DROP ROLE clearer"
        });
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
