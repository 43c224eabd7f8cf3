package org.quietus.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.backup.dump.Spool;
import org.quietus.format.Decision;
import org.quietus.testing.DuckDb;

/** Files with page indexes and pages of both versions, as parquet-java writes them. */
class ParquetJavaFilesTest {
  private static final int ROWS = 3000;
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message row {
            required int64 id = 7;
            optional binary email (STRING) = 9;
            required int96 at;
            required fixed_len_byte_array(5) amount (DECIMAL(11, 2));
            optional group to (LIST) = 3 { repeated group list { required binary element (STRING); } }
            repeated double points;
            required binary old (UTF8);
            optional int32 day (DATE);
            required boolean flag;
          }
          """);

  @TempDir Path directory;

  private void write(Path file, String codec, boolean newer, boolean dictionary) throws Exception {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new PageCodecs())
            .withCompressionCodec(CompressionCodecName.valueOf(codec))
            .withType(SCHEMA)
            .withWriterVersion(newer ? WriterVersion.PARQUET_2_0 : WriterVersion.PARQUET_1_0)
            .withDictionaryEncoding(dictionary)
            .withBloomFilterEnabled("email", true)
            .withBloomFilterNDV("email", 1000)
            .withPageRowCountLimit(100)
            .withRowGroupRowCountLimit(1000)
            .withExtraMetaData(Map.of("owner", "team"))
            .build()) {
      for (int n = 0; n < ROWS; n++) {
        writer.write(row(n));
      }
    }
  }

  private static Group row(int n) {
    Group row = new SimpleGroup(SCHEMA);
    row.append("id", (long) n);
    if (n % 3 > 0) {
      row.append("email", "user" + n + "@example.org");
    }
    row.append(
        "at", Binary.fromConstantByteArray(LeafMoments.int96("2026-02-01T00:00:0" + n % 10 + "Z")));
    row.append(
        "amount", Binary.fromConstantByteArray(new byte[] {0, 0, 0, (byte) (n >> 8), (byte) n}));
    Group to = row.addGroup("to");
    for (int each = 0; each < n % 4; each++) {
      to.addGroup("list").append("element", "to" + n);
      row.append("points", n / 3.0);
    }
    row.append("old", "w" + n % 5);
    row.append("day", n);
    row.append("flag", n % 2 == 0);
    return row;
  }

  @ParameterizedTest
  @CsvSource({
    "UNCOMPRESSED, false, true",
    "ZSTD, true, true",
    "GZIP, true, false",
    "SNAPPY, false, false",
    "LZ4_RAW, true, true"
  })
  void eachValueReadsAsBeforeAndIndexesLeadToIt(String codec, boolean newer, boolean dictionary)
      throws Exception {
    ParquetFile file = new ParquetFile(directory.resolve("a.parquet"));
    ParquetFile out = new ParquetFile(directory.resolve("b.parquet"));
    write(file.path(), codec, newer, dictionary);
    file.rewrite(
        out,
        row -> List.of("1250", "1777").contains(row.text(0)) ? Decision.DROP : Decision.KEEP,
        "id",
        "at",
        "amount");
    try (DuckDb duckdb = new DuckDb()) {
      assertThat(duckdb.rows(out.path()))
          .isEqualTo(duckdb.rows(file.path(), "id NOT IN (1250, 1777)"));
      for (String what :
          List.of("name, field_id, logical_type, converted_type, type", "name, repetition_type")) {
        String schema = "SELECT (" + what + ")::VARCHAR FROM parquet_schema('%s')";
        assertThat(duckdb.texts(schema.formatted(out.path())))
            .isEqualTo(duckdb.texts(schema.formatted(file.path())));
      }
      assertThat(
              duckdb.texts(
                  "SELECT bloom_filter_excludes FROM parquet_bloom_probe('%s', 'email', 'user1777@example.org')"
                      .formatted(out.path())))
          .as("the filter of the row group that it was in is made anew")
          .element(1)
          .isEqualTo("true");
    }
    for (long id : new long[] {0, 150, 999, 1000, 1249, 1251, 1999, 2000, 2999}) {
      assertThat(found(out.path(), id)).as("page with %d", id).contains(id).hasSizeLessThan(101);
    }
    assertThat(found(out.path(), 1250)).doesNotContain(1250L);
    assertThat(Files.size(out.path())).isLessThan(Files.size(file.path()) * 11 / 10);
  }

  /** The values in the pages to which the indexes lead. */
  private static List<Long> found(Path file, long id) throws Exception {
    List<Long> found = new ArrayList<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new LocalInputFile(file),
            ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new PageCodecs())
                .withRecordFilter(FilterCompat.get(FilterApi.eq(FilterApi.longColumn("id"), id)))
                .useColumnIndexFilter()
                .build())) {
      reader.setRequestedSchema(new MessageType("row", SCHEMA.getType("id")));
      for (PageReadStore pages = reader.readNextFilteredRowGroup();
          pages != null;
          pages = reader.readNextFilteredRowGroup()) {
        ColumnReader ids =
            new ColumnReadStoreImpl(
                    pages, Unconverted.GROUP, new MessageType("row", SCHEMA.getType("id")), "")
                .getColumnReader(SCHEMA.getColumnDescription(new String[] {"id"}));
        LongStream.range(0, pages.getRowCount())
            .forEach(
                row -> {
                  found.add(ids.getLong());
                  ids.consume();
                });
      }
    }
    return found;
  }

  @Test
  void aMomentInTwelveBytesIsReadAndWritten() throws Exception {
    ParquetFile file = new ParquetFile(directory.resolve("a.parquet"));
    ParquetFile out = new ParquetFile(directory.resolve("b.parquet"));
    write(file.path(), "ZSTD", false, true);
    assertThat(file.values("at").get(1234)).isEqualTo(List.of("2026-02-01T00:00:04Z"));
    assertThat(file.values("amount").get(1234)).isEqualTo(List.of(new BigDecimal("12.34")));
    assertThat(file.values("to[*]").get(6)).isEqualTo(Arrays.asList("to6", "to6"));
    assertThat(file.values("points[*]").get(6)).isEqualTo(Arrays.asList(2.0, 2.0));
    file.rewrite(
        out,
        row ->
            String.valueOf(row.text(0)).equals("6")
                ? Decision.change(
                    Map.of("at", "1969-12-31T23:59:59.5Z", "amount", "-1.5", "points[*]", 7))
                : Decision.KEEP,
        "id",
        "at",
        "amount",
        "points[*]");
    assertThat(out.values("at").get(6)).isEqualTo(List.of("1969-12-31T23:59:59.500Z"));
    assertThat(out.values("amount").get(6)).isEqualTo(List.of(new BigDecimal("-1.50")));
    assertThat(out.values("points[*]").get(6)).isEqualTo(List.of(7.0, 7.0));
  }

  @Test
  void aDictionaryThatOnlySomePagesUseDoesNotShowAllValues() throws Exception {
    ParquetFile file = new ParquetFile(directory.resolve("a.parquet"));
    MessageType schema =
        MessageTypeParser.parseMessageType("message row { required binary word (STRING); }");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file.path()))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withDictionaryPageSize(2000)
            .withPageRowCountLimit(100)
            .build()) {
      for (int n = 0; n < 2000; n++) {
        writer.write(
            new SimpleGroup(schema).append("word", n < 1000 ? "w" + n % 3 : "unique word " + n));
      }
    }
    try (Spooled spooled = Spooled.of(new ByteArrayInputStream(file.bytes()), new Spool());
        GroupReader reader = new GroupReader(spooled, Footer.read(spooled))) {
      assertThat(Footer.read(spooled).getRow_groups().get(0).getColumns().get(0).getMeta_data())
          .matches(chunk -> chunk.isSetDictionary_page_offset(), "has a dictionary")
          .matches(chunk -> chunk.getEncodings().contains(Encoding.PLAIN), "has other pages");
      assertThat(reader.dictionary(0, schema.getColumns().get(0))).isNull();
    }
  }
}
