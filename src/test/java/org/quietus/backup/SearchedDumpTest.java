package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is found in dumps and what becomes of it, which is the same wherever they lie. */
class SearchedDumpTest extends BackupPlace {
  @Override
  Vault newVault(Path parent) {
    return new DirectoryVault(parent);
  }

  @Test
  void leavesARowThatAgreesInOneTraitAloneForReview() throws Exception {
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .replacing(
                "customer",
                Shop.ANN,
                "(1,'Zoe Zu','zoe@example.org','+49 1555 9',1,'2019-01-01 00:00:00')");
    dump(DUMP, dump);
    shop().erase();
    assertOutOf(DUMP, dump);
    assertThat(shop().ledger()).containsExactly("nightly.customer left for review 1");
  }

  @Test
  void keepsAnAddressThatOthersPointAt() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase().replacing("orders", "(2,2,2)", "(2,2,1)");
    dump(DUMP, dump);
    shop().erase();
    assertOutOf(
        DUMP,
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .replacing("orders", "(2,2,2)", "(2,2,1)")
            .before("address", "(2,'2 Ben Road')", "(1,'1 Ann Lane')"));
    assertThat(shop().ledger()).contains("nightly.address share 1");
  }

  @Test
  void recognisesThePersonUnderAnotherKeyWhereTheirOwnRowIsNotThere() throws Exception {
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .row(
                "customer",
                "(9,'Ann A.','ANN@example.org','0049 1555-1',NULL,'2019-01-01 00:00:00')")
            .row("chat_message", "(9,9,'Ann again')");
    dump(DUMP, dump);
    shop().erase();
    assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn());
  }

  @Test
  void leavesWhoSharesTwoTraitsWithAPersonWhoIsThereForReviewInEveryRun() throws Exception {
    String partner = "(9,'Al Ado','ANN@example.org','0049 1555-1',NULL,'2019-01-01 00:00:00')";
    dump(DUMP, ShopDump.ofTheDatabase().row("customer", partner));
    shop().annErasedEarlier();
    shop().jdbc().update("UPDATE quietus.suppression SET request_id = 'request-1'");
    for (int run = 0; run < 2; run++) {
      shop().erase();
      assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn().row("customer", partner));
      assertThat(shop().ledger()).contains("nightly.customer left for review 1");
      shop().nextRun();
    }
  }

  @Test
  void leavesWhoWasCreatedAfterTheErasure() throws Exception {
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .row(
                "customer",
                "(1,'Ann Ado','ann@example.org','+49 1555 1',NULL,'2026-03-02 08:00:00')")
            .row("chat_message", "(7,1,'I am back')");
    dump(DUMP, dump);
    shop().erase();
    assertOutOf(DUMP, dump);
    assertThat(shop().ends()).containsExactly("nightly clean 1");
  }

  @Test
  void findsWhatHangsOnAKeyWhoseRowIsGone() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase().withoutAnn().row("chat_message", "(7,1,'Ann was here')"));
    shop().erase();
    assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn());
  }

  @Test
  void leavesWhatIsNoGoodDumpAsItIs() throws Exception {
    byte[] good = ShopDump.gzip(ShopDump.ofTheDatabase().text());
    Map<String, byte[]> bad =
        Map.of(
            "nightly/a/cut.sql.gz",
            Arrays.copyOf(good, good.length / 2),
            "nightly/b/picture.sql.gz",
            new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
            "nightly/c/empty.sql.gz",
            new byte[0],
            "nightly/d/cut-in-a-string.sql.gz",
            ShopDump.gzip(
                ShopDump.ofTheDatabase()
                    .text()
                    .substring(0, ShopDump.ofTheDatabase().text().indexOf("Ben Road"))));
    for (Map.Entry<String, byte[]> each : bad.entrySet()) {
      put(each.getKey(), each.getValue());
    }
    shop().erase();
    for (Map.Entry<String, byte[]> each : bad.entrySet()) {
      assertThat(get(each.getKey())).isEqualTo(each.getValue());
    }
    assertThat(shop().ends()).containsExactly("nightly damaged 2", "nightly not-a-dump 2");
    assertThat(shop().backupEnds()).allMatch(end -> end.partial() && end.isResidual());
    assertThat(shop().ledger()).isEmpty();
  }

  @Test
  void namesASchemaThatIsNotTodaysAndTouchesNothing() throws Exception {
    ShopDump noPhone =
        ShopDump.ofTheDatabase()
            .table(
                "customer",
                "`id` bigint(20), `full_name` varchar(100), `email` varchar(200), `mobile`"
                    + " varchar(40), `address_id` bigint(20), `created_at` datetime(6)");
    ShopDump renamed =
        ShopDump.ofTheDatabase().table("messages", "`id` bigint(20), `who` bigint(20)");
    dump("nightly/a/no-phone.sql.gz", noPhone);
    dump("nightly/b/renamed.sql.gz", renamed);
    put(
        "nightly/c/no-customer.sql.gz",
        ShopDump.gzip(ShopDump.ofTheDatabase().text(List.of("address", "orders"))));
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly unmatched-schema 3");
    assertOutOf("nightly/a/no-phone.sql.gz", noPhone);
    assertOutOf("nightly/b/renamed.sql.gz", renamed);
    assertThat(shop().notes()).anyMatch(note -> note.contains("has no column 'phone'"));
  }

  @Test
  void namesATableThatLeadsFromOneToTheNextAndIsNotThere() throws Exception {
    String text =
        ShopDump.ofTheDatabase()
            .text(List.of("address", "chat_message", "customer", "invoice", "order_item"));
    put(DUMP, ShopDump.gzip(text));
    shop().erase();
    assertThat(ShopDump.gunzip(get(DUMP))).isEqualTo(text);
    assertThat(shop().ends()).containsExactly("nightly unmatched-schema 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("'order_item', but not 'orders'"));
  }

  @Test
  void namesAColumnThatAnInsertLeavesOutAlthoughRowsAreFoundByIt() throws Exception {
    String text =
        ShopDump.ofTheDatabase()
            .text()
            .replace(
                "INSERT INTO `orders` VALUES (1,1,1)", "INSERT INTO `orders` (`id`) VALUES (1)");
    put(DUMP, ShopDump.gzip(text));
    shop().erase();
    assertThat(ShopDump.gunzip(get(DUMP))).isEqualTo(text);
    assertThat(shop().ends()).containsExactly("nightly unmatched-schema 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("'orders' leaves out column"));
  }

  @Test
  void aValueThatCannotBeReadStopsItsRowAlone() throws Exception {
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .replacing("customer", Shop.ANN, Shop.ANN.replace("2020-01-01", "2020-13-01"))
            .row("invoice", "(8,2,'0000-00-00')")
            .row("invoice", "(9,2,'2011-00-05')");
    dump(DUMP, dump);
    shop().eraseBoth();
    assertThat(ShopDump.gunzip(get(DUMP)))
        .contains("Ann Ado", "(8,NULL,'0000-00-00')", "(9,NULL,'2011-00-05')")
        .doesNotContain("Ben Bo", "(3,2,'2011-05-05')");
    assertThat(shop().ledger()).contains("nightly.customer left for review 1");
  }
}
