package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.target.BackupEnd;

/** The same of folders of mydumper, whose {@code metadata} says how many rows tables have. */
class MydumperDumpTest extends FolderDumpContract {

  @Override
  String format() {
    return "mydumper";
  }

  @Override
  Map<String, String> files(ShopDump dump) {
    return ShopFolders.counting(dump);
  }

  @Test
  void thePersonGoesFromFilesOfEarlyVersions() throws Exception {
    put(ShopFolders.mydumper(ShopDump.ofTheDatabase()));

    shop.erase();

    Map<String, String> after = ShopFolders.mydumper(ShopDump.ofTheDatabase().withoutAnn());
    assertThat(stored(after)).isEqualTo(after);
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
  }

  /** As versions from 0.9 to 0.19 write it, of the server or of the one that it is a replica of. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHOW MASTER STATUS:\n\tLog: bin.000001\n\tPos: 4\n\tGTID:\n",
        "SHOW SLAVE STATUS:\n\tHost: db\n\tLog: \n\tPos: \n\tGTID:0-1-7\n",
        "[master]\nFile = bin.000001\nPosition = 4\nExecuted_Gtid_Set =\n",
        "[source]\n# executed_gtid_set = \"3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5\"\n",
        "[source]\n# SOURCE_LOG_FILE = \"bin.000001\"\n# SOURCE_LOG_POS = 4\n",
      })
  void aFolderFromWhichBinaryLogsGoOnStaysUnlessTheyAreNeverReplayed(String position)
      throws Exception {
    Map<String, String> files = before();
    files.computeIfPresent("metadata", (name, text) -> position + text);
    staysUnlessLogsAreNeverReplayed(files);
  }

  @Test
  void numbersOfRowsInFilesOfTheirOwnAreWrittenToo() throws Exception {
    Map<String, String> files = ShopFolders.mydumper(ShopDump.ofTheDatabase());
    files.put("shop.customer-metadata", "3");
    files.put("shop.customer-schema-checksum", "abc");
    put(files);

    shop.erase();

    files.putAll(ShopFolders.mydumper(ShopDump.ofTheDatabase().withoutAnn()));
    files.put("shop.customer-metadata", "2");
    assertThat(stored(files)).isEqualTo(files);
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
  }

  /** A view is a table until all tables are there, and triggers bring no rows. */
  @Test
  void viewsTriggersAndRoutinesStay() throws Exception {
    Map<String, String> files = before();
    files.put("shop.v-schema.sql", "CREATE TABLE `v`(\n`id` int\n)ENGINE=MyISAM;\n");
    files.put(
        "shop.v-schema-view.sql", "DROP TABLE IF EXISTS `v`;\nCREATE VIEW `v` AS SELECT 1;\n");
    files.put(
        "shop.orders-schema-triggers.sql",
        "SET @a = 1;\n"
            + "CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW BEGIN\n"
            + "INSERT INTO log VALUES (1);\n"
            + "END;\n");
    files.put("shop-schema-post.sql", "CREATE PROCEDURE p() BEGIN\nUPDATE x SET y = 1;\nEND;\n");
    put(files);

    shop.erase();

    files.putAll(files(ShopDump.ofTheDatabase().withoutAnn()));
    assertThat(stored(files)).isEqualTo(files);
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
  }

  /** Nothing that we write adds a row. */
  @Test
  void moreRowsThanAreSaidAreOfAnotherDumpAlsoWhereARunHasWrittenAPart() throws Exception {
    put(before());
    shop.erase();
    Map<String, String> others = before();
    others.keySet().removeIf(FolderDumpContract::hasChats);
    others.computeIfPresent(
        "metadata",
        (name, text) -> text.replaceFirst("(chat_message`\\]\n(?:.*\n)*?rows = )\\d+", "$10"));
    assertThat(others).isNotEqualTo(before());
    put(others);
    shop.jdbc().update("DELETE FROM quietus.screened");
    shop.nextRun();

    shop.erase();

    assertThat(stored(others)).isEqualTo(others);
    assertThat(shop.notes()).anyMatch(note -> note.contains("is missing, or of another dump"));
    assertThat(shop.backupEnds()).anyMatch(BackupEnd::partial);
  }

  @Test
  void aFolderThatWasCompressedLaterIsRead() throws Exception {
    Map<String, String> files = before();
    files.put("metadata.gz", files.remove("metadata"));
    put(files);

    shop.erase();

    Map<String, String> after = files(ShopDump.ofTheDatabase().withoutAnn());
    after.put("metadata.gz", after.remove("metadata"));
    assertThat(stored(after)).isEqualTo(after);
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
  }

  /** What a trigger does behind a comment is not what its file does. */
  @Test
  void definitionsWithCommentsInThemBringNoRows() throws Exception {
    Map<String, String> files = before();
    files.put(
        "shop.orders-schema-triggers.sql",
        "/*!40101 SET NAMES binary*/;\n"
            + "/* by hand **/ -- twice\n".repeat(5_000)
            + "CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW BEGIN\n"
            + "/* audit */ INSERT INTO log VALUES (1);\n"
            + "END;\n");
    put(files);

    shop.erase();

    files.putAll(files(ShopDump.ofTheDatabase().withoutAnn()));
    assertThat(stored(files)).isEqualTo(files);
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metadata                      | no file 'metadata'",
        "shop.customer-schema.sql      | no file with their CREATE TABLE",
        "shop.customer.00000.sql       | says that table 'shop.customer' has 3 rows, and its files"
            + " have 2",
      })
  void aFolderThatLacksAFileStaysAsItIs(String missing, String why) throws Exception {
    Map<String, String> files = before();
    files.remove(missing);
    staysAsItIs(files, why);
    assertThat(shop.ends()).anyMatch(end -> end.startsWith("nightly damaged"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metadata.partial              | # Started dump at: 2026-03-01\\n  | has not ended yet",
        "metadata                      | # Started dump at: 2026-03-01\\n"
            + "  | does not say that mydumper has ended",
        "shop.customer-checksum        | 123\\n"
            + "                            | checksum of the rows of table 'shop.customer'",
        "shop.customer.00000.dat       | 1\\t2\\n"
            + "                          | dump without --load-data",
        "notes.txt                     | by Ann\\n"
            + "                         | no file of mydumper's that is known",
        "shop.orders-schema-triggers.sql | INSERT INTO `orders` VALUES(1,1,1)\\; | promises no"
            + " rows",
        "shop.orders-schema-triggers.sql | /*!40101 SET NAMES binary*/\\;\\n-- by hand\\n"
            + " /**/SET @a = 1\\;replace INTO `orders` VALUES(1,1,1)\\; | promises no rows",
        "metadata                      | # Started dump at: 2026-03-01\\n"
            + "[`shop`.`customer`]\\n"
            + "rows = 99999999999999999999\\n"
            + "# Finished dump at: 2026-03-01\\n"
            + "                            | says that table 'shop.customer' has"
            + " 9223372036854775807 rows",
        "shop.customer.00007.sql       | INSERT INTO `customer` VALUES\\n(7, | ends inside a row",
      })
  void aFolderWithSomethingElseStaysAsItIs(String name, String content, String why)
      throws Exception {
    Map<String, String> files = before();
    files.put(name, content.replace("\\;", ";").translateEscapes());
    staysAsItIs(files, why);
  }

  @Test
  void aFolderThatLacksAPartTakesThePlaceOfNoOlderOne() throws Exception {
    Map<String, String> lacking = before();
    lacking.remove("shop.order_item.00000.sql");
    takesThePlaceOfNoOlderOne(
        lacking, "says that table 'shop.order_item' has 3 rows, and its files have 2");
  }

  /** Nobody knows how many rows the part had that a run has written which did not end. */
  @Test
  void aPartThatIsLostBesideOneOfARunThatDidNotEndIsNamed() throws Exception {
    put(before());
    shop.erase();
    put(Map.of("metadata", before().getOrDefault("metadata", "")));
    vault.delete("nightly/1/shop.orders.00000.sql");
    shop.jdbc().update("DELETE FROM quietus.screened");
    shop.nextRun();

    shop.erase();

    assertThat(shop.notes())
        .anyMatch(
            note ->
                note.contains("says that table 'shop.orders' has 4 rows, and its files have 1")
                    && note.contains("see whether one of them is missing before"));
  }

  @Test
  void aChecksumOfAnotherTableStays() throws Exception {
    Map<String, String> files = before();
    files.computeIfPresent(
        "metadata",
        (name, text) ->
            text.replace(
                "\n[`shop`.`chat_message`]",
                "\n[`shop`.`nobody`]\nrows = 7\ndata_checksum = 1\n\n[`shop`.`chat_message`]"));
    put(files);

    shop.erase();

    assertThat(stored(files).get("metadata"))
        .contains("rows = 7\ndata_checksum = 1")
        .contains("[`shop`.`customer`]\nreal_table_name=customer\nrows = 2\n");
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
  }

  @Test
  void aRunThatWasKilledGoesOn() throws Exception {
    Map<String, String> after = files(ShopDump.ofTheDatabase().withoutAnn());
    boolean killed = true;
    for (int n = 12; killed; n += 5) {
      put(before());
      shop.nextRun();
      shop.killAt(n, n % 2 == 0);
      killed = false;
      try {
        shop.erase();
      } catch (Shop.Killed e) {
        killed = true;
      }
      shop.killAt(Integer.MAX_VALUE, true);
      shop.erase();
      assertThat(stored(after)).as("killed at " + n).isEqualTo(after);
      assertThat(shop.backupEnds()).as("killed at " + n).noneMatch(BackupEnd::partial);
    }
  }
}
