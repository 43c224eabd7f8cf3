package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quietus.backup.set.Stores;
import org.quietus.format.ForeignFile;

/** What is no dump, and is known by its first bytes, takes the place of no dump. */
class ForeignGenerationsTest {
  @TempDir Path directory;
  private DirectoryVault vault;
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

  private void put(String key, int days, byte[] content) throws Exception {
    vault.put(key, content);
    Files.setLastModifiedTime(
        directory.resolve("store").resolve(key),
        FileTime.from(Shop.ERASED.minus(Duration.ofDays(days))));
  }

  @ParameterizedTest
  @EnumSource
  void theLastDumpStaysBesideNewerFilesOfIt(ForeignFile file) throws Exception {
    byte[] foreign = Arrays.copyOf(file.magic(), 4096);
    put("monthly/1.sql", 200, ShopDump.ofTheDatabase().text().getBytes(UTF_8));
    put("monthly/2.sql", 1, foreign);
    shop.expire();
    assertThat(vault.keys()).contains("monthly/1.sql");
    assertThat(shop.notes()).anyMatch(note -> note.contains(file.refusal()));
  }
}
