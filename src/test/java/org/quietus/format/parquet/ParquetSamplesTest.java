package org.quietus.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.format.Decision;
import org.quietus.testing.DuckDb;
import org.quietus.testing.EnabledIfTestData;

/** Files that other writers wrote, from the test data of Apache Parquet. */
@EnabledIfTestData
class ParquetSamplesTest {
  private static final Map<String, String> COLUMNS =
      Map.of(
          "alltypes_plain.snappy.parquet", "timestamp_col",
          "byte_stream_split.zstd.parquet", "f32",
          "concatenated_gzip_members.parquet", "long_col",
          "data_index_bloom_encoding_stats.parquet", "String",
          "int96_from_spark.parquet", "a",
          "nested_lists.snappy.parquet", "a[*][*][*]");

  @TempDir Path directory;

  private static String column(Path path) {
    return Objects.requireNonNull(COLUMNS.get(path.getFileName().toString()), path.toString());
  }

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getenv("QUIETUS_TEST_DATA"), "parquet"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void eachRowThatStaysReadsAsBefore(Path path) throws Exception {
    String column = column(path);
    ParquetFile file = new ParquetFile(path);
    ParquetFile out = new ParquetFile(directory.resolve("out.parquet"));
    try (DuckDb duckdb = new DuckDb()) {
      List<String> rows = duckdb.rows(path);
      assertThat(file.values(column)).hasSameSizeAs(rows);
      for (int gone = 0; gone < Math.min(3, rows.size()); gone++) {
        AtomicInteger row = new AtomicInteger(-gone);
        file.rewrite(
            out, any -> row.getAndIncrement() == 0 ? Decision.DROP : Decision.KEEP, column);
        List<String> rest = new ArrayList<>(rows);
        rest.remove(gone);
        assertThat(duckdb.rows(out.path())).isEqualTo(rest);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileThatNobodyIsInStaysByteForByte(Path path) throws Exception {
    String column = column(path);
    ParquetFile out = new ParquetFile(directory.resolve("out.parquet"));
    new ParquetFile(path).rewrite(out, row -> Decision.KEEP, column);
    assertThat(out.path()).hasSameBinaryContentAs(path);
  }
}
