package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.target.BackupEnd;

/**
 * A dump that says from which position binary logs go on is rewritten if they need no row of it.
 */
class PositionedDumpTest {
  private static final String DUMP = "nightly/shop.sql";
  private static final String POSITION =
      "-- CHANGE MASTER TO MASTER_LOG_FILE='bin.000001', MASTER_LOG_POS=4;\n";

  @TempDir Path directory;
  private Vault vault;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private Shop shop(String pitr) throws Exception {
    return new Shop(
        Files.createTempDirectory(directory, "shop"),
        vault.settings(),
        Stores::open,
        job -> job.replaceFirst("format: mysqldump", "format: mysqldump" + pitr),
        List.of());
  }

  private static String text(ShopDump dump) {
    return dump.text().replaceFirst("\n", "\n" + POSITION);
  }

  private String stored() throws Exception {
    return new String(vault.get(DUMP), UTF_8);
  }

  @Test
  void staysAsItIsWhereTheJobFileSaysNothing() throws Exception {
    String before = text(ShopDump.ofTheDatabase());
    assertThat(before).contains(POSITION);
    vault.put(DUMP, before.getBytes(UTF_8));
    try (Shop shop = shop("")) {
      shop.erase();

      assertThat(stored()).isEqualTo(before);
      assertThat(shop.ends()).containsExactly("nightly unsupported 1");
      assertThat(shop.backupEnds()).anyMatch(BackupEnd::partial);
      assertThat(shop.notes())
          .anyMatch(note -> note.contains("CHANGE MASTER") && note.contains("'pitr: none'"));
      assertThat(shop.uploads()).isZero();
    }
  }

  @Test
  void isCleanWhereItHoldsNobodyWhoIsSought() throws Exception {
    vault.put(DUMP, text(ShopDump.ofTheDatabase().withoutAnn()).getBytes(UTF_8));
    try (Shop shop = shop("")) {
      shop.erase();

      assertThat(shop.ends()).containsExactly("nightly clean 1");
      assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
    }
  }

  @Test
  void isRewrittenWhereLogsAreNeverReplayed() throws Exception {
    vault.put(DUMP, text(ShopDump.ofTheDatabase()).getBytes(UTF_8));
    try (Shop shop = shop(", pitr: none")) {
      shop.erase();

      assertThat(stored()).isEqualTo(text(ShopDump.ofTheDatabase().withoutAnn()));
      assertThat(shop.notes()).isEmpty();
    }
  }

  @Test
  void isRewrittenWhereLogsPassOverWhatIsNotThereAndAReplayHasToFollow() throws Exception {
    vault.put(DUMP, text(ShopDump.ofTheDatabase()).getBytes(UTF_8));
    try (Shop shop = shop(", pitr: idempotent")) {
      shop.erase();

      assertThat(stored()).isEqualTo(text(ShopDump.ofTheDatabase().withoutAnn()));
      assertThat(shop.notes()).singleElement().asString().contains("run 'quietus replay'");
      assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
    }
  }
}
