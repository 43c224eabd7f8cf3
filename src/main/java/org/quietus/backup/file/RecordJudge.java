package org.quietus.backup.file;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.JsonScalar;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TextScalar;
import org.quietus.anonymise.Whose;
import org.quietus.backup.file.RecordOutcome.Fate;
import org.quietus.backup.file.RecordPerson.Agreement;
import org.quietus.format.Decision;
import org.quietus.format.KnownValues;
import org.quietus.format.Row;
import org.quietus.policy.SubjectType;
import org.quietus.policy.Then;

/**
 * Decides what becomes of each record of one object. A person's erasure comes before the retention
 * rule; what is deleted is not anonymised first.
 */
public final class RecordJudge {
  /**
   * An object that is older by this much than a person's erasure holds no record of later, whatever
   * the clock said of who wrote it.
   */
  private static final Duration CLOCKS_APART = Duration.ofDays(1);

  private final RecordFields fields;
  private final List<RecordPerson> persons;
  private final List<Kind> kinds = new ArrayList<>();
  private final Optional<Instant> cutoff;
  private final boolean held;
  private final Instant created;
  private final RecordMoment moments;
  private final RandomGenerator random;
  private final RecordReviews reviews;
  private final Optional<RecordSieve> sieve;
  private long undated;

  /**
   * Judges the records of one object.
   *
   * @param cutoff what is earlier has outlived its period; empty without a rule
   * @param held whether a hold keeps what has outlived its period
   * @param created when the object was, which its records cannot be later than
   * @param zone of moments that are written without one
   * @param reviews what people have said of records
   */
  public RecordJudge(
      RecordFields fields,
      List<RecordPerson> persons,
      Optional<Instant> cutoff,
      boolean held,
      Instant created,
      ZoneId zone,
      RandomGenerator random,
      RecordReviews reviews) {
    this.reviews = reviews;
    this.fields = fields;
    this.persons = List.copyOf(persons);
    this.cutoff = cutoff;
    this.held = held;
    this.created = created;
    this.moments = new RecordMoment(zone);
    this.random = random;
    Map<SubjectType, Kind> bySubject = new LinkedHashMap<>();
    for (int n = 0; n < this.persons.size(); n++) {
      RecordPerson one = this.persons.get(n);
      bySubject
          .computeIfAbsent(
              one.sought().subject(),
              subject ->
                  new Kind(Objects.requireNonNull(fields.subjects().get(subject)), new HashMap<>()))
          .add(one, n);
    }
    kinds.addAll(bySubject.values());
    this.sieve = cutoff.isPresent() ? Optional.empty() : RecordSieve.of(fields, persons);
  }

  /**
   * Persons of one kind.
   *
   * @param told what records tell of them
   * @param index by column and value, the persons whose it is
   */
  private record Kind(List<WhoseField> told, Map<String, Map<String, Set<Integer>>> index) {
    void add(RecordPerson one, int number) {
      one.own()
          .forEach(
              (column, values) ->
                  values.forEach(
                      value ->
                          index
                              .computeIfAbsent(column, of -> new HashMap<>())
                              .computeIfAbsent(value, of -> new LinkedHashSet<>())
                              .add(number)));
    }
  }

  /** How many records have told no moment so far although a rule needs it. */
  public long undated() {
    return undated;
  }

  /** Whether records with some values may be somebody's, or past their period. */
  public boolean mayConcern(KnownValues values) throws IOException {
    if (cutoff.isPresent()) {
      return true;
    }
    for (Kind kind : kinds) {
      for (WhoseField field : kind.told()) {
        Set<String> own = kind.index().getOrDefault(field.name(), Map.of()).keySet();
        if (field.isStrong() && field.mayBe(own, values)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether it is plain that a record stays, and has no key that cannot be compared. */
  public boolean isNobodys(Row row) {
    return sieve.isPresent() && sieve.get().isNobodys(row);
  }

  /** Decides on one record. */
  public RecordOutcome judge(Row row) throws IOException {
    if (isNobodys(row)) {
      return RecordOutcome.STAYS;
    }
    RecordOutcome ofPerson = ofPerson(row);
    if (cutoff.isEmpty()) {
      return ofPerson;
    }
    Optional<Instant> moment = moment(row);
    undated += moment.isEmpty() ? 1 : 0;
    boolean due = moment.filter(cutoff.get()::isAfter).isPresent();
    if (!due || ofPerson.fate() == Fate.GOES) {
      return ofPerson;
    }
    RecordOutcome ofRule =
        held
            ? heldBack(row)
            : acted(row, fields.settings().records().orElseThrow().then(), RecordOutcome.RULE);
    return ofRule.fate() == Fate.GOES || ofPerson.fate() == Fate.STAYS ? ofRule : ofPerson;
  }

  /**
   * Whether a record that has outlived its period holds something where the paths of what is
   * anonymised in it go on and cannot, so that it stays there.
   */
  public boolean isUnreached(Row row) throws IOException {
    return cutoff.isPresent()
        && !held
        && fields.settings().records().orElseThrow().then() == Then.ANONYMISE
        && row.isOdd()
        && moment(row).filter(cutoff.get()::isAfter).isPresent();
  }

  /** What is done already is not kept from anything. */
  private RecordOutcome heldBack(Row row) throws IOException {
    Then then = fields.settings().records().orElseThrow().then();
    return acted(row, then, RecordOutcome.RULE).fate() == Fate.STAYS
        ? RecordOutcome.STAYS
        : new RecordOutcome(Decision.KEEP, Fate.HELD, RecordOutcome.RULE);
  }

  private Optional<Instant> moment(Row row) throws IOException {
    return moments.of(written(row));
  }

  /** What a record tells of its moment; null if it tells nothing, or several. */
  private @Nullable Object written(Row row) throws IOException {
    if (fields.moment() < 0) {
      return null;
    }
    List<@Nullable Object> values = row.values(fields.moment());
    return values.size() == 1 ? values.get(0) : null;
  }

  private RecordOutcome ofPerson(Row row) throws IOException {
    RecordOutcome doubtful = RecordOutcome.STAYS;
    for (Kind kind : kinds) {
      Set<Integer> candidates = candidates(kind, row);
      if (candidates.isEmpty()) {
        continue;
      }
      Map<String, Set<String>> values = new HashMap<>();
      for (WhoseField field : kind.told()) {
        Set<String> sought = kind.index().getOrDefault(field.name(), Map.of()).keySet();
        values.put(field.name(), field.values(row, sought));
      }
      for (int candidate : candidates) {
        RecordOutcome outcome = of(row, candidate, values, kind.told());
        if (outcome.fate() == Fate.GOES || outcome.fate() == Fate.CHANGES) {
          return outcome;
        }
        doubtful =
            outcome.fate() == Fate.DOUBTFUL || (outcome.isLater() && doubtful.fate() == Fate.STAYS)
                ? outcome.beside(doubtful)
                : doubtful;
      }
    }
    return doubtful;
  }

  /** Whoever something in a record is of; nothing is made for the many records of nobody. */
  private static Set<Integer> candidates(Kind kind, Row row) throws IOException {
    Set<Integer> candidates = Set.of();
    for (WhoseField field : kind.told()) {
      Map<String, Set<Integer>> persons = kind.index().getOrDefault(field.name(), Map.of());
      if (persons.isEmpty()) {
        continue;
      }
      for (String value : field.values(row, persons.keySet())) {
        Set<Integer> of = persons.getOrDefault(value, Set.of());
        if (!of.isEmpty()) {
          candidates = candidates.isEmpty() ? new LinkedHashSet<>() : candidates;
          candidates.addAll(of);
        }
      }
    }
    return candidates;
  }

  private RecordOutcome of(
      Row row, int number, Map<String, Set<String>> told, List<WhoseField> columns)
      throws IOException {
    RecordPerson person = persons.get(number);
    Optional<Instant> moment = moment(row);
    Instant erasedAt = person.sought().keys().erasedAt();
    Agreement agreement = person.with(told, columns);
    boolean saysLater = moment.filter(at -> !at.isBefore(erasedAt)).isPresent();
    boolean ahead = saysLater && created.isBefore(erasedAt.minus(CLOCKS_APART));
    if (agreement == Agreement.NONE || (saysLater && !ahead)) {
      return agreement == Agreement.NONE
          ? RecordOutcome.STAYS
          : RecordOutcome.later(number); // what came later is somebody else's
    }
    RecordOutcome acted = acted(row, fields.settings().onErasure(), number);
    boolean open = moments.last(written(row)).filter(erasedAt::isAfter).isEmpty();
    boolean later = open && !created.isBefore(erasedAt);
    boolean doubtful =
        agreement == Agreement.DOUBTFUL
            || person.mayBeAnothers(row, columns)
            || person.isGuessed(row, told, columns);
    return acted.fate() != Fate.STAYS && (later || doubtful)
        ? reviews.decide(person, number, row, told, columns, acted, later)
        : acted;
  }

  private RecordOutcome acted(Row row, Then then, int person) throws IOException {
    if (then == Then.DELETE) {
      return new RecordOutcome(Decision.DROP, Fate.GOES, person);
    }
    Map<String, @Nullable Object> changes = anonymised(row);
    return changes.isEmpty()
        ? RecordOutcome.STAYS
        : new RecordOutcome(Decision.change(changes), Fate.CHANGES, person);
  }

  private Map<String, @Nullable Object> anonymised(Row row) throws IOException {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    for (Map.Entry<String, Strategy> column : fields.how().orElseThrow().columns().entrySet()) {
      List<@Nullable Object> before = row.values(fields.paths().indexOf(column.getKey()));
      List<@Nullable Object> after = new ArrayList<>();
      boolean changed = false;
      for (@Nullable Object value : before) {
        @Nullable Object anonymous = anonymous(column.getValue(), value);
        after.add(anonymous);
        changed |= !SameValue.is(column.getValue(), value, anonymous);
      }
      if (changed) {
        changes.put(column.getKey(), after);
      }
    }
    return changes;
  }

  private @Nullable Object anonymous(Strategy strategy, @Nullable Object value) {
    return fields.settings().layout().isPresent()
        ? TextScalar.apply(strategy, value, Whose.nobody(), random)
        : JsonScalar.apply(
            strategy, value == Row.NESTED ? JsonScalar.NESTED : value, Whose.nobody(), random);
  }
}
