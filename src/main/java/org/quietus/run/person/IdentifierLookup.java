package org.quietus.run.person;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.quietus.catalog.RowValues;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.SealedPerson;
import org.quietus.request.State;
import org.quietus.subject.GoneIdentifiers;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepPersons;
import org.quietus.target.StepPersons.KnownBy;

/**
 * The rows that the identifiers of persons lead to. For those who are known beforehand the table is
 * read once, when the first of them is asked for; for anybody else it is read each time.
 */
final class IdentifierLookup {
  private final StepPersons persons;
  private final Set<KnownBy> together;
  private final Map<KnownBy, List<RowValues>> found = new HashMap<>();

  IdentifierLookup(StepPersons persons, Collection<KnownBy> together) {
    this.persons = persons;
    this.together = new LinkedHashSet<>(together);
  }

  /** By what the person of a request is sought. */
  static KnownBy knownBy(ErasureRequest request, SealedPerson person) {
    return new KnownBy(request.tenant(), person.identifiers());
  }

  /**
   * What the person of a request has to be sought by and cannot: the job file names no identifier
   * any more of that type, and does not say why nobody is sought by it either. By nothing at all
   * nobody is found, whatever it says.
   */
  static SortedSet<String> unmatchable(ErasureRequest request, SealedPerson person, JobFile job) {
    Optional<SubjectType> kind =
        job.subject(request.subject()).filter(subject -> isLookedFor(request, person));
    if (kind.isEmpty()) {
      return new TreeSet<>();
    }
    SortedSet<String> gone = GoneIdentifiers.of(kind.get(), person.identifiers());
    boolean all = GoneIdentifiers.areAll(kind.get(), person.identifiers());
    return all && request.resolvedAt().isEmpty() ? gone : GoneIdentifiers.missed(gone, job);
  }

  /** Whether the person's identifiers may have to be looked for. */
  static boolean isLookedFor(ErasureRequest request, SealedPerson person) {
    boolean found = request.resolvedAt().isPresent() && person.rows().isPresent();
    return !found || request.state() == State.SETTLING || request.state() == State.RUNNING;
  }

  /** The rows that the identifiers of a person lead to. */
  List<RowValues> of(KnownBy person) {
    return together.contains(person)
        ? read(person)
        : persons.find(person.tenant(), person.identifiers());
  }

  /** Further rows that existed when a person was erased, and that the erasure did not find. */
  List<RowValues> late(KnownBy person, PersonKeys erased) {
    return together.contains(person)
        ? persons.findLate(person, erased, read(person))
        : persons.findLate(person.tenant(), person.identifiers(), erased);
  }

  private List<RowValues> read(KnownBy person) {
    if (found.isEmpty()) {
      List<KnownBy> all = new ArrayList<>(together);
      List<List<RowValues>> rows = persons.findEach(all);
      for (int n = 0; n < all.size(); n++) {
        found.put(all.get(n), rows.get(n));
      }
    }
    return found.getOrDefault(person, List.of());
  }
}
