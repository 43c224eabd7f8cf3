package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;

/** Dumps that were searched for Ann before the job file, or a foreign key, led to more of her. */
class WidenedGraphTest {
  private static final String DUMP = "nightly/shop.sql.gz";
  private static final String CHAT =
      "            - \"shop.chat_message.customer_ref -> shop.customer.id\"\n";
  private static final UnaryOperator<String> WITHOUT_CHAT =
      job ->
          job.replace(CHAT.substring(2), "")
              .replaceAll("\\R.*chat_message.customer_ref.*", "")
              .replaceAll("\\R *shop.chat_message: .*", "");
  private static final UnaryOperator<String> WITHOUT_ITEMS =
      job -> job.replaceAll("\\R *shop.order_item: .*", "");
  private static final List<String> LOOSE_ITEMS =
      List.of(
          "DROP TABLE order_item",
          "CREATE TABLE order_item (id BIGINT PRIMARY KEY, order_id BIGINT NOT NULL, article"
              + " VARCHAR(60))",
          "CREATE INDEX item_order ON order_item (order_id)");
  private static final String ITEMS_HANG =
      "ALTER TABLE order_item ADD CONSTRAINT of_order FOREIGN KEY (order_id) REFERENCES orders"
          + " (id)";

  @TempDir Path directory;
  private Vault vault;
  private Shop shop;
  private final List<String> calls = new ArrayList<>();

  private void open(UnaryOperator<String> job, List<String> statements) throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")),
            vault.settings(),
            (settings, clock) -> new DisturbedStore(Stores.open(settings, clock), calls::add),
            job,
            statements);
    shop.annErasedEarlier();
    shop.change("DELETE FROM customer WHERE id = 1");
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private void screen() {
    calls.clear();
    shop.notes().clear();
    shop.nextRun();
    shop.screen();
  }

  private void dump(ShopDump dump) throws Exception {
    vault.put(DUMP, ShopDump.gzip(dump.text()));
  }

  private void assertIs(ShopDump expected) throws Exception {
    assertThat(ShopDump.lines(ShopDump.gunzip(vault.get(DUMP))))
        .containsExactlyInAnyOrderElementsOf(ShopDump.lines(expected.text()));
  }

  private void assertIsReadNoMore() {
    screen();
    assertThat(shop.ends()).containsExactly("nightly screened 1");
    assertThat(calls).doesNotContain("open");
  }

  @Test
  void losesWhatANewEdgeLeadsTo() throws Exception {
    open(WITHOUT_CHAT, List.of());
    dump(ShopDump.ofTheDatabase());
    screen();
    assertIs(ShopDump.ofTheDatabase().withoutAnn().row("chat_message", "(1,1,'It\\'s Ann')"));
    assertIsReadNoMore();
    assertThat(shop.unsearched()).isEmpty();

    shop.rewritten(job -> job);
    assertThat(shop.unsearched()).singleElement().asString().contains("1 object version");
    screen();
    assertThat(shop.unsearched()).isEmpty();

    assertIs(ShopDump.ofTheDatabase().withoutAnn());
    assertThat(shop.ends()).containsExactly("nightly verified 1");
    assertIsReadNoMore();
  }

  @Test
  void losesWhatANewEdgeLeadsToInAllFilesOfABackup() throws Exception {
    open(WITHOUT_CHAT, List.of());
    for (String table : ShopDump.ofTheDatabase().tables()) {
      vault.put(
          "nightly/" + table + ".sql.gz",
          ShopDump.gzip(ShopDump.ofTheDatabase().text(List.of(table))));
    }
    screen();

    shop.rewritten(job -> job);
    screen();

    for (String table : ShopDump.ofTheDatabase().tables()) {
      assertThat(ShopDump.lines(ShopDump.gunzip(vault.get("nightly/" + table + ".sql.gz"))))
          .isEqualTo(ShopDump.lines(ShopDump.ofTheDatabase().withoutAnn().text(List.of(table))));
    }
    assertThat(shop.ends()).containsExactly("nightly clean 5", "nightly verified 1");
  }

  @Test
  void losesWhatANewForeignKeyLeadsTo() throws Exception {
    open(WITHOUT_CHAT, List.of());
    dump(ShopDump.ofTheDatabase());
    screen();
    shop.reshape("DELETE FROM chat_message WHERE customer_ref = 1");
    shop.reshape(
        "ALTER TABLE chat_message ADD CONSTRAINT of_customer FOREIGN KEY (customer_ref) REFERENCES"
            + " customer (id)");
    shop.rewritten(job -> job.replaceAll("\\R.*chat_message.customer_ref.*", ""));

    screen();

    assertIs(ShopDump.ofTheDatabase().withoutAnn());
    assertIsReadNoMore();
  }

  /** The orders that they hang on went with the first search. */
  @Test
  void saysInEachRunWhatNobodyCanTellBecauseTheRowsInBetweenAreGone() throws Exception {
    open(WITHOUT_ITEMS, LOOSE_ITEMS);
    dump(ShopDump.ofTheDatabase());
    screen();
    ShopDump left =
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .row("order_item", "(1,1,'Ann: tea pot')")
            .row("order_item", "(2,1,'Ann: lamp')");
    assertIs(left);
    shop.reshape(ITEMS_HANG);
    shop.rewritten(job -> job);

    for (int run = 1; run <= 2; run++) {
      screen();

      assertIs(left);
      assertThat(shop.ends()).containsExactly("nightly unread-rows 1");
      assertThat(shop.notes())
          .anyMatch(note -> note.contains("led to table 'order_item'") && note.contains("put the"));
    }
    dump(ShopDump.ofTheDatabase());
    screen();
    assertIs(ShopDump.ofTheDatabase().withoutAnn());
    assertIsReadNoMore();
  }

  @Test
  void findsWhomANewIdentifierTells() throws Exception {
    open(job -> job.replace("email: email, phone: phone", "email: email"), List.of());
    String other = "(8,'Ann A','x@example.org','+49 1555 1',NULL,'2019-01-01 00:00:00')";
    dump(ShopDump.ofTheDatabase().row("customer", other));
    screen();
    assertThat(shop.ledger()).noneMatch(line -> line.contains("review"));
    shop.rewritten(job -> job);

    screen();

    assertThat(shop.ledger()).containsExactly("nightly.customer left for review 1");
  }

  @Test
  void losesWhatNoLawKeepsAnyMore() throws Exception {
    open(job -> job, List.of());
    dump(ShopDump.ofTheDatabase());
    screen();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).contains("(1,NULL,'2025-05-05')");
    String kept = "(7,1,'2025-06-06')";
    dump(ShopDump.ofTheDatabase().withoutAnn().row("invoice", kept));
    screen();
    shop.rewritten(
        job -> job.replaceAll("shop.invoice: \\{ keep.*", "shop.invoice: { then: delete }"));

    screen();

    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain(kept);
  }

  @Test
  void isNotReadAgainWhereNobodyOfTheKindWasErased() throws Exception {
    open(WITHOUT_CHAT, List.of());
    shop.jdbc().update("DELETE FROM quietus.suppression");
    dump(ShopDump.ofTheDatabase());
    shop.nextRun();
    shop.erase("request-3", "ben@example.org");
    shop.rewritten(job -> job);

    screen();

    assertThat(calls).doesNotContain("open");
  }
}
