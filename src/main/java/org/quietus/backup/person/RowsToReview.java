package org.quietus.backup.person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quietus.backup.RowOutcome;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.backup.dump.Zones;
import org.quietus.catalog.RowValues;
import org.quietus.format.Row;
import org.quietus.request.CopyReviews;

/**
 * Rows of a dump of which somebody has to say whose they are, as they are shown to people: persons'
 * own, and those in which something was filed for them. Of others, which lead to two persons or
 * cannot be read, nobody is asked.
 */
public final class RowsToReview {
  private final List<PersonGraph> graphs;
  private final Persons persons;
  private final FoundKeys found;
  private final FiledTables filed;
  private final Zones zones;

  public RowsToReview(
      List<PersonGraph> graphs, Persons persons, FoundKeys found, FiledTables filed, Zones zones) {
    this.graphs = graphs;
    this.persons = persons;
    this.found = found;
    this.filed = filed;
    this.zones = zones;
  }

  /** The row for each person whose it may be. */
  public List<CopyReviews.Seen> of(BoundTable bound, Row row, Judgement judgement)
      throws IOException {
    if (judgement.effects().isEmpty()
        || judgement.effects().stream().noneMatch(RowOutcome::isUnsure)) {
      return List.of();
    }
    List<CopyReviews.Seen> seen = new ArrayList<>();
    try {
      add(bound, row, seen);
    } catch (UnreadRow e) {
      // whoever judges the row names it
    }
    return seen;
  }

  private void add(BoundTable bound, Row row, List<CopyReviews.Seen> seen) throws IOException {
    for (PersonGraph graph : graphs) {
      List<Integer> doubted = found.doubts().of(graph, bound, row);
      if (!doubted.isEmpty()) {
        OwnRow own = OwnRow.of(graph.subject(), bound, row, zones, new UnreadKeys());
        Optional<String> key = shown(bound.primaryKey(row));
        doubted.forEach(person -> seen.add(seen(person, bound, row, own.identity(), key)));
      }
    }
    if (filed.has(bound.table())) {
      FiledRow one = FiledRow.of(filed, bound, row, zones);
      found
          .doubts()
          .of(one.relation(), List.of(one.id()))
          .forEach(person -> seen.add(seen(person, bound, row, one.identity(), one.shownId())));
    }
  }

  private CopyReviews.Seen seen(
      int person, BoundTable bound, Row row, List<String> identity, Optional<String> key) {
    String request = persons.all().get(person).request();
    String table = bound.table().name();
    String token = found.doubts().reviews().token(request, table, identity);
    DoubtedKeys.Telling telling = found.doubts().told(token);
    return new CopyReviews.Seen(
        request, token, table, row.place(), telling.agreeing(), telling.differing(), key, false);
  }

  /** The key for people to read, unless it may tell of a person by itself. */
  private static Optional<String> shown(RowValues key) {
    return key.isIntegers()
        ? Optional.of(key.values().stream().map(String::valueOf).collect(Collectors.joining(", ")))
        : Optional.empty();
  }
}
