package org.quietus.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.TokenKind;
import org.quietus.target.Key;
import org.quietus.target.PersonKeys;
import org.quietus.target.RowAges;
import org.quietus.target.Target;

/**
 * Says which rows are an erased person's. Addresses pass on and keys are used again, so one token
 * is not enough: two different ones have to agree, and not names alone. What was created after the
 * erasure is somebody else's; a row that does not tell when it was created has to have the same key
 * as well.
 */
final class Recognition {
  private final Target target;
  private final Step step;
  private final SubjectType subject;

  Recognition(Target target, Step step, SubjectType subject) {
    this.target = target;
    this.step = step;
    this.subject = subject;
  }

  /** A row that something agrees with; keys are compared by their text, for some hold bytes. */
  private record Candidate(Key primaryKey, Set<SuppressionEntry> agreeing) {
    boolean isStrong() {
      return agreeing.stream().anyMatch(entry -> entry.kind().isStrong());
    }

    boolean isTwofold() {
      return agreeing.size() > 1;
    }

    boolean hasKey() {
      return agreeing.stream().anyMatch(entry -> entry.kind().equals(TokenKind.ROW_KEY));
    }
  }

  /** The persons that matching rows belong to, or may belong to. */
  List<Recognised> persons(List<TokenScan.Match> matches) {
    Map<String, Map<String, Candidate>> byRequest = new LinkedHashMap<>();
    for (TokenScan.Match match : matches) {
      for (SuppressionEntry entry : match.agreeing()) {
        byRequest
            .computeIfAbsent(entry.request(), request -> new LinkedHashMap<>())
            .computeIfAbsent(
                match.primaryKey().encode(),
                key -> new Candidate(match.primaryKey(), new HashSet<>()))
            .agreeing()
            .add(entry);
      }
    }
    List<Recognised> persons = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    byRequest.forEach(
        (request, rows) ->
            person(request, rows)
                .filter(person -> !person.certain() || taken.add(text(person.rows().get(0))))
                .ifPresent(persons::add));
    return persons;
  }

  private Optional<Recognised> person(String request, Map<String, Candidate> rows) {
    List<Candidate> strong = rows.values().stream().filter(Candidate::isStrong).toList();
    if (strong.isEmpty()) {
      return Optional.empty();
    }
    Instant erasedAt = strong.get(0).agreeing().iterator().next().erasedAt();
    RowAges ages =
        target.ages(
            step,
            subject,
            new PersonKeys(strong.stream().map(Candidate::primaryKey).toList(), erasedAt));
    List<Key> theirs = new ArrayList<>();
    ages.older().stream().filter(row -> candidate(rows, row).isTwofold()).forEach(theirs::add);
    ages.undated().stream()
        .filter(row -> candidate(rows, row).isTwofold() && candidate(rows, row).hasKey())
        .forEach(theirs::add);
    // of several that are recognised the one with the key is the row that was erased
    List<Key> one =
        theirs.size() == 1
            ? theirs
            : theirs.stream().filter(row -> candidate(rows, row).hasKey()).toList();
    List<Key> all = Stream.concat(ages.older().stream(), ages.undated().stream()).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        one.size() == 1
            ? new Recognised(request, subject.name(), erasedAt, one, true)
            : new Recognised(request, subject.name(), erasedAt, all, false));
  }

  private Candidate candidate(Map<String, Candidate> rows, Key row) {
    return Optional.ofNullable(rows.get(text(row))).orElseThrow();
  }

  /** The primary key of a row as text. */
  private String text(Key row) {
    int width = step.root().catalogTable().primaryKey().size();
    return new Key(row.values().subList(0, width)).encode();
  }
}
