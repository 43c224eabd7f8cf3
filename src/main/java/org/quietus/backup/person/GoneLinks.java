package org.quietus.backup.person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.DumpValues;
import org.quietus.catalog.Table;
import org.quietus.format.Row;
import org.quietus.plan.Member;
import org.quietus.target.GoneKey;
import org.quietus.target.Sought;

/**
 * The keys of rows that were deleted from the database between persons and what hangs on them, and
 * whether a row of one backup has them.
 */
final class GoneLinks {
  private final List<List<Link>> links = new ArrayList<>();
  private final Map<String, Set<List<String>>> columns = new HashMap<>();
  private final Set<Link> sought = new HashSet<>();
  private final Set<Link> seen = new HashSet<>();

  /** A key as dumps have it. */
  record Link(Table table, List<String> columns, List<String> values) {}

  GoneLinks(List<Sought> persons) {
    persons.forEach(person -> links.add(links(person)));
    links.forEach(sought::addAll);
    sought.forEach(
        link ->
            columns
                .computeIfAbsent(link.table().name(), of -> new HashSet<>())
                .add(link.columns()));
  }

  /** The keys of such rows of a person. */
  static List<Link> links(Sought person) {
    Map<String, Table> tables = new HashMap<>();
    person.step().members().stream()
        .map(Member::catalogTable)
        .forEach(table -> tables.put(table.name(), table));
    return person.keys().gone().stream()
        .filter(key -> key.isReadable(person.step()))
        .filter(key -> key.values().values().stream().allMatch(Objects::nonNull))
        .map(key -> link(key, Objects.requireNonNull(tables.get(key.table()))))
        .toList();
  }

  private static Link link(GoneKey key, Table table) {
    List<String> values = new ArrayList<>();
    for (int n = 0; n < key.columns().size(); n++) {
      values.add(
          DumpValues.canonical(
              Objects.requireNonNull(key.values().values().get(n)),
              table.column(key.columns().get(n)).orElseThrow()));
    }
    return new Link(table, key.columns(), values);
  }

  /** Notes that a row is there, if it has one of the keys. */
  void see(BoundTable bound, Row row) throws IOException {
    for (List<String> of : columns.getOrDefault(bound.table().name(), Set.of())) {
      Optional<List<String>> values = bound.key(row, of);
      if (values.isPresent()) {
        Link link = new Link(bound.table(), of, values.get());
        if (sought.contains(link)) {
          seen.add(link);
        }
      }
    }
  }

  /** A person's keys that no row of the backup has. */
  List<Link> unseen(int person) {
    return links.get(person).stream().filter(link -> !seen.contains(link)).toList();
  }
}
