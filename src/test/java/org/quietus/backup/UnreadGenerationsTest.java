package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;

/** What is not given out, or not decrypted, tells nothing of the database that it is of. */
class UnreadGenerationsTest {
  @TempDir Path directory;
  private DirectoryVault vault;
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
                job.replace(
                    "keep-generations: 2",
                    "keep-generations: 2, encryption: { decrypt: [ gzip, -dc ], encrypt: [ gzip, -c"
                        + " ] }"),
            List.of());
    for (int n = 1; n <= 3; n++) {
      put("twice/shop-" + n + ".sql", n, encrypted("shop"));
      put("twice/log-" + n + ".sql", 10 + n, "of another key".getBytes(UTF_8));
    }
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  @Test
  void areOfTheSetsDatabaseWhereAllOthersAre() throws Exception {
    shop.expire();
    assertThat(vault.keys()).containsExactly("twice/shop-2.sql", "twice/shop-3.sql");
  }

  @Test
  void areOfTheDatabaseOfThoseThatAreCalledAlikeOrOfNoneThatIsKnown() throws Exception {
    for (int n = 1; n <= 3; n++) {
      put("twice/crm-" + n + ".sql", 20 + n, "of another key".getBytes(UTF_8));
    }
    put("twice/crm-04.sql", 24, encrypted("rental"));
    shop.expire();
    assertThat(vault.keys())
        .containsExactly(
            "twice/crm-04.sql",
            "twice/crm-3.sql",
            "twice/log-2.sql",
            "twice/log-3.sql",
            "twice/shop-2.sql",
            "twice/shop-3.sql");
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("newest backup of a database that cannot be read from it"))
        .anyMatch(note -> note.contains("newest backup of the database 'rental'"));
  }

  /** Their keys are alike but for the number of the database. */
  @Test
  void areNotOfADatabaseThatAnotherOneOfThoseIs() throws Exception {
    for (int n = 1; n <= 3; n++) {
      put("twice/db1-0" + n + ".sql", 50 + n, encrypted("shop"));
      put("twice/db2-0" + n + ".sql", 30 + n, encrypted("rental"));
    }
    put("twice/db2-04.sql", 34, "of another key".getBytes(UTF_8));
    put("twice/db3-01.sql", 41, "of another key".getBytes(UTF_8));
    put("twice/db3-02.sql", 42, "of another key".getBytes(UTF_8));
    put("twice/db3-03.sql", 43, "of another key".getBytes(UTF_8));

    shop.expire();

    assertThat(vault.keys())
        .contains(
            "twice/db1-02.sql",
            "twice/db1-03.sql",
            "twice/db2-02.sql",
            "twice/db2-03.sql",
            "twice/db3-02.sql",
            "twice/db3-03.sql")
        .doesNotContain("twice/db1-01.sql", "twice/db2-01.sql", "twice/db3-01.sql");
  }

  private static byte[] encrypted(String database) throws Exception {
    String header = "-- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)\n";
    String says = header + "-- Host: localhost    Database: " + database + "\n";
    ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(encrypted)) {
      out.write(ShopDump.ofTheDatabase().text().replace(header, says).getBytes(UTF_8));
    }
    return encrypted.toByteArray();
  }

  private void put(String key, int day, byte[] content) throws Exception {
    vault.put(key, content);
    Files.setLastModifiedTime(
        directory.resolve("store").resolve(key),
        FileTime.from(Shop.ERASED.minus(Duration.ofDays(200L - day))));
  }
}
