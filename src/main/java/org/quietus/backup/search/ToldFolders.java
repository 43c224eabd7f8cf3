package org.quietus.backup.search;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.format.DumpTableName;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;
import org.quietus.format.ToldRows;
import org.quietus.objectstore.Pin;

/**
 * Whether folders have what files of them say of others: one that has lost a part is no whole
 * backup, and takes the place of no older one. Several threads may ask.
 */
final class ToldFolders {
  private final Map<Set<Pin>, Map<DumpTableName, Long>> counted = new HashMap<>();

  /** What is not as a version says of others in its folder; empty if all is. */
  synchronized Optional<String> lacking(DumpContents contents, Pin version) {
    if (!contents.isFolder()) {
      return Optional.empty();
    }
    Map<String, Pin> files = contents.formats().beside(version);
    Optional<ToldRows> counts = contents.counts(version);
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Long> lengths = counts.get().lengths();
    return lengths.isEmpty()
        ? rows(contents, files, counts.get().said())
        : lengths(contents, files, lengths);
  }

  private static Optional<String> lengths(
      DumpContents contents, Map<String, Pin> files, Map<String, Long> lengths) {
    for (Map.Entry<String, Long> length : lengths.entrySet()) {
      Pin file = files.get(length.getKey());
      if (file == null) {
        return Optional.of(SaidCounts.missing(length.getKey()));
      }
      long found = contents.extent(file).bytes();
      if (found != length.getValue()) {
        return Optional.of(SaidCounts.otherLength(length.getKey(), length.getValue(), found));
      }
    }
    return Optional.empty();
  }

  private Optional<String> rows(
      DumpContents contents, Map<String, Pin> files, Map<DumpTableName, Long> told) {
    for (Map.Entry<DumpTableName, Long> said : told.entrySet()) {
      long found = count(contents, Set.copyOf(files.values())).getOrDefault(said.getKey(), 0L);
      if (found != said.getValue()) {
        return Optional.of(SaidCounts.otherRows(said.getKey(), said.getValue(), found));
      }
    }
    return Optional.empty();
  }

  /** Counted once, however many files tell of them. */
  private Map<DumpTableName, Long> count(DumpContents contents, Set<Pin> files) {
    Map<DumpTableName, Long> known = counted.get(files);
    if (known == null) {
      Map<DumpTableName, Long> rows = new HashMap<>();
      RowVisitor counting =
          new RowVisitor() {
            @Override
            public boolean wants(RowSource source) {
              return true;
            }

            @Override
            public void visit(Row row) {
              rows.merge(row.source().table(), 1L, Long::sum);
            }
          };
      files.forEach(file -> contents.dump(file).scan(counting));
      counted.clear();
      counted.put(files, rows);
      known = rows;
    }
    return known;
  }
}
