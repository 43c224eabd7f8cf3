package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import org.quietus.subject.IdentifierType;
import org.quietus.subject.TokenKind;

/** A key that was a person's and is somebody else's later never takes that one's rows along. */
class ReusedKeyBackupTest {
  private static final String EVE =
      "(1,'Eve Eden','eve@example.org','+49 1555 7',NULL,'2026-03-02 08:00:00')";
  private static final String CHAT = "(9,1,'It is Eve')";

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

  private String content(String key) throws Exception {
    return new String(vault.get(key), UTF_8);
  }

  private void assertUntouched(String key, String... rows) throws Exception {
    shop.erase();
    assertThat(content(key)).contains(rows);
    assertThat(shop.backupEnds()).isNotEmpty().allMatch(end -> end.partial());
    assertThat(shop.notes()).anyMatch(note -> note.contains("two persons have the same key"));
  }

  @Test
  void ofTheirOwnRowInAFolderOfSeveralNights() throws Exception {
    ShopDump later =
        ShopDump.ofTheDatabase().withoutAnn().row("customer", EVE).row("chat_message", CHAT);
    for (String table : later.tables()) {
      vault.put("nightly/1-" + table + ".sql", text(ShopDump.ofTheDatabase(), table));
      vault.put("nightly/2-" + table + ".sql", text(later, table));
    }
    assertUntouched("nightly/2-customer.sql", EVE);
    assertThat(content("nightly/2-chat_message.sql")).contains(CHAT);
  }

  private static byte[] text(ShopDump dump, String table) {
    return dump.text(List.of(table)).getBytes(UTF_8);
  }

  @Test
  void ofARowThatLeadsOnInDumpsBehindEachOther() throws Exception {
    String order = "(1,2,2)";
    String item = "(9,1,'Ben: kettle')";
    ShopDump later =
        ShopDump.ofTheDatabase().withoutAnn().row("orders", order).row("order_item", item);
    String both = ShopDump.ofTheDatabase().text() + later.text();
    vault.put("nightly/shop.sql", both.getBytes(UTF_8));
    assertUntouched("nightly/shop.sql", order, item);
  }

  @Test
  void underWhichThePersonIsRecognisedThoughTheirsWasAnother() throws Exception {
    for (boolean earlier : List.of(false, true)) {
      String ann = Shop.ANN.replace("(1,", "(7,");
      String eve = EVE.replace("(1,", "(7,");
      String chat = CHAT.replace(",1,", ",7,");
      ShopDump first = ShopDump.ofTheDatabase().replacing("customer", Shop.ANN, ann);
      ShopDump later =
          ShopDump.ofTheDatabase().withoutAnn().row("customer", eve).row("chat_message", chat);
      vault.put("nightly/shop.sql", (first.text() + later.text()).getBytes(UTF_8));
      if (earlier) {
        shop.nextRun();
        shop.annErasedEarlier();
        shop.screen();
      } else {
        shop.erase();
      }
      assertThat(content("nightly/shop.sql")).contains(ann, eve, chat);
      assertThat(shop.ends()).containsExactly("nightly unmatched-schema 1");
      assertThat(shop.notes()).anyMatch(note -> note.contains("two persons have the same key"));
    }
  }

  /** A key that is an identifier too is one trait, and not two. */
  @Test
  void thatIsAnIdentifierTooInADumpOfTheTimeBefore() throws Exception {
    String olaf = "(1,'Olaf Old','olaf@example.org','+49 1555 9',NULL,'2019-01-01 08:00:00')";
    String dump = ShopDump.ofTheDatabase().replacing("customer", Shop.ANN, olaf).text();
    for (boolean earlier : List.of(false, true)) {
      shop.close();
      shop =
          new Shop(
              Files.createTempDirectory(directory, "shop"),
              vault.settings(),
              Stores::open,
              job -> job.replace("identifiers: { email:", "identifiers: { id: id, email:"),
              List.of());
      vault.put("nightly/shop.sql", dump.getBytes(UTF_8));
      if (earlier) {
        shop.erasedEarlier(
            "request-0",
            Map.of(
                TokenKind.of(IdentifierType.ID),
                "1",
                TokenKind.of(IdentifierType.EMAIL),
                "ann@example.org",
                TokenKind.ROW_KEY,
                new RowValues(List.of(1L)).encode()));
        shop.screen();
      } else {
        shop.erase();
      }
      assertThat(content("nightly/shop.sql")).as("earlier " + earlier).isEqualTo(dump);
      assertThat(shop.ledger()).containsExactly("nightly.customer left for review 1");
    }
  }
}
