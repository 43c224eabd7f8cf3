package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.backup.set.Stores;

/** A dump that does not say which rows are of which table is named and left, never passed over. */
class UnmatchedDumpTest {
  private static final String DUMP = "nightly/shop.sql";
  private static final String CHAT = "INSERT INTO `chat_message` VALUES (7,1,'Ann again');\n";

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
  void rowsWithoutACreateTableAreNoRowsOfNobody() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    List<String> others = dump.tables().stream().filter(t -> !t.equals("chat_message")).toList();
    assertUnmatched(dump.text(others) + CHAT, "chat_message' come without a CREATE TABLE");
  }

  @Test
  void rowsOfATableInWhichNobodyIsSoughtNeedNoCreateTable() throws Exception {
    shop.reshape("CREATE TABLE spatial_ref_sys (id INT PRIMARY KEY)");
    String others = "INSERT INTO `spatial_ref_sys` VALUES (7);\n";
    ShopDump dump = ShopDump.ofTheDatabase();
    assertErased(dump.text() + others, dump.withoutAnn().text() + others);
  }

  @Test
  void rowsAloneAreNoDump() throws Exception {
    String dump = ShopDump.ofTheDatabase().text().replaceAll("(?s)CREATE TABLE .*?;\n", "");
    assertUnmatched(dump, "put structure and rows into one file");
  }

  @Test
  void rowsUnderADatabaseThatNothingSaysIsTheSameAreNotPassedOver() throws Exception {
    assertUnmatched(
        ShopDump.ofTheDatabase()
            .text()
            .replace("INSERT INTO `chat", "INSERT INTO `shop_2020`.`chat"),
        "shop_2020.chat_message' come without a CREATE TABLE");
    assertUnmatched(
        ShopDump.ofTheDatabase().text() + "USE `shop_2020`;\n" + CHAT,
        "shop_2020.chat_message' come without a CREATE TABLE");
  }

  @Test
  void aSecondCopyOfThePersonsIsNotPassedOver() throws Exception {
    assertUnmatched(
        ShopDump.ofTheDatabase().text()
            + ShopDump.ofTheDatabase()
                .text(List.of("customer"))
                .replace("CREATE", "USE `shop_old`;\nCREATE"),
        "persons in table 'shop_old.customer' too");
    assertUnmatched(
        ShopDump.ofTheDatabase().text()
            + "USE `shop_old`;\nCREATE TABLE `customer` (`id` int, `email` varchar(90));\n"
            + "INSERT INTO `customer` VALUES (1,'ann@example.org');\n",
        "persons in table 'shop_old.customer' too");
  }

  /** A service beside the shop may have tables of the same names, and customers of its own. */
  @Test
  void aDumpOfAnotherDatabaseInTheSetIsNotReadAsTheShops() throws Exception {
    String own = named("Shop", ShopDump.ofTheDatabase());
    vault.put("nightly/own.sql", own.getBytes(UTF_8));
    put(named("car rental", ShopDump.ofTheDatabase()));
    shop.erase();
    assertThat(content()).isEqualTo(named("car rental", ShopDump.ofTheDatabase()));
    assertThat(vault.get("nightly/own.sql"))
        .asString(UTF_8)
        .isEqualTo(named("Shop", ShopDump.ofTheDatabase().withoutAnn()));
    assertThat(shop.ends()).containsExactly("nightly unmatched-schema 1", "nightly verified 1");
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("it is of the database 'car rental', and"));
  }

  /** As before it was renamed, or where it was restored under another name. */
  @Test
  void dumpsThatAllAreOfADatabaseThatIsCalledOtherwiseAreTheShops() throws Exception {
    assertErased(
        named("shop_2020", ShopDump.ofTheDatabase()),
        named("shop_2020", ShopDump.ofTheDatabase().withoutAnn()));
  }

  @Test
  void aDumpThatChoosesItsDatabaseIsOfThatWhateverItsFirstLinesSay() throws Exception {
    vault.put("nightly/own.sql", named("shop", ShopDump.ofTheDatabase()).getBytes(UTF_8));
    put(choosing("Shop", named("rental", ShopDump.ofTheDatabase())));
    shop.erase();
    assertThat(content())
        .isEqualTo(choosing("Shop", named("rental", ShopDump.ofTheDatabase().withoutAnn())));
  }

  /** As {@code --databases} makes it. */
  @Test
  void aDumpThatChoosesAnotherDatabaseThanOthersOfTheSetIsNotReadAsTheShops() throws Exception {
    String own = choosing("shop", ShopDump.ofTheDatabase().text());
    vault.put("nightly/own.sql", own.getBytes(UTF_8));
    String other = choosing("rental", ShopDump.ofTheDatabase().text());
    put(other);
    shop.erase();
    assertThat(content()).isEqualTo(other);
    assertThat(vault.get("nightly/own.sql"))
        .asString(UTF_8)
        .isEqualTo(choosing("shop", ShopDump.ofTheDatabase().withoutAnn().text()));
    assertThat(shop.ends()).containsExactly("nightly unmatched-schema 1", "nightly verified 1");
  }

  /** Nothing in the first lines of the others says that they are of more. */
  @Test
  void aDumpOfTheRentalIsNotReadAsTheShopsBesideOnesThatHoldBoth() throws Exception {
    String car = "CREATE TABLE `car` (`id` int);\nINSERT INTO `car` VALUES (1);\n";
    String both = ShopDump.ofTheDatabase().text() + "USE `rental`;\n" + car;
    vault.put("nightly/both.sql", both.getBytes(UTF_8));
    String other = choosing("rental", ShopDump.ofTheDatabase().text());
    assertLeftBeside(other, "has tables of the one that the job file names beside others");
    assertThat(vault.get("nightly/both.sql")).asString(UTF_8).doesNotContain("ann@example.org");

    shop.nextRun();
    both = "-- Database: `rental`\n" + car + named("shop", ShopDump.ofTheDatabase());
    vault.put("nightly/both.sql", both.getBytes(UTF_8));
    assertLeftBeside(other, "'rental', and another object of the set says that it is of 'shop'");
  }

  private void assertLeftBeside(String dump, String why) throws Exception {
    put(dump);
    shop.erase();
    assertThat(content()).isEqualTo(dump);
    assertThat(shop.notes()).anyMatch(note -> note.contains(why));
  }

  /** As phpMyAdmin says which database a dump is of, and other tools with each name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"\\nCREATE;\\n-- Database: `%s`\\nCREATE", "(TABLE|INTO) `;$1 `%s`.`"})
  void aDumpOfAnotherToolOfAnotherDatabaseIsNotReadAsTheShops(String each, String now)
      throws Exception {
    String dump = ShopDump.ofTheDatabase().text();
    String own = dump.replaceAll(each.translateEscapes(), now.translateEscapes().formatted("shop"));
    vault.put("nightly/own.sql", own.getBytes(UTF_8));
    String other =
        dump.replaceAll(each.translateEscapes(), now.translateEscapes().formatted("rental"));
    put(other);
    shop.erase();
    assertThat(content()).isEqualTo(other);
    assertThat(vault.get("nightly/own.sql")).asString(UTF_8).doesNotContain("ann@example.org");
    assertThat(shop.ends()).containsExactly("nightly unmatched-schema 1", "nightly verified 1");
  }

  private static String choosing(String database, String dump) {
    return dump.replaceFirst("\nCREATE", "\nUSE `" + database + "`;\nCREATE");
  }

  private static String named(String database, ShopDump dump) {
    return dump.text()
        .replaceFirst(
            "(-- MariaDB dump .*\n)",
            "$1--\n-- Host: localhost    Database: "
                + database
                + "\n"
                + "-- ------------------------------------------------------\n");
  }

  @Test
  void whatElseIsInAnotherDatabaseIsNoMatter() throws Exception {
    String dump = ShopDump.ofTheDatabase().text();
    String other =
        "USE `blog`;\nCREATE TABLE `customer` (`id` int);\nINSERT INTO `customer` VALUES (1);\n"
            + "CREATE TABLE `note` (`id` int);\nINSERT INTO `note` VALUES (1);\n";
    assertErased(dump + other, ShopDump.ofTheDatabase().withoutAnn().text() + other);
  }

  @Test
  void anOlderDumpInTheSameFileIsComparedWithTodaysColumnsToo() throws Exception {
    ShopDump older =
        ShopDump.ofTheDatabase()
            .table(
                "customer",
                "`id` bigint(20), `full_name` varchar(100), `email` varchar(200), `mobile`"
                    + " varchar(40), `address_id` bigint(20), `created_at` datetime(6)");
    assertUnmatched(older.text() + ShopDump.ofTheDatabase().text(), "has no column 'phone'");
  }

  @Test
  void aMomentThatHadAZoneAndHasNoneTodayIsNotReadAsIfItNeverHad() throws Exception {
    String dump = ShopDump.ofTheDatabase().text();
    assertThat(dump).contains("`created_at` datetime");
    assertUnmatched(
        dump.replace("`created_at` datetime", "`created_at` timestamp"),
        "column 'created_at' of its table 'customer' is of type timestamp");
  }

  @Test
  void twoDumpsInTheSameFileAreBothRewritten() throws Exception {
    String dump = ShopDump.ofTheDatabase().text();
    String clean = ShopDump.ofTheDatabase().withoutAnn().text();
    assertErased(dump + dump, clean + clean);
  }

  @Test
  void nobodyIsTakenForWhomTheirKeyBelongedToInTheOtherDumpOfTheFile() throws Exception {
    String dump = ShopDump.ofTheDatabase().text();
    String why = "two persons have the same key in its table 'customer'";
    for (String created : List.of("2019-01-01 00:00:00", "2099-01-01 00:00:00")) {
      String other = dump.replace(Shop.ANN, "(1,'Nel','nel@example.org',NULL,1,'" + created + "')");
      assertUnmatched(dump + other, why);
      assertUnmatched(other + dump, why);
    }
    String changed = dump.replace(Shop.ANN, Shop.ANN.replace("ann@", "a@").replace("555 1", "7"));
    String clean = ShopDump.ofTheDatabase().withoutAnn().text();
    assertErased(dump + changed, clean + clean);
  }

  @Test
  void rowsBehindAChangeOfTheirColumnsAreOfNoTableThatIsKnown() throws Exception {
    assertUnmatched(
        ShopDump.ofTheDatabase()
            .text()
            .replace(
                "INSERT INTO `chat_message` VALUES (1,1",
                "ALTER TABLE `chat_message` MODIFY `customer_ref` bigint FIRST;\n"
                    + "INSERT INTO `chat_message` VALUES (1,1"),
        "chat_message' come without a CREATE TABLE");
  }

  @Test
  void aNameInAnotherCaseIsTheSameTable() throws Exception {
    ShopDump clean = ShopDump.ofTheDatabase().withoutAnn();
    assertErased(
        ShopDump.ofTheDatabase().text().replace("INTO `c", "INTO `C"),
        clean.text().replace("INTO `c", "INTO `C"));
    shop.nextRun();
    assertErased(
        ShopDump.ofTheDatabase().text().replace("`chat_", "`Chat_"),
        clean.text().replace("`chat_", "`Chat_"));
  }

  @Test
  void twoNamesThatDifferInCaseAreTwoTables() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    dump.table("Chat_Message", "`id` bigint(20), `customer_ref` bigint(20), `body` varchar(200)");
    assertUnmatched(
        dump.row("Chat_Message", "(1,1,'of a robot')").text(), "no table 'Chat_Message' any more");
  }

  @Test
  void aColumnThatRowsLeaveOutIsNotNull() throws Exception {
    String dump = ShopDump.ofTheDatabase().text();
    assertUnmatched(
        dump.replace("`customer_ref` bigint(20)", "`customer_ref` bigint(20) NOT NULL")
            + "INSERT INTO `chat_message` (`id`, `body`) VALUES (7,'Ann again');\n",
        "leaves out column 'customer_ref'");
    assertUnmatched(
        dump.replace("`customer_ref` bigint(20)", "`customer_ref` bigint(20) AS (`id` + 1)")
            .replace(
                "INSERT INTO `chat_message` VALUES (1,1,",
                "INSERT INTO `chat_message` (`id`, `body`) VALUES (1,"),
        "leaves out column 'customer_ref'");
  }

  @Test
  void aColumnThatRowsLeaveOutIsComputedWhereItIsSimple() throws Exception {
    for (String left :
        List.of(
            "`email` varchar(200) GENERATED ALWAYS AS (concat(lower(`full_name`), '@x.org'))"
                + " STORED",
            "`email` varchar(200) DEFAULT 'ann@example.org'")) {
      String dump =
          ShopDump.ofTheDatabase()
              .text()
              .replace("`email` varchar(200)", left)
              .replace(
                  "INSERT INTO `customer` VALUES (1,'Ann Ado','ann@example.org',",
                  "INSERT INTO `customer` (`id`, `full_name`, `phone`, `address_id`, `created_at`)"
                      + " VALUES (1,'Ann Ado',");
      assertThat(dump).contains("(`id`, `full_name`, `phone`");
      vault.put(DUMP, dump.getBytes(UTF_8));
      shop.erase();
      assertThat(content()).doesNotContain("Ann");
      shop.nextRun();
    }
  }

  @Test
  void rowsThatAreFoundByColumnsOfDifferentComparisonAreNotPassedOver() throws Exception {
    shop.reshape("ALTER TABLE chat_message ALTER COLUMN customer_ref VARCHAR(20)");
    assertUnmatched(
        ShopDump.ofTheDatabase()
            .replacing("chat_message", "(1,1,'It\\'s Ann')", "(1,'01','It\\'s Ann')")
            .text(),
        "'chat_message.customer_ref' (character varying(20)) and 'customer.id' (bigint)");
  }

  @Test
  void rowsBelowThoseThatWhereDidNotChooseAreNotPassedOver() throws Exception {
    ShopDump some = ShopDump.ofTheDatabase().without("orders", "(4,1,3)");
    assertUnmatched(chosen("orders", some), "rows of table 'orders' that --where chose");
    assertErased(
        chosen("orders", ShopDump.ofTheDatabase()).replace("id < 4", "1 = 1"),
        chosen("orders", ShopDump.ofTheDatabase().withoutAnn()).replace("id < 4", "1 = 1"));
  }

  /** As {@code --ignore-table-data} leaves them out; of an empty table the tool says just that. */
  @Test
  void rowsBelowThoseThatWereLeftOutAreNotPassedOver() throws Exception {
    String all = announced(ShopDump.ofTheDatabase().text());
    String orders = "-- Dumping data for table `orders`\n(INSERT INTO `orders` .*\n)+";
    assertUnmatched(
        all.replaceFirst(orders, ""),
        "has none of the rows of table 'orders', by which rows of 'order_item' are found");
    shop.nextRun();
    String items = "-- Dumping data for table `order_item`\n(INSERT INTO `order_item` .*\n)+";
    String lane = "(1,'1 Ann Lane')"; // orders that were left out may be sent there
    ShopDump left =
        ShopDump.ofTheDatabase().withoutAnn().before("address", "(2,'2 Ben Road')", lane);
    String gone = announced(left.text());
    assertErased(
        all.replaceFirst(orders, "").replaceFirst(items, ""),
        gone.replaceFirst(orders, "").replaceFirst(items, ""));
  }

  private static String announced(String dump) {
    return dump.replaceAll("(CREATE TABLE (`\\w+`) [^;]*;\n)", "$1-- Dumping data for table $2\n");
  }

  @Test
  void whatHangsOnAPersonWhomWhereDidNotChooseIsTheirs() throws Exception {
    String dump = chosen("customer", ShopDump.ofTheDatabase().without("customer", Shop.ANN));
    String left = "(1,'1 Ann Lane')";
    assertErased(
        dump,
        chosen(
            "customer",
            ShopDump.ofTheDatabase().withoutAnn().before("address", "(2,'2 Ben Road')", left)));
    assertThat(shop.ledger()).contains("nightly.address left for review 1");
    shop.nextRun();
    put(chosen("customer", ShopDump.ofTheDatabase()));
    shop.annErasedEarlier();
    shop.screen();
    assertThat(shop.notes()).anyMatch(note -> note.contains("persons who were erased before"));
  }

  @Test
  void aCommentThatNamesThePersonIsNotLeftInACleanDump() throws Exception {
    for (String named : List.of("email = 'Ann@Example.org'", "phone like '+49 (1555) 1%'")) {
      assertUnmatched(
          chosen("invoice", ShopDump.ofTheDatabase()).replace("id < 4", named),
          "names somebody who is to be taken out of it");
    }
  }

  private static String chosen(String table, ShopDump rows) {
    String first = "INSERT INTO `" + table + "`";
    return rows.text().replaceFirst(first, "--\n-- WHERE:  id < 4\n\n" + first);
  }

  private void assertUnmatched(String dump, String why) throws Exception {
    put(dump);
    shop.erase();
    assertThat(content()).isEqualTo(dump);
    assertThat(shop.ends()).containsExactly("nightly unmatched-schema 1");
    assertThat(shop.backupEnds()).allMatch(end -> end.partial());
    assertThat(shop.notes()).anyMatch(note -> note.contains(why));
    shop.nextRun();
  }

  private void assertErased(String dump, String expected) throws Exception {
    put(dump);
    shop.erase();
    assertThat(content()).isEqualTo(expected);
    assertThat(shop.ends()).containsExactly("nightly verified 1");
  }

  private void put(String dump) throws Exception {
    vault.put(DUMP, dump.getBytes(UTF_8));
  }

  private String content() throws Exception {
    return new String(vault.get(DUMP), UTF_8);
  }
}
