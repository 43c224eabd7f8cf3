package org.quietus.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.quietus.request.ErasureRequest;
import org.quietus.request.SealedPerson;
import org.quietus.target.Key;
import org.quietus.target.PersonKeys;

/**
 * The rows that were loaded since a person was erased, until the request is completed. A late row
 * is the person's if it has all that the erased one was known by, or if somebody decided that it
 * is; one with only a part of it may be somebody else, who has got the number by now.
 */
final class LateRows {
  private final SealedPerson person;
  private final PersonKeys erased;
  private final List<Candidate> theirs = new ArrayList<>();
  private final List<Candidate> undecided = new ArrayList<>();
  private final boolean crossed;

  /**
   * {@code late} are those that the identifiers lead to now; on one that is crossed something hangs
   * that is another tenant's.
   */
  LateRows(
      SealedPerson person, PersonKeys erased, List<Candidate> late, Predicate<Candidate> crossed) {
    this.person = person;
    this.erased = erased;
    for (Candidate row : late) {
      if (!isOthers(row)) {
        (isTheirs(row) && !crossed.test(row) ? theirs : undecided).add(row);
      }
    }
    this.crossed = undecided.stream().anyMatch(crossed);
  }

  private boolean isOthers(Candidate row) {
    return person.reviewed().filter(one -> one.others().containsKey(row.name())).isPresent();
  }

  private boolean isTheirs(Candidate row) {
    boolean chosen =
        person
            .reviewed()
            .filter(one -> row.traits().equals(one.theirs().get(row.name())))
            .isPresent();
    return chosen
        || (!erased.rows().isEmpty()
            && row.traits().entrySet().containsAll(person.traits().entrySet()));
  }

  /**
   * The person's rows with the late ones. Where nobody was found before, a single one is the
   * person's, unless somebody said that of those who were there then nobody was meant.
   */
  PersonKeys withErased() {
    List<Key> rows = new ArrayList<>(withTheirs().rows());
    undecided.forEach(row -> rows.add(row.row()));
    return new PersonKeys(rows, erased.erasedAt(), whose());
  }

  /** The person's rows with those of the late ones alone that are certainly theirs. */
  PersonKeys withTheirs() {
    List<Key> rows = new ArrayList<>(erased.rows());
    theirs.forEach(row -> rows.add(row.row()));
    return new PersonKeys(rows, erased.erasedAt(), PersonKeys.Whose.ONE_PERSON);
  }

  private PersonKeys.Whose whose() {
    if (undecided.isEmpty()) {
      return PersonKeys.Whose.ONE_PERSON;
    }
    return crossed || person.reviewed().isPresent()
        ? PersonKeys.Whose.UNKNOWN
        : PersonKeys.Whose.ONE_EACH;
  }

  /** Those of which somebody has to say whose they are. */
  LookedAt look(ErasureRequest request, Candidates candidates) {
    return candidates.looked(
        request,
        person,
        undecided,
        undecided.isEmpty() && person.reviewed().isPresent(),
        withErased().isAmbiguous());
  }
}
