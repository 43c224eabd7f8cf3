package org.quietus.format.parquet;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.schema.MessageType;
import org.quietus.format.Damaged;
import org.quietus.format.UnsupportedDump;

/** Files that are refused by name: what cannot be read, and what belongs to a table format. */
final class FooterCheck {
  private static final Set<CompressionCodec> CODECS =
      Set.of(
          CompressionCodec.UNCOMPRESSED,
          CompressionCodec.SNAPPY,
          CompressionCodec.GZIP,
          CompressionCodec.ZSTD,
          CompressionCodec.LZ4_RAW);

  private static final Set<String> DELTA_ACTIONS = Set.of("metaData", "protocol", "add", "remove");

  private FooterCheck() {}

  static void readable(FileMetaData file) throws UnsupportedDump {
    if (file.isSetEncryption_algorithm()) {
      throw new UnsupportedDump("the Parquet file has encrypted columns", 0);
    }
    table(file);
    for (RowGroup group : file.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        check(chunk);
      }
    }
  }

  /**
   * Whether the footer fits the schema and itself, so that a number of rows that is wrong takes
   * none away.
   */
  static void fits(FileMetaData file, MessageType schema) throws Damaged {
    long rows = 0;
    for (RowGroup group : file.getRow_groups()) {
      rows += group.getNum_rows();
      boolean whole = group.getColumnsSize() == schema.getColumns().size();
      for (int n = 0; whole && n < group.getColumnsSize(); n++) {
        ColumnDescriptor column = schema.getColumns().get(n);
        ColumnMetaData chunk = group.getColumns().get(n).getMeta_data();
        whole =
            chunk.getPath_in_schema().equals(Arrays.asList(column.getPath()))
                && (chunk.getNum_values() == group.getNum_rows()
                    || (column.getMaxRepetitionLevel() > 0
                        && chunk.getNum_values() > group.getNum_rows()));
      }
      if (!whole || group.getNum_rows() < 0 || group.getNum_rows() > Integer.MAX_VALUE) {
        throw new Damaged("a row group of the Parquet file is not as its footer says", 0);
      }
    }
    if (rows != file.getNum_rows()) {
      throw new Damaged("the Parquet file has another number of rows than its footer says", 0);
    }
  }

  /** Two columns of one name cannot be told apart when they are written. */
  static void writable(MessageType schema) throws UnsupportedDump {
    Set<List<String>> seen = new HashSet<>();
    for (ColumnDescriptor column : schema.getColumns()) {
      if (!seen.add(Arrays.asList(column.getPath()))) {
        throw new UnsupportedDump(
            "the Parquet file has several columns '%s'; write it with names that differ"
                .formatted(String.join(".", column.getPath())),
            0);
      }
    }
  }

  private static void check(ColumnChunk chunk) throws UnsupportedDump {
    if (chunk.isSetCrypto_metadata() || !chunk.isSetMeta_data()) {
      throw new UnsupportedDump("the Parquet file has encrypted columns", 0);
    }
    if (chunk.isSetFile_path()) {
      throw new UnsupportedDump(
          "the Parquet file holds no data but only names of files that do (such as _metadata);"
              + " remove it, for their footers change",
          0);
    }
    CompressionCodec codec = chunk.getMeta_data().getCodec();
    if (codec == null || !CODECS.contains(codec)) {
      throw new UnsupportedDump(
          "column '%s' is compressed with %s; only snappy, gzip, zstd and lz4_raw can be read"
              .formatted(
                  String.join(".", chunk.getMeta_data().getPath_in_schema()),
                  codec == null ? "something unknown" : codec),
          0);
    }
  }

  /** The files of these tables are listed elsewhere with their sizes and statistics. */
  private static void table(FileMetaData file) throws UnsupportedDump {
    List<KeyValue> metadata =
        file.isSetKey_value_metadata() ? file.getKey_value_metadata() : List.of();
    for (KeyValue entry : metadata) {
      if (entry.getKey().startsWith("iceberg.")) {
        throw ofTable("Iceberg");
      }
      if (entry.getKey().startsWith("hoodie_") || entry.getKey().startsWith("org.apache.hudi.")) {
        throw ofTable("Hudi");
      }
      if (entry.getKey().startsWith("delta.") || entry.getKey().startsWith("io.delta.")) {
        throw ofTable("Delta Lake");
      }
    }
    Set<String> names =
        file.getSchema().stream().map(SchemaElement::getName).collect(Collectors.toSet());
    if (names.contains("_hoodie_commit_time")) {
      throw ofTable("Hudi");
    }
    if (names.containsAll(DELTA_ACTIONS)) {
      throw ofTable("Delta Lake");
    }
  }

  private static UnsupportedDump ofTable(String format) {
    return new UnsupportedDump(
        "the Parquet file belongs to a table of %1$s, which lists it with its size and statistics; delete the person's rows in that table with a tool for %1$s, and expire its snapshots"
            .formatted(format),
        0);
  }
}
