package org.quietus.format.pgdump;

import java.util.Locale;
import org.quietus.format.DumpColumn;
import org.quietus.format.RowSource;

/** What of a column's type says how its values are read and written. */
enum ValueKind {
  PLAIN,
  /** Spelled t or f, or as a word. */
  TRUTH,
  /** An instant, spelled with the offset of its time of day. */
  INSTANT,
  /** Bytes, spelled in hexadecimal digits or escapes. */
  BYTES,
  /** A point, whose bytes are those of its spelling. */
  POINT;

  /** Of a type without its domain, as pg_dump spells it. */
  static ValueKind of(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    if (name.equals("boolean") || name.equals("bool")) {
      return TRUTH;
    }
    if (name.equals("bytea")) {
      return BYTES;
    }
    if (name.equals("point")) {
      return POINT;
    }
    boolean list = name.endsWith("]");
    return !list
            && (name.startsWith("timestamptz") || name.endsWith("with time zone"))
            && name.startsWith("timestamp")
        ? INSTANT
        : PLAIN;
  }

  /** Of each value of rows from there. */
  static ValueKind[] of(RowSource source) {
    ValueKind[] kinds = new ValueKind[source.columns().size()];
    for (int i = 0; i < kinds.length; i++) {
      String column = source.columns().get(i);
      kinds[i] =
          source
              .declared()
              .flatMap(table -> table.column(column))
              .map(DumpColumn::type)
              .map(ValueKind::of)
              .orElse(PLAIN);
    }
    return kinds;
  }
}
