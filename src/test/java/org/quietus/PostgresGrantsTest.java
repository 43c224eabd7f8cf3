package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
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
  List<String> toDrop() {
    return List.of("ALTER TABLE visit_2020 OWNER TO quietus");
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

  @Test
  void toLookForRightsFiresNoTrigger() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE fired (at TIMESTAMP DEFAULT now())",
            "CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
                + " $run$ BEGIN INSERT INTO "
                + SCHEMA
                + ".fired DEFAULT VALUES; RETURN NULL; END $run$",
            "CREATE TRIGGER each AFTER INSERT OR UPDATE OR DELETE ON visit FOR EACH STATEMENT"
                + " EXECUTE FUNCTION fire()");

    CommandRun valid = job().command("validate");

    assertThat(valid.out()).contains("[TRIGGER]");
    assertThat(engine().rows(SCHEMA).get("fired")).isEmpty();
  }

  @Override
  List<String[]> rightsBesideReading() {
    return List.of(
        new String[] {
          "GRANT TRUNCATE ON visit TO quietus_verify",
          "as quietus_verify it may change " + SCHEMA + ".visit",
          "REVOKE TRUNCATE ON visit FROM quietus_verify"
        },
        new String[] {
          "ALTER TABLE visit OWNER TO quietus_verify;"
              + " REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON visit FROM quietus_verify",
          "as quietus_verify it owns " + SCHEMA + ".visit",
          "ALTER TABLE visit OWNER TO CURRENT_USER; GRANT ALL ON visit TO CURRENT_USER;"
              + " GRANT SELECT ON visit TO quietus_verify"
        },
        new String[] {
          "DROP ROLE IF EXISTS clearer; CREATE ROLE clearer; GRANT DELETE ON visit TO clearer;"
              + " ALTER ROLE quietus_verify NOINHERIT; GRANT clearer TO quietus_verify",
          "as clearer it may change " + SCHEMA + ".visit",
          "DROP OWNED BY clearer; DROP ROLE clearer"
        },
        new String[] {
          "GRANT pg_write_server_files TO quietus_verify",
          "it has the rights of pg_write_server_files",
          "REVOKE pg_write_server_files FROM quietus_verify"
        },
        new String[] {
          "ALTER ROLE quietus_verify CREATEROLE",
          "it has the rights of quietus_verify",
          "ALTER ROLE quietus_verify NOCREATEROLE"
        });
  }
}
