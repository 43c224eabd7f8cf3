package org.quietus;

import org.junit.jupiter.api.Test;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class UniqueIndexesServerTest extends UniqueIndexesContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Test
  void theBeginningOfAColumnIsComparedWithTheBeginningOfWhatItBecomes() throws Exception {
    engine().execute(SCHEMA, "CREATE UNIQUE INDEX once ON customer (email(10))");
    refuses("email: { template: 'customer-{random}' }", "once", "email");
    refuses("email: redact", "once", "email");
    works("email: set-null");
  }

  @Test
  void aBeginningThatHoldsEnoughOfATemplateIsUnique() throws Exception {
    engine().execute(SCHEMA, "CREATE UNIQUE INDEX once ON customer (email(40))");
    works("email: { template: 'customer-{random}' }");
  }
}
