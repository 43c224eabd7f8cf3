package org.quietus.run.person;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.catalog.RowValues;
import org.quietus.request.ErasureRequest;
import org.quietus.request.SealedPerson;
import org.quietus.target.PersonKeys;

/**
 * The rows that were loaded since a person was erased, until the request is completed. A late row
 * is the person's if it has all that the erased one was known by, or if somebody decided that it
 * is; one with only a part of it may be somebody else, who has got the number by now.
 */
public final class LateRows {
  private final SealedPerson person;
  private final PersonKeys erased;
  private final Predicate<Candidate> agrees;
  private final List<Candidate> theirs = new ArrayList<>();
  private final List<Candidate> undecided = new ArrayList<>();

  /**
   * {@code late} are those that the identifiers lead to now; enough agrees with one that {@code
   * agrees}; on one that is crossed something hangs that is another tenant's.
   */
  LateRows(
      SealedPerson person,
      PersonKeys erased,
      List<Candidate> late,
      Predicate<Candidate> agrees,
      Predicate<Candidate> crossed) {
    this.person = person;
    this.erased = erased;
    this.agrees = agrees;
    for (Candidate row : late) {
      if (!isOthers(row)) {
        (isTheirs(row) && !crossed.test(row) ? theirs : undecided).add(row);
      }
    }
  }

  private boolean isOthers(Candidate row) {
    return person
        .reviewed()
        .filter(one -> one.isOthers(row.encodedName(), row.traits(), person))
        .isPresent();
  }

  private boolean isTheirs(Candidate row) {
    boolean chosen =
        person
            .reviewed()
            .filter(one -> !isUnderErasedKey(row) || one.at().isAfter(erased.erasedAt()))
            .filter(one -> row.traits().equals(one.theirs().get(row.encodedName())))
            .isPresent();
    return chosen || agrees.test(row);
  }

  private boolean isUnderErasedKey(Candidate row) {
    int width = row.primaryKey().values().size();
    return erased.rows().stream()
        .map(known -> new RowValues(known.values().subList(0, width)))
        .anyMatch(row.primaryKey()::equals);
  }

  /** The person's rows with the late ones; whose they are is not known if one is undecided. */
  PersonKeys withErased() {
    return with(Stream.concat(theirs.stream(), undecided.stream()), whose());
  }

  /** The person's rows with those of the late ones alone that are certainly theirs. */
  PersonKeys withTheirs() {
    return with(theirs.stream(), PersonKeys.Whose.ONE_PERSON);
  }

  /**
   * The person's rows alone, those confirmed that are late ones, beside those of which somebody has
   * to say whose they are.
   */
  PersonKeys besideUndecided() {
    return with(Stream.empty(), PersonKeys.Whose.ONE_PERSON).beside(undecided.size());
  }

  private PersonKeys with(Stream<Candidate> late, PersonKeys.Whose known) {
    List<RowValues> rows =
        Stream.concat(erased.rows().stream(), late.map(Candidate::row)).distinct().toList();
    return erased
        .with(rows, known)
        .confirming(theirs.stream().map(Candidate::row).toList())
        .foundAs(erased.foundAs().and(NamedRows.held(theirs)));
  }

  private PersonKeys.Whose whose() {
    boolean lost = person.unreviewed() && person.reviewed().isEmpty();
    return undecided.isEmpty() && !lost ? PersonKeys.Whose.ONE_PERSON : PersonKeys.Whose.UNKNOWN;
  }

  /** Those of which somebody has to say whose they are. */
  public ReviewList look(ErasureRequest request, RequestCandidates candidates) {
    return candidates.looked(
        request,
        person,
        undecided,
        undecided.isEmpty() && person.reviewed().isPresent(),
        withErased().isAmbiguous());
  }
}
