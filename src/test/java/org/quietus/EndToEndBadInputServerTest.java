package org.quietus;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
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
