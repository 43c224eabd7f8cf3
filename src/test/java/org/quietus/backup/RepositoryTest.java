package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.backup.set.Stores;

/**
 * Objects of repositories that share data among backups are never removed by their age: what is old
 * may be needed by the newest one.
 */
class RepositoryTest {
  private static final String HASH = "ab" + "0123456789abcdef".repeat(4).substring(2);

  private static final String FILES =
      """
      files:
        uploads: { of: shop, in: vault, objects: "uploads/**", format: opaque, named-by: [ shop.chat_message.body ] }
      """;

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
            job -> job.replace("/*\"", "/**\"") + FILES,
            List.of());
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  /** Far beyond the seven days of the set. */
  private void put(String key) throws Exception {
    put(key, 90);
  }

  private void put(String key, int days) throws Exception {
    vault.put(key, "opaque".getBytes(UTF_8));
    Files.setLastModifiedTime(
        directory.resolve("store").resolve(key),
        FileTime.from(Shop.ERASED.minus(Duration.ofDays(days))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "restic     | config keys/HASH data/ab/HASH snapshots/HASH",
        "restic     | config keys/HASH",
        "restic     | data/ab/HASH",
        "kopia      | kopia.repository p1234567890abcdef1234567890abcdef-s1234567890abcdef",
        "kopia      | kopia.repository.f p12/345/67890.f",
        "borg       | config README data/0/1 hints.1 index.1 integrity.1",
        "XtraBackup | full/shop/t.ibd inc/xtrabackup_checkpoints inc/shop/t.ibd.delta"
            + " inc/shop/t.ibd.meta",
        "XtraBackup | full/t.ibd.zst inc/mariadb_backup_checkpoints inc/ibdata1.delta.zst",
        "XtraBackup | full/t.ibd.zst.xbcrypt inc/xtrabackup_checkpoints"
            + " inc/shop/t.ibd.delta.zst.xbcrypt",
        "pg_basebackup | full/PG_VERSION full/base/5/112 inc/PG_VERSION inc/base/5/INCREMENTAL.112"
            + " inc/global/pg_control",
        "WAL-G      | basebackups_005/base_0001_backup_stop_sentinel.json",
        "WAL-G      | wal_005/000000010000000000000001.lz4",
        "pgBackRest | backup/main/backup.info.copy backup/main/20260101-000000F/base.tar",
        "pgBackRest | archive/main/archive.info.copy archive/main/16-1/0000/0001-x.gz",
      })
  void nothingOfARepositoryIsRemovedByItsAge(String tool, String names) throws Exception {
    for (String name : names.replace("HASH", HASH).split(" ")) {
      put("logs/repo/" + name);
    }
    put("logs/binlog.1");
    List<String> before = vault.keys();

    shop.erase();

    assertThat(vault.keys())
        .containsExactlyElementsOf(
            before.stream().filter(key -> !key.equals("logs/binlog.1")).toList());
    assertThat(shop.ends())
        .containsExactly("logs expired 1", "logs unsupported " + (before.size() - 1));
    assertThat(shop.notes())
        .filteredOn(note -> note.contains("is of a repository of " + tool + ","))
        .hasSize(1);
  }

  @Test
  void aRepositoryAtTheRootOfASetIsOneToo() throws Exception {
    put("logs/kopia.repository");
    put("logs/other");
    shop.erase();
    assertThat(shop.ends()).containsExactly("logs unsupported 2");
  }

  @Test
  void namesThatOneOfThemHasTooAreNoRepository() throws Exception {
    put("logs/config");
    put("logs/data/0/1");
    put("logs/index.1");
    put("logs/keys/abc");
    put("logs/full/xtrabackup_checkpoints");
    put("logs/data/ab/cd" + HASH.substring(2));
    shop.erase();
    assertThat(shop.ends()).containsExactly("logs expired 6");
  }

  @Test
  void isNoBackupThatTakesThePlaceOfOthersWhereverAKillComes() throws Exception {
    boolean killed = true;
    for (int n = 1; killed; n += 3) {
      vault.clear();
      put("weekly/1/base.tar", 100);
      put("weekly/2/base.tar", 90);
      put("weekly/repo/kopia.repository", 1);
      put("weekly/repo/_log_1", 1);
      put("weekly/repo/p12", 1);
      shop.nextRun();
      shop.killAt(n, false);
      killed = false;
      try {
        shop.erase();
      } catch (Shop.Killed e) {
        killed = true;
        shop.killAt(Integer.MAX_VALUE, false);
        shop.erase();
      }
      assertThat(vault.keys()).as("killed at %d", n).hasSize(4).contains("weekly/2/base.tar");
    }
  }

  @Test
  void whatRowsNameIsOfNoRepositoryWhateverItIsCalled() throws Exception {
    String upload = "uploads/data/ab/" + HASH;
    put(upload);
    put("uploads/kopia.repository");
    shop.named("uploads", upload, false);
    shop.erase();
    assertThat(vault.keys()).containsExactly("uploads/kopia.repository");
    assertThat(shop.waiting()).isZero();
  }
}
