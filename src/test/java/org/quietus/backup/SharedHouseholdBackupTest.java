package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who shares a telephone, an address or more with an erased person stays in the dumps. */
class SharedHouseholdBackupTest {
  private static final String DUMP = "nightly/shop.sql.gz";

  @TempDir Path directory;
  private Vault vault;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(Files.createDirectory(directory.resolve("shop")), vault.settings(), Stores::open);
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  @Test
  void whoSharesThePhoneAndTheAddressStaysWithThemAndIsLeftForReview() throws Exception {
    assertStays("(2,'Ben Bo','ben@example.org','+49 1555 1',1,'2020-01-02 00:00:00')");
  }

  @Test
  void whoSharesTheEMailAndTheAddressStaysWithThemAndIsLeftForReview() throws Exception {
    assertStays("(2,'Ben Bo','ann@example.org','+49 1555 2',1,'2020-01-02 00:00:00')");
  }

  @Test
  void whoSharesTheAddressStaysWithIt() throws Exception {
    String ben = "(2,'Ben Bo','ben@example.org','+49 1555 2',1,'2020-01-02 00:00:00')";
    erase(ben);
    assertThat(shop.ends()).containsExactly("nightly verified 1");
    assertThat(shop.ledger())
        .contains("nightly.address keep 1")
        .noneMatch(line -> line.contains("review"));
  }

  @Test
  void aRowThatMayBeOfTwoPersonsIsLeftForReviewForBoth() throws Exception {
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .row("customer", "(9,'Zoe','ann@example.org','+49 1555 2',NULL,'2019-01-01 00:00:00')");
    vault.put(DUMP, ShopDump.gzip(dump.text()));
    shop.eraseBoth();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain("Ann A", "Ben B").contains("Zoe");
    assertThat(shop.ledger())
        .filteredOn(line -> line.contains("review"))
        .containsExactly(
            "nightly.customer left for review 1", "nightly.customer left for review 1");
  }

  private void assertStays(String ben) throws Exception {
    erase(ben);
    assertThat(shop.ledger()).contains("nightly.customer left for review 1");
  }

  private void erase(String ben) throws Exception {
    ShopDump before = ShopDump.ofTheDatabase().replacing("customer", Shop.BEN, ben);
    vault.put(DUMP, ShopDump.gzip(before.text()));
    shop.erase();
    ShopDump after =
        ShopDump.ofTheDatabase()
            .replacing("customer", Shop.BEN, ben)
            .withoutAnn()
            .before("address", "(2,'2 Ben Road')", "(1,'1 Ann Lane')");
    assertThat(ShopDump.lines(ShopDump.gunzip(vault.get(DUMP))))
        .isEqualTo(ShopDump.lines(after.text()));
  }
}
