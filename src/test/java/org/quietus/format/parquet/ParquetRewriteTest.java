package org.quietus.format.parquet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.backup.dump.Spool;
import org.quietus.format.Decision;
import org.quietus.format.Drifted;
import org.quietus.format.DumpTableName;
import org.quietus.format.KnownValues;
import org.quietus.format.RewriteReport;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;
import org.quietus.format.UnsupportedDump;
import org.quietus.testing.DuckDb;
import org.quietus.testing.Seeds;

/** What is rewritten, read by DuckDB. */
class ParquetRewriteTest {
  private static final String EVERY_TYPE =
      """
      SELECT i AS id,
        'user' || (i %% 50) || '@example.org' AS email,
        CASE WHEN i %% 7 = 0 THEN NULL ELSE '克莱奥 😀 ' || i END AS name,
        (i %% 3 = 0) AS flag,
        (i %% 128)::TINYINT AS i8, (i * 3)::SMALLINT AS i16, (i * 70000)::INTEGER AS i32,
        (i %% 256)::UTINYINT AS u8, (i * 9)::USMALLINT AS u16,
        (4294967295 - i)::UINTEGER AS u32, (18446744073709551615 - i)::UBIGINT AS u64,
        (i * 1.5)::FLOAT AS f, CASE i %% 5 WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN '-inf'::DOUBLE ELSE i / 7 END AS d,
        (i / 100)::DECIMAL(9,2) AS d9, (i * -1000.001)::DECIMAL(18,3) AS d18,
        (i * 123456789.123456)::DECIMAL(38,6) AS d38,
        DATE '2020-01-01' + i::INTEGER AS day,
        TIME '00:00:01' + INTERVAL (i) SECOND AS clock,
        TIMESTAMP '2020-01-01' + INTERVAL (i) HOUR AS at,
        (TIMESTAMP '2020-01-01' + INTERVAL (i) HOUR)::TIMESTAMP_NS AS at_ns,
        (TIMESTAMP '2020-01-01' + INTERVAL (i) HOUR)::TIMESTAMP_MS AS at_ms,
        (TIMESTAMP '2020-01-01' + INTERVAL (i) HOUR)::TIMESTAMPTZ AS at_tz,
        INTERVAL (i) DAY AS span,
        ('00000000-0000-0000-0000-' || lpad(i::VARCHAR, 12, '0'))::UUID AS uuid,
        ('blob' || i)::BLOB AS bytes,
        CASE WHEN i %% 4 = 0 THEN NULL WHEN i %% 4 = 1 THEN [] ELSE ['t' || i, NULL, 't'] END AS tags,
        [[i, i + 1], [], NULL, [NULL]] AS grid,
        CASE WHEN i %% 6 = 0 THEN NULL ELSE {'email': 'to' || i || '@example.org', 'n': {'deep': i}} END AS one,
        CASE WHEN i %% 5 = 0 THEN [] ELSE [{'email': 'x' || i || '@example.org', 'k': i}, NULL, {'email': NULL, 'k': 2}] END AS many,
        MAP {'a': i, 'b' || i: NULL} AS attrs,
        ('{"i":' || i || '}')::JSON AS json,
        CASE WHEN i %% 2 = 0 THEN 'one' ELSE 'two' END::ENUM('one', 'two') AS kind
      FROM range(0, %d) r(i)
      """;

  @TempDir Path directory;
  private DuckDb duckdb;
  private ParquetFile file;
  private ParquetFile out;

  @BeforeEach
  void open() throws Exception {
    duckdb = new DuckDb();
    file = new ParquetFile(directory.resolve("a.parquet"));
    out = new ParquetFile(directory.resolve("b.parquet"));
  }

  @AfterEach
  void close() throws Exception {
    duckdb.close();
  }

  private void write(String select, String options) throws Exception {
    duckdb.run(
        "COPY (%s) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048, %s)"
            .formatted(select, file.path(), options));
  }

  private List<String> without(String condition) throws Exception {
    return duckdb.rows(file.path(), "NOT (" + condition + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "uncompressed, V1",
    "snappy, V1",
    "gzip, V2",
    "zstd, V2",
    "lz4_raw, V1",
  })
  void everyValueOfEveryRowThatStaysReadsAsBefore(String codec, String version) throws Exception {
    write(
        EVERY_TYPE.formatted(7000),
        "CODEC '%s', PARQUET_VERSION '%s', KV_METADATA {'owner': 'team', 'n': '1'}, FIELD_IDS 'auto'"
            .formatted(codec, version));
    RewriteReport report =
        file.rewrite(
            out,
            row ->
                Long.parseLong(String.valueOf(row.text(0))) % 2000 < 3
                    ? Decision.DROP
                    : Decision.KEEP,
            "id");
    assertThat(duckdb.rows(out.path())).isEqualTo(without("id % 2000 < 3"));
    assertThat(report.tables().values())
        .singleElement()
        .matches(tally -> tally.in() == 7000 && tally.dropped() == 12);
    for (String about :
        List.of(
            "SELECT s::VARCHAR FROM (SELECT * EXCLUDE (file_name) FROM parquet_schema('%s')) s",
            "SELECT (key, value)::VARCHAR FROM parquet_kv_metadata('%s')",
            "SELECT created_by FROM parquet_file_metadata('%s')",
            "SELECT DISTINCT compression FROM parquet_metadata('%s')")) {
      assertThat(duckdb.texts(about.formatted(out.path())))
          .as(about)
          .isNotEmpty()
          .isEqualTo(duckdb.texts(about.formatted(file.path())));
    }
  }

  private static long id(Row row) throws IOException {
    return Long.parseLong(String.valueOf(row.text(0)));
  }

  @Test
  void rowsThatGoAtRandomAndValuesThatChangeLeaveAllOthersAsTheyWere() throws Exception {
    write(EVERY_TYPE.formatted(5000), "CODEC 'snappy'");
    for (long seed : Seeds.few(2).toArray()) {
      Random random = new Random(seed);
      double share = random.nextBoolean() ? 0.5 : 0.001;
      Set<Long> doomed = new HashSet<>();
      Set<Long> changed = new HashSet<>();
      for (long id = 0; id < 5000; id++) {
        (random.nextDouble() < share
                ? doomed
                : random.nextDouble() < share ? changed : new HashSet<Long>())
            .add(id);
      }
      Map<String, @Nullable Object> values = new HashMap<>();
      values.put("email", "gone");
      values.put("name", null);
      file.rewrite(
          out,
          row ->
              doomed.contains(id(row))
                  ? Decision.DROP
                  : changed.contains(id(row)) ? Decision.change(values) : Decision.KEEP,
          "id",
          "email",
          "name");
      duckdb.run(
          "CREATE OR REPLACE TABLE doomed AS SELECT unnest(%s::BIGINT[]) AS id".formatted(doomed));
      duckdb.run(
          "CREATE OR REPLACE TABLE changed AS SELECT unnest(%s::BIGINT[]) AS id"
              .formatted(changed));
      assertThat(duckdb.rows(out.path()))
          .as("seed %d", seed)
          .isEqualTo(
              duckdb.texts(
                  """
                  SELECT t::VARCHAR FROM (
                    SELECT * REPLACE (
                      CASE WHEN id IN (FROM changed) THEN 'gone' ELSE email END AS email,
                      CASE WHEN id IN (FROM changed) THEN NULL ELSE name END AS name)
                    FROM read_parquet('%s') WHERE id NOT IN (FROM doomed)) t
                  """
                      .formatted(file.path())));
    }
  }

  @Test
  void valuesOfListsAndOfEveryTypeChangeOneByOne() throws Exception {
    write(EVERY_TYPE.formatted(10), "CODEC 'zstd'");
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("many[*].email", Arrays.asList("p", "q"));
    values.put("one.email", "r");
    values.put("tags[*]", Arrays.asList(null, "s", null));
    values.put("day", "2019-02-01");
    values.put("at", "2019-02-01T00:00:00");
    values.put("at_ns", "2019-02-01T00:00:00.000000001");
    values.put("at_tz", "2019-02-01T00:00:00Z");
    values.put("clock", "12:00");
    values.put("uuid", "12345678-1234-1234-1234-123456789012");
    values.put("d9", "-1.5");
    values.put("d38", new BigDecimal("-12345678901234567890.5"));
    values.put("i8", -7L);
    values.put("u64", "18446744073709551615");
    values.put("f", 0.5);
    values.put("flag", true);
    values.put("json", "{}");
    List<String> columns = new ArrayList<>(List.of("id"));
    columns.addAll(values.keySet());
    file.rewrite(
        out,
        row -> id(row) == 7 ? Decision.change(values) : Decision.KEEP,
        columns.toArray(String[]::new));
    assertThat(
            duckdb.texts(
                """
                SELECT (many, one, tags, day, "at", at_ns, at_tz, clock, uuid, d9, d38, i8, u64, f, flag, json)::VARCHAR
                FROM read_parquet('%s') WHERE id = 7
                """
                    .formatted(out.path())))
        .containsExactly(
            "([{'email': p, 'k': 7}, NULL, {'email': q, 'k': 2}], {'email': r, 'n': {'deep': 7}},"
                + " [NULL, s, NULL], 2019-02-01, '2019-02-01 00:00:00',"
                + " '2019-02-01 00:00:00.000000001', '2019-02-01 00:00:00+00', '12:00:00',"
                + " 12345678-1234-1234-1234-123456789012, -1.50, -12345678901234567890.500000, -7,"
                + " 18446744073709551615, 0.5, true, '{}')");
    assertThat(duckdb.rows(out.path(), "id <> 7")).isEqualTo(duckdb.rows(file.path(), "id <> 7"));
  }

  @Test
  void showsValuesOfEveryTypeAsRecordsAreComparedByThem() throws Exception {
    write(EVERY_TYPE.formatted(3), "CODEC 'zstd'");
    Map<String, List<@Nullable Object>> expected = new LinkedHashMap<>();
    expected.put("email", List.of("user1@example.org"));
    expected.put("flag", List.of(false));
    expected.put("i8", List.of(1L));
    expected.put("u32", List.of(4294967294L));
    expected.put("u64", List.of(new BigInteger("18446744073709551614")));
    expected.put("d", List.of("-Infinity"));
    expected.put("d9", List.of(new BigDecimal("0.01")));
    expected.put("d38", List.of(new BigDecimal("123456789.123456")));
    expected.put("day", List.of("2020-01-02"));
    expected.put("clock", List.of("00:00:02"));
    expected.put("at", List.of("2020-01-01T01:00"));
    expected.put("at_ns", List.of("2020-01-01T01:00"));
    expected.put("at_ms", List.of("2020-01-01T01:00"));
    expected.put("at_tz", List.of("2020-01-01T01:00:00Z"));
    expected.put("uuid", List.of("00000000-0000-0000-0000-000000000001"));
    expected.put("tags[*]", List.of());
    expected.put("grid[*][*]", Arrays.asList(1L, 2L, null));
    expected.put("one.n.deep", List.of(1L));
    expected.put("many[*].email", Arrays.asList("x1@example.org", null));
    expected.put("many.list.element.email", Arrays.asList("x1@example.org", null));
    expected.put("attrs[*].key", List.of("a", "b1"));
    expected.put("attrs[*].value", Arrays.asList(1L, null));
    expected.put("kind", List.of("two"));
    for (Map.Entry<String, List<@Nullable Object>> column : expected.entrySet()) {
      assertThat(file.values(column.getKey()).get(1))
          .as(column.getKey())
          .isEqualTo(column.getValue());
    }
  }

  /** So that 0.7 is not 0.699999988 to whatever rounds it, and a key is known to be rounded. */
  @Test
  void aNumberOf32BitsIsShownAsItIsWritten() throws Exception {
    write("SELECT i AS id, (i / 10)::FLOAT AS f FROM range(0, 8) r(i)", "CODEC 'snappy'");
    assertThat(file.values("f").get(7)).isEqualTo(List.of(0.7f));
  }

  @Test
  void noErasedValueIsLeftAnywhereInTheFile() throws Exception {
    write(
        """
        SELECT i AS id, CASE WHEN i = 3000 THEN 'CANARY-text' ELSE 'v' || (i %% 40) END AS word,
          CASE WHEN i = 3000 THEN 'AAA-CANARY-least' WHEN i = 3001 THEN 'zzz-CANARY-most' ELSE 'm' || i END AS bound,
          [CASE WHEN i = 3000 THEN 'CANARY-element' ELSE 'e' END] AS list,
          CASE WHEN i = 3000 THEN 4702111234474983745 ELSE i END AS number
        FROM range(0, 6000) r(i)
        """
            .replace("%%", "%"),
        "CODEC 'uncompressed'");
    for (String canary :
        List.of("CANARY-text", "AAA-CANARY-least", "zzz-CANARY-most", "-element", "AAAAAAAA")) {
      assertThat(holds(file, canary)).as(canary).isTrue();
    }
    assertThat(excluded(file, "word", "CANARY-text")).contains("false");
    file.rewrite(
        out, row -> id(row) == 3000 || id(row) == 3001 ? Decision.DROP : Decision.KEEP, "id");
    assertThat(holds(out, "CANARY")).isFalse();
    assertThat(holds(out, "AAAA")).isFalse();
    assertThat(excluded(out, "word", "CANARY-text")).hasSize(3).allMatch("true"::equals);
    assertThat(duckdb.rows(out.path())).isEqualTo(without("id IN (3000, 3001)"));
    assertThat(
            duckdb.texts(
                "SELECT stats_max_value FROM parquet_metadata('%s') WHERE path_in_schema = 'bound'"
                    .formatted(out.path())))
        .hasSize(3)
        .allMatch(most -> most.startsWith("m"));
  }

  private static boolean holds(ParquetFile of, String text) throws IOException {
    return new String(of.bytes(), ISO_8859_1).contains(text);
  }

  private List<String> excluded(ParquetFile of, String column, String value) throws Exception {
    return duckdb.texts(
        "SELECT bloom_filter_excludes FROM parquet_bloom_probe('%s', '%s', '%s')"
            .formatted(of.path(), column, value));
  }

  @Test
  void rowGroupsThatNobodyTouchesAreCopiedWithTheirFiltersByteForByte() throws Exception {
    write("SELECT i AS id, 'v' || (i % 40) AS word FROM range(0, 10000) r(i)", "CODEC 'zstd'");
    file.rewrite(out, row -> id(row) == 3000 ? Decision.DROP : Decision.KEEP, "id");
    List<String> before = groups(file);
    List<String> after = groups(out);
    assertThat(after).hasSameSizeAs(before);
    for (int group = 0; group < before.size(); group++) {
      if (group != 1) {
        assertThat(after.get(group)).as("row group %d", group).isEqualTo(before.get(group));
      }
    }
    assertThat(excluded(out, "word", "v7")).allMatch("false"::equals);
    assertThat(excluded(out, "word", "nobody")).contains("true");
  }

  /** The pages and the bloom filters of each row group. */
  private List<String> groups(ParquetFile of) throws Exception {
    List<String> groups = new ArrayList<>();
    try (Spooled spooled = Spooled.of(new ByteArrayInputStream(of.bytes()), new Spool())) {
      for (RowGroup group : Footer.read(spooled).getRow_groups()) {
        ContentDigest digest = new ContentDigest(Footer.read(spooled));
        digest.add(spooled, group);
        groups.add(digest.ofGroups() + digest.ofFooter());
      }
    }
    return groups;
  }

  /** Two row groups with one dictionary, as pyarrow writes categories. */
  private static final String CATEGORIES =
      "UEFSMRUAFSwVLCwVBBUAFQYVBhwAAAACAAAABAEBAAAAAAAAAAIAAAAAAAAAFQQVUBVQTBUIFQASAAAPAAAA"
          + "YW5uQGV4YW1wbGUub3JnAwAAAGJlbgMAAABjaWQDAAAAZGFuFQAVFBUULBUEFRAVBhUGHAAAAAIAAAAEAQID"
          + "BAAVBBVAFUBMFQgVABIAAAcAAABBbm4gQWRvAwAAAEJlbgMAAABDaWQDAAAARGFuFQAVFBUULBUEFRAVBhUG"
          + "HAAAAAIAAAAEAQIDBAAVABUsFSwsFQQVABUGFQYcAAAAAgAAAAQBAwAAAAAAAAAEAAAAAAAAABUEFVAVUEwV"
          + "CBUAEgAADwAAAGFubkBleGFtcGxlLm9yZwMAAABiZW4DAAAAY2lkAwAAAGRhbhUAFRQVFCwVBBUQFQYVBhwA"
          + "AAACAAAABAECAw4AFQQVQBVATBUIFQASAAAHAAAAQW5uIEFkbwMAAABCZW4DAAAAQ2lkAwAAAERhbhUAFRQV"
          + "FCwVBBUQFQYVBhwAAAACAAAABAECAw4AFQQZTDUAGAZzY2hlbWEVBgAVBCUCGAJpZAAVDCUCGAVlbWFpbCUA"
          + "TBwAAAAVDCUCGARuYW1lJQBMHAAAABYIGSwZPCYAHBUEGSUGABkYAmlkFQAWBBZSFlImCEkcFQAVABUCADwp"
          + "BhkmAAQAAAAmABwVDBk1AAYQGRgFZW1haWwVABYEFqYBFqYBJsYBJlopLBUEFQAVAgAVABUQFQIAPBYkGQYZ"
          + "JgAEAAAAJgAcFQwZNQAGEBkYBG5hbWUVABYEFpYBFpYBJtwCJoACKSwVBBUAFQIAFQAVEBUCADwWFBkGGSYA"
          + "BAAAABaOAxYEJggWjgMAGTwmABwVBBklBgAZGAJpZBUAFgQWUhZSJpYDSRwVABUAFQIAPCkGGSYABAAAACYA"
          + "HBUMGTUABhAZGAVlbWFpbBUAFgQWpgEWpgEm1AQm6AMpLBUEFQAVAgAVABUQFQIAPBYMGQYZJgAEAAAAJgAc"
          + "FQwZNQAGEBkYBG5hbWUVABYEFpYBFpYBJuoFJo4FKSwVBBUAFQIAFQAVEBUCADwWDBkGGSYABAAAABaOAxYE"
          + "JpYDFo4DACggcGFycXVldC1jcHAtYXJyb3cgdmVyc2lvbiAyNS4wLjEZPBwAABwAABwAAADWAQAAUEFSMQ==";

  @Test
  void noErasedValueIsLeftInADictionaryOfOtherRows() throws Exception {
    Files.write(file.path(), Base64.getDecoder().decode(CATEGORIES));
    assertThat(new String(file.bytes(), ISO_8859_1).split("Ann Ado", -1)).hasSize(3);
    for (String column : List.of("id", "email")) {
      for (int gone = 1; gone <= 4; gone++) {
        int of = gone;
        file.rewrite(out, row -> id(row) == of ? Decision.DROP : Decision.KEEP, "id", column);
        assertThat(duckdb.rows(out.path())).isEqualTo(without("id = " + gone));
        for (String name : List.of("Ann Ado", "ann@", "Ben", "ben", "Cid", "Dan")) {
          assertThat(holds(out, name))
              .as("%s without %d", name, gone)
              .isEqualTo("abcd".indexOf(Character.toLowerCase(name.charAt(0))) != gone - 1);
        }
      }
    }
  }

  @Test
  void anEntryOfADictionaryThatNoRowHasIsShown() throws Exception {
    Files.write(file.path(), Base64.getDecoder().decode(CATEGORIES));
    assertThat(file.besides("email"))
        .filteredOn(beside -> beside.startsWith("DICTIONARY"))
        .containsExactlyInAnyOrder(
            "DICTIONARY cid", "DICTIONARY dan", "DICTIONARY ben", "DICTIONARY ann@example.org");
  }

  /** With a row group that has no row, as pyarrow writes it. */
  private static final String EMPTY =
      "UEFSMRUEFQAVAkwVABUAEgAAABUEFQAVAkwVABUAEgAAABUEGTw1ABgGc2NoZW1hFQQAFQQlAhgCaWQAFQwl"
          + "AhgFZW1haWwlAEwcAAAAFgAZHBksJgAcFQQZJQAGGRgCaWQVAhYAFhwWHiYAJggpHBUEFQAVAgAAACYAHBUM"
          + "GSUABhkYBWVtYWlsFQIWABYcFh4mACYmKRwVBBUAFQIAAAAWOBYAJggWPAAoIHBhcnF1ZXQtY3BwLWFycm93"
          + "IHZlcnNpb24gMjUuMC4xGSwcAAAcAAAAswAAAFBBUjE=";

  @Test
  void aFileWithoutRowsStays() throws Exception {
    Files.write(file.path(), Base64.getDecoder().decode(EMPTY));
    assertThat(file.values("email")).isEmpty();
    file.rewrite(out, row -> Decision.DROP, "id", "email");
    assertThat(out.path()).hasSameBinaryContentAs(file.path());
  }

  /** Two rows, and a column of no type, as pyarrow writes one without any value. */
  private static final String NO_ADDRESS =
      "UEFSMRUAFSwVLCwVBBUAFQYVBhwAAAACAAAABAEBAAAAAAAAAAIAAAAAAAAAFQAVDBUMLBUEFQAVBhUGHAAA"
          + "AAIAAAAEABUEGTw1ABgGc2NoZW1hFQQAFQQlAhgCaWQAFQIlAhgFZW1haWxsvAAAABYEGRwZLCYAHBUEGSUG"
          + "ABkYAmlkFQAWBBZSFlImCEkcFQAVABUCADwpBhkmAAQAAAAmABwVAhklBgAZGAVlbWFpbBUAFgQWMhYyJlpJ"
          + "HBUAFQAVAgA8KQYZJgQAAAAAFoQBFgQmCBaEAQAoIHBhcnF1ZXQtY3BwLWFycm93IHZlcnNpb24gMjUuMC4x"
          + "GSwcAAAcAAAAvwAAAFBBUjE=";

  @Test
  void aColumnWithoutAnyValueNamesNobody() throws Exception {
    Files.write(file.path(), Base64.getDecoder().decode(NO_ADDRESS));
    assertThat(file.values("email")).containsOnly(Arrays.asList((Object) null)).hasSize(2);
    file.rewrite(out, row -> id(row) == 1 ? Decision.DROP : Decision.KEEP, "id", "email");
    assertThat(out.values("id")).containsExactly(List.of(2L));
  }

  /** Two rows with two columns {@code n}. */
  private static final String TWICE =
      "UEFSMRUAFSwVLCwVBBUAFQYVBhwAAAACAAAABAEBAAAAAAAAAAIAAAAAAAAAFQAVIBUgLBUEFQAVBhUGHAAA"
          + "AAIAAAAEAQEAAABhAQAAAGIVABUgFSAsFQQVABUGFQYcAAAAAgAAAAQBAQAAAHgBAAAAeRUEGUw1ABgGc2No"
          + "ZW1hFQYAFQQlAhgCaWQAFQwlAhgBbiUATBwAAAAVDCUCGAFuJQBMHAAAABYEGRwZPCYAHBUEGSUGABkYAmlk"
          + "FQAWBBZSFlImCEkcFQAVABUCADwpBhkmAAQAAAAmABwVDBklBgAZGAFuFQAWBBZGFkYmWkkcFQAVABUCADwW"
          + "BBkGGSYABAAAACYAHBUMGSUGABkYAW4VABYEFkYWRiagAUkcFQAVABUCADwWBBkGGSYABAAAABbeARYEJggW"
          + "3gEAKCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9uIDI1LjAuMRk8HAAAHAAAHAAAAPkAAABQQVIx";

  @Test
  void aFileWithTwoColumnsOfOneNameIsNotWritten() throws Exception {
    Files.write(file.path(), Base64.getDecoder().decode(TWICE));
    file.rewrite(out, row -> Decision.KEEP, "id");
    assertThat(out.path()).hasSameBinaryContentAs(file.path());
    assertThatThrownBy(
            () -> file.rewrite(out, row -> id(row) == 1 ? Decision.DROP : Decision.KEEP, "id"))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("has several columns 'n'");
  }

  @Test
  void aFileThatLosesAllItsRowsStaysWithItsSchema() throws Exception {
    write(EVERY_TYPE.formatted(3000), "CODEC 'snappy', KV_METADATA {'owner': 'team'}");
    RewriteReport report = file.rewrite(out, row -> Decision.DROP, "id");
    assertThat(report.tables().values()).allMatch(tally -> tally.out() == 0);
    assertThat(duckdb.rows(out.path())).isEmpty();
    assertThat(
            duckdb.texts(
                "SELECT column_name FROM (DESCRIBE FROM read_parquet('%s'))".formatted(out.path())))
        .isEqualTo(
            duckdb.texts(
                "SELECT column_name FROM (DESCRIBE FROM read_parquet('%s'))"
                    .formatted(file.path())));
    assertThat(holds(out, "@example.org")).isFalse();
    ParquetFile again = new ParquetFile(directory.resolve("c.parquet"));
    out.rewrite(again, row -> Decision.DROP, "id");
    assertThat(again.bytes()).isEqualTo(out.bytes());
  }

  @Test
  void noMessageQuotesAColumnThatMayBeCalledLikeSomebody() throws Exception {
    write(
        "SELECT 1 AS id, 2 AS \"ann@example.org\", 3 AS \"4915551\", [4] AS \"to\"",
        "CODEC 'snappy'");
    assertThatThrownBy(() -> file.values("mail"))
        .isInstanceOf(Drifted.class)
        .hasMessageContaining("name one of [id, to[*]]");
  }

  @Test
  void aColumnThatIsMissingOrCannotHoldAValueIsNamed() throws Exception {
    write(EVERY_TYPE.formatted(3), "CODEC 'snappy'");
    assertThatThrownBy(() -> file.values("mail"))
        .isInstanceOf(Drifted.class)
        .hasMessageContaining("has no column 'mail'; name one of [id, email,");
    assertThatThrownBy(() -> file.values("one"))
        .isInstanceOf(Drifted.class)
        .hasMessageContaining("has no column 'one'");
    assertThatThrownBy(() -> file.values("span"))
        .isInstanceOf(Drifted.class)
        .hasMessageContaining("column 'span' is of type");
    for (Map.Entry<String, Object> wrong :
        Map.<String, Object>of("i8", 300, "day", "***", "d9", 0.001, "flag", "*").entrySet()) {
      assertThatThrownBy(
              () ->
                  file.rewrite(
                      out,
                      row -> Decision.change(Map.of(wrong.getKey(), wrong.getValue())),
                      "id",
                      wrong.getKey()))
          .isInstanceOf(Drifted.class)
          .hasMessageContaining("column '" + wrong.getKey() + "' of type")
          .hasMessageContaining("name another strategy");
    }
  }

  /** The person is in one row group, and another one has pages without a dictionary. */
  @Test
  void rowGroupsWhoseDictionariesShowWhoIsInThemAreNotDecoded() throws Exception {
    write(
        """
        SELECT i AS id, CASE WHEN i >= 4096 AND i < 6144 THEN 'unique' || i ELSE 'w' || (i % 20) || (i // 2048) END AS word,
          [i % 3, NULL] AS list
        FROM range(0, 10000) r(i)
        """,
        "CODEC 'zstd'");
    List<Integer> shown = new ArrayList<>();
    List<Object> known = new ArrayList<>();
    RowVisitor visitor =
        new RowVisitor() {
          @Override
          public boolean wants(RowSource source) {
            return true;
          }

          @Override
          public boolean mayConcern(KnownValues values) throws IOException {
            assertThat(values.of(1).orElseThrow()).containsExactlyInAnyOrder(0L, 1L, 2L);
            values.of(0).ifPresent(known::addAll);
            return values.of(0).isEmpty() || values.of(0).get().contains("w73");
          }

          @Override
          public void visit(Row row) {
            shown.add((int) row.offset());
          }
        };
    new Parquet(new DumpTableName(null, "rows"), List.of("word", "list[*]"), Spool::new)
        .scan(new ByteArrayInputStream(file.bytes()), visitor);
    assertThat(shown).isEqualTo(IntStream.range(4096, 8192).boxed().toList());
    assertThat(known).hasSize(80).doesNotHaveDuplicates();
  }
}
