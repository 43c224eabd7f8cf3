package org.quietus.backup.person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quietus.backup.RowOutcome;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.Zones;
import org.quietus.catalog.RowValues;
import org.quietus.format.Row;
import org.quietus.request.CopyReviews;

/**
 * Own rows of a dump of which somebody has to say whose they are, as they are shown to people. Of
 * others, which lead to two persons or cannot be read, nobody is asked.
 */
public final class DoubtfulOwnRows {
  private final List<PersonGraph> graphs;
  private final Persons persons;
  private final FoundKeys found;
  private final Zones zones;

  public DoubtfulOwnRows(List<PersonGraph> graphs, Persons persons, FoundKeys found, Zones zones) {
    this.graphs = graphs;
    this.persons = persons;
    this.found = found;
    this.zones = zones;
  }

  /** The row for each person whose it may be. */
  public List<CopyReviews.Seen> of(BoundTable bound, Row row, Judgement judgement)
      throws IOException {
    if (judgement.effects().stream().noneMatch(RowOutcome::isUnsure)) {
      return List.of();
    }
    List<CopyReviews.Seen> seen = new ArrayList<>();
    for (PersonGraph graph : graphs) {
      for (int person : found.doubts().of(graph, bound, row)) {
        seen.add(seen(graph, persons.all().get(person).request(), bound, row));
      }
    }
    return seen;
  }

  private CopyReviews.Seen seen(PersonGraph graph, String request, BoundTable bound, Row row)
      throws IOException {
    OwnRow own = OwnRow.of(graph.subject(), bound, row, zones, new UnreadKeys());
    String token = found.doubts().reviews().token(request, bound.table().name(), own.identity());
    DoubtedKeys.Telling telling = found.doubts().told(token);
    return new CopyReviews.Seen(
        request,
        token,
        bound.table().name(),
        "byte " + row.offset(),
        telling.agreeing(),
        telling.differing(),
        shown(bound.primaryKey(row)));
  }

  /** The key for people to read, unless it may tell of a person by itself. */
  private static Optional<String> shown(RowValues key) {
    return key.isIntegers()
        ? Optional.of(key.values().stream().map(String::valueOf).collect(Collectors.joining(", ")))
        : Optional.empty();
  }
}
