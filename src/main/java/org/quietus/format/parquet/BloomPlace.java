package org.quietus.format.parquet;

import java.io.IOException;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.SeekableInputStream;
import org.quietus.format.Damaged;

/**
 * Where the bloom filter of a column chunk lies.
 *
 * @param length with its header
 * @param bits length of the filter alone, in bytes
 */
record BloomPlace(long start, long length, int bits) {

  /** Of a chunk that has one; older files do not say how long it is. */
  static BloomPlace of(Spooled file, ColumnMetaData chunk) throws IOException {
    long start = chunk.getBloom_filter_offset();
    try (SeekableInputStream in = file.newStream()) {
      in.seek(start);
      BloomFilterHeader header = GroupReader.decoded(() -> Util.readBloomFilterHeader(in));
      int bits = header.getNumBytes();
      long length = in.getPos() - start + bits;
      if (bits <= 0 || start + length > file.getLength()) {
        throw new Damaged("a bloom filter of the Parquet file is not where the footer says", start);
      }
      return new BloomPlace(start, length, bits);
    }
  }
}
