package org.quietus.format.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.quietus.format.Beside;
import org.quietus.format.RowDecider;

/** The texts of a footer that may name somebody. */
final class TextsBeside {
  private final RowDecider decider;

  private TextsBeside(RowDecider decider) {
    this.decider = decider;
  }

  /** Shows all of them. */
  static void show(FileMetaData footer, RowDecider decider) throws IOException {
    TextsBeside texts = new TextsBeside(decider);
    for (SchemaElement field : footer.getSchema()) {
      decider.beside(Beside.HEADER, field.getName());
    }
    texts.show(footer.isSetKey_value_metadata() ? footer.getKey_value_metadata() : List.of());
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        texts.show(chunk.getMeta_data());
      }
    }
  }

  private void show(List<KeyValue> metadata) throws IOException {
    for (KeyValue entry : metadata) {
      decider.beside(Beside.METADATA, entry.getKey());
      if (entry.isSetValue()) {
        decider.beside(Beside.METADATA, entry.getValue());
      }
    }
  }

  private void show(ColumnMetaData chunk) throws IOException {
    show(chunk.isSetKey_value_metadata() ? chunk.getKey_value_metadata() : List.of());
    if (chunk.isSetStatistics() && chunk.getType() == Type.BYTE_ARRAY) {
      Statistics statistics = chunk.getStatistics();
      byte[][] bounds = {
        statistics.getMin_value(),
        statistics.getMax_value(),
        statistics.getMin(),
        statistics.getMax()
      };
      for (byte[] bound : bounds) {
        if (bound != null) {
          decider.beside(Beside.STATISTICS, new String(bound, UTF_8));
        }
      }
    }
  }
}
