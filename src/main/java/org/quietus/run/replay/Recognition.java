package org.quietus.run.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Age;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.TokenCandidates;
import org.quietus.subject.TokenKind;
import org.quietus.target.PersonKeys;
import org.quietus.target.RowAges;
import org.quietus.target.Target;

/** Says which rows of a database are an erased person's. */
final class Recognition {
  private final Target target;
  private final Step step;
  private final SubjectType subject;
  private final Predicate<String> hasKey;

  /**
   * A database keeps its keys: {@code hasKey} tells of a request whether the key of a row of its
   * person is known, so that a row under another key is not certainly theirs.
   */
  Recognition(Target target, Step step, SubjectType subject, Predicate<String> hasKey) {
    this.target = target;
    this.step = step;
    this.subject = subject;
    this.hasKey = hasKey;
  }

  /** A row that something agrees with; keys are compared by their text, for some hold bytes. */
  private record Row(RowValues primaryKey, Set<SuppressionEntry> agreeing, boolean nobodys) {
    /** One that does not tell whose customer it is, is never certain. */
    Age age(Age age) {
      return nobodys ? Age.DOUBTFUL : age;
    }
  }

  /** The persons that matching rows belong to, or may belong to. */
  List<Recognised> persons(List<TokenScan.Match> matches) {
    Map<String, Map<String, Row>> byRequest = new LinkedHashMap<>();
    for (TokenScan.Match match : matches) {
      for (SuppressionEntry entry : match.agreeing()) {
        byRequest
            .computeIfAbsent(entry.request(), request -> new LinkedHashMap<>())
            .computeIfAbsent(
                match.primaryKey().encode(),
                key -> new Row(match.primaryKey(), new HashSet<>(), match.nobodys()))
            .agreeing()
            .add(entry);
      }
    }
    Set<String> taken = new HashSet<>();
    List<Recognised> persons = new ArrayList<>();
    byRequest.forEach(
        (request, rows) ->
            person(request, rows)
                .map(person -> person.keeping(row -> taken.add(text(row))))
                .ifPresent(persons::add));
    return persons.stream()
        .map(person -> person.doubting(row -> !taken.contains(text(row))))
        .filter(Recognised::isThere)
        .toList();
  }

  private Optional<Recognised> person(String request, Map<String, Row> rows) {
    List<Row> strong =
        rows.values().stream().filter(row -> TokenCandidates.isStrong(row.agreeing())).toList();
    if (strong.isEmpty()) {
      return Optional.empty();
    }
    Instant erasedAt =
        strong.stream()
            .flatMap(row -> row.agreeing().stream())
            .map(SuppressionEntry::erasedAt)
            .min(Instant::compareTo)
            .orElseThrow();
    RowAges ages =
        target
            .persons(step, subject)
            .ages(new PersonKeys(strong.stream().map(Row::primaryKey).toList(), erasedAt));
    TokenCandidates<RowValues> candidates = new TokenCandidates<>();
    ages.older().forEach(row -> add(candidates, row, known(rows, row), Age.BEFORE));
    ages.undated().forEach(row -> add(candidates, row, known(rows, row), Age.UNKNOWN));
    ages.doubtful().forEach(row -> add(candidates, row, known(rows, row), Age.DOUBTFUL));
    List<RowValues> byKey = candidates.certainByKey();
    List<RowValues> found = byKey.isEmpty() && !hasKey.test(request) ? candidates.certain() : byKey;
    List<RowValues> certain = isCrossed(found, erasedAt) ? List.of() : found;
    return Optional.of(
        new Recognised(
            request, subject.name(), erasedAt, certain, candidates.doubtful(certain), certain));
  }

  private boolean isCrossed(List<RowValues> rows, Instant erasedAt) {
    return !rows.isEmpty()
        && target.persons(step, subject).isCrossed(new PersonKeys(rows, erasedAt));
  }

  private void add(TokenCandidates<RowValues> candidates, RowValues row, Row known, Age age) {
    Optional<String> key = subject.identifyingKey(step.root().catalogTable().primaryKey());
    candidates.add(
        row,
        TokenCandidates.besideKey(known.agreeing(), TokenKind.ofKey(subject.identifiers(), key)),
        known.age(age));
  }

  private Row known(Map<String, Row> rows, RowValues row) {
    return Optional.ofNullable(rows.get(text(row))).orElseThrow();
  }

  /** The primary key of a row as text. */
  private String text(RowValues row) {
    int width = step.root().catalogTable().primaryKey().size();
    return new RowValues(row.values().subList(0, width)).encode();
  }
}
