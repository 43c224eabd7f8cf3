package org.quietus;

import org.junit.jupiter.api.Tag;
import org.quietus.testing.EnabledIfServer;

/** With the real dump program and client, which only MariaDB brings. */
@EnabledIfServer(value = "mariadb", because = "it is dumped and restored by its own programs")
@Tag("long") // every build tries it on H2
class RestoreReplayServerTest extends RestoreReplayContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.mariaDb();
  }

  @Override
  String leakyTrigger() {
    return "CREATE TRIGGER leak BEFORE DELETE ON visit FOR EACH ROW BEGIN"
        + " SET @said = OLD.page; SIGNAL SQLSTATE 'HY000' SET MESSAGE_TEXT = @said; END";
  }
}
