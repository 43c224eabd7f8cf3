package org.quietus.backup.person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.catalog.Table;
import org.quietus.format.Row;

/**
 * The values that lead from persons' own rows to others, and who has them in one backup: an address
 * passes on, and in a dump of an earlier day it may be that of somebody else.
 */
final class PassedOnValues {
  private final List<PersonRow> rows;
  private final Map<Integer, Map<List<String>, Map<List<String>, List<Integer>>>> sought =
      new HashMap<>();
  private final Set<Held> byOthers = new HashSet<>();

  private record Held(int person, List<String> columns, List<String> values) {}

  PassedOnValues(List<PersonRow> rows) {
    this.rows = rows;
  }

  /** Takes note of what one of those sought had in the database. */
  void seek(PersonGraph graph, int person) {
    Table root = graph.step().root().catalogTable();
    PersonRow own = rows.get(person);
    for (List<String> columns : graph.offered(root)) {
      for (int n = 0; n < own.keys().size() && !graph.isOfOwned(columns); n++) {
        own.known(n, columns)
            .ifPresent(
                values ->
                    sought
                        .computeIfAbsent(graph.step().number(), of -> new HashMap<>())
                        .computeIfAbsent(columns, of -> new HashMap<>())
                        .computeIfAbsent(values, of -> new ArrayList<>(1))
                        .add(person));
      }
    }
  }

  /** Looks who has them in a row of persons. */
  void see(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    for (Map.Entry<List<String>, Map<List<String>, List<Integer>>> of :
        sought.getOrDefault(graph.step().number(), Map.of()).entrySet()) {
      Optional<List<String>> values = read(bound, row, of.getKey());
      for (int person : values.map(of.getValue()::get).orElse(List.of())) {
        Optional<List<String>> key = read(bound, row, bound.table().primaryKey());
        if (key.filter(rows.get(person).keys()::contains).isEmpty()) {
          byOthers.add(new Held(person, of.getKey(), values.orElseThrow()));
        }
      }
    }
  }

  /** Empty also of what cannot be read. */
  private static Optional<List<String>> read(BoundTable bound, Row row, List<String> columns)
      throws IOException {
    try {
      return bound.key(row, columns);
    } catch (UnreadRow e) {
      return Optional.empty();
    }
  }

  /** Whether somebody else has the values that a person had in the database. */
  boolean areAnothers(int person, List<String> columns, List<String> values) {
    return byOthers.contains(new Held(person, columns, values));
  }
}
