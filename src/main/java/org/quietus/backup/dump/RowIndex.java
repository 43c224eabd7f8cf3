package org.quietus.backup.dump;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.quietus.format.ByteStore;
import org.quietus.format.DumpFormat;
import org.quietus.format.Row;
import org.quietus.format.RowKeeper;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;

/**
 * What one reading of a dump showed: its schema, and the rows of the tables in which persons are
 * sought, with the columns that tell whose they are, where they lead and what becomes of them. They
 * are looked at as often as need be, and the dump is not read again for that.
 */
public final class RowIndex {
  private final IndexedColumns columns;
  private final RowKeeper rows;
  private final Map<RowSource, Optional<int[]>> sources = new HashMap<>();
  private RowSource last = IndexedColumns.NOWHERE;
  private Optional<int[]> lastColumns = Optional.empty();
  private final Map<RowSource, RowSource> renamed = new HashMap<>();
  private RowSource lastRenamed = IndexedColumns.NOWHERE;

  public RowIndex(IndexedColumns columns, DumpFormat format, ByteStore store) {
    this.columns = columns;
    this.rows = format.keeper(store);
  }

  /** Whether rows from there are taken down; to be asked before they are. */
  public boolean takes(RowSource source) {
    return of(source).isPresent();
  }

  private Optional<int[]> of(RowSource source) {
    if (source != last) {
      last = source;
      lastColumns = sources.computeIfAbsent(source, columns::of);
    }
    return lastColumns;
  }

  /** Takes a row down if it is one of those. */
  public void take(Row row) throws IOException {
    Optional<int[]> kept = of(row.source());
    if (kept.isPresent()) {
      rows.keep(row instanceof FormerRow former ? then(former) : row, kept.get());
    }
  }

  /** A row is taken down under the names that it had, and shown under those of today. */
  private Row then(FormerRow row) {
    RowSource then = row.then().source();
    if (then != lastRenamed) {
      lastRenamed = then;
      renamed.put(then, row.source());
    }
    return row.then();
  }

  /** Takes down all rows of a reading. */
  RowVisitor taking() {
    return new RowVisitor() {
      @Override
      public boolean wants(RowSource source) {
        return takes(source);
      }

      @Override
      public void visit(Row row) throws IOException {
        take(row);
      }
    };
  }

  /**
   * Shows rows again.
   *
   * @throws IllegalStateException if rows are wanted that were not taken down
   */
  void show(RowVisitor visitor) throws IOException {
    for (Map.Entry<RowSource, Optional<int[]>> source : sources.entrySet()) {
      if (source.getValue().isEmpty() && visitor.wants(source.getKey())) {
        throw new IllegalStateException(
            "rows of table '" + source.getKey().table() + "' were not taken down");
      }
    }
    rows.show(renamed.isEmpty() ? visitor : ofToday(visitor));
  }

  private RowVisitor ofToday(RowVisitor visitor) {
    return new RowVisitor() {
      @Override
      public boolean wants(RowSource source) throws IOException {
        return visitor.wants(renamed.getOrDefault(source, source));
      }

      @Override
      public void visit(Row row) throws IOException {
        RowSource today = renamed.get(row.source());
        visitor.visit(today == null ? row : new FormerRow(row, today));
      }
    };
  }
}
