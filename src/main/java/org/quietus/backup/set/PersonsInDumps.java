package org.quietus.backup.set;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Trouble;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.DumpTables;
import org.quietus.backup.dump.IndexedColumns;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.RowIndex;
import org.quietus.backup.dump.Spool;
import org.quietus.backup.dump.UnreadValue;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.search.DumpContents;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.Counted;
import org.quietus.policy.ObjectSet;

/**
 * Reads the rows of a kind of person in every version of sets of dumps, each once. A version that
 * does not say which of its tables is the persons' is left out and named, as a run does.
 */
final class PersonsInDumps {
  private final PersonGraph graph;
  private final List<String> columns;
  private final Stores stores;
  private final SetContexts contexts;
  private final Consumer<RowValues> action;

  /**
   * Of persons whose rows are the root of a graph.
   *
   * @param further columns that are read beside the key, the tenant and the identifiers
   */
  PersonsInDumps(
      PersonGraph graph,
      List<String> further,
      Stores stores,
      SetContexts contexts,
      Consumer<RowValues> action) {
    this.graph = graph;
    this.stores = stores;
    this.contexts = contexts;
    this.action = action;
    this.columns = new ArrayList<>(root().primaryKey());
    graph.subject().tenant().ifPresent(columns::add);
    columns.addAll(graph.subject().identifiers().keySet());
    columns.addAll(further);
  }

  /** What of a set is not known to the caller. */
  private static final class Unread {
    private long versions;
    private long rows;
    private @Nullable String first;

    private void add(String why) {
      versions++;
      first = first == null ? why : first;
    }
  }

  /** Shows those of a set; returns what could not be read of it. */
  List<String> of(ObjectSet set) {
    Unread unread = new Unread();
    try {
      ObjectStore store = stores.named(set.store());
      DumpContents contents = contexts.dumps(set, store);
      List<ObjectVersion> all;
      try (Stream<ObjectVersion> versions = store.versions(set.objects().prefix())) {
        all =
            versions
                .filter(version -> set.objects().matches(version.key().value()))
                .filter(version -> !version.deleteMarker())
                .toList();
      }
      List<Pin> pins = all.stream().map(ObjectVersion::pin).toList();
      all.forEach(version -> read(contents, version, pins, unread));
    } catch (StoreException e) {
      return List.of(set.label() + " cannot be listed: " + e.getMessage());
    }
    return lines(set, unread);
  }

  private void read(DumpContents contents, ObjectVersion version, List<Pin> all, Unread unread) {
    try (Spool spool = new Spool()) {
      RowIndex rows =
          new RowIndex(
              IndexedColumns.of(contents.catalog(), root(), columns), contents.format(), spool);
      DumpSchema schema = contents.schema(version.pin(), rows);
      read(contents, contents.dump(version.pin(), rows), schema, all, unread);
    } catch (StoreException.Gone e) {
      // nobody is in it any more
    } catch (Trouble | StoreException e) {
      SealedVersion named =
          SealedVersion.of(version.pin(), version.latest(), version.size(), version.lastModified());
      unread.add("object %s: %s".formatted(contents.names().of(named), e.getMessage()));
    }
  }

  private void read(
      DumpContents contents, Dump dump, DumpSchema schema, List<Pin> all, Unread unread) {
    if (isWithoutRows(schema) || isOfOtherTable(contents, schema)) {
      return;
    }
    Dump.Wanted wanted =
        contents
            .matched(
                new DumpTables(contents.catalog(), List.of(graph), contents.filed()), schema, all)
            .only(graph::isRoot);
    DumpTables.requireTold(schema, wanted, columns);
    dump.scan(
        wanted,
        (bound, row) -> {
          Optional<RowValues> values = values(bound, row);
          values.ifPresent(action);
          unread.rows += values.isPresent() ? 0 : 1;
        });
  }

  /** Whether it has no tables at all, as a file of routines. */
  private static boolean isWithoutRows(DumpSchema schema) {
    return schema.declarations().isEmpty() && schema.sources().isEmpty();
  }

  /** Whether it is a file of one other table, of a backup that has one for each. */
  private boolean isOfOtherTable(DumpContents contents, DumpSchema schema) {
    return schema.tables().size() == 1
        && Stream.concat(
                schema.declarations().stream().map(DumpTable::name),
                schema.sources().stream().map(RowSource::table))
            .map(DumpTableName::table)
            .allMatch(
                name ->
                    contents.tables().stream().anyMatch(name::equalsIgnoreCase)
                        && !name.equalsIgnoreCase(root().name()));
  }

  /** Empty if something in a row cannot be read, for it may be what the caller asks for. */
  private Optional<RowValues> values(BoundTable bound, Row row) throws IOException {
    RowValues values = bound.values(row, columns);
    return Optional.of(values)
        .filter(read -> read.values().stream().noneMatch(UnreadValue.class::isInstance))
        .filter(read -> hasKey(read));
  }

  private boolean hasKey(RowValues values) {
    return values.values().subList(0, root().primaryKey().size()).stream()
        .allMatch(Objects::nonNull);
  }

  private Table root() {
    return graph.step().root().catalogTable();
  }

  private static List<String> lines(ObjectSet set, Unread unread) {
    List<String> lines = new ArrayList<>();
    if (unread.versions > 0) {
      lines.add(
          "%s: %s could not be searched for persons; the first is %s"
              .formatted(set.label(), Counted.of(unread.versions, "object version"), unread.first));
    }
    if (unread.rows > 0) {
      lines.add(
          "%s: %s of persons in its objects cannot be read, so that nobody can tell whose they are"
              .formatted(set.label(), Counted.of(unread.rows, "row")));
    }
    return lines;
  }
}
