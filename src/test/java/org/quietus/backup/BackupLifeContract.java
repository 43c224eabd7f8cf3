package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.hold.HoldsChanged;
import org.quietus.target.BackupEnd;
import org.quietus.target.HeldBackups;

/** What periods, holds and abandoned runs mean for backups, beyond {@link BackupContract}. */
abstract class BackupLifeContract extends BackupContract {
  @Test
  void leavesNothingThatAnAbandonedRunHadBegunToWriteAndCountsWhatWent() throws Exception {
    List<String> left = new ArrayList<>();
    for (int n = 9; n <= 20; n += Math.min(3, killsEvery())) {
      clear();
      dump(DUMP, ShopDump.ofTheDatabase());
      shop().nextRun();
      shop().killAt(n, false);
      List<String> counted = new ArrayList<>();
      try {
        shop().erase();
      } catch (Shop.Killed e) {
        shop().abandon();
      }
      counted.addAll(shop().ledger());
      shop().killAt(Integer.MAX_VALUE, false);
      shop().nextRun();
      shop().erase();
      counted.addAll(shop().ledger());
      assertThat(counted)
          .as("killed at %d", n)
          .filteredOn("nightly.customer delete 1"::equals)
          .as("what went is counted once, by the run that notes it")
          .hasSize(1);
      left.add(n + ": " + uploads() + " uploads, " + shop().remembered() + " remembered");
    }
    assertThat(left)
        .hasSizeGreaterThan(3)
        .allMatch(one -> one.endsWith(": 0 uploads, 0 remembered"));
  }

  @Test
  void countsWhatWentBeforeAKillAlsoIfAHoldCameBetween() throws Exception {
    boolean killed = true;
    for (int n = 1; killed; n += killsEvery()) {
      clear();
      dump(DUMP, ShopDump.ofTheDatabase());
      shop().nextRun();
      shop().hold(new HeldBackups(false, false, Runnable::run));
      shop().killAt(n, true);
      killed = false;
      try {
        shop().erase();
      } catch (Shop.Killed e) {
        killed = true;
      }
      shop().killAt(Integer.MAX_VALUE, true);
      shop().hold(new HeldBackups(true, true, Runnable::run));
      shop().erase();
      boolean gone = true;
      for (byte[] content : contents()) {
        gone &= !ShopDump.gunzip(content).contains("ann@example.org");
      }
      assertThat(shop().ledger().contains("nightly.customer delete 1"))
          .as("counted, killed at " + n)
          .isEqualTo(gone);
    }
  }

  @Test
  void removesWholeObjectsWhenTheirPeriodHasPassed() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    put("logs/binlog.1", "opaque".getBytes(UTF_8));
    shop().expire();
    assertThat(shop().ends()).containsExactly("logs unexpired 1", "nightly unexpired 1");
    shop().nextRun();
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    shop().expire();
    assertThat(keys()).containsExactly(DUMP);
    assertThat(shop().ledger()).containsExactly("logs.(objects) delete 1");
    shop().nextRun();
    shop().at(Instant.now().plus(Duration.ofDays(100)));
    shop().expire();
    assertThat(keys()).isEmpty();
  }

  @Test
  void aHoldKeepsAlsoWhatIsNotSearchedAndHasOutlivedItsPeriod() throws Exception {
    put("logs/binlog.1", "opaque".getBytes(UTF_8));
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    shop().hold(new HeldBackups(true, false, Runnable::run));
    shop().expire();
    assertThat(keys()).containsExactly("logs/binlog.1");
    assertThat(shop().backupEnds()).containsExactly(heldLog());
    assertThat(shop().ledger()).isEmpty();

    shop().hold(HeldBackups.NONE);
    shop().nextRun();
    shop().expire();
    assertThat(keys()).isEmpty();
  }

  @Test
  void aHoldThatIsSetAfterAKillKeepsWhatWasAboutToGo() throws Exception {
    int stayed = 0;
    boolean killed = true;
    for (int n = 1; killed; n += killsEveryOfFew()) {
      clear();
      put("logs/binlog.1", "opaque".getBytes(UTF_8));
      shop().nextRun();
      shop().at(Instant.now().plus(Duration.ofDays(10)));
      shop().hold(HeldBackups.NONE);
      shop().killAt(n, false);
      killed = false;
      try {
        shop().expire();
      } catch (Shop.Killed e) {
        killed = true;
      }
      shop().killAt(Integer.MAX_VALUE, false);
      List<String> left = keys();
      shop().hold(new HeldBackups(true, false, Runnable::run));
      shop().expire();
      assertThat(keys()).as("after a kill at %d", n).isEqualTo(left);
      assertThat(shop().backupEnds()).allMatch(end -> left.isEmpty() || end.equals(heldLog()));
      stayed += left.size();
    }
    assertThat(stayed).isPositive();
  }

  private static BackupEnd heldLog() {
    return new BackupEnd(
        "logs", "held", 1, false, true, false, Optional.of("held"), Optional.empty());
  }

  @Test
  void holdsAreCheckedAgainBeforeAnObjectGoesAsAWhole() throws Exception {
    put("logs/binlog.1", "opaque".getBytes(UTF_8));
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    shop().hold(changing());
    assertThatThrownBy(shop()::expire).isInstanceOf(HoldsChanged.class);
    assertThat(keys()).containsExactly("logs/binlog.1");
    assertThat(shop().ledger()).isEmpty();
  }

  /** A hold is set after the work began. */
  private static HeldBackups changing() {
    return new HeldBackups(
        false,
        false,
        work -> {
          throw new HoldsChanged();
        });
  }

  @Test
  void keepsTheNewestBackupWhateverItsAge() throws Exception {
    put("weekly/1", "first".getBytes(UTF_8));
    put("weekly/2", "second".getBytes(UTF_8));
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    shop().expire();
    assertThat(keys()).containsExactly("weekly/2");
    assertThat(shop().ends()).containsExactly("weekly expired 1", "weekly unexpired 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("keep-generations: 1"));
    shop().nextRun();
    shop().expire();
    assertThat(keys()).containsExactly("weekly/2");
  }

  @Test
  void keepsTheNewestBackupThatHoldsAnything() throws Exception {
    put("weekly/1", "first".getBytes(UTF_8));
    put("weekly/2", new byte[0]);
    put("weekly/3.gz", ShopDump.gzip(""));
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    shop().expire();
    assertThat(keys()).containsExactly("weekly/1");
    assertThat(shop().ends()).containsExactly("weekly expired 2", "weekly unexpired 1");
  }

  @Test
  void keepsTheNewestBackupThatIsWhole() throws Exception {
    byte[] good = ShopDump.gzip(ShopDump.ofTheDatabase().text());
    put("monthly/1.sql.gz", good);
    put("monthly/2.sql.gz", good);
    put("monthly/3.sql.gz", Arrays.copyOf(good, good.length / 2));
    shop().at(Instant.now().plus(Duration.ofDays(100)));
    shop().expire();
    assertThat(keys()).containsExactly("monthly/2.sql.gz");
    assertThat(shop().notes()).anyMatch(note -> note.contains("takes the place of no older one"));
  }

  @Test
  void keepsTheNewestBackupThatShowsThatItIsWhole() throws Exception {
    String compact = ShopDump.ofTheDatabase().compact();
    put("monthly/1.sql.gz", ShopDump.gzip(compact + "-- Dump completed\n"));
    put("monthly/2.sql.gz", ShopDump.gzip(compact));
    put("monthly/3.sql.gz", ShopDump.gzip(compact + "-- Dump completed\n" + compact));
    shop().at(Instant.now().plus(Duration.ofDays(100)));
    shop().expire();
    assertThat(keys()).containsExactly("monthly/1.sql.gz");
    assertThat(shop().notes())
        .filteredOn(note -> note.contains("nothing in it shows that it is whole"))
        .hasSize(2);
  }

  @Test
  void removesPhysicalBackupsAsFoldersAndCountsEachOnceWhereverAKillComes() throws Exception {
    List<String> names = List.of("base.tar.gz", "pg_wal.tar.gz", "16385.tar.gz", "backup_manifest");
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    boolean killed = true;
    for (int n = 1; killed; n += 7) {
      clear();
      for (String day : List.of("saturday", "sunday")) {
        for (String name : names) {
          put("weekly/" + day + "/" + name, "opaque".getBytes(UTF_8));
        }
      }
      shop().nextRun();
      shop().killAt(n, false);
      killed = false;
      try {
        shop().expire();
      } catch (Shop.Killed e) {
        killed = true;
      }
      shop().killAt(Integer.MAX_VALUE, false);
      shop().expire();
      assertThat(keys())
          .as("killed at %d", n)
          .hasSize(4)
          .allMatch(key -> key.startsWith("weekly/sunday/"));
      assertThat(shop().ledger()).hasSize(4);
      assertThat(shop().ends()).contains("weekly expired 4", "weekly unexpired 4");
    }
  }

  @Test
  void keepsEveryFileOfTheNewestBackup() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (String day : List.of("saturday", "sunday")) {
      for (String table : dump.tables()) {
        put("monthly/" + day + "/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))));
      }
    }
    shop().at(Instant.now().plus(Duration.ofDays(100)));
    shop().expire();
    assertThat(keys()).hasSize(6).allMatch(key -> key.startsWith("monthly/sunday/"));
  }

  @Test
  void keepsEveryFileOfTheNewestDateWhereAllLieInOneFolder() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (String name : List.of("2026-01-01-%s.sql.gz", "%s-20260102.sql.gz")) {
      for (String table : dump.tables()) {
        put("monthly/" + name.formatted(table), ShopDump.gzip(dump.text(List.of(table))));
      }
    }
    shop().at(Instant.now().plus(Duration.ofDays(100)));
    shop().expire();
    assertThat(keys()).hasSize(6).allMatch(key -> key.endsWith("-20260102.sql.gz"));
  }

  @Test
  void removesAndCountsThemOnceAfterAKillBetweenAnyTwoSteps() throws Exception {
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    for (boolean before : new boolean[] {true, false}) {
      boolean killed = true;
      for (int n = 1; killed; n += killsEveryOfFew()) {
        killed = false;
        put("logs/binlog." + n, "opaque".getBytes(UTF_8));
        shop().nextRun();
        shop().killAt(n, before);
        try {
          shop().expire();
        } catch (Shop.Killed e) {
          killed = true;
        }
        shop().killAt(Integer.MAX_VALUE, before);
        shop().expire();
        String when = "killed " + (before ? "before" : "after") + " transaction " + n;
        assertThat(keys()).as(when).isEmpty();
        assertThat(shop().ends()).as(when).containsExactly("logs expired 1");
        assertThat(shop().ledger()).as(when).containsExactly("logs.(objects) delete 1");
        assertThat(killed || n > 3).as(when).isTrue();
      }
    }
  }

  @Test
  void declaresWhatItCannotLookIntoWithTheDayOfItsEnd() throws Exception {
    put("logs/binlog.1", "opaque".getBytes(UTF_8));
    shop().erase();
    LocalDate today = LocalDate.now(ZoneId.of("Europe/Berlin"));
    assertThat(shop().backupEnds())
        .singleElement()
        .satisfies(
            end -> {
              assertThat(end.isResidual()).isTrue();
              assertThat(end.partial()).isFalse();
              assertThat(end.latestExpiry().orElseThrow())
                  .isBetween(today.plusDays(7), today.plusDays(9));
            });
  }

  @Test
  void leavesDumpsAloneWhileRowsAreHeldByACondition() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    shop().hold(new HeldBackups(true, true, Runnable::run));
    shop().erase();
    assertOutOf(DUMP, ShopDump.ofTheDatabase());
    assertThat(shop().backupEnds())
        .singleElement()
        .satisfies(
            end -> {
              assertThat(end.held()).isTrue();
              assertThat(end.partial()).isFalse();
              assertThat(end.isResidual()).isTrue();
              assertThat(end.protection()).contains("held");
            });
    shop().hold(HeldBackups.NONE);
    shop().nextRun();
    shop().erase();
    assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn());
  }

  @Test
  void keepsWholeObjectsPastTheirPeriodWhileAnythingIsHeld() throws Exception {
    put("logs/binlog.1", "opaque".getBytes(UTF_8));
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    shop().hold(new HeldBackups(true, false, Runnable::run));
    shop().expire();
    assertThat(keys()).containsExactly("logs/binlog.1");
    assertThat(shop().ends()).containsExactly("logs held 1");
    shop().hold(HeldBackups.NONE);
    shop().nextRun();
    shop().expire();
    assertThat(keys()).isEmpty();
  }

  @Test
  void takesPersonsOutOfAnOldDumpThatOnlyAHoldOnSomebodyElseKeeps() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    shop().at(Instant.now().plus(Duration.ofDays(100)));
    shop().hold(new HeldBackups(true, false, Runnable::run));
    shop().erase();
    assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn());
    assertThat(shop().backupEnds())
        .allSatisfy(
            end -> {
              assertThat(end.held()).isFalse();
              assertThat(end.partial()).isFalse();
            });
    shop().hold(HeldBackups.NONE);
    shop().nextRun();
    shop().expire();
    assertThat(keys()).isEmpty();
  }

  @Test
  void invariant10HoldsAreCheckedAgainBeforeTheSwap() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    shop().hold(changing());
    assertThatThrownBy(shop()::erase).isInstanceOf(HoldsChanged.class);
    shop().hold(new HeldBackups(true, false, Runnable::run));
    shop().expire(); // the same run, in which Ann is held now
    assertOutOf(DUMP, ShopDump.ofTheDatabase());
    assertThat(keys()).containsExactly(DUMP);
    assertThat(shop().ledger()).isEmpty();
  }
}
