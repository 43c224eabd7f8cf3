package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BackupNamesTest {
  private final BackupNames names =
      new BackupNames(List.of("customer", "orders", "log_20250101", "visit-2026-11-02"));

  @Test
  void filesOfOneDateAreOfOneBackup() {
    assertThat(names.common("db/2026-11-01-customer.sql.gz"))
        .isEqualTo(names.common("db/2026-11-01-orders.sql.gz"))
        .isEqualTo(names.common("db/orders-2026-11-01.sql.gz"))
        .isEqualTo(names.common("db/shop.other_20261101.sql"))
        .isEqualTo(names.common("db/20261101T0301-orders.sql"))
        .isEqualTo(names.common("db/20261101030159_orders.sql"))
        .isNotEqualTo(names.common("db/2026-11-02-customer.sql.gz"))
        .isNotEqualTo(names.common("2026-11-01-customer.sql.gz"))
        .isNotEqualTo(names.common("db/customer.sql.gz"));
  }

  @Test
  void filesWithoutADateAreOfOneBackupWithAllOfTheirFolder() {
    assertThat(names.common("db/customer.sql.gz"))
        .isEqualTo(names.common("db/orders.sql"))
        .isEqualTo(names.common("db/0001-orders.sql"))
        .isEqualTo(names.common("db/shop.orders.00001.sql"))
        .isEqualTo(names.common("db/other-12345678.sql"))
        .isNotEqualTo(names.common("db/x/orders.sql"));
  }

  @Test
  void theDateOfATablesNameIsNotTheBackups() {
    assertThat(names.common("db/log_20250101.sql"))
        .isEqualTo(names.common("db/customer.sql"))
        .isEqualTo(names.common("db/Visit-2026-11-02.sql"));
    assertThat(names.common("db/2026-11-01-log_20250101.sql"))
        .isEqualTo(names.common("db/2026-11-01-customer.sql"));
  }

  @Test
  void namesTellTheTable() {
    assertThat(names.table("db/2026-11-01-Orders.sql.gz")).contains("orders");
    assertThat(names.table("orders/20261101_customer.sql")).contains("customer");
    assertThat(names.table("log_20250101_2026-11-01.sql")).contains("log_20250101");
    assertThat(names.table("orders/2026-11-01.sql")).isEmpty();
    assertThat(names.table("reorders.sql")).isEmpty();
  }
}
