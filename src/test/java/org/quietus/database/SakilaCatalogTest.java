package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Table;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.EnabledIfTestData;
import org.quietus.testing.Servers;
import org.quietus.testing.SqlScript;

@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "the sample database is written for these")
@EnabledIfTestData
class SakilaCatalogTest {

  @Test
  void readsSakila() throws SQLException, IOException {
    DatabaseServer server = Servers.shared();
    String schema = server.freshSchema(getClass());
    try (Connection connection = server.connect(schema)) {
      SqlScript.loadSakila(connection);
    }
    try (Database database =
        Database.reached(server, schema, server.username(), server.password())) {
      database.execute("ANALYZE TABLE payment");
      Catalog catalog = CatalogReader.read(database.connection(), "sakila");

      assertThat(catalog.tables()).hasSize(16).containsKeys("customer", "film_text", "store");
      assertThat(catalog.views()).hasSize(7).contains("customer_list");
      assertThat(catalog.referencing("address"))
          .extracting(ForeignKey::table)
          .containsExactlyInAnyOrder("customer", "staff", "store");
      assertThat(catalog.referencing("staff"))
          .extracting(ForeignKey::table)
          .contains("store", "payment", "rental");

      Table payment = catalog.table("payment").orElseThrow();
      assertThat(payment.primaryKey()).containsExactly("payment_id");
      assertThat(payment.column("amount").orElseThrow().type()).isEqualTo(Column.Type.DECIMAL);
      assertThat(payment.estimatedRows()).isBetween(12_000L, 20_000L);
      assertThat(payment.foreignKeys())
          .filteredOn(key -> key.referencedTable().equals("rental"))
          .extracting(ForeignKey::onDelete)
          .containsExactly(ForeignKey.OnDelete.SET_NULL);

      Table customer = catalog.table("customer").orElseThrow();
      assertThat(customer.column("last_update").orElseThrow().updatesItself()).isTrue();
      assertThat(customer.column("create_date").orElseThrow().type())
          .isEqualTo(Column.Type.DATETIME);
      Table rental = catalog.table("rental").orElseThrow();
      assertThat(rental.indexes())
          .anySatisfy(
              index -> {
                assertThat(index.columns())
                    .containsExactly("rental_date", "inventory_id", "customer_id");
                assertThat(index.unique()).isTrue();
              });
      assertThat(catalog.table("film").orElseThrow().column("rating").orElseThrow().allowed())
          .containsExactly("G", "PG", "PG-13", "R", "NC-17");
      assertThat(catalog.table("address").orElseThrow().column("location").isPresent())
          .isEqualTo(server.product().equals("mysql"));
    }
  }
}
