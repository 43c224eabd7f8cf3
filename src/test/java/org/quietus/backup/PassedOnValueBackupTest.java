package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;

/**
 * Rows that hang on another value than a key, which passes from one person to the next: in a dump
 * of an earlier day it is whose it was then.
 */
class PassedOnValueBackupTest {
  private static final String DUMP = "nightly/shop.sql.gz";
  private static final String ANN_BEFORE =
      "(1,'Ann Ado','old@example.org','+49 1555 1',1,'2020-01-01 00:00:00')";
  private static final String BEN_BEFORE =
      "(2,'Ben Bo','ann@example.org','+49 1555 2',2,'2020-01-02 00:00:00')";
  private static final String OF_TODAYS_ADDRESS = "(1,'ann@example.org')";
  private static final String OF_ANNS_OLD_ADDRESS = "(2,'old@example.org')";

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
            job ->
                job.replace(
                        "    owns:\n",
                        "    owns:\n      - \"shop.mailing.email -> shop.customer.email\"\n")
                    .replace(
                        "  records:\n    shop.customer:",
                        "  records:\n    shop.mailing: { then: delete }\n    shop.customer:"),
            List.of(
                "CREATE UNIQUE INDEX customer_by_email ON customer (email)",
                "CREATE TABLE mailing (id BIGINT PRIMARY KEY, email VARCHAR(200))",
                "CREATE INDEX mailing_by_email ON mailing (email)"));
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private static ShopDump dump() {
    return ShopDump.ofTheDatabase()
        .table("mailing", "`id` bigint(20) NOT NULL, `email` varchar(200)");
  }

  private String left(ShopDump dump) throws Exception {
    vault.put(DUMP, ShopDump.gzip(dump.text()));
    shop.erase();
    return ShopDump.gunzip(vault.get(DUMP));
  }

  @Test
  void rowsOfWhoHadItThenStayInADumpWithoutThePersonsOwnRow() throws Exception {
    ShopDump dump =
        dump()
            .without("customer", Shop.ANN)
            .replacing("customer", Shop.BEN, BEN_BEFORE)
            .row("mailing", OF_TODAYS_ADDRESS);
    assertThat(left(dump)).contains(OF_TODAYS_ADDRESS);
  }

  @Test
  void rowsGoByItInADumpWithoutThePersonsOwnRowIfNobodyElseHadIt() throws Exception {
    ShopDump dump = dump().without("customer", Shop.ANN).row("mailing", OF_TODAYS_ADDRESS);
    assertThat(left(dump)).doesNotContain(OF_TODAYS_ADDRESS);
  }

  @Test
  void rowsOfWhoHadItThenStayAndTheDumpIsVerified() throws Exception {
    ShopDump dump =
        dump()
            .replacing("customer", Shop.ANN, ANN_BEFORE)
            .replacing("customer", Shop.BEN, BEN_BEFORE)
            .row("mailing", OF_TODAYS_ADDRESS)
            .row("mailing", OF_ANNS_OLD_ADDRESS);
    assertThat(left(dump)).contains(OF_TODAYS_ADDRESS).doesNotContain(OF_ANNS_OLD_ADDRESS);
    assertThat(shop.ends()).containsExactly("nightly verified 1");
  }

  /** The row of the address at which the person lives today was there before they moved. */
  @Test
  void aDumpOfBeforeThePersonMovedIsVerified() throws Exception {
    String before = Shop.ANN.replace(",1,'2020", ",NULL,'2020");
    ShopDump dump = dump().replacing("customer", Shop.ANN, before).without("orders", "(1,1,1)");
    assertThat(left(dump)).contains("(1,'1 Ann Lane')");
    assertThat(shop.ends()).containsExactly("nightly verified 1");
  }

  /** Among rows that --where chose there may be no row of who had it then. */
  @Test
  void aDumpOfChosenPersonsIsLeftAndNamed() throws Exception {
    ShopDump dump = dump().without("customer", Shop.ANN).row("mailing", OF_TODAYS_ADDRESS);
    String text =
        dump.text()
            .replace(
                "INSERT INTO `customer` VALUES (2",
                "-- WHERE:  id > 1\n\nINSERT INTO `customer` VALUES (2");
    vault.put(DUMP, ShopDump.gzip(text));
    shop.erase();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).isEqualTo(text);
    assertThat(shop.ends()).containsExactly("nightly unmatched-schema 1");
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("rows of table 'customer' that --where chose"));
  }
}
