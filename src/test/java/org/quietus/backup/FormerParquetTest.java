package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.backup.set.Stores;
import org.quietus.testing.DuckDb;

/** Parquet files of a time when columns had other names, lay elsewhere, or were not there yet. */
class FormerParquetTest {
  private static final Instant OLD = Instant.parse("2026-02-01T02:00:00Z");
  private static final Instant NEW = Instant.parse("2026-02-20T02:00:00Z");
  private static final String KEY = "events/a.parquet";
  private static final String FILES =
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
          schema-before:
            2026-02-15: { columns: { user.email: mail, at: seen.at },
                          without: [ user.id, "to[*].email" ] }
        access:
          of: shop
          in: vault
          objects: "access/**"
          format: parquet
          from: ts
          persons: { customer: { mail: email } }
          on-erasure: anonymise
          anonymise: { mail: set-null, ip: { network: 16 } }
          schema-before: { 2026-02-15: { columns: { mail: user.email, ip: address } } }
      """;

  private static final String SEEN =
      "{'at': TIMESTAMPTZ '2026-01-01 10:00:00+00', 'email': 'x'} AS seen";

  private static final String TODAY =
      """
      SELECT i AS n, TIMESTAMPTZ '2026-02-01 10:00:00+00' AS at,
        {'id': CASE WHEN i = 25 THEN 1 END,
         'email': CASE WHEN i = 25 THEN 'ann@example.org'
           ELSE 'u' || i || '@example.com' END} AS user,
        CASE WHEN i = 26 THEN [{'email': 'x@example.org'}] ELSE [] END AS to
      FROM range(0, 40) r(i)
      """;

  private static final String THEN =
      """
      SELECT i AS n, {'at': TIMESTAMPTZ '2026-01-01 10:00:00+00'} AS seen,
        CASE WHEN i IN (17, 25) THEN ' ANN@example.org'
          ELSE 'u' || i || '@example.com' END AS mail
      FROM range(0, 40) r(i)
      """;

  @TempDir Path directory;
  private DuckDb duckdb;
  private DirectoryVault vault;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    duckdb = new DuckDb();
    vault = new DirectoryVault(Files.createDirectories(directory.resolve("store")));
    shop =
        new Shop(
            Files.createTempDirectory(directory, "shop"), vault.settings(), Stores::open, FILES);
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
    vault.close();
    duckdb.close();
  }

  private byte[] put(String key, String select, Instant made) throws Exception {
    Path file = directory.resolve("written.parquet");
    duckdb.run("COPY (%s) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)".formatted(select, file));
    byte[] content = Files.readAllBytes(file);
    vault.put(key, content);
    Files.setLastModifiedTime(directory.resolve("store").resolve(key), FileTime.from(made));
    return content;
  }

  private List<String> rows(byte[] content, String condition) throws Exception {
    return duckdb.rows(Files.write(directory.resolve("read.parquet"), content), condition);
  }

  private List<String> rows(String key) throws Exception {
    return rows(vault.get(key), "true");
  }

  @Test
  void rowsGoUnderTheNamesThatTheirTimeHad() throws Exception {
    byte[] then = put(KEY, THEN, OLD);
    byte[] today = put("events/new.parquet", TODAY, NEW);

    shop.erase();

    assertThat(shop.notes()).isEmpty();
    assertThat(rows(KEY)).isEqualTo(rows(then, "n NOT IN (17, 25)")).hasSize(38);
    assertThat(rows("events/new.parquet")).isEqualTo(rows(today, "n <> 25"));
    assertThat(shop.ends()).containsExactly("events verified 2");
  }

  @Test
  void whoWasErasedEarlierGoesFromFilesOfOtherNames() throws Exception {
    shop.annErasedEarlier();
    byte[] then = put(KEY, THEN, OLD);

    shop.erase("request-2", "nobody@example.org");

    assertThat(rows(KEY)).isEqualTo(rows(then, "n NOT IN (17, 25)"));
  }

  @Test
  void aLaterRunReadsWhatWasRewrittenUnderItsFormerNamesStill() throws Exception {
    byte[] then =
        put(
            KEY,
            THEN.replace("u17@example.com", "x")
                .replace("'u' || i", "CASE i WHEN 9 THEN 'cid' ELSE 'u' || i END")
                .replace("'@example.com'", "'@example.org'"),
            OLD);
    shop.erase();
    shop.end();
    shop.nextRun();

    shop.erase("request-2", "cid@example.org");

    assertThat(rows(KEY)).isEqualTo(rows(then, "n NOT IN (9, 17, 25)")).hasSize(37);
  }

  @Test
  void valuesAreMadeAnonymousUnderTheNamesThatTheirTimeHad() throws Exception {
    String then =
        """
        SELECT i AS n, TIMESTAMP '2026-02-01 10:00:00' AS ts, {'email': CASE i WHEN 3 THEN
          'ann@example.org' ELSE 'ben@example.org' END, 'x': i} AS user, '10.1.2.' || i AS address
        FROM range(0, 9) r(i)
        """;
    put("access/a.parquet", then, OLD);

    shop.erase();

    assertThat(rows("access/a.parquet"))
        .anyMatch(
            row -> row.startsWith("{'n': 3,") && row.contains("10.1.0.0") && !row.contains("ann"))
        .filteredOn(row -> row.contains("ben@example.org") && row.contains("10.1.2."))
        .hasSize(8);
    assertThat(shop.ends()).containsExactly("access verified 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 AS n, SEEN | no column 'mail'",
        "1 AS n, 'x' AS mail, SEEN, {'id': 1} AS user | no column 'user.id' of today",
        "1 AS n, 'x' AS mail, SEEN, [{'email': 'x'}] AS to | no column 'to[*].email' of today",
        "1 AS n, 'x' AS mail, SEEN, {'email': 'a'} AS user | no column 'user.email' of today",
      })
  void aFileThatSaysSomethingElseStays(String columns, String why) throws Exception {
    byte[] content = put(KEY, "SELECT " + columns.replace("SEEN", SEEN), OLD);

    shop.erase();

    assertThat(vault.get(KEY)).isEqualTo(content);
    assertThat(shop.ends()).containsExactly("events unmatched-schema 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains(why));
  }

  @Test
  void whatWasMadeLaterIsSearchedUnderTheNamesOfToday() throws Exception {
    byte[] content = put(KEY, THEN, NEW);

    shop.erase();

    assertThat(vault.get(KEY)).isEqualTo(content);
    assertThat(shop.ends()).containsExactly("events unmatched-schema 1");
  }
}
