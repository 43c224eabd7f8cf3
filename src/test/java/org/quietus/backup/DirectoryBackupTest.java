package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.target.HeldBackups;

class DirectoryBackupTest extends BackupLifeContract {
  @Override
  Vault newVault(Path parent) {
    return new DirectoryVault(parent);
  }

  @Test
  void leavesWhatIsNoFileAndTakesThePersonOutOfAllOthers() throws Exception {
    dump("nightly/b.sql.gz", ShopDump.ofTheDatabase());
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Path nightly = directory.resolve("store/nightly");
    Files.write(outside.resolve("old.sql.gz"), ShopDump.gzip(ShopDump.ofTheDatabase().text()));
    Files.createSymbolicLink(nightly.resolve("a.sql.gz"), outside.resolve("old.sql.gz"));
    Files.createSymbolicLink(nightly.resolve("linked"), outside);
    assertThat(new ProcessBuilder("mkfifo", nightly + "/c.sql.gz").start().waitFor()).isZero();
    shop().erase();
    assertThat(text("nightly/b.sql.gz")).doesNotContain("ann@example.org");
    assertThat(shop().ends())
        .containsExactlyInAnyOrder("nightly verified 1", "nightly unreachable 3");
    assertThat(shop().notes())
        .anyMatch(note -> note.contains("symbolic link"))
        .anyMatch(note -> note.contains("special file"));
  }

  @Test
  void namesADumpWhoseKeyNamesThePersonWithPercentEncoding() throws Exception {
    dump("nightly/ann%40Example.org.sql.gz", ShopDump.ofTheDatabase().withoutAnn());
    dump("nightly/100%.sql.gz", ShopDump.ofTheDatabase().withoutAnn());
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly clean 1", "nightly unread-rows 1");
  }

  @Test
  void aFileThatIsDatedLaterThanNowTakesThePlaceOfNoOlderOne() throws Exception {
    put("weekly/1", "first".getBytes(UTF_8));
    put("weekly/2", "second".getBytes(UTF_8));
    Instant now = Instant.now().plus(Duration.ofDays(10));
    Files.setLastModifiedTime(
        directory.resolve("store/weekly/2"), FileTime.from(now.plus(Duration.ofDays(30))));
    shop().at(now);
    shop().expire();
    assertThat(keys()).containsExactly("weekly/1", "weekly/2");
  }

  @Test
  void takesThePersonOutOfAFileUnderAllItsNames() throws Exception {
    dump("nightly/a.sql.gz", ShopDump.ofTheDatabase());
    Path nightly = directory.resolve("store/nightly");
    for (int other = 0; other < 8; other++) {
      Files.createLink(nightly.resolve("b" + other + ".sql.gz"), nightly.resolve("a.sql.gz"));
    }
    shop().erase();
    for (int other = 0; other < 8; other++) {
      assertThat(text("nightly/b" + other + ".sql.gz")).doesNotContain("ann@example.org");
    }
    assertThat(text("nightly/a.sql.gz")).doesNotContain("ann@example.org");
    assertThat(Files.isSameFile(nightly.resolve("a.sql.gz"), nightly.resolve("b7.sql.gz")))
        .isTrue();
    assertThat(shop().ends()).noneMatch(end -> end.contains("changed"));
  }

  @Test
  void aFileThatIsFilledAgainAfterItWasRewrittenIsAsOldAsItsContent() throws Exception {
    for (String day : List.of("monday", "tuesday")) {
      dump("nightly/" + day + ".sql.gz", ShopDump.ofTheDatabase());
      Files.setLastModifiedTime(
          directory.resolve("store/nightly/" + day + ".sql.gz"),
          FileTime.from(Instant.parse("2026-01-01T02:00:00Z")));
    }
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly verified 2");
    for (String day : List.of("monday", "tuesday")) {
      Files.write(
          directory.resolve("store/nightly/" + day + ".sql.gz"),
          ShopDump.gzip(ShopDump.ofTheDatabase().withoutAnn().text()));
    }
    shop().at(Instant.now().plus(Duration.ofDays(89)));
    shop().nextRun();
    shop().expire();
    assertThat(directory.resolve("store/nightly/monday.sql.gz")).exists();
    assertThat(directory.resolve("store/nightly/tuesday.sql.gz")).exists();
  }

  @Test
  void aFileWithoutADateIsNamedAndStays() throws Exception {
    put("logs/binlog.1", "opaque".getBytes(UTF_8));
    put("logs/binlog.2", "opaque".getBytes(UTF_8));
    Files.setLastModifiedTime(directory.resolve("store/logs/binlog.1"), FileTime.fromMillis(0));
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    shop().expire();
    assertThat(directory.resolve("store/logs/binlog.1")).exists();
    assertThat(shop().ends()).containsExactly("logs expired 1", "logs unreachable 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("it has no date"));
  }

  /** As a mount of a bucket may do, which keeps what an object says of itself. */
  @Test
  void whatIsWrittenIntoARewrittenFileIsNotAsOldAsTheDateThatAMountCarriesOver() throws Exception {
    FileTime old = FileTime.from(Instant.parse("2026-01-01T02:00:00Z"));
    List<Path> files = new ArrayList<>();
    for (String day : List.of("monday", "tuesday", "wednesday")) {
      dump("nightly/" + day + ".sql.gz", ShopDump.ofTheDatabase());
      files.add(directory.resolve("store/nightly/" + day + ".sql.gz"));
      Files.setLastModifiedTime(files.get(files.size() - 1), old);
    }
    shop().erase();
    for (Path file : files.subList(0, 2)) {
      Files.write(file, ShopDump.gzip(ShopDump.ofTheDatabase().withoutAnn().text() + "\n"));
      Files.setLastModifiedTime(file, old);
    }
    shop().at(Instant.now().plus(Duration.ofDays(89)));
    shop().nextRun();
    shop().expire();
    assertThat(files.subList(0, 2)).allMatch(Files::exists);
    assertThat(files.get(2)).as("rewritten by us").doesNotExist();
  }

  @Test
  void leavesAFileThatSomebodyMayStillBeWriting() throws Exception {
    put(DUMP, ShopDump.gzip(ShopDump.ofTheDatabase().compact()));
    Path file = directory.resolve("store/" + DUMP);
    Instant begun = Instant.now();
    shop().at(begun.plus(Duration.ofMinutes(59)));
    Files.setLastModifiedTime(file, FileTime.from(begun));
    shop().erase();
    assertThat(text(DUMP)).contains("ann@example.org");
    assertThat(shop().ends()).containsExactly("nightly changed 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("within the last hour"));
    shop().at(begun.plus(Duration.ofMinutes(60)));
    shop().nextRun();
    shop().erase();
    assertThat(text(DUMP)).doesNotContain("ann@example.org");
    assertThat(shop().ends()).containsExactly("nightly verified 1");
  }

  @Test
  void saysThatAFileHasANameOutsideTheStore() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    Files.createLink(directory.resolve("elsewhere.sql.gz"), directory.resolve("store/" + DUMP));
    shop().erase();
    assertThat(text(DUMP)).doesNotContain("ann@example.org");
    assertThat(shop().ends()).containsExactly("nightly linked-elsewhere 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("hard link"));
  }

  @Test
  void anExpiredFileWithANameOutsideTheStoreIsStillThere() throws Exception {
    put("logs/binlog.1", "opaque".getBytes(UTF_8));
    put("logs/binlog.2", "opaque".getBytes(UTF_8));
    Files.createLink(directory.resolve("elsewhere"), directory.resolve("store/logs/binlog.1"));
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    shop().expire();
    assertThat(directory.resolve("store/logs/binlog.1")).doesNotExist();
    assertThat(shop().ends()).containsExactly("logs expired 1", "logs linked-elsewhere 1");
    assertThat(shop().backupEnds())
        .filteredOn(end -> end.state().equals("linked-elsewhere"))
        .allMatch(end -> end.isResidual() && end.latestExpiry().isEmpty());
    assertThat(shop().ledger()).containsExactly("logs.(objects) delete 1");
    assertThat(shop().reread()).isEmpty();
  }

  @Test
  void anExpiredFileWithANameThatNoSetLooksAfterIsStillThere() throws Exception {
    put("logs/binlog.1", "opaque".getBytes(UTF_8));
    put("logs/binlog.2", "opaque".getBytes(UTF_8));
    Path store = directory.resolve("store");
    Files.createDirectory(store.resolve("aside"));
    Files.createLink(store.resolve("aside/binlog.1"), store.resolve("logs/binlog.1"));
    for (int n = 3; n < 12; n++) {
      Files.createLink(store.resolve("logs/binlog." + n), store.resolve("logs/binlog.2"));
    }
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    shop().expire();
    assertThat(store.resolve("aside/binlog.1")).exists();
    assertThat(store.resolve("logs")).isEmptyDirectory();
    assertThat(shop().backupEnds())
        .filteredOn(end -> end.isResidual())
        .singleElement()
        .matches(end -> end.state().equals("linked-elsewhere") && end.versions() == 1);
    assertThat(shop().notes()).anyMatch(note -> note.contains("another name in the store"));
  }

  @Test
  void anOldFileThatOnlyAHoldKeepsAndThatIsLinkedElsewhereIsNotCalledGone() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    Files.createLink(directory.resolve("elsewhere.sql.gz"), directory.resolve("store/" + DUMP));
    shop().at(Instant.now().plus(Duration.ofDays(100)));
    shop().hold(new HeldBackups(true, false, Runnable::run));
    shop().erase();
    assertThat(text(DUMP)).doesNotContain("ann@example.org");
    assertThat(shop().ends()).containsExactly("nightly linked-elsewhere 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop,rental", "rental,shop"})
  void aDumpOfAnotherDatabaseRefreshesNoBackupAndIsRefreshedByNone(String databases)
      throws Exception {
    String[] of = databases.split(",");
    Instant later = Shop.ERASED.plus(Duration.ofDays(1));
    madeAt("refreshed/1.sql.gz", saysItIsOf(of[0]), Shop.ERASED.minus(Duration.ofDays(1)));
    madeAt("refreshed/2.sql.gz", saysItIsOf(of[1]), later);
    shop().annErasedEarlier();
    shop().at(later.plus(Duration.ofDays(1)));
    shop().expire();
    assertThat(shop().ends()).containsExactly("refreshed unexpired 2");
    assertThat(shop().notes())
        .anyMatch(note -> note.contains("it says that it is of the database 'rental'"));
    madeAt("refreshed/2.sql.gz", saysItIsOf(of[0]), later);
    shop().nextRun();
    shop().expire();
    assertThat(directory.resolve("store/refreshed/1.sql.gz")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop,rental", "rental,shop", "rental,leasing"})
  void theNewestBackupsOfEachDatabaseOfASetStay(String databases) throws Exception {
    String[] of = databases.split(",");
    Instant old = Shop.ERASED.minus(Duration.ofDays(200));
    for (int n = 1; n <= 3; n++) {
      madeAt("twice/a-" + n + ".sql.gz", saysItIsOf(of[0]), old.plus(Duration.ofDays(n)));
      madeAt("twice/b-" + n + ".sql.gz", saysItIsOf(of[1]), old.plus(Duration.ofDays(10 + n)));
    }
    shop().expire();
    assertThat(keys())
        .containsExactly(
            "twice/a-2.sql.gz", "twice/a-3.sql.gz", "twice/b-2.sql.gz", "twice/b-3.sql.gz");
    assertThat(shop().notes())
        .anyMatch(note -> note.contains("its newest backup of the database 'rental' has outlived"));
    shop().nextRun();
    shop().expire();
    assertThat(keys()).hasSize(4);
  }

  private static byte[] saysItIsOf(String database) {
    String header = "-- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)\n";
    String says = header + "-- Host: localhost    Database: " + database + "\n";
    return ShopDump.gzip(ShopDump.ofTheDatabase().text().replace(header, says));
  }

  @Test
  void halfADumpRefreshesNoBackup() throws Exception {
    byte[] good = ShopDump.gzip(ShopDump.ofTheDatabase().text());
    madeAt("refreshed/1.sql.gz", good, Shop.ERASED.minus(Duration.ofDays(1)));
    Instant later = Shop.ERASED.plus(Duration.ofDays(1));
    madeAt("refreshed/2.sql.gz", Arrays.copyOf(good, good.length / 2), later);
    shop().annErasedEarlier();
    shop().at(later.plus(Duration.ofDays(1)));
    shop().expire();
    assertThat(shop().ends()).containsExactly("refreshed unexpired 2");
    shop().nextRun();
    String chosen =
        ShopDump.ofTheDatabase()
            .text()
            .replaceFirst("(?=INSERT INTO `invoice`)", "-- WHERE:  id > 7\n\n");
    madeAt("refreshed/2.sql.gz", ShopDump.gzip(chosen), later);
    shop().expire();
    assertThat(shop().ends()).as("some rows alone").containsExactly("refreshed unexpired 2");
    assertThat(shop().notes()).anyMatch(note -> note.contains("the rows that --where chose"));
    madeAt("refreshed/2.sql.gz", good, later);
    shop().nextRun();
    shop().expire();
    assertThat(shop().ends()).containsExactly("refreshed expired 1", "refreshed unexpired 1");
    assertThat(directory.resolve("store/refreshed/1.sql.gz")).doesNotExist();
  }

  @Test
  void asManyGenerationsStayAsTheJobFileSaysAlthoughTheyWereRefreshed() throws Exception {
    byte[] good = ShopDump.gzip(ShopDump.ofTheDatabase().text());
    Instant before = Shop.ERASED.minus(Duration.ofDays(1));
    Instant later = Shop.ERASED.plus(Duration.ofDays(2));
    shop().annErasedEarlier();
    shop().at(later.plusSeconds(60));
    for (int n = 1; n <= 2; n++) {
      madeAt("twice/" + n + ".sql.gz", good, before.plusSeconds(n));
    }
    madeAt("twice/3.sql.gz", good, later);
    shop().expire();
    assertThat(keys()).containsExactly("twice/2.sql.gz", "twice/3.sql.gz");
  }

  @Test
  void aNightThatLacksTablesOfAnOlderOneRefreshesNoBackup() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    Instant later = Shop.ERASED.plus(Duration.ofDays(2));
    for (String table : dump.tables()) {
      byte[] one = ShopDump.gzip(dump.text(List.of(table)));
      madeAt("refreshed/" + table + "-20260301.sql.gz", one, Shop.ERASED.minusSeconds(90_000));
      if (!table.equals("orders")) {
        madeAt("refreshed/" + table + "-20260304.sql.gz", one, later);
      }
    }
    int tables = dump.tables().size();
    shop().annErasedEarlier();
    shop().at(later.plus(Duration.ofDays(1)));
    shop().expire();
    assertThat(shop().ends()).containsExactly("refreshed unexpired " + (2 * tables - 1));
    assertThat(shop().notes())
        .anyMatch(note -> note.contains("tables that an older one has (orders)"));
    shop().nextRun();
    madeAt(
        "refreshed/orders-20260304.sql.gz",
        ShopDump.gzip(dump.text(List.of("orders"))),
        later.plusSeconds(60));
    shop().expire();
    assertThat(shop().ends())
        .containsExactly("refreshed expired " + tables, "refreshed unexpired " + tables);
  }

  @Test
  void aYoungBackupOfWhichOneFileIsBrokenTakesThePlaceOfNoOlderOne() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    Instant now = Instant.now();
    for (String table : dump.tables()) {
      byte[] one = ShopDump.gzip(dump.text(List.of(table)));
      byte[] half = Arrays.copyOf(one, one.length / 2);
      madeAt("monthly/old/" + table + ".sql.gz", one, now.minus(Duration.ofDays(100)));
      boolean broken = table.equals("orders");
      madeAt("monthly/new/" + table + ".sql.gz", broken ? half : one, now.minusSeconds(9_000));
    }
    shop().at(now);
    shop().expire();
    assertThat(shop().ends()).allMatch(end -> end.equals("monthly unexpired 6"));
    madeAt(
        "monthly/new/orders.sql.gz",
        ShopDump.gzip(dump.text(List.of("orders"))),
        now.minusSeconds(8_000));
    shop().nextRun();
    shop().expire();
    assertThat(keys()).hasSize(6).allMatch(key -> key.startsWith("monthly/new/"));
  }

  @Test
  void allFilesOfABackupThatWasMadeOverMidnightGoOnTheSameDay() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    ZoneId zone = ZoneId.of("Europe/Berlin");
    LocalDate today = LocalDate.now(zone);
    Instant midnight = today.minusDays(90).atStartOfDay(zone).toInstant();
    for (String table : dump.tables()) {
      Instant made = midnight.plusSeconds(table.equals("orders") ? 600 : -600);
      madeAt("nightly/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))), made);
    }
    shop().at(today.atStartOfDay(zone).toInstant().plusSeconds(3_600));
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly verified 6");
    assertThat(shop().backupEnds())
        .allMatch(end -> !end.partial())
        .allMatch(end -> end.latestExpiry().equals(Optional.of(today.plusDays(1))));
    shop().nextRun();
    shop().at(today.plusDays(1).atStartOfDay(zone).toInstant().plusSeconds(3_600));
    shop().expire();
    assertThat(keys()).isEmpty();
  }

  private void madeAt(String key, byte[] content, Instant moment) throws Exception {
    put(key, content);
    Files.setLastModifiedTime(directory.resolve("store").resolve(key), FileTime.from(moment));
  }

  private String text(String key) throws Exception {
    return ShopDump.gunzip(Files.readAllBytes(directory.resolve("store").resolve(key)));
  }
}
