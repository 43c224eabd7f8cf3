package org.quietus.format.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.page.DictionaryPage;
import org.jspecify.annotations.Nullable;

/** The values that the dictionary of a column chunk has. */
final class DictionaryEntries {
  private DictionaryEntries() {}

  /** All of them, as they are held; none without a dictionary. */
  static List<Object> of(ColumnDescriptor column, @Nullable DictionaryPage page)
      throws IOException {
    List<Object> entries = new ArrayList<>();
    if (page != null) {
      Dictionary dictionary = page.getEncoding().initDictionary(column, page);
      for (int id = 0; id <= dictionary.getMaxId(); id++) {
        entries.add(entry(column, dictionary, id));
      }
    }
    return entries;
  }

  /** How many they are. */
  static int count(ColumnDescriptor column, DictionaryPage page) throws IOException {
    return page.getEncoding().initDictionary(column, page).getMaxId() + 1;
  }

  private static Object entry(ColumnDescriptor column, Dictionary dictionary, int id) {
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> dictionary.decodeToBoolean(id);
      case INT32 -> dictionary.decodeToInt(id);
      case INT64 -> dictionary.decodeToLong(id);
      case FLOAT -> dictionary.decodeToFloat(id);
      case DOUBLE -> dictionary.decodeToDouble(id);
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> dictionary.decodeToBinary(id);
    };
  }
}
