package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.catalog.RowValues;
import org.quietus.subject.TokenKind;
import org.quietus.target.HeldBackups;

/**
 * Objects that come to a backup of several when an earlier run has taken a person's own row out of
 * the others: nothing but the key that their rows hang on tells whose they are.
 */
class LateObjectTest {
  @TempDir Path directory;
  private Vault vault;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    open(UnaryOperator.identity());
  }

  private void open(UnaryOperator<String> job, String... statements) throws Exception {
    if (shop != null) {
      shop.close();
    }
    shop =
        new Shop(
            Files.createTempDirectory(directory, "shop"),
            vault.settings(),
            Stores::open,
            job,
            List.of(statements));
    shop.annErasedEarlier();
    shop.change("DELETE FROM customer WHERE id = 1");
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  /** A folder of one file a table, of which some come when the others were searched. */
  private void screenedBefore(String... late) throws Exception {
    List<String> early = new ArrayList<>(ShopDump.ofTheDatabase().tables());
    early.removeAll(Arrays.asList(late));
    put(ShopDump.ofTheDatabase(), early);
    shop.screen();
    assertThat(text("customer")).doesNotContain("Ann");
    put(ShopDump.ofTheDatabase(), Arrays.asList(late));
    shop.nextRun();
    shop.notes().clear();
  }

  private void put(ShopDump dump, List<String> tables) throws Exception {
    for (String table : tables) {
      vault.put("nightly/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))));
    }
  }

  private String text(String table) throws Exception {
    return ShopDump.gunzip(vault.get("nightly/" + table + ".sql.gz"));
  }

  private void assertWithoutAnn(String... tables) throws Exception {
    for (String table : tables) {
      assertThat(ShopDump.lines(text(table)))
          .isEqualTo(ShopDump.lines(ShopDump.ofTheDatabase().withoutAnn().text(List.of(table))));
    }
  }

  private void assertAsItWas(String... tables) throws Exception {
    for (String table : tables) {
      assertThat(text(table)).isEqualTo(ShopDump.ofTheDatabase().text(List.of(table)));
    }
  }

  @Test
  void losesWhatHangsOnAnOwnRowThatIsGone() throws Exception {
    screenedBefore("chat_message", "invoice");
    shop.screen();
    assertWithoutAnn("chat_message", "invoice", "customer", "orders", "order_item", "address");
    assertThat(shop.ends()).containsExactly("nightly clean 4", "nightly verified 2");
    assertThat(shop.ledger())
        .containsExactly(
            "nightly.chat_message delete 1",
            "nightly.invoice delete 1",
            "nightly.invoice keep 1",
            "nightly.invoice unlink 1");
    shop.nextRun();
    shop.screen();
    assertThat(shop.ends()).doesNotContain("nightly unread-rows 1");
  }

  @Test
  void losesWhatHangsOnItsOwnRowsToo() throws Exception {
    screenedBefore("order_item", "orders");
    shop.screen();
    assertWithoutAnn("orders", "order_item");
    assertThat(shop.ends()).containsExactly("nightly clean 4", "nightly verified 2");
  }

  @Test
  void saysInEachRunWhenTheRowsInBetweenAreGone() throws Exception {
    screenedBefore("address", "order_item");
    for (int run = 1; run <= 2; run++) {
      shop.screen();
      assertAsItWas("address", "order_item");
      assertThat(shop.ends()).contains("nightly unread-rows 2");
      assertThat(shop.backupEnds()).anyMatch(end -> end.partial());
      assertThat(shop.notes()).anyMatch(note -> note.contains("rows of table 'address' that"));
      assertThat(shop.notes()).anyMatch(note -> note.contains("rows of table 'order_item' that"));
      shop.nextRun();
      shop.notes().clear();
    }
    put(ShopDump.ofTheDatabase(), List.copyOf(ShopDump.ofTheDatabase().tables()));
    shop.screen();
    assertWithoutAnn("address", "order_item", "customer", "orders");
  }

  /** As after the control schema was restored from a backup of before. */
  @Test
  void saysSoToWhereNothingIsKnownOfEarlierSearches() throws Exception {
    screenedBefore("chat_message", "order_item");
    for (String table : List.of("screened", "screened_without", "screened_later")) {
      shop.jdbc().update("DELETE FROM quietus." + table);
    }
    shop.screen();
    assertWithoutAnn("chat_message");
    assertAsItWas("order_item");
    assertThat(shop.ends()).contains("nightly unread-rows 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("rows of table 'order_item' that"));
  }

  @Test
  void saysSoStillWhenAHoldHasStoodInTheWay() throws Exception {
    screenedBefore("chat_message", "order_item");
    for (int run = 1; run <= 2; run++) {
      shop.hold(new HeldBackups(true, false, Runnable::run));
      shop.screen();
      shop.screen(); // as a further round of the same run
      shop.nextRun();
      shop.notes().clear();
    }
    shop.hold(HeldBackups.NONE);
    shop.screen();
    assertWithoutAnn("chat_message");
    assertAsItWas("order_item");
    assertThat(shop.ends())
        .containsExactly("nightly clean 4", "nightly unread-rows 1", "nightly verified 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("rows of table 'order_item' that"));
  }

  @Test
  void saysSoToWhenTheOthersCouldNotBeReadToTheirEnd() throws Exception {
    ShopDump unread =
        ShopDump.ofTheDatabase()
            .row("customer", "('?','Zed','zed@example.org','+49 1555 9',NULL,NULL)")
            .row("orders", "(5,'?',3)");
    put(unread, List.of("customer", "orders"));
    shop.screen();
    assertThat(text("customer")).doesNotContain("Ann");
    assertThat(shop.ends()).containsExactly("nightly unread-rows 2");
    put(ShopDump.ofTheDatabase(), List.of("order_item"));
    shop.nextRun();
    shop.screen();
    assertAsItWas("order_item");
    assertThat(shop.ends()).containsExactly("nightly unread-rows 3");
  }

  /** What the database had lost before does not lead to them either. */
  @Test
  void saysSoToWhileTheRequestSettles() throws Exception {
    shop.close();
    shop = new Shop(Files.createTempDirectory(directory, "own"), vault.settings(), Stores::open);
    shop.erasedEarlier("request-1", Map.of(TokenKind.ROW_KEY, new RowValues(List.of(1L)).encode()));
    List<String> early = new ArrayList<>(ShopDump.ofTheDatabase().tables());
    early.remove("order_item");
    put(ShopDump.ofTheDatabase(), early);
    shop.erase();
    assertWithoutAnn("orders", "customer");
    put(ShopDump.ofTheDatabase(), List.of("order_item"));
    shop.nextRun();
    shop.erase();
    assertAsItWas("order_item");
    assertThat(shop.ends()).contains("nightly unread-rows 1");
  }

  /** Whoever abandons a run that was killed between two of its files forgets what led to rows. */
  @Test
  void anotherRunFindsWhatOneThatWasGivenUpHadNotReached() throws Exception {
    for (int n = 20; n < 36; n++) { // while files take the places of others
      for (String order : List.of("ab", "ba")) {
        putAs(order, "customer", "c");
        putAs(order, "orders", order.substring(0, 1));
        putAs(order, "order_item", order.substring(1));
      }
      shop.killAt(n, false);
      try {
        shop.screen();
      } catch (Shop.Killed e) {
        shop.killAt(Integer.MAX_VALUE, false);
        shop.nextRun();
        shop.screen();
      }
      for (String order : List.of("ab", "ba")) {
        String items = "nightly/" + order + "/" + order.substring(1) + ".sql.gz";
        assertThat(ShopDump.lines(ShopDump.gunzip(vault.get(items))))
            .as("killed at %d, %s", n, order)
            .isEqualTo(
                ShopDump.lines(ShopDump.ofTheDatabase().withoutAnn().text(List.of("order_item"))));
      }
      shop.nextRun();
    }
  }

  private void putAs(String folder, String table, String name) throws Exception {
    byte[] file = ShopDump.gzip(ShopDump.ofTheDatabase().text(List.of(table)));
    vault.put("nightly/" + folder + "/" + name + ".sql.gz", file);
  }

  @Test
  void keepsQuietOfRowsThatAllLeadToSomebody() throws Exception {
    ShopDump others = ShopDump.ofTheDatabase().withoutAnn();
    put(others, List.of("customer", "orders", "invoice", "chat_message"));
    shop.screen();
    put(others, List.of("address", "order_item"));
    shop.nextRun();
    shop.screen();
    assertThat(shop.ends()).containsExactly("nightly clean 6");
  }

  @Test
  void leavesWhatHangsOnTheKeyOfSomebodyOfToday() throws Exception {
    screenedBefore("chat_message");
    shop.change("INSERT INTO customer (id, full_name) VALUES (1, 'Zed')");
    shop.screen();
    assertAsItWas("chat_message");
    assertThat(shop.ends()).contains("nightly unread-rows 1");
    shop.change("DELETE FROM customer WHERE id = 1");
    shop.nextRun();
    shop.screen();
    assertWithoutAnn("chat_message");
  }

  private static final String ANONYMISED = "(1,NULL,NULL,NULL,NULL,'2020-01-01 00:00:00')";

  @Test
  void leavesWhatHangsOnAKeyThatWasGivenAgain() throws Exception {
    screenedBefore("chat_message");
    shop.change("INSERT INTO customer (id, created_at) VALUES (1, '2026-05-01 00:00:00')");
    shop.screen();
    assertAsItWas("chat_message");
    assertThat(shop.ends()).contains("nightly unread-rows 1");
  }

  @Test
  void losesWhatHangsOnAnOwnRowThatIsAnonymised() throws Exception {
    anonymising("");
    lateChatBeside(ShopDump.ofTheDatabase().withoutAnn().before("customer", Shop.BEN, ANONYMISED));
    assertWithoutAnn("chat_message");
    assertThat(text("customer")).contains(ANONYMISED);
  }

  @Test
  void losesWhatHangsOnAnOwnRowThatBearsAMark() throws Exception {
    anonymising("mark: erased_at,");
    String marked = "(1,NULL,NULL,NULL,NULL,NULL,'2026-03-01 13:00:00')";
    lateChatBeside(
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .without("customer", Shop.BEN)
            .without("customer", Shop.CID)
            .table(
                "customer",
                "`id` bigint(20) NOT NULL, `full_name` varchar(100), `email` varchar(200), `phone`"
                    + " varchar(40), `address_id` bigint(20), `created_at` datetime(6), `erased_at`"
                    + " datetime(6)")
            .row("customer", marked));
    assertWithoutAnn("chat_message");
    assertThat(text("customer")).contains(marked);
  }

  @Test
  void saysWhenNothingTellsWhoseAnAnonymisedRowIs() throws Exception {
    anonymising("");
    String undated = "(1,NULL,NULL,NULL,NULL,NULL)";
    lateChatBeside(ShopDump.ofTheDatabase().withoutAnn().before("customer", Shop.BEN, undated));
    assertAsItWas("chat_message");
    assertThat(shop.ends()).contains("nightly unread-rows 1");
  }

  private void anonymising(String mark) throws Exception {
    open(
        job ->
            job.replace("shop.customer: { then: delete }", "shop.customer: { then: anonymise }")
                + "anonymise: { shop.customer: { %s with: { full_name: set-null, email: set-null, phone: set-null, address_id: set-null } } }\n"
                    .formatted(mark),
        "ALTER TABLE customer ADD COLUMN erased_at TIMESTAMP");
  }

  private void lateChatBeside(ShopDump early) throws Exception {
    put(early, List.of("customer", "orders"));
    shop.screen();
    put(ShopDump.ofTheDatabase(), List.of("chat_message"));
    shop.nextRun();
    shop.screen();
  }

  @Test
  void leavesWhatHangsOnTheKeyOfSomebodyInTheBackup() throws Exception {
    screenedBefore("chat_message");
    ShopDump dump = ShopDump.ofTheDatabase().withoutAnn();
    String zed = "(1,'Zed','zed@example.org','+49 1555 9',NULL,'2026-04-01 00:00:00')";
    put(dump.row("customer", zed), List.of("customer"));
    shop.screen();
    assertAsItWas("chat_message");
    assertThat(text("customer")).contains("Zed");
  }

  @Test
  void leavesWhatMayBeSomebodysWhoIsHeld() throws Exception {
    screenedBefore("chat_message");
    shop.hold(new HeldBackups(true, false, Runnable::run));
    shop.screen();
    assertAsItWas("chat_message");
    assertThat(shop.notes()).anyMatch(note -> note.contains("request-0"));
    shop.hold(HeldBackups.NONE);
    shop.nextRun();
    shop.screen();
    assertWithoutAnn("chat_message");
  }

  @Test
  void leavesWhatIsOfSomebodyWhoseRequestIsNotCarriedOut() throws Exception {
    screenedBefore("chat_message");
    shop.carriedOut(false);
    shop.screen();
    assertAsItWas("chat_message");
    shop.carriedOut(true);
    shop.nextRun();
    shop.screen();
    assertWithoutAnn("chat_message");
  }
}
