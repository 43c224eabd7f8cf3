package org.quietus.backup.person;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Created;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.Zones;
import org.quietus.format.Row;

/**
 * Keys under which persons are recognised in one backup though theirs was another. Where several
 * states of a table give such a key to rows of different ages, it is somebody else's in one of
 * them.
 */
final class OtherKeys {
  private final RowFate fate;
  private final Zones zones;
  private final Map<PersonGraph, Set<List<String>>> keys = new HashMap<>();
  private final Map<List<Object>, Created> holders = new HashMap<>();

  OtherKeys(RowFate fate, Zones zones) {
    this.fate = fate;
    this.zones = zones;
  }

  void add(PersonGraph graph, List<String> key) {
    keys.computeIfAbsent(graph, of -> new HashSet<>()).add(key);
  }

  /**
   * Reads who has them.
   *
   * @throws org.quietus.backup.Trouble as {@code unmatched-schema}
   */
  void requireOneEach(List<Dump> dumps, Dump.Wanted tables) {
    if (!keys.isEmpty()) {
      Dump.Wanted roots =
          Search.only(tables, table -> keys.keySet().stream().anyMatch(of -> of.isRoot(table)));
      dumps.forEach(dump -> dump.scan(roots, ((Dump.Look) this::look).ofReadable()));
    }
  }

  private void look(BoundTable bound, Row row) throws IOException {
    for (Map.Entry<PersonGraph, Set<List<String>>> of : keys.entrySet()) {
      PersonGraph graph = of.getKey();
      boolean told = fate.isOpen(graph.step().root(), bound, row) || RowFate.leavesCreation(graph);
      if (graph.isRoot(bound.table()) && told) {
        Optional<List<String>> key = bound.key(row, bound.table().primaryKey());
        if (key.filter(of.getValue()::contains).isPresent()) {
          Created created = Created.of(graph.subject(), bound, row, zones);
          Created first =
              holders.putIfAbsent(List.of(bound.table().name(), key.orElseThrow()), created);
          if (first != null && !first.equals(created)) {
            throw KeyHolders.notOneEach(bound.table());
          }
        }
      }
    }
  }
}
