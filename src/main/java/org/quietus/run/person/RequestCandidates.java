package org.quietus.run.person;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.RowName;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.Reviewed;
import org.quietus.request.SealedPerson;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.FoundAs;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.StepPersons;
import org.quietus.target.Target;

/**
 * The rows that a request's identifiers lead to, and whether what somebody decided about them still
 * holds: if one of the person's rows has vanished or has other identifiers by now, or there is one
 * that nobody has looked at, it does not.
 */
public final class RequestCandidates {
  private final StepPersons persons;
  private final IdentifierLookup lookup;
  private final Step step;
  private final SubjectType subject;
  private final NamedRows named;
  private final IdentifyingColumns identifying;

  public RequestCandidates(Target target, Step step, SubjectType subject) {
    this(target, step, subject, List.of());
  }

  /**
   * The same of several persons.
   *
   * @param together whom the table is read once for
   */
  RequestCandidates(
      Target target, Step step, SubjectType subject, Collection<StepPersons.KnownBy> together) {
    this.persons = target.persons(step, subject);
    this.lookup = new IdentifierLookup(persons, together);
    this.step = step;
    this.subject = subject;
    this.named = new NamedRows(step, subject, persons);
    this.identifying = new IdentifyingColumns(subject);
  }

  /** The rows that the identifiers of a request lead to. */
  List<RowValues> rows(ErasureRequest request, SealedPerson person) {
    return lookup.of(IdentifierLookup.knownBy(request, person));
  }

  /** All of them, in an order of their own, for somebody to look at. */
  public ReviewList look(ErasureRequest request, SealedPerson person) {
    List<Candidate> all =
        candidates(
            person
                .reviewed()
                .map(review -> Stream.of(rows(request, person), changed(request, person, review)))
                .orElse(Stream.of(rows(request, person)))
                .flatMap(List::stream));
    boolean decided = isDecided(request, person);
    ReferredRows referred = ReferredRows.of(request, person, subject);
    boolean isPlain =
        person.reviewed().isPresent()
            ? all.isEmpty()
            : !person.unreviewed()
                && all.size() < 2
                && all.stream().map(Candidate::traits).noneMatch(referred::isOthers);
    return looked(request, person, all, decided, !decided && !isPlain);
  }

  ReviewList looked(
      ErasureRequest request,
      SealedPerson person,
      List<Candidate> rows,
      boolean decided,
      boolean ambiguous) {
    return new ReviewList(
        request.id(),
        subject,
        person,
        rows,
        rows.stream().map(row -> persons.created(row.row())).toList(),
        rows.stream().map(this::isCrossed).toList(),
        decided,
        ambiguous);
  }

  /** The rows that were loaded since a person was erased. */
  public LateRows late(ErasureRequest request, SealedPerson person, PersonKeys erased) {
    List<RowValues> late = lookup.late(IdentifierLookup.knownBy(request, person), erased);
    List<Candidate> rows = candidates(late.stream());
    Predicate<Candidate> agrees =
        person.traits().isEmpty() // nobody was found, or a backup knew nothing of who was
            ? row -> rows.size() == 1 && isEnough(inCommon(spelled(person.identifiers()), row))
            : row ->
                row.traits().entrySet().containsAll(person.traits().entrySet())
                    && isEnough(identifying.of(person.traits()));
    List<RowValues> doubtful =
        late.isEmpty()
            ? List.of()
            : persons.ages(new PersonKeys(late, erased.erasedAt()), true).doubtful();
    boolean othersAreKnown = othersAreKnown(person);
    return new LateRows(
        person,
        erased,
        rows,
        agrees.and(row -> !person.unreviewed() && othersAreKnown && !doubtful.contains(row.row())),
        this::isCrossed);
  }

  /** Whether the rows that were said to be somebody else's can be told by the key of today. */
  private boolean othersAreKnown(SealedPerson person) {
    Table table = step.root().catalogTable();
    return person.reviewed().stream()
        .flatMap(review -> review.others().keySet().stream())
        .map(RowName::decode)
        .allMatch(name -> !name.columns().isEmpty() && name.isKeyOf(table));
  }

  private static Set<Identifier> spelled(List<Identifier> given) {
    return given.stream()
        .flatMap(one -> one.spellings().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Set<Identifier> inCommon(Set<Identifier> given, Candidate row) {
    Set<Identifier> common = identifying.of(row.traits());
    common.retainAll(given);
    return common;
  }

  /** Addresses and numbers pass on to others, so that two have to agree, and not names alone. */
  private static boolean isEnough(Set<Identifier> agreeing) {
    return agreeing.stream().anyMatch(one -> one.type() == IdentifierType.ID)
        || (agreeing.size() > 1
            && agreeing.stream().anyMatch(one -> one.type() != IdentifierType.TEXT));
  }

  private boolean isCrossed(Candidate row) {
    return persons.isCrossed(alone(row.row()));
  }

  /** Those that were there when somebody looked; what was created since is somebody else's. */
  private List<Candidate> seen(ErasureRequest request, SealedPerson person, Reviewed review) {
    return candidates(
        Stream.concat(
            inTime(rows(request, person), review).stream(),
            changed(request, person, review).stream()));
  }

  /**
   * Those of the rows of which somebody has said that they are the person's to which the
   * identifiers do not lead any more: they hold others by now.
   */
  private List<RowValues> changed(ErasureRequest request, SealedPerson person, Reviewed review) {
    Table table = step.root().catalogTable();
    Set<RowValues> led =
        rows(request, person).stream()
            .map(row -> RowName.of(table, row).key())
            .collect(Collectors.toSet());
    return inTime(
        review.theirs().keySet().stream()
            .map(RowName::decode)
            .filter(name -> name.isKeyOf(table))
            .map(RowName::key)
            .filter(key -> !led.contains(key))
            .toList(),
        review);
  }

  private List<RowValues> inTime(List<RowValues> rows, Reviewed review) {
    return rows.isEmpty() ? rows : persons.ages(new PersonKeys(rows, review.at()), true).all();
  }

  private List<Candidate> candidates(Stream<RowValues> rows) {
    return rows.map(named::candidate).sorted(Comparator.comparing(Candidate::encodedName)).toList();
  }

  private static PersonKeys alone(RowValues row) {
    return new PersonKeys(List.of(row), Instant.EPOCH);
  }

  private boolean isDecided(ErasureRequest request, SealedPerson person) {
    return person
        .reviewed()
        .filter(review -> chosen(seen(request, person, review), review, person).isPresent())
        .isPresent();
  }

  private static Optional<List<Candidate>> chosen(
      List<Candidate> seen, Reviewed review, SealedPerson person) {
    List<Candidate> theirs =
        seen.stream()
            .filter(row -> row.traits().equals(review.theirs().get(row.encodedName())))
            .toList();
    boolean holds =
        theirs.size() == review.theirs().size()
            && seen.stream()
                .allMatch(
                    row ->
                        theirs.contains(row)
                            || review.isOthers(row.encodedName(), row.traits(), person));
    return holds ? Optional.of(theirs) : Optional.empty();
  }

  /** The person's rows as somebody decided, else those of which somebody has to decide anew. */
  PersonKeys decided(ErasureRequest request, SealedPerson person, Reviewed review, Instant now) {
    List<Candidate> seen = seen(request, person, review);
    return chosen(seen, review, person)
        .map(
            theirs ->
                new PersonKeys(rows(theirs), now, PersonKeys.Whose.ONE_PERSON)
                    .foundAs(FoundAs.UNKNOWN.and(NamedRows.held(theirs))))
        .orElseGet(
            () ->
                seen.isEmpty()
                    ? new PersonKeys(List.of(), now)
                    : new PersonKeys(rows(seen), now, PersonKeys.Whose.UNKNOWN));
  }

  private static List<RowValues> rows(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::row).toList();
  }

  /**
   * What the person can be told by in copies of the data. Two agreeing traits are enough there, so
   * that where somebody else has two of them too, only what the others have not can tell; and of
   * nobody there is nothing to tell.
   */
  PersonTraits telling(ErasureRequest request, SealedPerson person, Map<String, String> columns) {
    PersonTraits all = all(request, person, columns);
    boolean found = person.rows().filter(rows -> !rows.isEmpty()).isPresent();
    if (person.unreviewed()) { // whom it was said of is unknown
      return new PersonTraits(all.tenant(), List.of(), Map.of());
    }
    return person.reviewed().map(review -> identifying.telling(all, review, found)).orElse(all);
  }

  /** What told a person in copies before somebody said that others have it, too. */
  Set<Identifier> tellingOthers(ErasureRequest request, SealedPerson person) {
    Set<Identifier> others = identifying.of(all(request, person, person.traits()));
    others.removeAll(identifying.of(telling(request, person, person.traits())));
    return others;
  }

  private PersonTraits all(
      ErasureRequest request, SealedPerson person, Map<String, String> columns) {
    return new PersonTraits(
        request.tenant(),
        known(
            person,
            columns,
            person.reviewed().map(review -> review.theirs().values()).orElse(List.of())),
        columns);
  }

  /**
   * What a person is known by beside some columns: what was given, and what says who somebody is in
   * any of several rows, be it as they were when they were found, of which a column can have one
   * value alone.
   */
  List<Identifier> known(
      SealedPerson person, Map<String, String> columns, Collection<Map<String, String>> rows) {
    Set<Identifier> known = spelled(person.identifiers());
    known.addAll(person.told());
    Set<Identifier> ofColumns = identifying.of(columns);
    for (Map<String, String> row : rows) {
      identifying.of(row).stream()
          .filter(one -> one.type() != IdentifierType.TEXT && !ofColumns.contains(one))
          .forEach(known::add);
    }
    return List.copyOf(known);
  }
}
