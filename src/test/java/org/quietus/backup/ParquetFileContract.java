package org.quietus.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.StoreException;
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
  private Consumer<String> before = call -> {};

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
    open(JOB);
  }

  private void open(String job) throws Exception {
    shop =
        new Shop(Files.createTempDirectory(directory, "shop"), vault.settings(), this::opened, job);
  }

  private ObjectStore opened(ObjectStoreSettings settings, Clock clock) {
    return new DisturbedStore(Stores.open(settings, clock), call -> before.accept(call));
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
  void whatSomebodySaidOfARowIsDoneWithThatRowWhereverItStands() throws Exception {
    String events =
        EVENTS
            .replace("'u' ||", "CASE WHEN i IN (2502, 2503) THEN 'ann@example.org' ELSE 'u' ||")
            .replace("'@example.com' END", "'@example.com' END END")
            .replace("WHEN i = 2501 THEN 2", "WHEN i IN (2501, 2502, 2503) THEN i");
    byte[] before = parquet(events.replace("range(0, 7000)", "range(0, 2503)"));
    vault.put("events/a.parquet", before);
    shop.erase();
    assertThat(shop.ledger()).contains("events.(records) left for review 1");
    assertThat(shop.reviews().of("request-1"))
        .singleElement()
        .satisfies(row -> assertThat(row.seen().place()).isEqualTo("row 2503"));
    shop.say("request-1", true);
    byte[] other = parquet(events);
    vault.put("events/b.parquet", other);
    shop.nextRun();

    shop.erase();

    assertThat(rows("events/a.parquet")).isEqualTo(rows(before, "n NOT IN (2500, 2502)"));
    assertThat(rows("events/b.parquet")).isEqualTo(rows(other, "n NOT IN (2500, 2502)"));
    assertThat(shop.ledger()).contains("events.(records) left for review 1");
    shop.say("request-1", false);
    shop.nextRun();
    shop.erase();
    assertThat(rows("events/b.parquet")).isEqualTo(rows(other, "n NOT IN (2500, 2502)"));
    assertThat(shop.ledger()).isEmpty();
  }

  @Test
  void readsOnlyWhatTellsOfPersonsWhereTheirRowsAreNot() throws Exception {
    byte[] others = withLongTexts();
    vault.put("events/a.parquet", others);
    List<String> calls = new ArrayList<>();
    before = calls::add;

    shop.erase();

    assertThat(shop.ends()).containsExactly("events clean 1");
    assertThat(calls).doesNotContain("open");
    assertThat(parts(calls)).isPositive().isLessThan(others.length / 4);
  }

  /** Whichever part of the file it is that the store does not give. */
  @Test
  void aStoreThatFailsInTheMiddleOfAFileSaysNothingOfTheFile() throws Exception {
    vault.put("events/a.parquet", withLongTexts());
    AtomicInteger left = new AtomicInteger();
    before =
        call -> {
          if (call.startsWith("part ") && left.getAndDecrement() == 0) {
            throw new StoreException.Denied("no permission to read a part");
          }
        };
    for (int part : new int[] {1, 3}) { // its end, and a column
      left.set(part);

      shop.erase();

      assertThat(shop.ends()).as("part %s", part).containsExactly("events unreachable 1");
      shop.nextRun();
    }
  }

  private byte[] withLongTexts() throws Exception {
    return parquet(
        EVENTS
            .replace("i = 2500", "false")
            .replace("AS to", "AS to, repeat(md5(i::VARCHAR), 40) AS page"),
        ", CODEC 'uncompressed'");
  }

  private static long parts(List<String> calls) {
    return calls.stream()
        .filter(call -> call.startsWith("part "))
        .mapToLong(call -> Long.parseLong(call.substring("part ".length())))
        .sum();
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

  /** Where values repeat, dictionaries show who is in a row group and who is not. */
  @Test
  void findsThePersonInADictionaryHoweverTheNameIsSpelled() throws Exception {
    byte[] before =
        parquet(
            """
            SELECT i AS n, TIMESTAMPTZ '2026-02-01 10:00:00+00' AS at,
              {'id': CASE WHEN i = 100 THEN 1 WHEN i IN (3000, 7000) THEN NULL ELSE 2 + i % 9 END,
               'email': CASE WHEN i = 3000 THEN ' ANN@Example.org ' WHEN i IN (100, 7000) THEN NULL ELSE 'u' || (i % 9) || '@example.com' END} AS user,
              CASE WHEN i = 7000 THEN [{'email': 'ann@example.org'}] WHEN i IN (100, 3000) THEN [] ELSE [{'email': 'x' || (i % 5) || '@example.com'}] END AS to
            FROM range(0, 12000) r(i)
            """);
    vault.put("events/a.parquet", before);
    shop.erase();
    assertThat(shop.ledger()).containsExactly("events.(records) delete 3");
    assertThat(rows("events/a.parquet")).isEqualTo(rows(before, "n NOT IN (100, 3000, 7000)"));
    assertThat(shop.ends()).containsExactly("events verified 1");
  }

  @Test
  void aFixedValueIsTheSameHoweverAColumnSpellsIt() throws Exception {
    shop.close();
    open(
        JOB.replace("then: delete, because: diagnosis", "then: anonymise")
            .replace(
                "day: month }",
                "whole: { fixed: 0 }, real: { fixed: 0 }, price: { fixed: 1.5 }, done: { fixed:"
                    + " false }, key: { fixed: 0000ABCD-0000-0000-0000-000000000000 }, at: { fixed:"
                    + " '2000-01-01T00:00:00.000Z' } }"));
    vault.put(
        "access/a.parquet",
        parquet(
            """
            SELECT TIMESTAMPTZ '2025-02-01 10:00:00+00' AS ts, 'x@example.org' AS mail, '10.1.2.3' AS ip,
              7 AS whole, 7.5::DOUBLE AS real, 7.25::DECIMAL(9,2) AS price, true AS done, uuid() AS key, TIMESTAMPTZ '2026-02-01 10:00:00+00' AS at
            """));
    shop.screen();
    assertThat(shop.ends()).containsExactly("access verified 1");
    assertThat(rows("access/a.parquet"))
        .singleElement()
        .asString()
        .contains("1.50", "false", "0000abcd-0000", "2000-01-01")
        .doesNotContain("7.5", "7.25");
    shop.nextRun();
    shop.screen();
    assertThat(shop.ends()).containsExactly("access clean 1");
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
    vault.put("events/cut.parquet", Arrays.copyOf(cut, cut.length - 5));
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
  void rewritesAFileThatIsCompressedAsAWholeToo() throws Exception {
    byte[] before = parquet(EVENTS, ", CODEC 'uncompressed'");
    vault.put("events/a.parquet.gz", gzip(before));
    vault.put("events/others.parquet.gz", gzip(parquet(EVENTS.replace("i = 2500", "false"))));
    vault.put("events/hers.parquet.gz", gzip(parquet(HERS)));
    shop.erase();
    assertThat(rows(gunzip(vault.get("events/a.parquet.gz")), "true"))
        .isEqualTo(rows(before, "n <> 2500"));
    assertThat(rows(gunzip(vault.get("events/hers.parquet.gz")), "true")).isEmpty();
    assertThat(shop.ends()).containsExactly("events clean 1", "events verified 2");
  }

  private static byte[] gzip(byte[] content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] gunzip(byte[] content) throws Exception {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return in.readAllBytes();
    }
  }

  /** 16777217 and 16777216 are the same number there. */
  @Test
  void namesKeysThatSinglePrecisionHasRounded() throws Exception {
    String keys = "{'id': %s::FLOAT, 'email': NULL::VARCHAR} AS user";
    String own = "{'id': 1, 'email': 'ann@example.org'} AS user";
    vault.put("events/one.parquet", parquet(HERS.replace(own, keys.formatted("1"))));
    vault.put("events/rounded.parquet", parquet(HERS.replace(own, keys.formatted("16777217"))));
    shop.erase();
    assertThat(rows("events/one.parquet")).isEmpty();
    assertThat(rows("events/rounded.parquet")).hasSize(1);
    assertThat(shop.ends()).containsExactly("events unread-rows 1", "events verified 1");
  }

  @Test
  void leavesFilesOfTablesThatListThem() throws Exception {
    byte[] before = parquet(HERS);
    vault.put("events/delta/p=1/a.parquet", before);
    vault.put("events/delta/_delta_log/00000000000000000000.json", new byte[] {'{', '}'});
    vault.put("events/iceberg/data/p=1/a.parquet", before);
    vault.put("events/iceberg/metadata/00000-1.metadata.json", new byte[] {'{', '}'});
    vault.put("events/hudi/a.parquet", before);
    vault.put("events/hudi/.hoodie/hoodie.properties", new byte[] {'a'});
    vault.put("events/listed/a.parquet", before);
    vault.put("events/listed/_metadata", before);
    vault.put("events/plain/metadata/a.parquet", before);
    shop.erase();
    for (String table : List.of("delta/p=1", "iceberg/data/p=1", "hudi", "listed")) {
      assertThat(vault.get("events/" + table + "/a.parquet")).as(table).isEqualTo(before);
    }
    assertThat(rows("events/plain/metadata/a.parquet")).isEmpty();
    for (String what : List.of("Delta Lake", "Iceberg", "Hudi")) {
      assertThat(shop.notes()).anyMatch(note -> note.contains("belongs to a table of " + what));
    }
    assertThat(shop.notes()).anyMatch(note -> note.contains("says where its rows lie"));
    assertThat(shop.backupEnds()).filteredOn(end -> end.partial()).isNotEmpty();
  }

  @Test
  void namesMetadataAndStatisticsThatNameThePerson() throws Exception {
    byte[] told =
        parquet(
            EVENTS.replace("i = 2500", "false"),
            ", KV_METADATA {'by': '{\"x\":\"Ann@Example.org\"}'}");
    vault.put("events/told.parquet", told);
    vault.put("events/hers.parquet", parquet(EVENTS, ", KV_METADATA {'by': 'ben@example.org'}"));
    shop.erase();
    assertThat(vault.get("events/told.parquet")).isEqualTo(told);
    assertThat(shop.ends()).containsExactly("events unread-rows 1", "events verified 1");
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("its metadata, which is copied as it is, names somebody"))
        .noneMatch(note -> note.toLowerCase(Locale.ROOT).contains("ann@"));
  }

  @Test
  void namesStatisticsThatNameThePersonWhereNoRowDoes() throws Exception {
    byte[] stale = withBound(parquet(EVENTS.replace("i = 2500", "false")), "ann@example.org");
    vault.put("events/stale.parquet", stale);
    shop.erase();
    assertThat(vault.get("events/stale.parquet")).isEqualTo(stale);
    assertThat(shop.ends()).containsExactly("events unread-rows 1");
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("the statistics of a column name somebody"));
  }

  /** DuckDB writes all that a category has into the dictionary of each row group. */
  @Test
  void noDictionaryKeepsThePerson() throws Exception {
    String kinds = "ENUM('ann@example.org', 'ben@example.org')";
    String mixed =
        EVENTS.replace(
            "AS user",
            "AS user, (CASE WHEN i = 2500 THEN 'ann@example.org' ELSE 'ben@example.org' END)::"
                + kinds
                + " AS told");
    vault.put("events/hers.parquet", parquet(mixed, ", CODEC 'uncompressed'"));
    vault.put(
        "access/none.parquet",
        parquet(
            "SELECT TIMESTAMPTZ '2026-02-01 10:00:00+00' AS ts, 'ben@example.org'::"
                + kinds
                + " AS mail, '10.1.2.3' AS ip, DATE '2026-02-01' AS day",
            ", CODEC 'uncompressed'"));
    shop.erase();
    String left = new String(vault.get("events/hers.parquet"), ISO_8859_1);
    assertThat(left.toLowerCase(Locale.ROOT)).contains("ben@example").doesNotContain("ann@example");
    assertThat(shop.ends()).containsExactly("access unread-rows 1", "events verified 1");
    assertThat(shop.notes())
        .anyMatch(
            note -> note.contains("the dictionary of a column names somebody who is in none"));
  }

  @Test
  void whoWasErasedBeforeIsNamedInWhatNoRowHas() throws Exception {
    shop.annErasedEarlier();
    byte[] stale = withBound(parquet(EVENTS.replace("i = 2500", "false")), "ann@example.org");
    vault.put("events/late.parquet", stale);
    shop.screen();
    assertThat(vault.get("events/late.parquet")).isEqualTo(stale);
    assertThat(shop.ends()).containsExactly("events unread-rows 1");
  }

  @Test
  void namesAColumnThatIsCalledLikeThePerson() throws Exception {
    vault.put("events/a.parquet", parquet(EVENTS.replace("AS msg", "AS \"ann@example.org\"")));
    shop.erase();
    assertThat(shop.ends()).containsExactly("events unread-rows 1");
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("a column is called like somebody"))
        .noneMatch(note -> note.toLowerCase(Locale.ROOT).contains("ann@"));
  }

  @Test
  void boundsOfWhoCameBackAreNobodysElse() throws Exception {
    byte[] back = parquet(HERS.replace("2026-02-01", "2026-03-02"));
    vault.put("events/back.parquet", back);
    vault.put(
        "events/both.parquet",
        withBound(parquet(HERS.replace("2026-02-01", "2026-03-02")), "ann@example.org.old"));
    shop.erase();
    assertThat(vault.get("events/back.parquet")).isEqualTo(back);
    assertThat(shop.ends()).containsExactly("events clean 1", "events unread-rows 1");
  }

  /** The file with another least value of its addresses, as a careless tool leaves it. */
  private static byte[] withBound(byte[] file, String least) throws Exception {
    ByteBuffer tail = ByteBuffer.wrap(file, file.length - 8, 8).order(ByteOrder.LITTLE_ENDIAN);
    int length = tail.getInt();
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length));
    footer.getRow_groups().get(0).getColumns().stream()
        .map(ColumnChunk::getMeta_data)
        .filter(chunk -> chunk.getPath_in_schema().equals(List.of("user", "email")))
        .forEach(chunk -> chunk.getStatistics().setMin_value(least.getBytes(ISO_8859_1)));
    ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, metadata);
    return ByteBuffer.allocate(file.length + metadata.size() + 8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(file)
        .put(metadata.toByteArray())
        .putInt(metadata.size())
        .put("PAR1".getBytes(ISO_8859_1))
        .array();
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
