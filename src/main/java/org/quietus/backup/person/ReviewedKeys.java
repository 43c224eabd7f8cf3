package org.quietus.backup.person;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.RowReviews;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.Zones;
import org.quietus.format.Row;

/**
 * Keys of rows of which somebody said that they are a person's. Rows go by their keys, so that one
 * is taken only where no other row of the backup has its key: another version of the object may
 * have it with other traits, of which nobody said anything.
 */
final class ReviewedKeys {
  private final RowReviews reviews;
  private final RowFate fate;
  private final Zones zones;
  private final Map<Of, Set<List<String>>> keys = new HashMap<>();
  private final Map<Of, Set<List<String>>> unlike = new HashMap<>();

  private record Of(PersonGraph graph, String request) {}

  ReviewedKeys(RowReviews reviews, RowFate fate, Zones zones) {
    this.reviews = reviews;
    this.fate = fate;
    this.zones = zones;
  }

  void add(PersonGraph graph, String request, List<String> key) {
    keys.computeIfAbsent(new Of(graph, request), of -> new HashSet<>()).add(key);
  }

  /** Reads who has them. */
  void read(List<Dump> dumps, Dump.Wanted tables) {
    if (!keys.isEmpty()) {
      Dump.Wanted roots =
          Search.only(
              tables, table -> keys.keySet().stream().anyMatch(of -> of.graph().isRoot(table)));
      dumps.forEach(dump -> dump.scan(roots, ((Dump.Look) this::look).ofReadable()));
    }
  }

  /** Whether every row with a key is one of which somebody said that it is the person's. */
  boolean isAlike(PersonGraph graph, String request, List<String> key) {
    return !unlike.getOrDefault(new Of(graph, request), Set.of()).contains(key);
  }

  private void look(BoundTable bound, Row row) throws IOException {
    for (Map.Entry<Of, Set<List<String>>> each : keys.entrySet()) {
      PersonGraph graph = each.getKey().graph();
      Optional<List<String>> key =
          graph.isRoot(bound.table())
              ? bound.key(row, bound.table().primaryKey())
              : Optional.empty();
      if (key.filter(each.getValue()::contains).isPresent()
          && !fate.isDoneWith(graph, bound, row)
          && !isTheirs(each.getKey(), bound, row)) {
        unlike.computeIfAbsent(each.getKey(), of -> new HashSet<>()).add(key.get());
      }
    }
  }

  private boolean isTheirs(Of of, BoundTable bound, Row row) throws IOException {
    OwnRow own = OwnRow.of(of.graph().subject(), bound, row, zones, new UnreadKeys());
    return reviews.said(of.request(), bound.table().name(), own::identity).orElse(false);
  }
}
