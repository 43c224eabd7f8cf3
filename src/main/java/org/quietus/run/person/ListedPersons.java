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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.request.Filing;
import org.quietus.request.Ground;
import org.quietus.request.HashList;
import org.quietus.request.Hashed;
import org.quietus.request.ListedRequests;
import org.quietus.request.NewRequest;
import org.quietus.request.Requester;
import org.quietus.request.Reviewed;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.Target;

/**
 * Looks for the persons that a list names by hashes. The table of persons is read once for them,
 * and once more for who shares an identifier with one of them: the work grows with the rows and
 * with the entries, not with one times the other. Of whom the list does not name nothing is kept
 * but what a request has to know of those who can be taken for its person.
 */
public final class ListedPersons {
  private static final int ROWS_PER_PAGE = 5_000;

  private final Target target;
  private final Step step;
  private final SubjectType subject;
  private final HashList list;
  private final int most;
  private final List<IdentifierType> types;

  /**
   * Looks for a list's persons in the table of a step.
   *
   * @param most how many entries are found at once, each of which needs about a kilobyte
   */
  public ListedPersons(Target target, Step step, SubjectType subject, HashList list, int most) {
    this.most = most;
    this.target = target;
    this.step = step;
    this.subject = subject;
    this.list = list;
    this.types =
        subject.identifiers().values().stream()
            .map(name -> IdentifierType.named(name).orElseThrow())
            .toList();
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

  /** One row of the table of persons. */
  private record Row(
      RowValues key,
      Optional<String> tenant,
      Map<String, String> traits,
      List<Identifier> identifiers) {}

  /** A row that an entry means, and the rows of others who share an identifier with it. */
  private record Meant(
      String entry, Row row, Set<Identifier> named, Map<String, Map<String, String>> others) {}

  /** What a pass over the rows has found. */
  private static final class Pass {
    private final Map<String, Map<Optional<String>, List<Meant>>> meant = new LinkedHashMap<>();
    private final Set<String> nameless = new LinkedHashSet<>();
    private boolean more;
  }

  /**
   * Finds those that the list names.
   *
   * @param settled the entries that need not be looked for
   */
  public Found in(Set<String> settled, Requester requester, Instant received) {
    Pass pass = new Pass();
    eachRow(values -> meant(values, settled, pass));
    pass.nameless.forEach(pass.meant::remove);
    List<Meant> alone =
        pass.meant.values().stream()
            .flatMap(byTenant -> byTenant.values().stream())
            .filter(rows -> rows.size() == 1)
            .flatMap(List::stream)
            .toList();
    findOthers(alone);
    Instant seen = target.now();
    List<Listed> requests = new ArrayList<>();
    pass.meant.forEach(
        (entry, byTenant) ->
            byTenant.forEach(
                (tenant, rows) -> requests.add(listed(rows, tenant, requester, received, seen))));
    return new Found(requests, pass.nameless, pass.more);
  }

  private Listed listed(
      List<Meant> rows,
      Optional<String> tenant,
      Requester requester,
      Instant received,
      Instant seen) {
    Meant first = rows.get(0);
    boolean several = rows.size() > 1;
    Filing filing =
        new Filing(
            subject.name(),
            tenant,
            Ground.REQUEST,
            requester,
            Optional.of(ListedRequests.evidence(list.hashed().name(), first.entry())),
            received);
    List<Identifier> identifiers =
        several
            ? rows.stream().flatMap(one -> one.named().stream()).distinct().toList()
            : first.row().identifiers();
    return new Listed(
        first.entry(),
        new NewRequest(filing, identifiers, true),
        several
            ? Optional.empty()
            : Optional.of(
                new Reviewed(
                    seen,
                    Map.of(first.row().key().encode(), first.row().traits()),
                    first.others())));
  }

  /** Of an entry either all rows are taken or none, for it may mean several persons. */
  private void meant(RowValues values, Set<String> settled, Pass pass) {
    Map<String, Set<Identifier>> entries = entries(values, settled);
    if (entries.isEmpty()) {
      return;
    }
    Row row = row(values);
    boolean untold =
        row.identifiers().isEmpty()
            || (subject.tenant().isPresent() && row.tenant().filter(Filing::isTenant).isEmpty());
    entries.forEach(
        (entry, named) -> {
          if (untold) {
            pass.nameless.add(entry);
          } else if (pass.meant.size() == most && !pass.meant.containsKey(entry)) {
            pass.more = true;
          } else {
            pass.meant
                .computeIfAbsent(entry, first -> new LinkedHashMap<>(2))
                .computeIfAbsent(row.tenant(), first -> new ArrayList<>(1))
                .add(new Meant(entry, row, named, new HashMap<>(0)));
          }
        });
  }

  /** The entries that mean a row, and by which of its identifiers. */
  private Map<String, Set<Identifier>> entries(RowValues values, Set<String> settled) {
    Map<String, Set<Identifier>> entries = new LinkedHashMap<>();
    if (!(list.hashed() instanceof Hashed.One one)) {
      List<@Nullable Object> combined =
          values.values().subList(firstIdentifier() + types.size(), values.values().size());
      for (String entry : list.entries(combined)) {
        if (!settled.contains(entry)) {
          entries.put(entry, new LinkedHashSet<>(row(values).identifiers()));
        }
      }
      return entries;
    }
    IdentifierType type = one.type().type();
    for (int n = 0; n < types.size(); n++) {
      @Nullable Object value = values.values().get(firstIdentifier() + n);
      if (types.get(n) != type || value == null) {
        continue;
      }
      String text = value.toString();
      list.entries(List.of(text)).stream()
          .filter(entry -> !settled.contains(entry))
          .forEach(
              entry ->
                  entries
                      .computeIfAbsent(entry, first -> new HashSet<>())
                      .add(new Identifier(type, text)));
    }
    return entries;
  }

  /** What is read of each row beside its key and its identifiers. */
  private List<String> further() {
    return list.hashed() instanceof Hashed.Combined combined
        ? List.copyOf(combined.identifier().columns().keySet())
        : List.of();
  }

  /** Who else could be taken for one of these persons. */
  private void findOthers(List<Meant> persons) {
    Map<Identifier, List<Meant>> sharing = new HashMap<>();
    persons.forEach(
        person ->
            person
                .row()
                .identifiers()
                .forEach(one -> sharing.computeIfAbsent(one, i -> new ArrayList<>(1)).add(person)));
    if (sharing.isEmpty()) {
      return;
    }
    eachRow(
        values -> {
          Row row = row(values);
          for (Identifier one : row.identifiers()) {
            for (Meant person : sharing.getOrDefault(one, List.of())) {
              if (!person.row().key().equals(row.key()) && mayBeOf(row, person.row().tenant())) {
                person.others().put(row.key().encode(), row.traits());
              }
            }
          }
        });
  }

  private static boolean mayBeOf(Row row, Optional<String> tenant) {
    return tenant.isEmpty() || row.tenant().isEmpty() || row.tenant().equals(tenant);
  }

  private void eachRow(Consumer<RowValues> action) {
    Optional<RowValues> after = Optional.empty();
    List<RowValues> page;
    do {
      page = target.persons(step, subject).page(further(), after, ROWS_PER_PAGE);
      page.forEach(action);
      if (!page.isEmpty()) {
        after = Optional.of(key(page.get(page.size() - 1)));
      }
    } while (page.size() == ROWS_PER_PAGE);
  }

  private Row row(RowValues values) {
    Map<String, String> traits = new LinkedHashMap<>();
    Set<Identifier> identifiers = new LinkedHashSet<>();
    int at = firstIdentifier();
    for (String column : subject.identifiers().keySet()) {
      identifier(types.get(at - firstIdentifier()), values.values().get(at))
          .ifPresent(
              identifier -> {
                traits.put(column, identifier.value());
                identifiers.add(identifier);
              });
      at++;
    }
    return new Row(key(values), tenant(values), traits, List.copyOf(identifiers));
  }

  private static Optional<Identifier> identifier(IdentifierType type, @Nullable Object value) {
    return Optional.ofNullable(value).flatMap(held -> Identifier.of(type, held.toString()));
  }

  private Optional<String> tenant(RowValues values) {
    return subject
        .tenant()
        .flatMap(column -> Optional.ofNullable(values.values().get(width())))
        .map(Object::toString);
  }

  private RowValues key(RowValues values) {
    return new RowValues(values.values().subList(0, width()));
  }

  private int width() {
    return step.root().catalogTable().primaryKey().size();
  }

  private int firstIdentifier() {
    return width() + (subject.tenant().isPresent() ? 1 : 0);
  }
}
