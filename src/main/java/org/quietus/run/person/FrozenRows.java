package org.quietus.run.person;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowName;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Step;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.SealedPerson;
import org.quietus.target.FoundAs;
import org.quietus.target.FrozenRow;
import org.quietus.target.GoneKey;
import org.quietus.target.PersonKeys;

/** The rows of persons as they are kept sealed, and as a step of today reads them. */
public final class FrozenRows {
  private final Step step;

  public FrozenRows(Step step) {
    this.step = step;
  }

  /** The databases that a person's rows were found in; those frozen without one were in home. */
  public static Set<String> databases(SealedPerson person, String home) {
    Set<String> databases = new TreeSet<>();
    person.rows().orElse(List.of()).stream()
        .map(FrozenRow::decode)
        .forEach(row -> databases.add(row.database().orElse(home)));
    return databases;
  }

  /**
   * Whether a run began with a request and nobody knows any more whose rows it is about: after a
   * restore that could not be replayed as a whole.
   */
  public static boolean areLost(ErasureRequest request, ErasureRequests requests) {
    return request.resolvedAt().isPresent()
        && requests.remembered(request.id()).flatMap(SealedPerson::rows).isEmpty();
  }

  /** Whether what is known of a request's person was sealed under a key that is not there. */
  public static boolean areSealedOtherwise(ErasureRequest request, ErasureRequests requests) {
    return requests.persons().areSealedOtherwise(request.id());
  }

  /** Whether no run can tell whose rows a request is about, as things are. */
  public static boolean areUnknown(ErasureRequest request, ErasureRequests requests) {
    return areSealedOtherwise(request, requests) || areLost(request, requests);
  }

  /** How rows that were found are kept. */
  public List<String> texts(List<RowValues> rows) {
    return rows.stream().map(row -> FrozenRow.of(step, row).encode()).toList();
  }

  /** A person of whom further rows were found; what was frozen before stays as it is. */
  public SealedPerson with(
      SealedPerson person, List<RowValues> further, Map<String, String> traits) {
    Set<String> all = new LinkedHashSet<>(person.rows().orElse(List.of()));
    all.addAll(texts(further));
    return person.found(List.copyOf(all), traits);
  }

  /** The person without what cannot be read any more; empty if nothing is unmatched. */
  public Optional<SealedPerson> readable(ErasureRequest request, SealedPerson person) {
    if (of(request, person).unmatched().isNothing()) {
      return Optional.empty();
    }
    return Optional.of(
        person.found(
            person.rows().orElseThrow().stream()
                .map(FrozenRow::decode)
                .flatMap(row -> row.readable(step).stream())
                .map(FrozenRow::encode)
                .toList(),
            person.traits()));
  }

  /**
   * The person without keys and numbers that are somebody else's by now; empty if none is.
   *
   * @param leadingOn what of the rows still leads to the person's others
   */
  public Optional<SealedPerson> withoutPassedOn(SealedPerson person, List<RowValues> leadingOn) {
    List<String> before = person.rows().orElseThrow();
    List<String> after =
        before.stream()
            .map(FrozenRow::decode)
            .flatMap(row -> row.without(step, passedOn(row, leadingOn)).stream())
            .map(FrozenRow::encode)
            .toList();
    return after.equals(before)
        ? Optional.empty()
        : Optional.of(person.found(after, person.traits()));
  }

  /** Of a row whose key has gone to somebody else that is the key, and all else of it with it. */
  private Set<String> passedOn(FrozenRow row, List<RowValues> leadingOn) {
    Optional<RowValues> known = row.within(step);
    if (known.isEmpty()) {
      return Set.of();
    }
    List<String> key = step.root().catalogTable().primaryKey();
    if (!leads(known.get(), key, leadingOn)) {
      return Set.copyOf(key);
    }
    Set<String> passedOn = new LinkedHashSet<>();
    for (Member member : step.members()) {
      List<String> columns = member.rootEnd().toColumns();
      if (member.role() != MemberRole.OWNED
          && values(known.get(), columns).values().stream().allMatch(Objects::nonNull)
          && !leads(known.get(), columns, leadingOn)) {
        passedOn.addAll(columns);
      }
    }
    passedOn.removeAll(key);
    return passedOn;
  }

  private boolean leads(RowValues row, List<String> columns, List<RowValues> leadingOn) {
    RowValues sought = values(row, columns);
    return leadingOn.stream().anyMatch(other -> values(other, columns).equals(sought));
  }

  private RowValues values(RowValues row, List<String> columns) {
    List<@Nullable Object> values = new ArrayList<>();
    columns.forEach(column -> values.add(row.values().get(step.rootColumns().indexOf(column))));
    return new RowValues(values);
  }

  /** The person's rows as they were frozen; what cannot be read any more is unmatched. */
  public PersonKeys of(ErasureRequest request, SealedPerson person) {
    List<FrozenRow> frozen = person.rows().orElseThrow().stream().map(FrozenRow::decode).toList();
    boolean keptOnly = person.identifiers().isEmpty(); // forgotten once all else was found gone
    Set<String> columns = new TreeSet<>();
    long rows = 0;
    for (FrozenRow row : frozen) {
      Set<String> lost = row.unmatched(step, keptOnly);
      columns.addAll(lost);
      rows += lost.isEmpty() ? 0 : 1;
    }
    List<RowValues> known =
        frozen.stream().map(row -> row.within(step)).flatMap(Optional::stream).distinct().toList();
    return new PersonKeys(
            known,
            request.resolvedAt().orElseThrow(),
            PersonKeys.Whose.ONE_PERSON,
            new PersonKeys.Unmatched(rows, columns),
            request.isActedOn() && person.again().isEmpty(), // what is back nothing was done to yet
            List.of(),
            List.of(),
            0)
        .foundAs(new FoundAs(foundAs(known, person), List.of()));
  }

  private Map<RowValues, Map<String, String>> foundAs(List<RowValues> rows, SealedPerson person) {
    Map<RowValues, Map<String, String>> found = new HashMap<>();
    for (RowValues row : person.foundAs().isEmpty() ? List.<RowValues>of() : rows) {
      String name = RowName.of(step.root().catalogTable(), row).encode();
      Optional.ofNullable(person.foundAs().get(name)).ifPresent(held -> found.put(row, held));
    }
    return found;
  }

  /** A person with the keys of rows that were deleted; of which one cannot be read is unmatched. */
  public PersonKeys with(PersonKeys person, List<GoneKey> gone) {
    List<GoneKey> unreadable = gone.stream().filter(key -> !key.isReadable(step)).toList();
    Set<String> columns = new TreeSet<>();
    unreadable.forEach(
        key -> key.columns().forEach(column -> columns.add(key.table() + "." + column)));
    List<GoneKey> readable = gone.stream().filter(key -> key.isReadable(step)).toList();
    return unreadable.isEmpty()
        ? person.gone(readable)
        : person.gone(readable).alsoUnmatched(unreadable.size(), columns);
  }
}
