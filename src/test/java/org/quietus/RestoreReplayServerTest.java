package org.quietus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Tag;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.MariaDbPrograms;

/** With the real dump program and client, which only MariaDB brings. */
@EnabledIfServer
@Tag("long") // every build tries it on H2
class RestoreReplayServerTest extends RestoreReplayContract {
  private byte[] dump = {};

  @Override
  ShopEngine engine() {
    return ShopEngine.mariaDb();
  }

  @Override
  void backUp() {
    byte[] control = MariaDbPrograms.execute("SHOW DATABASES LIKE 'quietus'".getBytes(US_ASCII));
    dump =
        control.length > 0
            ? MariaDbPrograms.dump("--databases", SCHEMA, "quietus")
            : MariaDbPrograms.dump("--databases", SCHEMA);
  }

  @Override
  void restore() throws Exception {
    engine().execute("", "DROP DATABASE " + SCHEMA, "DROP DATABASE IF EXISTS quietus");
    MariaDbPrograms.execute(dump);
  }

  @Override
  String leakyTrigger() {
    return "CREATE TRIGGER leak BEFORE DELETE ON visit FOR EACH ROW BEGIN"
        + " SET @said = OLD.page; SIGNAL SQLSTATE 'HY000' SET MESSAGE_TEXT = @said; END";
  }
}
