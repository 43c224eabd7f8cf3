package org.quietus.target;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.subject.TokenKeys;

/**
 * How backups that turn up later are searched for persons whom earlier runs erased, and who are
 * known by tokens alone.
 *
 * @param kinds how each kind of person is taken out; none if nobody is to be sought
 * @param filed the kinds of person of other databases of the job of whom only what was filed is in
 *     backups of this one
 * @param unreached those of databases that could not be reached, so that nobody can tell whether
 *     they are held
 * @param elsewhere subjects of other databases of the job, who never were in this one
 * @param changed whether rows of the database were changed for requests after the one moment and up
 *     to the other
 * @param own the requests of the run itself, whose persons are sought by what they gave; without
 *     those of which nothing but keys is known any more, since a law had kept something
 * @param keys that the tokens were made under
 * @param isFinished whether a request was carried out, so that its person may be removed
 * @param unfinished the requests of the job that were not carried out, whatever became of them
 * @param isHeld whether somebody with such keys and traits is held
 * @param isPresent whether somebody who is no younger than the erasure has such keys today
 * @param isTaken whether anybody at all has such keys today
 * @param isUnchanged whether the data has somebody with just these keys and traits today
 * @param keptUntil when a request's person is sought again for rows that are kept, if ever
 */
public record ErasedBefore(
    List<Kind> kinds,
    List<Kind> filed,
    Set<String> unreached,
    Predicate<String> elsewhere,
    BiPredicate<Instant, Instant> changed,
    Set<String> own,
    TokenKeys keys,
    Predicate<String> isFinished,
    Supplier<Set<String>> unfinished,
    Predicate<Sought> isHeld,
    Predicate<Sought> isPresent,
    Predicate<Sought> isTaken,
    Predicate<Sought> isUnchanged,
    Function<String, Optional<LocalDate>> keptUntil) {

  /** What happens to the rows of each table of one kind of data subject. */
  public record Kind(Step step, SubjectType subject) {}

  public ErasedBefore {
    kinds = List.copyOf(kinds);
    filed = List.copyOf(filed);
    unreached = Set.copyOf(unreached);
    own = Set.copyOf(own);
  }

  /** Whether something of such a kind of person may be in the backups that are worked on. */
  public boolean areHere(String subject) {
    return !elsewhere.test(subject)
        || unreached.contains(subject)
        || filed.stream().anyMatch(kind -> kind.subject().name().equals(subject));
  }
}
