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
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "others have no index of a beginning")
  void theBeginningOfAColumnIsComparedWithTheBeginningOfWhatItBecomes() throws Exception {
    engine().execute(SCHEMA, "CREATE UNIQUE INDEX once ON customer (email(10))");
    refuses("email: { template: 'customer-{random}' }", "once", "email");
    refuses("email: redact", "once", "email");
    works("email: set-null");
  }

  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "others have no index of a beginning")
  void aBeginningThatHoldsEnoughOfATemplateIsUnique() throws Exception {
    engine().execute(SCHEMA, "CREATE UNIQUE INDEX once ON customer (email(40))");
    works("email: { template: 'customer-{random}' }");
  }

  @Test
  @EnabledIfServer(value = "postgres", because = "to others no NULL is like another")
  void whereOneNullIsLikeAnotherColumnsCannotBeEmptied() throws Exception {
    engine().execute(SCHEMA, "CREATE UNIQUE INDEX once ON customer (email) NULLS NOT DISTINCT");
    refuses("email: set-null", "once", "email", "use 'template'");
    works("email: { template: 'customer-{random}' }");
  }

  @Test
  @EnabledIfServer(value = "postgres", because = "to others no NULL is like another")
  void whatIsUniqueBesideAColumnThatStaysCannotBeEmptiedThere() throws Exception {
    engine()
        .execute(
            SCHEMA, "CREATE UNIQUE INDEX once ON customer (country, email) NULLS NOT DISTINCT");
    refuses("email: set-null", "once", "email");
  }
}
