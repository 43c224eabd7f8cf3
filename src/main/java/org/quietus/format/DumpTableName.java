package org.quietus.format;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A table as the dump names it.
 *
 * @param database null where the dump names none, as a dump of one database does
 */
public record DumpTableName(@Nullable String database, String table)
    implements Comparable<DumpTableName> {

  private static final Comparator<DumpTableName> ORDER =
      Comparator.comparing(
              DumpTableName::database, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
          .thenComparing(DumpTableName::table);

  /** Whether the names differ in case at most. */
  public boolean isLike(DumpTableName other) {
    return toString().equalsIgnoreCase(other.toString());
  }

  @Override
  public int compareTo(DumpTableName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return database == null ? table : database + "." + table;
  }
}
