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

  private Shop anonymising() throws Exception {
    return new Shop(
        Files.createTempDirectory(directory, "shop"),
        vault.settings(),
        Stores::open,
        job ->
            job.replace("shop.customer: { then: delete }", "shop.customer: { then: anonymise }")
                .replaceAll(" +- \"shop.customer.address_id .*\n| +shop.address: .*\n", "")
                .replace(
                    "retention:\n",
                    """
                    anonymise:
                      shop.customer:
                        with: { full_name: redact, email: set-null, phone: set-null }
                    retention:
                    """),
        List.of());
  }

  /** Nothing but the key of an anonymised row tells whose it was, and nothing of the other's. */
  @Test
  void ofWhomAnotherStateOfTheTableHasBeforeOrAfterTheAnonymisedRow() throws Exception {
    String former = "(1,'Olaf Old','olaf@example.org','+49 1555 9',NULL,'2019-01-01 08:00:00')";
    String chat = "(9,1,'It is Olaf')";
    String gone = "(1,'********',NULL,NULL,NULL,'2020-01-01 00:00:00')";
    ShopDump before =
        ShopDump.ofTheDatabase().withoutAnn().row("customer", former).row("chat_message", chat);
    ShopDump after = ShopDump.ofTheDatabase().withoutAnn().row("customer", gone);
    assertNobodyIsTaken(false, before.text() + after.text());
    assertNobodyIsTaken(false, after.text() + before.text());
  }

  @Test
  void ofWhomAnotherStateOfTheTableHasTheSameRowIsTheirs() throws Exception {
    String changed = Shop.ANN.replace("ann@", "a@").replace("555 1", "7");
    String gone = "(1,'********',NULL,NULL,1,'2020-01-01 00:00:00')";
    ShopDump before = ShopDump.ofTheDatabase().replacing("customer", Shop.ANN, changed);
    ShopDump after = ShopDump.ofTheDatabase().withoutAnn().row("customer", gone);
    shop.close();
    shop = anonymising();
    vault.put("nightly/shop.sql", (before.text() + after.text()).getBytes(UTF_8));
    shop.erase();
    assertThat(content("nightly/shop.sql")).doesNotContain("a@example.org").contains(gone);
    assertThat(shop.ends()).containsExactly("nightly verified 1");
  }

  @Test
  void ofWhoseRowIsAnonymisedInAnotherStateOfTheTable() throws Exception {
    ShopDump before = ShopDump.ofTheDatabase();
    for (String created : List.of("2019-01-01 08:00:00", "2026-03-02 08:00:00")) {
      String other = "(1,'********',NULL,NULL,NULL,'" + created + "')";
      ShopDump after =
          ShopDump.ofTheDatabase().withoutAnn().row("customer", other).row("chat_message", CHAT);
      for (boolean earlier : List.of(false, true)) {
        assertNobodyIsTaken(earlier, before.text() + after.text());
      }
    }
  }

  private void assertNobodyIsTaken(boolean earlier, String dump) throws Exception {
    shop.close();
    shop = anonymising();
    vault.put("nightly/shop.sql", dump.getBytes(UTF_8));
    if (earlier) {
      shop.annErasedEarlier();
      shop.screen();
    } else {
      shop.erase();
    }
    assertThat(content("nightly/shop.sql")).as("earlier " + earlier).isEqualTo(dump);
    assertThat(shop.ends()).as("earlier " + earlier).containsExactly("nightly unmatched-schema 1");
  }
}
