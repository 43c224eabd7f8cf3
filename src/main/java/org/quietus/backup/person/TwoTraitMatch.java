package org.quietus.backup.person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.catalog.RowValues;
import org.quietus.format.Row;

/**
 * A row in which two traits of a person agree, under another key than theirs: the person's, or that
 * of somebody who shares both traits.
 *
 * @param row its primary key as the database has it
 * @param leads what leads on from it
 */
record TwoTraitMatch(
    PersonGraph graph, int person, List<String> key, RowValues row, List<Lead> leads) {

  /** Values by which other tables' rows are reached. */
  private record Lead(Relation relation, List<String> values) {}

  static TwoTraitMatch of(
      PersonGraph graph, int person, List<String> key, BoundTable bound, Row row)
      throws IOException {
    List<Lead> leads = new ArrayList<>();
    for (List<String> columns : graph.offered(bound.table())) {
      Optional<List<String>> values = bound.key(row, columns);
      if (values.isPresent()) {
        leads.add(new Lead(graph.offering(bound.table(), columns), values.get()));
      }
    }
    return new TwoTraitMatch(graph, person, key, bound.primaryKey(row), leads);
  }

  /** Notes that it is the person's. */
  void own(FoundKeys found) {
    found.own(Relation.root(graph.step()), key, person);
    leads.forEach(lead -> found.own(lead.relation(), lead.values(), person));
  }

  /** Notes that somebody has to say whose it is. */
  void doubt(FoundKeys found) {
    found.doubts().add(Relation.root(graph.step()), key, person);
  }
}
