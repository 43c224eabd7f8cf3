package org.quietus.run.person;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.request.HashList;
import org.quietus.request.Requester;
import org.quietus.request.Reviewed;
import org.quietus.run.person.ListedPersons.Listed;
import org.quietus.subject.Identifier;
import org.quietus.target.Backups;
import org.quietus.target.Target;

/**
 * Looks for the persons that a list names by hashes and the database does not know any more, in the
 * backups that persons are taken out of. Each version is read once for the entries that are left.
 * Who is found gets a request by their identifiers, beside those in the database who share one of
 * them: a run takes them out under the rules for everybody who is in backups alone.
 */
public final class ListedInBackups {
  private final Target target;
  private final Backups backups;
  private final Step step;
  private final SubjectType subject;
  private final ListedRows rows;
  private final int most;

  /**
   * Looks for a list's persons in copies of the table of a step.
   *
   * @param requester who hands the list in, as of {@code received}
   * @param most how many entries are found at once, each of which needs about a kilobyte
   */
  public ListedInBackups(
      Target target,
      Backups backups,
      Step step,
      SubjectType subject,
      HashList list,
      Requester requester,
      Instant received,
      int most) {
    this.target = target;
    this.backups = backups;
    this.step = step;
    this.subject = subject;
    this.rows = new ListedRows(step, subject, list, requester, received);
    this.most = most;
  }

  /**
   * What was found.
   *
   * @param unread a line for each set of which something could not be read
   */
  public record Found(ListedPersons.Found persons, List<String> unread) {}

  /**
   * Rows that an entry means, of one tenant, in all versions.
   *
   * @param named the identifiers that the entry means them by; none if several are hashed as one
   */
  private record Meant(Map<RowValues, Set<Identifier>> byKey, Set<Identifier> named) {

    /**
     * What a run may look for: of one key all that its row ever held; of several, who may be
     * several persons, only what all of them hold, so that nobody goes by what another one has.
     */
    List<Identifier> identifiers() {
      Set<Identifier> common = new LinkedHashSet<>(byKey.values().iterator().next());
      if (byKey.size() > 1) {
        byKey.values().forEach(common::retainAll);
        common.addAll(named);
      }
      return List.copyOf(common);
    }
  }

  /** Finds those that the list names, but for entries that need not be looked for. */
  public Found in(Set<String> settled) {
    ListedPass<Meant> pass = new ListedPass<>(rows, most, settled);
    List<String> unread =
        backups.eachPerson(step, subject, rows.further(), values -> pass.look(values, this::take));
    pass.meant()
        .forEach(
            (entry, byTenant) -> {
              if (byTenant.values().stream().anyMatch(meant -> meant.identifiers().isEmpty())) {
                pass.isNameless(entry);
              }
            });
    Map<String, Map<Optional<String>, ListedTable.Person>> persons = new LinkedHashMap<>();
    pass.meant()
        .forEach(
            (entry, byTenant) ->
                byTenant.forEach(
                    (tenant, meant) ->
                        persons
                            .computeIfAbsent(entry, first -> new LinkedHashMap<>(2))
                            .put(tenant, person(tenant, meant.identifiers()))));
    new ListedTable(target.persons(step, subject), rows)
        .findOthers(persons.values().stream().flatMap(some -> some.values().stream()).toList());
    Instant seen = target.now();
    List<Listed> requests = new ArrayList<>();
    persons.forEach(
        (entry, byTenant) ->
            byTenant.forEach((tenant, one) -> requests.add(listed(entry, tenant, one, seen))));
    return new Found(new ListedPersons.Found(requests, pass.nameless(), pass.hasMore()), unread);
  }

  private static ListedTable.Person person(Optional<String> tenant, List<Identifier> identifiers) {
    return new ListedTable.Person(Optional.empty(), tenant, identifiers, new HashMap<>(0));
  }

  /** None of the rows in the database is the person's. */
  private Listed listed(
      String entry, Optional<String> tenant, ListedTable.Person person, Instant seen) {
    return new Listed(
        entry,
        rows.request(entry, tenant, person.identifiers()),
        Optional.of(new Reviewed(seen, Map.of(), person.others())));
  }

  private void take(
      Map<Optional<String>, Meant> byTenant, ListedRows.Row row, Set<Identifier> named) {
    Meant meant =
        byTenant.computeIfAbsent(
            row.tenant(), first -> new Meant(new HashMap<>(2), new HashSet<>(1)));
    meant
        .byKey()
        .computeIfAbsent(row.key(), first -> new LinkedHashSet<>())
        .addAll(row.identifiers());
    meant.named().addAll(rows.areHashedAlone() ? named : Set.of());
  }
}
