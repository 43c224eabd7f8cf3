package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.StoreException;
import org.quietus.target.BackupEnd;
import org.quietus.target.HeldBackups;

/** Folders that are one backup each go as a whole or not at all, and count once. */
class BackupFoldersTest {
  private static final String XTRABACKUP =
      "backup-my.cnf ibdata1 mysql/user.ibd shop/customer.ibd shop/orders.ibd"
          + " xtrabackup_checkpoints xtrabackup_info";

  @TempDir Path directory;
  private DirectoryVault vault;
  private Shop shop;

  /** What somebody else does, or the store says, just before it is asked for something. */
  private Consumer<String> before = call -> {};

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop = shop("shop", job -> job);
  }

  private Shop shop(String name, UnaryOperator<String> edited) throws Exception {
    return new Shop(
        Files.createDirectory(directory.resolve(name)),
        vault.settings(),
        (settings, clock) ->
            new DisturbedStore(Stores.open(settings, clock), call -> before.accept(call)),
        edited,
        List.of());
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  /** So many days before the run, by a set that keeps seven. */
  private void put(String key, int days) throws IOException {
    vault.put(key, key.endsWith("empty") ? new byte[0] : "opaque".getBytes(UTF_8));
    Files.setLastModifiedTime(
        directory.resolve("store").resolve(key),
        FileTime.from(Shop.ERASED.minus(Duration.ofDays(days))));
  }

  /** A folder whose files were made on one day after the other, up to so many before the run. */
  private void folder(String folder, String names, int days) throws IOException {
    String[] all = names.split("\\s+");
    for (int n = 0; n < all.length; n++) {
      put(folder + "/" + all[n], days + all.length - 1 - n);
    }
  }

  private List<String> keysIn(String folder) throws IOException {
    return vault.keys().stream().filter(key -> key.startsWith(folder + "/")).toList();
  }

  private static final String EACH_TOOL =
      """
      backup-my.cnf ibdata1 mysql/user.ibd shop/customer.ibd xtrabackup_checkpoints xtrabackup_info
      ibdata1.zst.xbcrypt shop/customer.ibd.zst.xbcrypt xtrabackup_info.zst xtrabackup_checkpoints
      ibdata1 shop/customer.ibd mariadb_backup_checkpoints mariadb_backup_info
      backup.xbstream xtrabackup_checkpoints xtrabackup_info
      PG_VERSION base/1/PG_VERSION base/1/112 global/pg_control backup_label backup_manifest
      base.tar.gz pg_wal.tar.gz backup_manifest
      16385.tar base.tar
      ibdata1 mysql/user.frm shop/customer.ibd ib_logfile0
      ibdata1 mysql.ibd shop/customer.ibd
      PG_VERSION base/1/112 global/pg_control
      """;

  static List<String> eachTool() {
    return EACH_TOOL.lines().toList();
  }

  @ParameterizedTest
  @MethodSource("eachTool")
  void theLastPhysicalBackupLosesNoneOfItsFiles(String names) throws Exception {
    folder("weekly/a", names, 90);

    shop.expire();

    int files = names.split(" ").length;
    assertThat(vault.keys()).hasSize(files);
    assertThat(shop.ends()).containsExactly("weekly unexpired " + files);
    assertThat(shop.notes())
        .filteredOn(note -> note.contains("newest backup has outlived its period"))
        .hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("eachTool")
  void anOlderOneGoesAsAWholeOnceItIsNotNeeded(String names) throws Exception {
    folder("weekly/a", names, 100);
    folder("weekly/b", names, 50);

    shop.expire();

    int files = names.split(" ").length;
    assertThat(vault.keys()).hasSize(files).allMatch(key -> key.startsWith("weekly/b/"));
    assertThat(shop.ledger()).hasSize(files).allMatch("weekly.(objects) delete 1"::equals);
  }

  @Test
  void aFolderIsAsOldAsTheNewestFileInIt() throws Exception {
    folder("weekly/a", XTRABACKUP, 3);
    folder("weekly/b", XTRABACKUP, 2);

    shop.expire();

    assertThat(vault.keys()).hasSize(14);
    assertThat(shop.ends()).containsExactly("weekly unexpired 14");
    assertThat(shop.backupEnds()).noneMatch(end -> end.partial());
  }

  @Test
  void eachCountsOnceWhateverIsInIt() throws Exception {
    Shop two = shop("two", job -> job.replace("weekly/**\",", "weekly/**\", keep-generations: 2,"));
    folder("weekly/a", XTRABACKUP, 90);
    folder("weekly/b", XTRABACKUP + " shop/empty", 60);
    folder("weekly/c", XTRABACKUP, 30);
    put("weekly/stream.xbstream", 95);

    two.expire();
    two.close();

    assertThat(vault.keys()).hasSize(15).noneMatch(key -> key.startsWith("weekly/a/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backup-my.cnf ibdata1 mysql/user.ibd shop/customer.ibd xtrabackup_logfile",
        "backup-my.cnf ibdata1 mysql/user.ibd shop/customer.ibd xtrabackup_checkpoints"
      })
  void oneThatDidNotComeToItsEndTakesThePlaceOfNone(String names) throws Exception {
    folder("weekly/a", XTRABACKUP, 90);
    folder("weekly/b", names, 40);

    shop.expire();

    assertThat(keysIn("weekly/a")).hasSize(7);
    assertThat(keysIn("weekly/b")).isEmpty();
    assertThat(shop.notes()).anyMatch(note -> note.contains("newer backups lack parts"));
  }

  @Test
  void oneThatMayStillGrowTakesThePlaceOfNone() throws Exception {
    folder("weekly/a", XTRABACKUP, 90);
    put("weekly/b/base.tar", 0);
    put("weekly/b/backup_manifest", 0);

    shop.expire();

    assertThat(vault.keys()).hasSize(9);
  }

  @Test
  void aKillAnywhereLeavesTheRestToTheSameRunAndNothingToBeTakenForABackup() throws Exception {
    Set<Integer> left = new HashSet<>();
    boolean killed = true;
    for (int n = 1; killed; n++) {
      vault.clear();
      folder("weekly/a", XTRABACKUP, 90);
      folder("weekly/b", XTRABACKUP, 40);
      shop.nextRun();
      shop.killAt(n, n % 2 == 0);
      killed = false;
      try {
        shop.expire();
      } catch (Shop.Killed e) {
        killed = true;
        left.add(keysIn("weekly/a").size());
      }
      shop.killAt(Integer.MAX_VALUE, false);
      shop.expire();

      assertThat(keysIn("weekly/a")).as("killed at %d", n).isEmpty();
      assertThat(keysIn("weekly/b")).as("killed at %d", n).hasSize(7);
      assertThat(shop.ledger()).as("killed at %d", n).hasSize(7);
      assertThat(shop.ends()).contains("weekly expired 7", "weekly unexpired 7");
    }
    assertThat(left).contains(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void whatIsLeftOfOneIsNoBackupAlsoIfTheNewerOneIsGoneByThen() throws Exception {
    folder("weekly/a", XTRABACKUP, 90);
    folder("weekly/b", XTRABACKUP, 40);
    killAfterTheThirdFile();

    vault.keys().stream().filter(key -> key.startsWith("weekly/b/")).forEach(this::delete);
    folder("weekly/0", XTRABACKUP, 120);
    shop.expire();

    assertThat(keysIn("weekly/a")).isEmpty();
    assertThat(keysIn("weekly/0")).hasSize(7);
  }

  @Test
  void whatIsLeftOfOneIsNoBackupForLaterRunsEither() throws Exception {
    folder("weekly/a", XTRABACKUP, 90);
    folder("weekly/b", XTRABACKUP, 40);
    killAfterTheThirdFile();
    shop.abandon();

    vault.keys().stream().filter(key -> key.startsWith("weekly/b/")).forEach(this::delete);
    folder("weekly/0", XTRABACKUP, 120);
    shop.nextRun();
    shop.expire();

    assertThat(keysIn("weekly/0")).hasSize(7);
    assertThat(keysIn("weekly/a")).isEmpty();
  }

  @Test
  void whatWasDecidedIsLeftWhereNothingHasGoneYetAndItIsTheLastByThen() throws Exception {
    folder("weekly/a", XTRABACKUP, 90);
    folder("weekly/b", XTRABACKUP, 40);
    before =
        call -> {
          if (call.equals("delete")) {
            throw new Shop.Killed();
          }
        };
    assertKilled();

    before = call -> {};
    put("weekly/a/late", 1);
    shop.expire();

    assertThat(keysIn("weekly/a")).hasSize(8);
    assertThat(shop.ends()).containsExactly("weekly unexpired 8", "weekly unexpired 7");
  }

  @Test
  void anObjectIsNotRemovedAfterAKillIfItIsTheLastByThen() throws Exception {
    put("weekly/1", 90);
    put("weekly/2", 40);
    before =
        call -> {
          if (call.equals("delete")) {
            throw new Shop.Killed();
          }
        };
    assertKilled();

    before = call -> {};
    vault.delete("weekly/2");
    shop.expire();

    assertThat(vault.keys()).containsExactly("weekly/1");
    assertThat(shop.ledger()).isEmpty();
  }

  @Test
  void aFileThatComesIntoOneThatHasBegunToGoStaysWithTheRestByName() throws Exception {
    folder("weekly/a", XTRABACKUP, 90);
    folder("weekly/b", XTRABACKUP, 40);
    killAfterTheThirdFile();

    put("weekly/a/late", 80);
    shop.expire();

    assertThat(keysIn("weekly/a")).hasSize(5).contains("weekly/a/late");
    assertThat(shop.ends())
        .containsExactly(
            "weekly changed 1", "weekly expired 3", "weekly incomplete 4", "weekly unexpired 7");
    assertThat(shop.notes()).filteredOn(note -> note.contains("had begun to go")).hasSize(1);
    assertThat(shop.backupEnds()).anyMatch(end -> end.partial());
  }

  private void killAfterTheThirdFile() {
    int[] removed = {0};
    before =
        call -> {
          if (call.equals("delete") && ++removed[0] > 3) {
            throw new Shop.Killed();
          }
        };
    assertKilled();
    before = call -> {};
  }

  private void assertKilled() {
    try {
      shop.expire();
    } catch (Shop.Killed e) {
      return;
    }
    throw new AssertionError("was not killed");
  }

  private void delete(String key) {
    try {
      vault.delete(key);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void ofOneThatAHoldKeepsNothingGoes() throws Exception {
    folder("weekly/a", XTRABACKUP, 90);
    folder("weekly/b", XTRABACKUP, 40);
    shop.hold(new HeldBackups(true, false, Runnable::run));

    shop.expire();

    assertThat(vault.keys()).hasSize(14);
    assertThat(shop.ends()).containsExactly("weekly held 7", "weekly unexpired 7");
  }

  @Test
  void ofOneOfWhichAHoldComesAfterAKillNothingMoreGoes() throws Exception {
    boolean killed = true;
    int some = 0;
    for (int n = 1; killed; n += 2) {
      vault.clear();
      folder("weekly/a", XTRABACKUP, 90);
      folder("weekly/b", XTRABACKUP, 40);
      shop.nextRun();
      shop.hold(HeldBackups.NONE);
      shop.killAt(n, false);
      killed = false;
      try {
        shop.expire();
      } catch (Shop.Killed e) {
        killed = true;
      }
      shop.killAt(Integer.MAX_VALUE, false);
      List<String> left = vault.keys();
      shop.hold(new HeldBackups(true, false, Runnable::run));
      shop.expire();

      assertThat(vault.keys()).as("killed at %d", n).isEqualTo(left);
      assertThat(shop.backupEnds()).as("killed at %d", n).noneMatch(BackupEnd::partial);
      some += left.size() > 7 ? 1 : 0;
    }
    assertThat(some).isPositive();
  }

  @Test
  void whereTheFirstFileIsRefusedAllOfItStaysAndIsNamedOnce() throws Exception {
    folder("weekly/a", XTRABACKUP, 90);
    folder("weekly/b", XTRABACKUP, 40);
    List<String> asked = new ArrayList<>();
    before =
        call -> {
          if (call.equals("delete")) {
            asked.add(call);
            throw new StoreException.Denied("no right");
          }
        };

    shop.expire();

    assertThat(asked).hasSize(1);
    assertThat(vault.keys()).hasSize(14);
    assertThat(shop.ends())
        .containsExactly("weekly incomplete 6", "weekly unexpired 7", "weekly unreachable 1");
    assertThat(shop.notes())
        .filteredOn(note -> note.contains("stays, as all of its folder does"))
        .hasSize(1);

    before = call -> {};
    shop.nextRun();
    shop.expire();
    assertThat(vault.keys()).hasSize(7);
  }

  @Test
  void whereAFileIsLockedMeanwhileTheRestStaysAsLong() throws Exception {
    folder("weekly/a", XTRABACKUP, 90);
    folder("weekly/b", XTRABACKUP, 40);
    Instant until = Shop.ERASED.plus(Duration.ofDays(50));
    before =
        call -> {
          if (call.equals("delete")) {
            throw new StoreException.Locked(
                new Lock(Optional.of(Lock.Mode.COMPLIANCE), Optional.of(until), false));
          }
        };

    shop.expire();

    assertThat(vault.keys()).hasSize(14);
    assertThat(shop.backupEnds())
        .contains(
            new BackupEnd(
                "weekly",
                "locked",
                7,
                false,
                false,
                false,
                Optional.of("locked-compliance"),
                Optional.of(LocalDate.parse("2026-04-21"))));
  }

  /** The zero of a clock is no date. */
  @Test
  void whereAFileCannotBeLookedAtAllOfItStaysAndTakesThePlaceOfNone() throws Exception {
    folder("weekly/a", XTRABACKUP, 90);
    folder("weekly/b", XTRABACKUP, 40);
    folder("weekly/c", XTRABACKUP, 20);
    put("weekly/a/shop/customer.ibd", 50 * 365);
    put("weekly/c/shop/customer.ibd", 50 * 365);

    shop.expire();

    assertThat(keysIn("weekly/a")).hasSize(7);
    assertThat(keysIn("weekly/b")).hasSize(7);
    assertThat(keysIn("weekly/c")).hasSize(7);
    assertThat(shop.backupEnds()).anyMatch(BackupEnd::partial);
  }

  @Test
  void aFolderThatTheJobFileSaysIsOneBackupWhateverIsInIt() throws Exception {
    Shop declared =
        shop("declared", job -> job.replace("weekly/**\",", "weekly/**\", folders: \"weekly/*\","));
    folder("weekly/a", "collection.bson index/1 metadata.json", 90);
    folder("weekly/b", "part.aa part.ab part.ac", 40);
    put("weekly/README", 300);

    declared.expire();

    assertThat(vault.keys())
        .containsExactly(
            "weekly/README", "weekly/b/part.aa", "weekly/b/part.ab", "weekly/b/part.ac");
    assertThat(declared.ends())
        .containsExactly("weekly expired 3", "weekly unexpired 3", "weekly unsupported 1");
    assertThat(declared.notes()).anyMatch(note -> note.contains("lies in none of the 'folders'"));
    declared.close();
  }

  @Test
  void aBackupInsideAnotherOneIsOneByItself() throws Exception {
    folder("weekly", XTRABACKUP, 90);
    folder("weekly/2026", XTRABACKUP, 40);

    shop.expire();

    assertThat(vault.keys()).hasSize(7).allMatch(key -> key.startsWith("weekly/2026/"));
  }

  @Test
  void streamsBesideWhatTellsOfOneOfThemStay() throws Exception {
    put("weekly/a.xbstream", 90);
    put("weekly/b.xbstream", 80);
    put("weekly/xtrabackup_checkpoints", 80);
    put("weekly/xtrabackup_info", 79);

    shop.expire();

    assertThat(vault.keys()).hasSize(4);
    assertThat(shop.ends()).containsExactly("weekly unsupported 4");
    assertThat(shop.notes())
        .filteredOn(note -> note.contains("nobody knows which are parts of it"))
        .hasSize(1);
  }
}
