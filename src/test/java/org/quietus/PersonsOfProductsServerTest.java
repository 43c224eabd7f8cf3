package org.quietus;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

/** Databases of two products, each with a server and a control schema of its own. */
@EnabledIfServer
@Tag("long") // every build tries it on H2, and on two databases of one server
class PersonsOfProductsServerTest extends PersonsElsewhereContract {
  private static DatabaseServer second;

  @BeforeAll
  static void startSecond() {
    second = Servers.ofAnotherProduct();
  }

  @AfterAll
  static void stopSecond() {
    second.stop();
  }

  @Override
  ShopEngine home() {
    return ShopEngine.shared();
  }

  @Override
  ShopEngine other() {
    return ShopEngine.on(second);
  }
}
