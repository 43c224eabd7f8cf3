package org.quietus.run.person;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.request.HashList;
import org.quietus.request.NewRequest;
import org.quietus.request.Requester;
import org.quietus.request.Reviewed;
import org.quietus.subject.Identifier;
import org.quietus.target.Target;

/**
 * Looks for the persons that a list names by hashes. The table of persons is read once for them,
 * and once more for who shares an identifier with one of them: the work grows with the rows and
 * with the entries, not with one times the other. Of whom the list does not name nothing is kept
 * but what a request has to know of those who can be taken for its person.
 */
public final class ListedPersons {
  private final Target target;
  private final ListedRows rows;
  private final ListedTable table;
  private final int most;

  /**
   * Looks for a list's persons in the table of a step.
   *
   * @param requester who hands the list in, as of {@code received}
   * @param most how many entries are found at once, each of which needs about a kilobyte
   */
  public ListedPersons(
      Target target,
      Step step,
      SubjectType subject,
      HashList list,
      Requester requester,
      Instant received,
      int most) {
    this.target = target;
    this.rows = new ListedRows(step, subject, list, requester, received);
    this.table = new ListedTable(target.persons(step, subject), rows);
    this.most = most;
  }

  /**
   * A request that an entry leads to.
   *
   * @param reviewed whose the rows are; empty if several persons have the identifier, of whom
   *     somebody has to choose
   */
  public record Listed(String entry, NewRequest request, Optional<Reviewed> reviewed) {}

  /**
   * What was found.
   *
   * @param nameless the entries of which no request can be made, since a row does not tell its
   *     tenant, or has no identifier
   * @param more whether there are others, who have to be looked for once these are settled
   */
  public record Found(List<Listed> requests, Set<String> nameless, boolean more) {}

  /** A row that an entry means, and the rows of others who share an identifier with it. */
  private record Meant(
      ListedRows.Row row, Set<Identifier> named, Map<String, Map<String, String>> others) {}

  /**
   * Finds those that the list names.
   *
   * @param settled the entries that need not be looked for
   */
  public Found in(Set<String> settled) {
    ListedPass<List<Meant>> pass = new ListedPass<>(rows, most, settled);
    table.each(values -> pass.look(values, ListedPersons::take));
    table.findOthers(
        pass.meant().values().stream()
            .flatMap(byTenant -> byTenant.values().stream())
            .filter(some -> some.size() == 1)
            .flatMap(List::stream)
            .map(ListedPersons::alone)
            .toList());
    Instant seen = target.now();
    List<Listed> requests = new ArrayList<>();
    pass.meant()
        .forEach(
            (entry, byTenant) ->
                byTenant.forEach(
                    (tenant, some) -> requests.add(listed(entry, some, tenant, seen))));
    return new Found(requests, pass.nameless(), pass.hasMore());
  }

  private static ListedTable.Person alone(Meant one) {
    ListedRows.Row row = one.row();
    return new ListedTable.Person(
        Optional.of(row.key()), row.tenant(), row.identifiers(), one.others());
  }

  private Listed listed(String entry, List<Meant> some, Optional<String> tenant, Instant seen) {
    if (some.size() > 1) {
      List<Identifier> all = some.stream().flatMap(one -> one.named().stream()).distinct().toList();
      return new Listed(entry, rows.request(entry, tenant, all), Optional.empty());
    }
    ListedRows.Row row = some.get(0).row();
    Reviewed theirs =
        new Reviewed(seen, Map.of(rows.name(row), row.traits()), some.get(0).others());
    return new Listed(entry, rows.request(entry, tenant, row.identifiers()), Optional.of(theirs));
  }

  /** An entry may mean several persons. */
  private static void take(
      Map<Optional<String>, List<Meant>> byTenant, ListedRows.Row row, Set<Identifier> named) {
    byTenant
        .computeIfAbsent(row.tenant(), first -> new ArrayList<>(1))
        .add(new Meant(row, named, new HashMap<>(0)));
  }
}
