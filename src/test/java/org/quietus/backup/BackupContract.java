package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What becomes of dumps when Ann is erased, wherever they lie, beyond {@link SearchedDumpTest}. */
abstract class BackupContract extends BackupPlace {
  @Test
  void takesThePersonOutAndLeavesEverythingElse() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    shop().erase();
    assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn());
    assertThat(shop().ends()).containsExactly("nightly verified 1");
    assertThat(shop().ledger())
        .containsExactly(
            "nightly.address delete 1",
            "nightly.chat_message delete 1",
            "nightly.customer delete 1",
            "nightly.invoice delete 1",
            "nightly.invoice keep 1",
            "nightly.invoice unlink 1",
            "nightly.order_item delete 2",
            "nightly.orders delete 2");
    assertThat(shop().journalText()).doesNotContain("nightly/");
  }

  @Test
  void findsNothingMoreInTheNextRun() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    shop().erase();
    byte[] after = get(DUMP);
    shop().nextRun();
    shop().erase();
    assertThat(get(DUMP)).isEqualTo(after);
    assertThat(shop().ends()).containsExactly("nightly clean 1");
  }

  @Test
  void theDigestOfACheckIsThatOfTheVersionsThatWereChecked() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    dump("nightly/clean.sql.gz", ShopDump.ofTheDatabase().withoutAnn());
    shop().erase();
    String versions =
        shop()
            .jdbc()
            .queryForList(
                "SELECT COALESCE(result_token, version_token) FROM quietus.backup_version"
                    + " WHERE state IN ('verified', 'clean') ORDER BY version_no",
                String.class)
            .stream()
            .map(token -> token + "\n")
            .collect(Collectors.joining());
    assertThat(versions.lines()).hasSize(2);
    assertThat(shop().checks())
        .containsEntry(
            "nightly.customer", sha256("ROWS_BY_KEY\nnightly.customer\n" + sha256(versions) + "\n"))
        .containsEntry(
            "nightly.orders", sha256("ROWS_BY_KEY\nnightly.orders\n" + sha256(versions) + "\n"));
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void takesAFolderOfOneFileATableAsOneBackup() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (String table : dump.tables()) {
      put("nightly/sunday/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))));
    }
    byte[] routines = ShopDump.gzip(dump.text(List.of()));
    put("nightly/sunday/0-routines.sql.gz", routines);
    shop().erase();
    assertThat(get("nightly/sunday/0-routines.sql.gz")).isEqualTo(routines);
    ShopDump expected = ShopDump.ofTheDatabase().withoutAnn();
    for (String table : dump.tables()) {
      assertThat(ShopDump.lines(ShopDump.gunzip(get("nightly/sunday/" + table + ".sql.gz"))))
          .isEqualTo(ShopDump.lines(expected.text(List.of(table))));
    }
    assertThat(shop().ends()).containsExactly("nightly clean 1", "nightly verified 6");
  }

  @Test
  void swapsNoneOfAFolderIfOneOfItsFilesIsDamaged() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (String damaged : List.of("orders", "address")) {
      for (String table : dump.tables()) {
        byte[] content = ShopDump.gzip(dump.text(List.of(table)));
        put(
            "nightly/sunday/" + table + ".sql.gz",
            table.equals(damaged) ? Arrays.copyOf(content, content.length - 9) : content);
      }
      shop().erase();
      assertThat(ShopDump.gunzip(get("nightly/sunday/customer.sql.gz"))).contains("Ann");
      assertThat(shop().ends()).containsExactly("nightly damaged 1", "nightly incomplete 5");
      clear();
      shop().nextRun();
    }
  }

  @Test
  void goesOnAfterAKillBetweenAnyTwoSteps() throws Exception {
    for (boolean before : new boolean[] {true, false}) {
      for (int n = 1; ; n += killsEvery()) {
        clear();
        dump(DUMP, ShopDump.ofTheDatabase());
        shop().nextRun();
        shop().killAt(n, before);
        boolean killed = false;
        try {
          shop().erase();
        } catch (Shop.Killed e) {
          killed = true;
        }
        shop().killAt(Integer.MAX_VALUE, before);
        shop().erase();
        String when = "killed " + (before ? "before" : "after") + " transaction " + n;
        assertThat(ShopDump.lines(ShopDump.gunzip(get(DUMP))))
            .as(when)
            .isEqualTo(ShopDump.lines(ShopDump.ofTheDatabase().withoutAnn().text()));
        assertThat(shop().ends()).as(when).contains("nightly verified 1");
        assertThat(shop().backupEnds()).as(when).noneMatch(end -> end.partial());
        assertThat(shop().ledger()).as(when).contains("nightly.customer delete 1").hasSize(8);
        assertThat(keys()).as(when).containsExactly(DUMP);
        if (!killed) {
          assertThat(n).isGreaterThan(10);
          break;
        }
      }
    }
  }
}
