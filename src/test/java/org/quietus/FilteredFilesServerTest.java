package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class FilteredFilesServerTest extends FilteredFilesContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
