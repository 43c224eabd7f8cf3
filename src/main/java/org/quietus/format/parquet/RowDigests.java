package org.quietus.format.parquet;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;

/**
 * Digests of the rows of a row group over the values of all their columns, which are decoded one
 * after the other.
 */
final class RowDigests {
  private static final int BYTES = 16;

  private final byte[] digests;

  private RowDigests(int rows) {
    this.digests = new byte[BYTES * rows];
  }

  /** Decodes a row group of a file once more. */
  static RowDigests of(GroupReader file, int group, int rows) throws IOException {
    RowDigests digests = new RowDigests(rows);
    try (GroupReader reader = file.again()) {
      for (ColumnDescriptor column : reader.schema().getColumns()) {
        digests.add(reader, group, column);
      }
    }
    return digests;
  }

  private void add(GroupReader reader, int group, ColumnDescriptor column) throws IOException {
    ColumnReader values = reader.columns(group, List.of(column)).get(0);
    Binary name = Binary.fromString(String.join("\n", column.getPath()));
    TripleDigest digest = new TripleDigest();
    GroupReader.decoded(
        () -> {
          for (int at = 0; at < digests.length; at += BYTES) {
            digest.add(
                0, 0, Binary.fromConstantByteArray(Arrays.copyOfRange(digests, at, at + BYTES)));
            digest.add(0, 0, name);
            do {
              digest.add(
                  values.getCurrentRepetitionLevel(),
                  values.getCurrentDefinitionLevel(),
                  LeafReader.value(values));
              values.consume();
            } while (values.getCurrentRepetitionLevel() > 0);
            System.arraycopy(digest.next(), 0, digests, at, BYTES);
          }
          return digests;
        });
  }

  byte[] of(int row) {
    return Arrays.copyOfRange(digests, BYTES * row, BYTES * (row + 1));
  }
}
