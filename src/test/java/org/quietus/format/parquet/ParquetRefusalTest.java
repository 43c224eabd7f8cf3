package org.quietus.format.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.parquet.format.AesGcmV1;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.EncryptionAlgorithm;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.dump.Spool;
import org.quietus.format.BadDump;
import org.quietus.format.Damaged;
import org.quietus.format.Decision;
import org.quietus.format.NotADump;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;
import org.quietus.testing.DuckDb;

/** Files that are refused by name, or named as damaged. */
class ParquetRefusalTest {
  @TempDir Path directory;
  private DuckDb duckdb;
  private ParquetFile file;

  @BeforeEach
  void open() throws Exception {
    duckdb = new DuckDb();
    file = new ParquetFile(directory.resolve("a.parquet"));
    write("SELECT i AS id, 'w' || (i % 9) AS word FROM range(0, 3000) r(i)", "");
  }

  @AfterEach
  void close() throws Exception {
    duckdb.close();
  }

  private void write(String select, String options) throws Exception {
    duckdb.run(
        "COPY (%s) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048 %s)"
            .formatted(select, file.path(), options));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> reading(byte[] content)
      throws IOException {
    Files.write(file.path(), content);
    return assertThatThrownBy(
        () ->
            file.rewrite(
                new ParquetFile(directory.resolve("b.parquet")),
                row -> String.valueOf(row.text(0)).equals("7") ? Decision.DROP : Decision.KEEP,
                "id"));
  }

  /** The file with another footer. */
  private byte[] saying(Consumer<FileMetaData> change) throws IOException {
    byte[] bytes = file.bytes();
    FileMetaData footer;
    try (Spooled spooled = Spooled.of(new ByteArrayInputStream(bytes), new Spool())) {
      footer = Footer.read(spooled);
    }
    change.accept(footer);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.writeBytes(bytes);
    ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, metadata);
    changed.writeBytes(metadata.toByteArray());
    changed.writeBytes(
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(metadata.size())
            .put(Footer.MAGIC)
            .array());
    return changed.toByteArray();
  }

  @Test
  void encryptedFiles() throws Exception {
    reading(
            saying(
                footer ->
                    footer.setEncryption_algorithm(EncryptionAlgorithm.AES_GCM_V1(new AesGcmV1()))))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("the Parquet file has encrypted columns");
    duckdb.run("SET force_mbedtls_unsafe = 'true'");
    duckdb.run("PRAGMA add_parquet_key('k', '0123456789112345')");
    write("SELECT 1 AS id", ", ENCRYPTION_CONFIG {footer_key: 'k'}");
    reading(file.bytes())
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("the Parquet file is encrypted");
  }

  @Test
  void valuesThatTheirTypeDoesNotHave() throws Exception {
    write("SELECT TIME '24:00:00' AS id", "");
    reading(file.bytes())
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageStartingWith("column 'id' of type TIME")
        .hasMessageContaining("holds a value that is none");
  }

  @Test
  void filesOfTablesThatListThem() throws Exception {
    for (String[] of :
        new String[][] {
          {"iceberg.schema", "Iceberg"},
          {"hoodie_min_record_key", "Hudi"},
          {"org.apache.hudi.bloomfilter", "Hudi"},
          {"delta.columnMapping", "Delta Lake"}
        }) {
      reading(saying(footer -> footer.addToKey_value_metadata(new KeyValue(of[0]))))
          .isInstanceOf(UnsupportedDump.class)
          .hasMessageContaining("belongs to a table of " + of[1]);
      write("SELECT 1 AS id", "");
    }
    write("SELECT 1 AS id, '' AS _hoodie_commit_time", "");
    reading(file.bytes()).hasMessageContaining("belongs to a table of Hudi");
    write("SELECT 1 AS id, 1 AS metaData, 1 AS protocol, 1 AS add, 1 AS remove", "");
    reading(file.bytes()).hasMessageContaining("belongs to a table of Delta Lake");
  }

  @Test
  void codecsThatCannotBeHad() throws Exception {
    for (CompressionCodec codec :
        new CompressionCodec[] {
          CompressionCodec.LZO, CompressionCodec.BROTLI, CompressionCodec.LZ4
        }) {
      reading(
              saying(
                  footer ->
                      footer
                          .getRow_groups()
                          .get(0)
                          .getColumns()
                          .get(1)
                          .getMeta_data()
                          .setCodec(codec)))
          .isInstanceOf(UnsupportedDump.class)
          .hasMessageContaining("column 'word' is compressed with " + codec);
      write("SELECT i AS id, 'w' AS word FROM range(0, 3000) r(i)", "");
    }
  }

  @Test
  void footersOfOtherFilesAndColumnsThatLieElsewhere() throws Exception {
    reading(
            saying(
                footer ->
                    footer
                        .getRow_groups()
                        .get(0)
                        .getColumns()
                        .get(0)
                        .setFile_path("part-0.parquet")))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("names of files");
    write("SELECT i AS id, 'w' AS word FROM range(0, 3000) r(i)", "");
    reading(
            saying(
                footer ->
                    footer
                        .getRow_groups()
                        .get(1)
                        .getColumns()
                        .get(1)
                        .getMeta_data()
                        .setTotal_compressed_size(11)))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("the pages of column 'word' are not where the footer says");
  }

  /** A bit that flipped there would take all memory. */
  @Test
  void aDictionaryWithMoreEntriesThanBytes() throws Exception {
    write("SELECT i AS id, 'w' || (i % 100) AS id2 FROM range(0, 2000) r(i)", "");
    byte[] bytes = file.bytes();
    int at;
    try (Spooled spooled = Spooled.of(new ByteArrayInputStream(bytes), new Spool())) {
      at =
          (int)
              Footer.read(spooled)
                  .getRow_groups()
                  .get(0)
                  .getColumns()
                  .get(1)
                  .getMeta_data()
                  .getDictionary_page_offset();
    }
    PageHeader header = Util.readPageHeader(new ByteArrayInputStream(bytes, at, 100));
    byte[] same = written(header);
    assertThat(Arrays.copyOfRange(bytes, at, at + same.length)).isEqualTo(same);
    header.getDictionary_page_header().setNum_values(8191);
    byte[] more = written(header);
    assertThat(more).hasSameSizeAs(same);
    System.arraycopy(more, 0, bytes, at, more.length);
    reading(bytes)
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("the pages of column 'id2' are not where the footer says");
  }

  private static byte[] written(PageHeader header) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writePageHeader(header, bytes);
    return bytes.toByteArray();
  }

  @Test
  void whatIsNoParquetFileOrIsCutShort() throws Exception {
    byte[] good = file.bytes();
    reading(new byte[0]).isInstanceOf(NotADump.class);
    reading("{\"id\":1}\n".getBytes(UTF_8)).isInstanceOf(NotADump.class);
    reading(new byte[] {0x1f, (byte) 0x8b, 8, 0})
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("gzip, but its name does not end in .gz");
    for (int length : new int[] {4, 11, 12, 1000, good.length - 1, good.length - 4}) {
      reading(Arrays.copyOf(good, length)).isInstanceOf(Truncated.class);
    }
    byte[] wrong = good.clone();
    Arrays.fill(wrong, good.length - 8, good.length - 4, (byte) 0x7f);
    reading(wrong).isInstanceOf(Damaged.class);
  }

  @Test
  void noBitThatFlipsEndsInAnythingButANamedEnd() throws Exception {
    byte[] good = file.bytes();
    Random random = new Random(1);
    for (int n = 0; n < 300; n++) {
      byte[] wrong = good.clone();
      int at = n < 200 ? good.length - 1 - random.nextInt(600) : random.nextInt(good.length);
      wrong[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file.path(), wrong);
      try {
        file.rewrite(
            new ParquetFile(directory.resolve("b.parquet")),
            row -> String.valueOf(row.text(0)).equals("7") ? Decision.DROP : Decision.KEEP,
            "id");
      } catch (BadDump e) {
        // it is named
      }
    }
  }
}
