package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.catalog.RowValues;
import org.quietus.subject.TokenKind;

/**
 * A dump that a run could not search to its end is searched by the next ones too, when what told
 * others from the person is gone from it.
 */
class LaterRunBackupTest {
  private static final String DUMP = "nightly/shop.sql.gz";

  /** Shares two traits with Ann; whether it is hers nobody knows. */
  private static final String OTHER =
      "(8,'Ann A','ann@example.org','+49 1555 1',NULL,'2019-01-01 00:00:00')";

  private static final String UNREAD =
      "('?','Zed','zed@example.org','+49 1555 9',NULL,'2019-01-01 00:00:00')";

  @TempDir Path directory;
  private Vault vault;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(Files.createDirectory(directory.resolve("shop")), vault.settings(), Stores::open);
    ShopDump dump = ShopDump.ofTheDatabase().row("customer", OTHER).row("customer", UNREAD);
    vault.put(DUMP, ShopDump.gzip(dump.text()));
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private void assertOthersStay() throws Exception {
    assertThat(shop.ends()).containsExactly("nightly unread-rows 1");
    assertThat(shop.ledger()).contains("nightly.customer left for review 1");
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain(Shop.ANN).contains(OTHER, UNREAD);
  }

  @Test
  void takesNobodyElseForThePersonOfARequest() throws Exception {
    shop.erasedEarlier("request-1", Map.of(TokenKind.ROW_KEY, new RowValues(List.of(1L)).encode()));
    for (int run = 1; run <= 3; run++) {
      shop.erase();
      assertOthersStay();
      shop.nextRun();
    }
  }

  /** As after the control schema was restored from a backup of before. */
  @Test
  void takesNobodyElseForThePersonWhereNothingIsKnownOfEarlierSearches() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase().row("customer", OTHER);
    vault.put(DUMP, ShopDump.gzip(dump.text()));
    shop.annErasedEarlier();
    for (int run = 1; run <= 3; run++) {
      shop.screen();
      assertThat(shop.ledger()).contains("nightly.customer left for review 1");
      assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain(Shop.ANN).contains(OTHER);
      shop.nextRun();
      for (String table : List.of("screened", "screened_without", "screened_later")) {
        shop.jdbc().update("DELETE FROM quietus." + table);
      }
    }
  }

  @Test
  void takesNobodyElseForAPersonWhoWasErasedBefore() throws Exception {
    shop.annErasedEarlier();
    for (int run = 1; run <= 3; run++) {
      shop.screen();
      assertOthersStay();
      shop.nextRun();
    }
  }
}
