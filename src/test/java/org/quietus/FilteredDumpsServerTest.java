package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class FilteredDumpsServerTest extends FilteredDumpsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
