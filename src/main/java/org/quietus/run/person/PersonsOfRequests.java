package org.quietus.run.person;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.RowValues;
import org.quietus.control.Sites;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.Deadlines;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.Reviewed;
import org.quietus.request.SealedPerson;
import org.quietus.request.State;
import org.quietus.subject.Identifier;
import org.quietus.target.FoundAs;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Target;

/**
 * Finds the persons of requests: those who were found before by their frozen keys, all others by
 * what is known of them, many in one reading of the table.
 */
final class PersonsOfRequests {
  /** Whose identifiers are looked up in one reading of the table of persons. */
  private static final int TOGETHER = 5_000;

  private final JobFile job;
  private final Plan plan;
  private final Sites sites;
  private final ErasureRequests requests;

  PersonsOfRequests(JobFile job, Plan plan, Sites sites, ErasureRequests requests) {
    this.job = job;
    this.plan = plan;
    this.sites = sites;
    this.requests = requests;
  }

  /**
   * Each request of which the job file knows the kind of person, with that person, by its id.
   *
   * @param begins whether a run begins with them, and takes up what was loaded since
   */
  Map<String, Requested> of(List<ErasureRequest> wanted, boolean begins) {
    Map<String, Requested> found = new LinkedHashMap<>();
    for (int from = 0; from < wanted.size(); from += TOGETHER) {
      Chunk chunk = chunk(wanted.subList(from, Math.min(wanted.size(), from + TOGETHER)));
      chunk
          .persons()
          .forEach(
              (request, person) ->
                  found.put(
                      request.id(),
                      requested(request, person, subject(request).orElseThrow(), chunk, begins)));
    }
    return found;
  }

  /**
   * Requests that are looked at together.
   *
   * @param at by database, from before any of their persons is looked for there
   * @param candidates by step, the rows that their identifiers lead to
   */
  private record Chunk(
      Map<String, Instant> at,
      Map<ErasureRequest, SealedPerson> persons,
      Map<Integer, RequestCandidates> candidates) {}

  private Chunk chunk(List<ErasureRequest> wanted) {
    Map<ErasureRequest, SealedPerson> persons = new LinkedHashMap<>();
    Map<String, SealedPerson> known =
        requests.persons().each(wanted.stream().map(ErasureRequest::id).toList());
    for (ErasureRequest request : wanted) {
      if (subject(request).isPresent()) {
        Optional.ofNullable(known.get(request.id()))
            .or(() -> unopened(request))
            .filter(person -> request.resolvedAt().isEmpty() || person.rows().isPresent())
            .filter(person -> IdentifierLookup.unmatchable(request, person, job).isEmpty())
            .ifPresent(person -> persons.put(request, person));
      }
    }
    Map<String, Instant> at = new HashMap<>();
    for (ErasureRequest request : persons.keySet()) {
      for (Step step : steps(request.subject())) {
        at.computeIfAbsent(step.database(), database -> target(step).now());
      }
    }
    return new Chunk(at, persons, new HashMap<>());
  }

  /** Empty if nobody can tell whose rows a request is about; nothing else may be unknown. */
  private Optional<SealedPerson> unopened(ErasureRequest request) {
    return FrozenRows.areUnknown(request, requests)
        ? Optional.empty()
        : Optional.of(requests.person(request.id()));
  }

  private RequestCandidates candidates(Step step, SubjectType subject, Chunk chunk) {
    return chunk
        .candidates()
        .computeIfAbsent(
            step.number(),
            number ->
                new RequestCandidates(
                    target(step),
                    step,
                    subject,
                    chunk.persons().entrySet().stream()
                        .filter(one -> one.getKey().subject().equals(subject.name()))
                        .filter(one -> IdentifierLookup.isLookedFor(one.getKey(), one.getValue()))
                        .map(one -> IdentifierLookup.knownBy(one.getKey(), one.getValue()))
                        .toList()));
  }

  private Requested requested(
      ErasureRequest request,
      SealedPerson person,
      SubjectType subject,
      Chunk chunk,
      boolean begins) {
    if (request.resolvedAt().isPresent() && person.rows().isPresent()) {
      return new Requested(
          request,
          withLate(request, person, subject, chunk, begins),
          candidates(subject).telling(request, person, person.traits()),
          person.again());
    }
    return resolved(request, person, subject, chunk);
  }

  /**
   * The person's rows with those that were loaded since. As long as something else keeps the
   * request from settling, each run that begins takes those that are certainly theirs; whose the
   * others are is asked at the end, or now where nothing will settle.
   */
  private PersonKeys withLate(
      ErasureRequest request,
      SealedPerson person,
      SubjectType subject,
      Chunk chunk,
      boolean begins) {
    Step step = steps(subject.name()).get(0);
    PersonKeys keys = found(step, new FrozenRows(step).of(request, person));
    RequestCandidates candidates = candidates(step, subject, chunk);
    if (request.state() == State.SETTLING) {
      return candidates.late(request, person, keys).withErased();
    }
    if (request.state() != State.RUNNING && person.again().isEmpty()) {
      return keys;
    }
    boolean acted =
        sites
            .of(step)
            .control()
            .ledger()
            .hasActedOn(
                request.id(),
                step.root().table(),
                Math.max(1, keys.rows().size()),
                person.again().orElse(Instant.EPOCH));
    if (request.state() != State.RUNNING) {
      return keys.actedOn(acted);
    }
    if (!begins && !acted) {
      return keys;
    }
    LateRows late = candidates.late(request, person, keys.actedOn(acted));
    boolean asksLater = Deadlines.of(job).settles(request, target(step).now()).isPresent();
    return begins
        ? late.withTheirs()
        : asksLater ? late.besideUndecided().beside(0) : late.besideUndecided();
  }

  /** A run that anonymises rows of theirs changes what they were found by. */
  private PersonKeys found(Step step, PersonKeys keys) {
    return keys.foundAs(
        new FoundAs(keys.foundAs().traits(), plan.anonymising(step.root().catalogTable())));
  }

  private Requested resolved(
      ErasureRequest request, SealedPerson person, SubjectType subject, Chunk chunk) {
    if (person.reviewed().isPresent()) {
      Reviewed review = person.reviewed().get();
      Step step = steps(subject.name()).get(0);
      RequestCandidates candidates = candidates(step, subject, chunk);
      return new Requested(
          request,
          whole(candidates.decided(request, person, review, at(chunk, step)), subject),
          candidates.telling(request, person, review.traits()));
    }
    List<RowValues> rows = new ArrayList<>();
    Map<String, String> traits = new LinkedHashMap<>();
    FoundAs foundAs = FoundAs.UNKNOWN;
    boolean certain = true;
    for (Step step : steps(subject.name())) {
      NamedRows named = named(step, subject);
      List<RowValues> looked = candidates(step, subject, chunk).rows(request, person);
      NamedRows.Found here = named.found(IdentifierLookup.knownBy(request, person), looked);
      rows.addAll(here.rows());
      traits.putAll(named.traits(here));
      foundAs = foundAs.and(here.held());
      certain &= here.certain();
    }
    Instant at = at(chunk, steps(subject.name()).get(0));
    PersonKeys found = new PersonKeys(rows, at).foundAs(foundAs);
    PersonKeys.Whose whose =
        certain ? whose(request, person, subject, found) : PersonKeys.Whose.UNKNOWN;
    return new Requested(
        request,
        whole(found.with(rows, whose), subject),
        new PersonTraits(
            request.tenant(),
            whose == PersonKeys.Whose.ONE_PERSON
                ? candidates(subject).known(person, traits, traits(subject, found))
                : person.identifiers(),
            traits));
  }

  /** What told a request's person in copies before somebody said that others have it, too. */
  Set<Identifier> tellingOthers(ErasureRequest request) {
    SealedPerson person = requests.person(request.id());
    return request.resolvedAt().isPresent() && person.reviewed().isPresent()
        ? candidates(subject(request).orElseThrow()).tellingOthers(request, person)
        : Set.of();
  }

  private PersonKeys.Whose whose(
      ErasureRequest request, SealedPerson person, SubjectType subject, PersonKeys found) {
    ReferredRows referred = ReferredRows.of(request, person, subject);
    List<Map<String, String>> rows = referred.isDeclared() ? traits(subject, found) : List.of();
    if (person.unreviewed() || rows.stream().anyMatch(referred::isOthers)) {
      return PersonKeys.Whose.UNKNOWN;
    }
    return rows.size() > 1 && rows.stream().allMatch(referred::isTheirs)
        ? PersonKeys.Whose.ONE_PERSON
        : PersonKeys.Whose.ONE_EACH;
  }

  private List<Map<String, String>> traits(SubjectType subject, PersonKeys found) {
    return named(steps(subject.name()).get(0), subject).each(found);
  }

  private NamedRows named(Step step, SubjectType subject) {
    return new NamedRows(step, subject, target(step).persons(step, subject));
  }

  /**
   * Nothing is done for a person on whom something of another tenant hangs: somebody has to look.
   */
  private PersonKeys whole(PersonKeys person, SubjectType subject) {
    return steps(subject.name()).stream()
            .anyMatch(step -> target(step).persons(step, subject).isCrossed(person))
        ? person.with(person.rows(), PersonKeys.Whose.UNKNOWN)
        : person;
  }

  /** Nobody may be taken for the person who is not of the same kind, and of the same tenant. */
  Optional<SubjectType> subject(ErasureRequest request) {
    return job.subject(request.subject())
        .filter(subject -> !steps(subject.name()).isEmpty())
        .filter(subject -> subject.tenant().isPresent() || request.tenant().isEmpty());
  }

  private List<Step> steps(String subject) {
    return plan.stepsOf(subject);
  }

  private RequestCandidates candidates(SubjectType subject) {
    Step step = steps(subject.name()).get(0);
    return new RequestCandidates(target(step), step, subject);
  }

  /** All that a kind of person has is in one database. */
  private static Instant at(Chunk chunk, Step step) {
    return Objects.requireNonNull(chunk.at().get(step.database()), step.database());
  }

  private Target target(Step step) {
    return sites.of(step).target();
  }
}
