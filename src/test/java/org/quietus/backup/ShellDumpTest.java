package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.target.BackupEnd;

/** The same of folders of MySQL Shell, whose files of JSON and indexes say how long others are. */
class ShellDumpTest extends FolderDumpContract {

  @Override
  String format() {
    return "mysql-shell";
  }

  @Override
  Map<String, String> files(ShopDump dump) {
    return ShopFolders.shell(dump, ".zst");
  }

  /** The Shell reads one member of gzip, and no more. */
  @Test
  void thePersonGoesFromFilesOfGzip() throws Exception {
    put(ShopFolders.shell(ShopDump.ofTheDatabase(), ".gz"));

    shop.erase();

    Map<String, String> after = ShopFolders.shell(ShopDump.ofTheDatabase().withoutAnn(), ".gz");
    assertThat(stored(after)).isEqualTo(after);
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
  }

  /** A length that is not so tells of a file that was cut, or is of another dump. */
  @Test
  void aFileThatIsShorterThanItsFolderSaysIsNamed() throws Exception {
    Map<String, String> files = before();
    files.computeIfPresent(
        "shop@order_item@0.tsv.zst", (name, rows) -> rows.substring(rows.indexOf('\n') + 1));
    staysAsItIs(files, "'shop@order_item@0.tsv.zst' has");
    assertThat(shop.ends()).anyMatch(end -> end.startsWith("nightly damaged"));
  }

  @Test
  void aFolderWithAFileThatWasCutTakesThePlaceOfNoOlderOne() throws Exception {
    Map<String, String> lacking = before();
    lacking.computeIfPresent(
        "shop@order_item@0.tsv.zst", (name, rows) -> rows.substring(rows.indexOf('\n') + 1));
    takesThePlaceOfNoOlderOne(lacking, "says that file 'shop@order_item@0.tsv.zst' has");
  }

  @Test
  void aFolderFromWhichBinaryLogsGoOnStaysUnlessTheyAreNeverReplayed() throws Exception {
    Map<String, String> files = before();
    files.computeIfPresent(
        "@.json",
        (name, json) ->
            json.replace(
                "\"consistent\"",
                "\"binlogFile\": \"bin.000001\", \"binlogPosition\": 4, \"consistent\""));
    staysUnlessLogsAreNeverReplayed(files);
  }

  @Test
  void aFolderWithAChecksumOfRowsThatGoStaysAsItIs() throws Exception {
    Map<String, String> files = before();
    files.put(
        "@.checksums.json",
        "{\"config\": {\"version\": \"1.0.0\"}, \"data\": {\"shop\": {\"orders\": {}}}}");
    staysAsItIs(files, "checksum of the rows of table 'shop.orders'");
  }

  @Tag("long")
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
