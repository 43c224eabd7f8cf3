package org.quietus.run.person;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.quietus.catalog.RowValues;
import org.quietus.subject.Identifier;
import org.quietus.target.StepPersons;

/** The table of persons in the database, read from its first row to its last for a list. */
final class ListedTable {
  private static final int ROWS_PER_PAGE = 5_000;

  private final StepPersons persons;
  private final ListedRows rows;

  ListedTable(StepPersons persons, ListedRows rows) {
    this.persons = persons;
    this.rows = rows;
  }

  /**
   * A person whom an entry means.
   *
   * @param key of their row in the database; empty if they have none there
   * @param others takes the identifiers of the rows of others, by the name of the row
   */
  record Person(
      Optional<RowValues> key,
      Optional<String> tenant,
      List<Identifier> identifiers,
      Map<String, Map<String, String>> others) {}

  void each(Consumer<RowValues> action) {
    Optional<RowValues> after = Optional.empty();
    List<RowValues> page;
    do {
      page = persons.page(rows.further(), after, ROWS_PER_PAGE);
      page.forEach(action);
      if (!page.isEmpty()) {
        after = Optional.of(rows.key(page.get(page.size() - 1)));
      }
    } while (page.size() == ROWS_PER_PAGE);
  }

  /**
   * Finds who else could be taken for one of these persons; reads the table unless there is none.
   */
  void findOthers(Collection<Person> of) {
    Map<Identifier, List<Person>> sharing = new HashMap<>();
    for (Person person : of) {
      for (Identifier one : person.identifiers()) {
        sharing.computeIfAbsent(one, first -> new ArrayList<>(1)).add(person);
      }
    }
    if (!sharing.isEmpty()) {
      each(values -> share(rows.row(values), sharing));
    }
  }

  private void share(ListedRows.Row row, Map<Identifier, List<Person>> sharing) {
    for (Identifier one : row.identifiers()) {
      for (Person person : sharing.getOrDefault(one, List.of())) {
        boolean own = person.key().filter(row.key()::equals).isPresent();
        if (!own && ListedRows.mayBeOf(row, person.tenant())) {
          person.others().put(rows.name(row), row.traits());
        }
      }
    }
  }
}
