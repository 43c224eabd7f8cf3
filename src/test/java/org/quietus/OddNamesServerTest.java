package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class OddNamesServerTest extends OddNamesContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  String quoted(String name) {
    return engine().isPostgres()
        ? '"' + name.replace("\"", "\"\"") + '"'
        : "`" + name.replace("`", "``") + "`";
  }
}
