package org.quietus.format.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.quietus.format.ByteStore;
import org.quietus.format.UnsupportedDump;

/**
 * Encodes a row group anew, without the rows that go, column by column: nothing of the old one is
 * taken over but the values that stay, so that no dictionary, statistic, filter or index can hold
 * another. What was written is decoded and compared.
 */
final class GroupRewriter {
  private final Spooled file;
  private final GroupReader reader;
  private final Supplier<? extends ByteStore> stores;

  GroupRewriter(Spooled file, GroupReader reader, Supplier<? extends ByteStore> stores) {
    this.file = file;
    this.reader = reader;
    this.stores = stores;
  }

  /** Whether a dictionary of a row group has an entry that none of its rows has. */
  boolean hasUnusedEntries(int group, RowGroup of) throws IOException {
    return of.getNum_rows() > 0
        && reader.hasUnusedEntries(group, Math.toIntExact(of.getNum_rows()));
  }

  /** A file with that row group alone, as it is to be. */
  Spooled rewrite(int group, RowGroup old, GroupFate fate) throws IOException {
    FooterCheck.writable(reader.schema());
    Spooled fresh = new Spooled(stores.get());
    try {
      FreshFilters filters = new FreshFilters();
      List<String> written = write(fresh, group, old, fate, filters);
      filters.append(fresh);
      check(fresh, written, fate.left());
      return fresh;
    } catch (IOException | RuntimeException e) {
      fresh.close();
      throw e;
    }
  }

  private List<String> write(
      Spooled fresh, int group, RowGroup old, GroupFate fate, FreshFilters filters)
      throws IOException {
    List<String> digests = new ArrayList<>();
    try (ParquetFileWriter writer =
        new ParquetFileWriter(
            fresh,
            reader.schema(),
            ParquetFileWriter.Mode.CREATE,
            Long.MAX_VALUE,
            0,
            null,
            ParquetProperties.builder().build())) {
      writer.start();
      writer.startBlock(fate.left());
      for (ColumnDescriptor column : reader.schema().getColumns()) {
        ColumnMetaData chunk = chunk(old, column);
        @Nullable BlockSplitBloomFilter filter =
            chunk.isSetBloom_filter_offset() ? filters.of(file, chunk) : null;
        digests.add(write(writer, column, chunk, group, fate, filter));
      }
      writer.endBlock();
      writer.end(Map.of());
    }
    return digests;
  }

  private static ColumnMetaData chunk(RowGroup group, ColumnDescriptor column)
      throws UnsupportedDump {
    return group.getColumns().stream()
        .map(chunk -> chunk.getMeta_data())
        .filter(chunk -> chunk.getPath_in_schema().equals(Arrays.asList(column.getPath())))
        .findFirst()
        .orElseThrow(
            () -> new UnsupportedDump("a row group of the Parquet file lacks a column", 0));
  }

  private String write(
      ParquetFileWriter writer,
      ColumnDescriptor column,
      ColumnMetaData chunk,
      int group,
      GroupFate fate,
      @Nullable BlockSplitBloomFilter filter)
      throws IOException {
    ParquetProperties as = ColumnEncoding.of(chunk, PageWalk.of(file, chunk), fate.rows());
    MessageType alone = Projection.of(reader.schema(), List.of(column));
    try (ColumnChunkPageWriteStore pages =
            new ColumnChunkPageWriteStore(
                new PageCodecs().getCompressor(CompressionCodecName.fromParquet(chunk.getCodec())),
                alone,
                HeapByteBufferAllocator.getInstance(),
                as.getColumnIndexTruncateLength(),
                true);
        ColumnWriteStore store = as.newColumnWriteStore(alone, pages, pages)) {
      ColumnReader from = reader.columns(group, List.of(column)).get(0);
      ColumnWriter to = store.getColumnWriter(alone.getColumns().get(0));
      String digest = GroupReader.decoded(() -> copy(from, to, store, fate, filter));
      store.flush();
      pages.flushToFileWriter(writer);
      return digest;
    }
  }

  /** Returns the digest of what the column holds from then on. */
  private static String copy(
      ColumnReader from,
      ColumnWriter to,
      ColumnWriteStore store,
      GroupFate fate,
      @Nullable BlockSplitBloomFilter filter) {
    TripleDigest digest = new TripleDigest();
    Leaf leaf = new Leaf("", from.getDescriptor());
    int most = from.getDescriptor().getMaxDefinitionLevel();
    Map<Integer, List<@Nullable Object>> changes = fate.changes(from.getDescriptor());
    for (int row = 0; row < fate.rows(); row++) {
      boolean stays = !fate.isGone(row);
      List<@Nullable Object> changed = changes.get(row);
      int next = 0;
      do {
        int definition = from.getCurrentDefinitionLevel();
        if (stays) {
          @Nullable Object value = LeafReader.value(from);
          if (changed != null && leaf.isThere(definition)) {
            value = changed.get(next++);
            definition = value == null ? most - 1 : most;
          }
          digest.add(from.getCurrentRepetitionLevel(), definition, value);
          if (filter != null && value != null) {
            filter.insertHash(filter.hash(value));
          }
          write(to, from.getCurrentRepetitionLevel(), definition, value);
        } else if (definition == most) {
          from.skip();
        }
        from.consume();
      } while (from.getCurrentRepetitionLevel() > 0);
      if (stays) {
        store.endRecord();
      }
    }
    return digest.hex();
  }

  private static void write(
      ColumnWriter to, int repetition, int definition, @Nullable Object value) {
    if (value == null) {
      to.writeNull(repetition, definition);
    } else if (value instanceof Binary bytes) {
      to.write(bytes, repetition, definition);
    } else if (value instanceof Integer number) {
      to.write(number, repetition, definition);
    } else if (value instanceof Long number) {
      to.write(number, repetition, definition);
    } else if (value instanceof Double number) {
      to.write(number, repetition, definition);
    } else if (value instanceof Float number) {
      to.write(number, repetition, definition);
    } else {
      to.write((Boolean) value, repetition, definition);
    }
  }

  /** Decodes what was written. */
  private static void check(Spooled fresh, List<String> written, int rows) throws IOException {
    try (GroupReader again = new GroupReader(fresh, Footer.read(fresh))) {
      int n = 0;
      for (ColumnDescriptor column : again.schema().getColumns()) {
        ColumnReader from = again.columns(0, List.of(column)).get(0);
        if (!GroupReader.decoded(() -> digest(from, rows)).equals(written.get(n++))) {
          throw new UnsupportedDump(
              "column '%s' cannot be encoded anew so that it reads as before"
                  .formatted(String.join(".", column.getPath())),
              0);
        }
      }
    }
  }

  private static String digest(ColumnReader from, int rows) {
    TripleDigest digest = new TripleDigest();
    for (int row = 0; row < rows; row++) {
      do {
        digest.add(
            from.getCurrentRepetitionLevel(),
            from.getCurrentDefinitionLevel(),
            LeafReader.value(from));
        from.consume();
      } while (from.getCurrentRepetitionLevel() > 0);
    }
    return digest.hex();
  }
}
