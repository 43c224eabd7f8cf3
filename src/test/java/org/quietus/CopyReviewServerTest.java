package org.quietus;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.MariaDbPrograms;
import org.quietus.testing.Servers;

@EnabledIfServer(value = "mariadb", because = "mariadb-dump dumps no other")
@Tag("long")
class CopyReviewServerTest extends CopyReviewContract {
  private static final String DUMPED = SCHEMA + "_dumped";

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  String dump(String customers, String visits) throws Exception {
    Servers.mariaDb().createSchema(DUMPED);
    engine()
        .execute(
            DUMPED,
            "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(60), phone"
                + " VARCHAR(30), joined DATE)",
            "CREATE TABLE visit (id INT NOT NULL PRIMARY KEY, customer_id INT)",
            "INSERT INTO customer VALUES " + customers,
            "INSERT INTO visit VALUES " + visits);
    return new String(MariaDbPrograms.dump(DUMPED), StandardCharsets.UTF_8);
  }
}
