package org.quietus.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ready-made deciders for tests. */
final class Deciders {

  private Deciders() {}

  /** What a test does with a row. */
  interface RowRule {
    Decision of(Row row) throws IOException;
  }

  static RowDecider keepAll() {
    return everywhere(row -> Decision.KEEP);
  }

  static RowDecider dropAll() {
    return everywhere(row -> Decision.DROP);
  }

  /** Drops the rows of every table whose first value is one of these. */
  static RowDecider dropping(String... firstValues) {
    Set<String> doomed = Set.of(firstValues);
    return everywhere(row -> doomed.contains(row.text(0)) ? Decision.DROP : Decision.KEEP);
  }

  /** Changes one column of the rows whose first value is this. */
  static RowDecider changing(String firstValue, Map<String, @Nullable Object> values) {
    return everywhere(
        row -> firstValue.equals(row.text(0)) ? Decision.change(values) : Decision.KEEP);
  }

  static RowDecider everywhere(RowRule rule) {
    return new RowDecider() {
      @Override
      public boolean wants(RowSource source) {
        return true;
      }

      @Override
      public Decision decide(Row row) throws IOException {
        return rule.of(row);
      }
    };
  }

  /** Wants the tables of these names only. */
  static RowDecider only(List<String> tables, RowRule rule) {
    return new RowDecider() {
      @Override
      public boolean wants(RowSource source) {
        return tables.contains(source.table().table());
      }

      @Override
      public Decision decide(Row row) throws IOException {
        return rule.of(row);
      }
    };
  }

  /** Reads the output of a rewriting again, for {@link RewriteReport#differencesFrom}. */
  static RewriteReport reread(Format format, InputStream output, RewriteReport written)
      throws IOException {
    RowDecider sameTables =
        new RowDecider() {
          @Override
          public boolean wants(RowSource source) {
            return written.tables().containsKey(source.table());
          }

          @Override
          public Decision decide(Row row) {
            return Decision.KEEP;
          }
        };
    return format.rewrite(output, OutputStream.nullOutputStream(), sameTables);
  }
}
