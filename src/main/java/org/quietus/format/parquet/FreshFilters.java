package org.quietus.format.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.XxHash;
import org.apache.parquet.io.PositionOutputStream;

/**
 * The bloom filters of a row group that is encoded anew, each as large as the one before it. The
 * writer of parquet-java leaves out those of columns whose values are all in a dictionary, where
 * others look for them.
 */
final class FreshFilters {
  private final Map<List<String>, BlockSplitBloomFilter> filters = new LinkedHashMap<>();

  /** An empty one for a column that has one in a file. */
  BlockSplitBloomFilter of(Spooled file, ColumnMetaData chunk) throws IOException {
    BlockSplitBloomFilter filter =
        new BlockSplitBloomFilter(BloomPlace.of(file, chunk).bits(), Integer.MAX_VALUE);
    filters.put(chunk.getPath_in_schema(), filter);
    return filter;
  }

  /** Puts them behind a file of one row group, with a footer that tells where they are. */
  void append(Spooled fresh) throws IOException {
    if (filters.isEmpty()) {
      return;
    }
    FileMetaData footer = Footer.read(fresh);
    PositionOutputStream out = fresh.create(0);
    footer
        .getRow_groups()
        .get(0)
        .getColumns()
        .forEach(chunk -> chunk.getMeta_data().unsetBloom_filter_offset());
    for (Map.Entry<List<String>, BlockSplitBloomFilter> filter : filters.entrySet()) {
      long place = out.getPos();
      write(filter.getValue(), out);
      footer.getRow_groups().get(0).getColumns().stream()
          .map(chunk -> chunk.getMeta_data())
          .filter(chunk -> chunk.getPath_in_schema().equals(filter.getKey()))
          .forEach(
              chunk -> {
                chunk.setBloom_filter_offset(place);
                chunk.setBloom_filter_length((int) (fresh.getLength() - place));
              });
    }
    long start = out.getPos();
    Util.writeFileMetaData(footer, out);
    out.write(Footer.tail((int) (out.getPos() - start)));
  }

  private static void write(BlockSplitBloomFilter filter, OutputStream out) throws IOException {
    Util.writeBloomFilterHeader(
        new BloomFilterHeader(
            filter.getBitsetSize(),
            BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
            BloomFilterHash.XXHASH(new XxHash()),
            BloomFilterCompression.UNCOMPRESSED(new Uncompressed())),
        out);
    filter.writeTo(out);
  }
}
