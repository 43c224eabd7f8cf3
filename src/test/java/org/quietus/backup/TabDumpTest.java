package org.quietus.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.target.BackupEnd;

/** Persons are taken out of folders of {@code mysqldump --tab}, or the whole folder stays. */
class TabDumpTest extends FolderDumpContract {

  @Override
  String format() {
    return "mysqldump-tab";
  }

  @Override
  Map<String, String> files(ShopDump dump) {
    return ShopFolders.tab(dump);
  }

  @Override
  Map<String, String> of(String database, Map<String, String> files) {
    Map<String, String> others = new LinkedHashMap<>(files);
    others.replaceAll(
        (name, text) ->
            name.endsWith(".sql")
                ? text.replaceFirst(
                    "(-- MariaDB dump .*\n--\n)",
                    "$1-- Host: localhost    Database: " + database + "\n")
                : text);
    return others;
  }

  @Test
  void compressedFilesAndSpecialValuesAreRead() throws Exception {
    Map<String, String> files = before();
    String tricky = "9\tTab\\\tand\\\\ new\\\nline \\0 \\N\t\\N\t\t2\t2020-01-01 00:00:00\n";
    files.put("customer.txt.gz", tricky + files.remove("customer.txt") + tricky.replace("9", "8"));
    files.put("customer.sql.gz", files.remove("customer.sql"));
    put(files);

    shop.erase();

    assertThat(stored(Map.of("customer.txt.gz", "")).get("customer.txt.gz"))
        .isEqualTo(files.get("customer.txt.gz").replaceFirst("1\tAnn Ado.*\n", ""));
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders.txt          | file of rows beside it",
        "customer.sql        | file with their CREATE TABLE",
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
        "SHA256SUMS       | abc  customer.txt\\n    | signature or a checksum",
        "customer.txt.asc | -----BEGIN PGP-----\\n | signature or a checksum",
        "extra.csv        | 1,2\\n                 | no file that mysqldump --tab writes",
        "orders.txt       | 1\\t1\\t1\\n2\\t2       | ends inside a row",
        "orders.txt       | 1\\t1\\n                | nobody can tell which of the 3 columns",
        "orders.txt       | 1\\t1\\t1\\n2\\t2\\n    | another number of values",
        "orders.txt       | 1\\t1\\t1\\r\\n         | end with a carriage return",
        "customer.txt | 1\\t\"A\"\\t\"ann@example.org\"\\t\\\\N\\t1\\t2020-01-01 00:00:00\\n"
            + "2\\t\"\"\\t\"\"\\t\\\\N\\t\\\\N\\t\\\\N\\n        | stands between quotes",
        "chat_message.txt | \"1\"\\t\"1\"\\t\"hi\"\\n | stands between quotes",
      })
  void aFolderWithSomethingElseStaysAsItIs(String name, String content, String why)
      throws Exception {
    Map<String, String> files = before();
    files.put(name, content.translateEscapes());
    staysAsItIs(files, why);
  }

  /** As without --default-character-set, a value is in the character set of its column. */
  @Test
  void aValueWhoseCharacterSetNobodyToldIsUnread() throws Exception {
    Map<String, String> files = before();
    files.computeIfPresent(
        "customer.sql",
        (name, text) ->
            text.replace("`email` varchar(200)", "`email` varchar(200) CHARACTER SET latin1"));
    put(files);
    byte[] rows =
        ("7\tX\tm\u00fcller@example.org\t\t2\t2020-01-01 00:00:00\n" + files.get("customer.txt"))
            .getBytes(ISO_8859_1);
    vault.put("nightly/1/customer.txt", rows);

    shop.erase();

    assertThat(shop.ends()).contains("nightly unread-rows 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("customer.email"));
    assertThat(new String(vault.get("nightly/1/customer.txt"), ISO_8859_1))
        .contains("m\u00fcller@")
        .doesNotContain("Ann Ado");
  }
}
