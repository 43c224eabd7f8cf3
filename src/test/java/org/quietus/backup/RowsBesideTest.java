package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.backup.set.Stores;
import org.quietus.target.BackupEnd;

/** Backups whose rows lie in other files than their tables are never taken for clean ones. */
class RowsBesideTest {
  private static final String ROWS = "1\tAnn Ado\tann@example.org\t1\t1\t2020-01-01 00:00:00\n";
  private static final String OTHERS = "2\tBen Bo\tben@example.org\t2\t2\t2020-01-02 00:00:00\n";

  private static final String FILES =
      """
      files:
        rows:
          of: shop
          in: vault
          objects: "nightly/looked-after/*.txt"
          format: tsv
          layout: { columns: [ id, full_name, email, phone, address_id, created_at ] }
          from: created_at
          persons: { customer: { id: id, email: email } }
          on-erasure: delete
      """;

  @TempDir Path directory;
  private Vault vault;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")),
            vault.settings(),
            Stores::open,
            job -> job.replace("nightly/**.sql*", "nightly/**.sql") + FILES,
            List.of());
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private void put(String key, String content) throws Exception {
    vault.put(key, content.getBytes(UTF_8));
  }

  private static String table(String name) {
    return ShopDump.ofTheDatabase().text(List.of(name)).replaceAll("INSERT .*\n", "");
  }

  @ParameterizedTest
  @CsvSource({
    "nightly/1/customer.sql, nightly/1/customer.txt",
    "nightly/1/customer.sql, nightly/1/customer.txt.gz",
    "nightly/1/shop@customer.sql, nightly/1/shop@customer@@0.tsv.zst",
    "nightly/1/shop.customer-schema.sql, nightly/1/shop.customer-schema.csv"
  })
  void thoseThatNoSetLooksAfterAreNamed(String tables, String rows) throws Exception {
    put(tables, table("customer"));
    put(rows, ROWS);

    shop.erase();

    assertThat(shop.ends()).containsExactly("nightly unsupported 1");
    assertThat(shop.backupEnds()).filteredOn(BackupEnd::partial).hasSize(1);
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("files with rows beside it, as mysqldump --tab"));
    assertThat(new String(vault.get(rows), UTF_8)).isEqualTo(ROWS);
  }

  @ParameterizedTest
  @CsvSource({
    "nightly/1/customer.sql, nightly/1/customer_old.txt",
    "nightly/1/customer.sql, nightly/2/customer.txt",
    "nightly/1/customer.sql, nightly/1/customer.log"
  })
  void whatBelongsToNoTableIsNone(String tables, String other) throws Exception {
    put(tables, table("customer"));
    put(other, "nothing of it");
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly clean 1");
  }

  @Test
  void aDumpWithRowsIsWholeWhateverLiesBesideIt() throws Exception {
    put("nightly/shop.sql", ShopDump.ofTheDatabase().text());
    put("nightly/shop.txt", "made by cron");
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly verified 1");
  }

  @Test
  void thoseThatASetLooksAfterLoseThePersonsRows() throws Exception {
    put("nightly/looked-after/customer.sql", table("customer"));
    put("nightly/looked-after/customer.txt", ROWS + OTHERS);

    shop.erase();

    assertThat(new String(vault.get("nightly/looked-after/customer.txt"), UTF_8)).isEqualTo(OTHERS);
    assertThat(shop.ends()).containsExactly("nightly clean 1", "rows verified 1");
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
  }

  /** Rows in quotes are read, and rows in whatever charset their column has are not. */
  @Test
  void aFolderOfMydumperIsNamed() throws Exception {
    put("nightly/1/shop-schema-create.sql", "CREATE DATABASE `shop`;\n");
    put("nightly/1/shop.customer-schema.sql", table("customer"));
    put(
        "nightly/1/shop.customer.sql",
        """
        /*!40101 SET NAMES binary*/;
        /*!40014 SET FOREIGN_KEY_CHECKS=0*/;
        /*!40103 SET TIME_ZONE='+00:00' */;
        INSERT INTO `customer` VALUES(1,"Ann Ado","ann@example.org","1",1,"2020-01-01 00:00:00");
        """);
    shop.erase();
    assertThat(shop.ends()).contains("nightly unsupported 1");
    assertThat(shop.backupEnds()).anyMatch(BackupEnd::partial);
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("character set binary cannot be read safely"));
  }
}
