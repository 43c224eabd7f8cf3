package org.quietus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@Tag("long")
class EndToEndBadInputServerTest extends EndToEndBadInputContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Test
  void mayBeTriedAgainWhileAServerDoesNotAnswer() throws Exception {
    OpenedJob job = opened().with("URL", "jdbc:mysql://127.0.0.1:1/shop");
    for (String command : List.of("validate", "plan", "run")) {
      ends(4, command, job, "127.0.0.1:1 refuses the connection");
    }
  }

  @Test
  void refusesASchemaThatIsNotThere() throws Exception {
    String url = engine().server().jdbcUrl("no_such_schema");
    refuses(opened().with("URL", url), "no such schema");
  }

  @Test
  void refusesAUserWhoMayOnlyReadAndNamesWhatToGrant() throws Exception {
    OpenedJob job = readOnly("SELECT, REFERENCES");
    refuses("validate", job, "DELETE is refused on table 'visit'", "grant DELETE");
    refuses("plan", job, "UPDATE is refused on table 'customer'", "grant UPDATE");
    refuses("run", job, "DELETE is refused on table 'orders'", "grant DELETE");
  }

  @Test
  void validateTellsAtOnceWhatRunWillMiss() throws Exception {
    readOnly("SELECT, REFERENCES");
    OpenedJob job =
        edited("from: visited_at", "from: visitd_at")
            .with("DB_USER", "reader")
            .with("PASSWORD", "reader");
    Files.setPosixFilePermissions(
        directory.resolve("keys/signing.pem"), PosixFilePermissions.fromString("rw-r--r--"));
    Path occupied = Files.writeString(directory.resolve("occupied"), "");
    job.with("EVIDENCE", occupied.resolve("evidence").toUri().toString());
    refuses(
        "validate",
        job,
        "signing.pem",
        "[KEYS]",
        "[EVIDENCE-STORE]",
        "on the control schema 'quietus'",
        "visited_at",
        "DELETE is refused on table 'visit'",
        "job.yaml:5: ");
  }

  @Test
  void neverPlansWithoutTheForeignKeysThatAUserMayNotSee() throws Exception {
    OpenedJob job = readOnly("SELECT");
    boolean hides = engine().server().product().equals("mariadb");
    refuses("plan", job, hides ? "hides the foreign keys" : "DELETE is refused on table 'visit'");
    refuses("validate", job, hides ? "grant REFERENCES" : "grant DELETE");
  }

  private OpenedJob readOnly(String privileges) throws Exception {
    engine()
        .execute(
            "",
            "DROP USER IF EXISTS reader",
            "CREATE USER reader IDENTIFIED BY 'reader'",
            "GRANT " + privileges + " ON " + SCHEMA + ".* TO reader");
    return opened().with("DB_USER", "reader").with("PASSWORD", "reader");
  }
}
