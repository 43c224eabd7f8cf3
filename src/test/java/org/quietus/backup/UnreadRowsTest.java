package org.quietus.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;

/**
 * A row of a dump whose key cannot be read stays and is named; everybody else is taken out, and the
 * backup is searched again by the next run.
 */
class UnreadRowsTest {
  private static final String DUMP = "nightly/shop.sql";

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
  void aReferenceThatIsNotOfItsTypeStopsItsRowAlone() throws Exception {
    put(ShopDump.ofTheDatabase().row("orders", "(9,'1x',2)"));
    shop.erase();
    assertLeft(
        "orders.customer_id", ShopDump.ofTheDatabase().withoutAnn().row("orders", "(9,'1x',2)"));
    shop.nextRun();
    shop.erase();
    assertLeft(
        "orders.customer_id", ShopDump.ofTheDatabase().withoutAnn().row("orders", "(9,'1x',2)"));
  }

  @Test
  void aKeyThatIsNotOfItsTypeStopsItsRowAlone() throws Exception {
    String row = "('x','Dee Du','dee@example.org','+49 1555 4',3,'2020-01-03 00:00:00')";
    put(ShopDump.ofTheDatabase().row("customer", row));
    shop.erase();
    assertLeft("customer.id", ShopDump.ofTheDatabase().withoutAnn().row("customer", row));
  }

  @Test
  void aKeyThatIsNotOfItsTypeStopsItsRowAloneWhereEarlierErasuresAreSought() throws Exception {
    shop.annErasedEarlier();
    String row = "('x','Dee Du','dee@example.org','+49 1555 4',3,'2020-01-03 00:00:00')";
    put(ShopDump.ofTheDatabase().row("customer", row));
    shop.screen();
    assertLeft("customer.id", ShopDump.ofTheDatabase().withoutAnn().row("customer", row));
    shop.nextRun();
    shop.screen();
    assertThat(shop.ends()).containsExactly("nightly unread-rows 1");
  }

  @Test
  void whatHangsOnAKeyThatCannotBeReadIsNotCutOffFromIt() throws Exception {
    put(ShopDump.ofTheDatabase().replacing("orders", "(1,1,1)", "('x',1,1)"));
    shop.erase();
    assertThat(text())
        .contains("('x',1,1)", "(1,1,'Ann: tea pot')")
        .as("what the order hangs on")
        .contains(Shop.ANN, "(1,'1 Ann Lane')")
        .doesNotContain("(2,1,'2011-05-05')", "It\\'s Ann");
    assertThat(shop.ledger())
        .contains("nightly.orders left for review 1", "nightly.customer left for review 1");
    assertThat(shop.ends()).containsExactly("nightly unread-rows 1");
  }

  @Test
  void thePersonsOwnRowStaysWithAReferenceThatCannotBeRead() throws Exception {
    put(
        ShopDump.ofTheDatabase()
            .replacing("customer", Shop.ANN, Shop.ANN.replace("1',1,", "1','x',")));
    shop.eraseBoth();
    assertThat(text()).contains("Ann Ado").doesNotContain("Ben Bo");
    assertThat(shop.ledger()).contains("nightly.customer left for review 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("'customer.address_id'"));
  }

  @Test
  void whatAReferenceThatCannotBeReadMayPointAtStays() throws Exception {
    put(ShopDump.ofTheDatabase().replacing("orders", "(2,2,2)", "(2,2,'x')"));
    shop.erase();
    assertLeft(
        "orders.address_id",
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .replacing("orders", "(2,2,2)", "(2,2,'x')")
            .before("address", "(2,'2 Ben Road')", "(1,'1 Ann Lane')"));
    assertThat(shop.ledger()).contains("nightly.address left for review 1");
  }

  @Test
  void anAddressThatIsNotTextStopsItsRowAlone() throws Exception {
    String row = "(9,'Dee Du','d\u00ffe@example.org','+49 1555 4',3,'2020-01-03 00:00:00')";
    String head = "/*!40101 SET NAMES utf8mb4 */;\n";
    String dump = ShopDump.ofTheDatabase().row("customer", row).text();
    vault.put(
        DUMP,
        dump.replace("CREATE TABLE `address`", head + "CREATE TABLE `address`")
            .getBytes(ISO_8859_1));
    shop.erase();
    assertThat(new String(vault.get(DUMP), ISO_8859_1)).contains(row).doesNotContain("Ann");
    assertThat(shop.ends()).containsExactly("nightly unread-rows 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("'customer.email'"));
  }

  private void put(ShopDump dump) throws Exception {
    vault.put(DUMP, dump.text().getBytes(UTF_8));
  }

  private String text() throws Exception {
    return new String(vault.get(DUMP), UTF_8);
  }

  private void assertLeft(String column, ShopDump expected) throws Exception {
    assertThat(text()).isEqualTo(expected.text());
    assertThat(shop.ends()).containsExactly("nightly unread-rows 1");
    assertThat(shop.backupEnds()).allMatch(end -> end.partial() && end.isResidual());
    assertThat(shop.notes()).anyMatch(note -> note.contains("'" + column + "'"));
  }
}
