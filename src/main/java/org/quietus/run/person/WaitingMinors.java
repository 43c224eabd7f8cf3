package org.quietus.run.person;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.RowName;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.control.Sites;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.Ground;
import org.quietus.request.RequestHistory;
import org.quietus.request.SealedPerson;
import org.quietus.request.State;
import org.quietus.target.FoundPerson;
import org.quietus.target.PersonKeys;

/**
 * Looks again at children whom a run found and nothing was done for yet, because of a hold or a
 * limit: nobody asked for it, so that who has a guardian's consent by now, or is none any more, is
 * not erased.
 */
final class WaitingMinors {
  private static final int ROWS_PER_PAGE = 500;
  private final Sites sites;
  private final ErasureRequests requests;
  private final LocalDate today;
  private final Instant asOf;
  private final Map<String, Set<String>> minors = new HashMap<>();

  /** Who is a child on the day of a moment in a zone. */
  WaitingMinors(Sites sites, ErasureRequests requests, Instant asOf, ZoneId zone) {
    this.sites = sites;
    this.requests = requests;
    this.today = asOf.atZone(zone).toLocalDate();
    this.asOf = asOf;
  }

  /** Whether a request is one of those that a run found, as far as it tells itself. */
  static boolean mayWait(ErasureRequest request) {
    return request.filing().ground() == Ground.MINOR && request.state() == State.APPROVED;
  }

  /** Whether a request's row is there, and is not one of a child without consent. */
  boolean isOutgrown(ErasureRequest request, Step step, SubjectType subject) {
    if (!mayWait(request)
        || !request.receivedAt().isBefore(asOf) // it has just been found
        || subject.minor().isEmpty()
        || !RequestHistory.isOnlyFound(requests.events(request.id()))) {
      return false;
    }
    List<RowValues> rows = rows(requests.person(request.id()), step.root().catalogTable());
    return !rows.isEmpty()
        && rows.stream().map(RowValues::encode).noneMatch(minors(step, subject)::contains)
        && !sites
            .of(step)
            .target()
            .persons(step, subject)
            .ages(new PersonKeys(rows, asOf))
            .all()
            .isEmpty();
  }

  /** The keys of the row that it was found by, if the table still has such keys. */
  private static List<RowValues> rows(SealedPerson person, Table table) {
    return person.reviewed().stream()
        .flatMap(review -> review.theirs().keySet().stream())
        .map(RowName::decode)
        .filter(name -> name.isKeyOf(table))
        .map(RowName::key)
        .toList();
  }

  private Set<String> minors(Step step, SubjectType subject) {
    return minors.computeIfAbsent(
        subject.name(),
        name -> {
          Set<String> keys = new HashSet<>();
          Optional<RowValues> after = Optional.empty();
          List<FoundPerson> page;
          do {
            page = sites.of(step).target().minors(step, subject, today, after, ROWS_PER_PAGE);
            for (FoundPerson found : page) {
              keys.add(found.key().encode());
              after = Optional.of(found.key());
            }
          } while (page.size() == ROWS_PER_PAGE);
          return keys;
        });
  }
}
