package org.quietus.format.parquet;

import java.util.HashSet;
import java.util.Set;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.column.values.factory.DefaultV2ValuesWriterFactory;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;

/** How a column chunk is encoded anew: as it was, as far as can be told. */
final class ColumnEncoding {
  private ColumnEncoding() {}

  /** In pages of as many rows as those of a chunk with that many have about. */
  static ParquetProperties of(ColumnMetaData chunk, PageWalk pages, int rows) {
    Set<Encoding> encodings = new HashSet<>(chunk.getEncodings());
    boolean delta =
        encodings.contains(Encoding.DELTA_BINARY_PACKED)
            || encodings.contains(Encoding.DELTA_BYTE_ARRAY)
            || encodings.contains(Encoding.DELTA_LENGTH_BYTE_ARRAY);
    return ParquetProperties.builder()
        .withWriterVersion(pages.newer() ? WriterVersion.PARQUET_2_0 : WriterVersion.PARQUET_1_0)
        .withValuesWriterFactory(
            delta ? new DefaultV2ValuesWriterFactory() : new DefaultV1ValuesWriterFactory())
        .withDictionaryEncoding(
            encodings.contains(Encoding.RLE_DICTIONARY)
                || encodings.contains(Encoding.PLAIN_DICTIONARY))
        .withExtendedByteStreamSplitEncoding(encodings.contains(Encoding.BYTE_STREAM_SPLIT))
        .withPageRowCountLimit(Math.max(1, (rows + pages.count() - 1) / pages.count()))
        .build();
  }
}
