package org.quietus.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.ObjectStore;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.target.HeldBackups;
import org.quietus.testing.DuckDb;

/** What becomes of the rows of Parquet files, wherever they lie; DuckDB writes and reads them. */
abstract class ParquetFileContract {
  private static final String JOB =
      """
      files:
        events:
          of: shop
          in: vault
          objects: "events/**"
          format: parquet
          from: at
          persons: { customer: { user.email: email, user.id: id, "to[*].email": email } }
          on-erasure: delete
        access:
          of: shop
          in: vault
          objects: "access/**"
          format: parquet
          from: ts
          records: { keep: P90D, then: delete, because: diagnosis }
          persons: { customer: { mail: email } }
          on-erasure: anonymise
          anonymise: { mail: set-null, ip: { network: 16 }, day: month }
      """;

  private static final String EVENTS =
      """
      SELECT i AS n, '漢字 ' || i AS msg, TIMESTAMPTZ '2026-02-01 10:00:00+00' AS at,
        {'id': CASE WHEN i = 2500 THEN 1 WHEN i = 2501 THEN 2 END,
         'email': CASE WHEN i = 2500 THEN ' ANN@example.org' ELSE 'u' || i || '@example.com' END} AS user,
        CASE WHEN i = 4500 THEN [{'email': 'x@example.com'}] ELSE [] END AS to
      FROM range(0, 7000) r(i)
      """;

  private static final String HERS =
      """
      SELECT 1 AS n, 'hers' AS msg, TIMESTAMPTZ '2026-02-01 10:00:00+00' AS at,
        {'id': 1, 'email': 'ann@example.org'} AS user, [{'email': NULL}] AS to
      """;

  @TempDir Path directory;
  private DuckDb duckdb;
  private Vault vault;
  private Shop shop;

  /** Makes an empty place for files. */
  abstract Vault newVault(Path parent) throws Exception;

  /** Every how many steps a kill is tried. */
  int killsEvery() {
    return 1;
  }

  @BeforeEach
  void open() throws Exception {
    duckdb = new DuckDb();
    vault = newVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")), vault.settings(), this::opened, JOB);
  }

  private ObjectStore opened(ObjectStoreSettings settings, Clock clock) {
    return Stores.open(settings, clock);
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
    vault.close();
    duckdb.close();
  }

  private byte[] parquet(String select, String options) throws Exception {
    Path file = directory.resolve("written.parquet");
    duckdb.run(
        "COPY (%s) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048 %s)"
            .formatted(select, file, options));
    return Files.readAllBytes(file);
  }

  private byte[] parquet(String select) throws Exception {
    return parquet(select, "");
  }

  private List<String> rows(String key) throws Exception {
    return rows(vault.get(key), "true");
  }

  private List<String> rows(byte[] content, String condition) throws Exception {
    return duckdb.rows(Files.write(directory.resolve("read.parquet"), content), condition);
  }

  @Test
  void takesThePersonsRowsOutAndLeavesEveryOtherValue() throws Exception {
    byte[] before = parquet(EVENTS, ", CODEC 'uncompressed', KV_METADATA {'team': 'web'}");
    byte[] others = parquet(EVENTS.replace("i = 2500", "false"));
    vault.put("events/2026/02.parquet", before);
    vault.put("events/others.parquet", others);
    shop.erase();
    assertThat(rows("events/2026/02.parquet")).isEqualTo(rows(before, "n <> 2500")).hasSize(6999);
    assertThat(vault.get("events/others.parquet")).isEqualTo(others);
    assertThat(shop.ends()).containsExactly("events clean 1", "events verified 1");
    assertThat(shop.ledger()).containsExactly("events.(records) delete 1");
    assertThat(shop.reread()).isEmpty();
    for (byte[] content : vault.contents()) {
      assertThat(new String(content, ISO_8859_1).contains("ANN@")).isFalse();
    }
    shop.nextRun();
    shop.erase();
    assertThat(shop.ends()).containsExactly("events clean 2");
  }

  @Test
  void leavesAFileWithoutRowsWhenAllOfThemGo() throws Exception {
    vault.put("events/hers.parquet", parquet(HERS));
    shop.erase();
    assertThat(rows("events/hers.parquet")).isEmpty();
    assertThat(shop.ends()).containsExactly("events verified 1");
    assertThat(shop.ledger()).containsExactly("events.(records) delete 1");
  }

  @Test
  void removesEachRowThatHasOutlivedItsPeriodWhateverTypeItsMomentIsOf() throws Exception {
    // kept for 90 days in Berlin, from 2026-03-01T12:01Z on: due before 2025-11-30T23:00Z
    List<String> types =
        List.of(
            "DATE '2025-11-30' + i::INTEGER",
            "TIMESTAMP '2025-11-30 23:59:59' + INTERVAL (i) SECOND",
            "TIMESTAMPTZ '2025-11-30 22:59:59+00' + INTERVAL (i) SECOND",
            "(TIMESTAMP '2025-11-30 23:59:59' + INTERVAL (i) SECOND)::TIMESTAMP_NS",
            "(TIMESTAMP '2025-11-30 23:59:59' + INTERVAL (i) SECOND)::TIMESTAMP_MS",
            "1764543599 + i",
            "(1764543599 + i) * 1000",
            "CASE i WHEN 0 THEN '2025-11-30T22:59:59Z' ELSE '2025-12-01 00:00:00' END");
    for (int n = 0; n < types.size(); n++) {
      vault.put(
          "access/" + n + ".parquet",
          parquet(
              "SELECT i AS n, %s AS ts, 'ben@example.org' AS mail, '10.1.2.3' AS ip, DATE '2020-01-31' AS day FROM range(0, 2) r(i)"
                  .formatted(types.get(n))));
    }
    shop.screen();
    for (int n = 0; n < types.size(); n++) {
      assertThat(rows("access/" + n + ".parquet"))
          .as(types.get(n))
          .singleElement()
          .matches(row -> row.startsWith("{'n': 1,"));
    }
    assertThat(shop.ends()).containsExactly("access verified 8");
  }

  @Test
  void anonymisesColumnsInTheirTypes() throws Exception {
    vault.put(
        "access/a.parquet",
        parquet(
            """
            SELECT i AS n, DATE '2026-02-01' AS ts,
              CASE i WHEN 1 THEN 'Ann@example.org' ELSE 'ben@example.org' END AS mail,
              '10.1.2.3' AS ip, DATE '2020-01-31' AS day
            FROM range(0, 3) r(i)
            """));
    shop.erase();
    assertThat(rows("access/a.parquet"))
        .containsExactly(
            "{'n': 0, 'ts': 2026-02-01, 'mail': ben@example.org, 'ip': 10.1.2.3, 'day':"
                + " 2020-01-31}",
            "{'n': 1, 'ts': 2026-02-01, 'mail': NULL, 'ip': 10.1.0.0, 'day': 2020-01-01}",
            "{'n': 2, 'ts': 2026-02-01, 'mail': ben@example.org, 'ip': 10.1.2.3, 'day':"
                + " 2020-01-31}");
    assertThat(shop.ledger())
        .containsExactly("access.(records) anonymise: mail set-null, ip network, day month 1");
    assertThat(shop.reread()).isEmpty();
  }

  @Test
  void findsRowsThatArriveAfterTheErasure() throws Exception {
    shop.annErasedEarlier();
    byte[] before = parquet(EVENTS);
    vault.put("events/late.parquet", before);
    shop.screen();
    assertThat(rows("events/late.parquet")).isEqualTo(rows(before, "n <> 2500"));
    shop.nextRun();
    shop.screen();
    assertThat(shop.ends()).containsExactly("events screened 1");
  }

  @Test
  void namesAFileWhoseColumnsAreOthers() throws Exception {
    byte[] renamed =
        parquet(
            "SELECT 1 AS n, TIMESTAMP '2026-02-01' AS at, {'id': 1, 'mail': 'ann@example.org'} AS"
                + " user, [{'email': 'x'}] AS to");
    vault.put("events/renamed.parquet", renamed);
    vault.put("events/text.parquet", "{}".repeat(20).getBytes(ISO_8859_1));
    byte[] cut = parquet(EVENTS);
    vault.put("events/cut.parquet", java.util.Arrays.copyOf(cut, cut.length - 5));
    shop.erase();
    assertThat(vault.get("events/renamed.parquet")).isEqualTo(renamed);
    assertThat(shop.ends())
        .containsExactly("events damaged 1", "events not-a-dump 1", "events unmatched-schema 1");
    assertThat(shop.notes())
        .anyMatch(
            note ->
                note.contains(
                    "has no column 'user.email'; name one of [n, at, user.id, user.mail,"
                        + " to[*].email]"))
        .anyMatch(note -> note.contains("ends without its footer"));
  }

  @Test
  void aHoldKeepsWhatHasOutlivedItsPeriod() throws Exception {
    byte[] old =
        parquet(
            "SELECT DATE '2020-01-01' AS ts, 'cid@example.org' AS mail, '' AS ip, NULL::DATE AS"
                + " day");
    vault.put("access/a.parquet", old);
    shop.hold(new HeldBackups(true, false, Runnable::run));
    shop.erase();
    assertThat(vault.get("access/a.parquet")).isEqualTo(old);
    shop.nextRun();
    shop.hold(HeldBackups.NONE);
    shop.erase();
    assertThat(rows("access/a.parquet")).isEmpty();
  }

  @Test
  void goesOnAfterAKillBetweenAnyTwoSteps() throws Exception {
    byte[] before = parquet(EVENTS);
    List<String> rest = rows(before, "n <> 2500");
    for (boolean early : new boolean[] {true, false}) {
      boolean killed = true;
      for (int n = 1; killed; n += killsEvery()) {
        vault.clear();
        vault.put("events/a.parquet", before);
        shop.nextRun();
        shop.killAt(n, early);
        killed = false;
        try {
          shop.erase();
        } catch (Shop.Killed e) {
          killed = true;
          shop.killAt(Integer.MAX_VALUE, false);
          shop.erase();
        }
        assertThat(rows("events/a.parquet")).as("killed at %d", n).isEqualTo(rest);
        assertThat(shop.ledger()).containsExactly("events.(records) delete 1");
        assertThat(vault.keys()).hasSize(1);
      }
    }
  }
}
