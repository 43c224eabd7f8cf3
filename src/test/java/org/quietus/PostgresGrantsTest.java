package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer("postgres")
class PostgresGrantsTest extends GrantsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  String product() {
    return "PostgreSQL";
  }

  @Override
  String schemaOfReadme() {
    return "public";
  }

  @Override
  String revoking(String right) {
    return "REVOKE " + right + " ON visit FROM quietus";
  }

  @Override
  String granting(String right) {
    return "GRANT " + right + " ON visit TO quietus";
  }

  @Override
  String withoutControl() {
    return "ALTER SCHEMA quietus OWNER TO " + engine().server().username();
  }

  @Test
  void aConditionThatTheDatabaseDoesNotTakeIsRefusedBeforehand() throws Exception {
    engine().execute(SCHEMA, "ALTER TABLE visit ADD COLUMN seen BOOLEAN");
    Files.writeString(
        job().file(),
        Files.readString(job().file())
            .replace("from: visited_at,", "from: visited_at, where: \"seen = 1\","));
    CommandRun valid = job().command("validate");
    assertThat(valid.exitCode()).isEqualTo(2);
    assertThat(valid.out()).contains("[WHERE-REFUSED]", "table 'visit'", "BOOLEAN with TRUE");
  }
}
