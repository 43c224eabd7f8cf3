package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;

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
        .contains("nightly.address share 1")
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
            "nightly.customer left for review 1", "nightly.customer left for review too 1");
  }

  /** Ben has Ann's number and address and lives on in the database, with another number by now. */
  @Test
  void whoLivesInTheDatabaseStaysInADumpWithoutThePersonsOwnRow() throws Exception {
    ShopDump dump = withBen("ann@example.org");
    vault.put(DUMP, ShopDump.gzip(dump.text()));
    shop.erase();
    assertIs(dump);
    assertThat(shop.ledger()).containsExactly("nightly.customer left for review 1");
  }

  @Test
  void whoLivesInTheDatabaseStaysInADumpThatTurnsUpAfterTheErasure() throws Exception {
    shop.annErasedEarlier();
    ShopDump dump = withBen("ann@example.org");
    vault.put(DUMP, ShopDump.gzip(dump.text()));
    shop.screen();
    assertIs(dump);
    assertThat(shop.ledger()).containsExactly("nightly.customer left for review 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("request-0"));
  }

  @Test
  void whoHasTheSameTraitsTodayIsNamedWithoutBeingADoubt() throws Exception {
    shop.annErasedEarlier();
    shop.change("UPDATE customer SET email = 'ann@example.org', phone = '+49 1555 1' WHERE id = 2");
    ShopDump dump = withBen("ann@example.org");
    vault.put(DUMP, ShopDump.gzip(dump.text()));
    shop.screen();
    assertIs(dump);
    assertThat(shop.ledger()).isEmpty();
    assertThat(shop.notes()).anyMatch(note -> note.contains("in the database today"));
  }

  @Test
  void severalRowsUnderOtherKeysAreNobodysForCertain() throws Exception {
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .without("customer", Shop.ANN)
            .row("customer", "(8,'A','ann@example.org','+49 1555 1',NULL,'2019-01-01 00:00:00')")
            .row("customer", "(9,'B','ann@example.org','+49 1555 1',NULL,'2019-01-01 00:00:00')");
    vault.put(DUMP, ShopDump.gzip(dump.text()));
    shop.erase();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).contains("(8,'A'", "(9,'B'");
    assertThat(shop.ledger()).contains("nightly.customer left for review 2");
  }

  private static ShopDump withBen(String email) {
    String ben = "(2,'Ben Bo','%s','+49 1555 1',2,'2020-01-02 00:00:00')".formatted(email);
    return ShopDump.ofTheDatabase().withoutAnn().replacing("customer", Shop.BEN, ben);
  }

  private void assertIs(ShopDump dump) throws Exception {
    assertThat(ShopDump.gunzip(vault.get(DUMP))).isEqualTo(dump.text());
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
