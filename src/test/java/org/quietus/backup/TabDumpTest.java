package org.quietus.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.backup.set.Stores;
import org.quietus.target.BackupEnd;

/** Persons are taken out of folders of {@code mysqldump --tab}, or the whole folder stays. */
class TabDumpTest {
  private static final int TABLES = 6;

  @TempDir Path directory;
  private Vault vault;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")),
            vault.settings(),
            Stores::open,
            job ->
                job.replaceFirst(
                    "nightly/\\*\\*.sql\\*\", format: mysqldump",
                    "nightly/**\", format: mysqldump-tab"),
            List.of());
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private static Map<String, String> before() {
    return ShopFolders.tab(ShopDump.ofTheDatabase());
  }

  private void put(Map<String, String> files) throws Exception {
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] content =
          file.getKey().endsWith(".gz")
              ? ShopDump.gzip(file.getValue())
              : file.getValue().getBytes(UTF_8);
      vault.put("nightly/1/" + file.getKey(), content);
    }
  }

  private Map<String, String> stored(Map<String, String> like) throws Exception {
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : like.keySet()) {
      byte[] content = vault.get("nightly/1/" + name);
      files.put(name, name.endsWith(".gz") ? ShopDump.gunzip(content) : new String(content, UTF_8));
    }
    return files;
  }

  @Test
  void thePersonGoesFromEveryFileAndNothingElseDoes() throws Exception {
    put(before());

    shop.erase();

    Map<String, String> after = ShopFolders.tab(ShopDump.ofTheDatabase().withoutAnn());
    assertThat(stored(after)).isEqualTo(after);
    assertThat(shop.notes()).isEmpty();
    assertThat(shop.ends())
        .containsExactly("nightly clean " + TABLES, "nightly verified " + TABLES);
    assertThat(shop.reread()).isEmpty();
  }

  @Test
  void compressedFilesAndSpecialValuesAreRead() throws Exception {
    Map<String, String> files = new LinkedHashMap<>(before());
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
    Map<String, String> files = new LinkedHashMap<>(before());
    files.remove(missing);
    staysAsItIs(files, why);
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
      })
  void aFolderWithSomethingElseStaysAsItIs(String name, String content, String why)
      throws Exception {
    Map<String, String> files = new LinkedHashMap<>(before());
    files.put(name, content.translateEscapes());
    staysAsItIs(files, why);
  }

  @Test
  void aFileOfAnotherDumpIsNamed() throws Exception {
    Map<String, String> files = before();
    put(files);
    Path older = directory.resolve("store/nightly/1/chat_message.txt");
    Files.setLastModifiedTime(
        older,
        FileTime.from(Files.getLastModifiedTime(older).toInstant().minus(Duration.ofHours(25))));

    shop.erase();

    assertThat(stored(files)).isEqualTo(files);
    assertThat(shop.notes()).anyMatch(note -> note.contains("more than a day apart"));
    assertThat(shop.ends())
        .containsExactlyInAnyOrder("nightly incomplete 11", "nightly unsupported 1");
  }

  private void staysAsItIs(Map<String, String> files, String why) throws Exception {
    put(files);

    shop.erase();

    assertThat(stored(files)).isEqualTo(files);
    assertThat(shop.notes()).anyMatch(note -> note.contains(why));
    assertThat(shop.backupEnds()).anyMatch(BackupEnd::partial);
    assertThat(shop.ends()).noneMatch(end -> end.contains("verified"));
    assertThat(shop.notes()).noneMatch(note -> note.contains("ann@"));
  }

  /** As without --default-character-set, a value is in the character set of its column. */
  @Test
  void aValueWhoseCharacterSetNobodyToldIsUnread() throws Exception {
    Map<String, String> files = new LinkedHashMap<>(before());
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
