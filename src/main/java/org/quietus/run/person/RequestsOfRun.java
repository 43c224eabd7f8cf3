package org.quietus.run.person;

import java.time.Instant;
import java.util.ArrayList;
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
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.Execution;
import org.quietus.request.Ground;
import org.quietus.request.RequestHistory;
import org.quietus.request.Reviewed;
import org.quietus.request.SealedPerson;
import org.quietus.subject.Identifier;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;

/**
 * The requests that a run works for, and whose rows they are about.
 *
 * <p>Rows are looked up by identifier once and by key ever after: whoever registers with the same
 * address later is somebody else. Only where the identifiers lead to several persons is nothing
 * frozen, since nothing is removed.
 */
public final class RequestsOfRun {
  private final JobFile job;
  private final Plan plan;
  private final Sites sites;
  private final ErasureRequests requests;
  private final PersonsOfRequests persons;
  private final CarriedOutPersons carried;

  public RequestsOfRun(JobFile job, Plan plan, Sites sites, ErasureRequests requests) {
    this.job = job;
    this.plan = plan;
    this.sites = sites;
    this.requests = requests;
    this.persons = new PersonsOfRequests(job, plan, sites, requests);
    this.carried = new CarriedOutPersons(job, plan, sites, requests);
  }

  /**
   * The requests that a new run has to take up; nothing is written.
   *
   * @param windDown whether the run closes the service: a request that was taken in for that, and
   *     that no run has begun, waits for one which is approved for it
   */
  public Map<String, Requested> due(Instant asOf, boolean windDown) {
    WaitingMinors minors = minors(asOf);
    Map<String, Requested> due =
        persons.of(
            requests.due(asOf, job.zone()).stream()
                .filter(
                    request -> windDown || !awaitsClosing(request) && !isOutgrown(minors, request))
                .toList(),
            true);
    due.replaceAll((id, requested) -> carried.known(requested));
    due.values().removeIf(requested -> awaitsFirst(requested.request(), due));
    due.values().removeIf(new TakenRows(due.values(), this::frozen, this::table)::settle);
    return due;
  }

  /** The table of a request's persons; of a purpose it is another one, for their rows stay. */
  private String table(Requested requested) {
    SubjectType kind = kind(requested);
    return kind.records() + kind.purpose().map(of -> "/" + of.name()).orElse("");
  }

  /** The rows of a request's person that earlier runs have found. */
  private List<RowValues> frozen(Requested requested) {
    ErasureRequest request = requested.request();
    SealedPerson person = requests.person(request.id());
    return request.resolvedAt().isPresent() && person.rows().isPresent()
        ? new FrozenRows(steps(requested).get(0)).of(request, person).rows()
        : List.of();
  }

  /**
   * Whether a request follows one that no run has begun, nor does so now: whoever withdraws that
   * withdraws both.
   */
  private boolean awaitsFirst(ErasureRequest request, Map<String, Requested> due) {
    Optional<String> first = SamePersons.awaited(request, requests);
    if (first.isEmpty()) {
      return false;
    }
    Optional<Requested> now = first.map(due::get);
    return now.isPresent()
        ? now.get().person().isAmbiguous()
        : first
            .flatMap(requests::find)
            .filter(known -> !known.isBegun() || known.restricted())
            .isPresent();
  }

  /**
   * The requests of children whom a run found and nothing was done for yet, of which the child is
   * none any more, or has a guardian's consent by now: they wait.
   */
  public List<ErasureRequest> outgrown(Instant asOf) {
    WaitingMinors minors = minors(asOf);
    return requests.due(asOf, job.zone()).stream()
        .filter(request -> isOutgrown(minors, request))
        .toList();
  }

  private WaitingMinors minors(Instant asOf) {
    return new WaitingMinors(sites, requests, asOf, job.zone());
  }

  private boolean isOutgrown(WaitingMinors minors, ErasureRequest request) {
    return persons
        .subject(request)
        .filter(of -> WaitingMinors.mayWait(request))
        .filter(of -> !FrozenRows.areSealedOtherwise(request, requests))
        .filter(of -> minors.isOutgrown(request, steps(of.name()).get(0), of))
        .isPresent();
  }

  /** Whether nobody asked for it, but a run that was to close the service and did not begin. */
  private boolean awaitsClosing(ErasureRequest request) {
    return request.resolvedAt().isEmpty()
        && request.filing().ground() == Ground.SERVICE_ENDED
        && RequestHistory.isOfClosing(request, requests.events(request.id()));
  }

  /**
   * The requests that a run has begun with, but for those that were given up since, of whose
   * persons nothing is known any more. One that was ambiguous then stays so for this run, whatever
   * came to be known since: only what was frozen may be acted on.
   */
  public Map<String, Requested> of(List<String> ids) {
    Map<String, Requested> begun =
        persons.of(
            requests.of(ids).stream().filter(request -> !request.isGivenUp()).toList(), false);
    Map<String, SealedPerson> known = requests.persons().each(begun.keySet());
    begun.replaceAll((id, one) -> isFrozen(one, known) ? one : one.undecided());
    begun.replaceAll((id, requested) -> carried.known(withGone(requested)));
    return begun;
  }

  private Requested withGone(Requested requested) {
    Step step = steps(requested).get(0);
    return requested.of(
        new FrozenRows(step)
            .with(
                requested.person(),
                new GoneKeysOfRequests(sites.of(step), requests).of(requested.request().id())));
  }

  private boolean isFrozen(Requested requested, Map<String, SealedPerson> known) {
    ErasureRequest request = requested.request();
    SealedPerson person = Objects.requireNonNull(known.get(request.id()), "a readable person");
    return request.resolvedAt().isPresent()
        && person.rows().isPresent()
        && new FrozenRows(steps(requested).get(0))
            .of(request, person)
            .rows()
            .containsAll(requested.person().rows());
  }

  /**
   * Takes up and freezes what was found, inside the transaction that begins the run; returns who is
   * new to it, and late rows.
   */
  public List<Requested> freeze(Map<String, Requested> found, Execution execution, Instant at) {
    List<Requested> frozen = new ArrayList<>();
    for (Requested requested : found.values()) {
      String id = requested.request().id();
      if (requested.person().isAmbiguous()) {
        execution.approve(id, at);
        continue;
      }
      execution.takeUp(id, at);
      FrozenRows rows = new FrozenRows(steps(requested).get(0));
      SealedPerson person = requests.person(id);
      if (requested.request().resolvedAt().isEmpty()) {
        SealedPerson known =
            person.found(
                rows.texts(requested.person().rows()),
                person.reviewed().map(Reviewed::traits).orElse(requested.traits().columns()));
        requests.resolve(
            id,
            named(requested)
                .noting(
                    person.reviewed().isPresent()
                        ? known
                        : known.telling(requested.traits().given()),
                    requested.person()),
            requested.person().erasedAt());
        frozen.add(requested);
      } else {
        PersonKeys before = rows.of(requested.request(), person);
        late(requested, person, before, at)
            .ifPresent(
                late -> {
                  SealedPerson left =
                      named(requested).withoutRenamed(person, before, late.person());
                  requests.addRows(
                      id,
                      named(requested)
                          .noting(
                              rows.with(left, late.person().rows(), person.traits()),
                              late.person()));
                  frozen.add(late);
                });
      }
    }
    return frozen;
  }

  private NamedRows named(Requested requested) {
    Step step = steps(requested).get(0);
    SubjectType kind = kind(requested);
    return new NamedRows(step, kind, sites.of(step).target().persons(step, kind));
  }

  private SubjectType kind(Requested requested) {
    return job.subject(requested.request().subject()).orElseThrow();
  }

  /**
   * The rows that are new to a request which settles; of the person nothing else is, but for what
   * rows tell of which somebody said later that they are theirs.
   */
  private static Optional<Requested> late(
      Requested requested, SealedPerson person, PersonKeys known, Instant at) {
    List<RowValues> late =
        requested.person().rows().stream().filter(row -> !known.rows().contains(row)).toList();
    List<Identifier> more =
        requested.traits().given().stream()
            .filter(
                one ->
                    person.identifiers().stream().noneMatch(one::isSameAs)
                        && !person.told().contains(one))
            .toList();
    return Optional.of(late)
        .filter(rows -> !rows.isEmpty())
        .map(
            rows ->
                new Requested(
                    requested.request(),
                    new PersonKeys(rows, at, PersonKeys.Whose.ONE_PERSON)
                        .foundAs(requested.person().foundAs()),
                    new PersonTraits(requested.traits().tenant(), more, Map.of())));
  }

  /** What told a request's person in copies before somebody said that others have it, too. */
  public Set<Identifier> tellingOthers(Requested requested) {
    return persons.tellingOthers(requested.request());
  }

  /** What each row of a request's person holds of their identifiers, by column. */
  public List<Map<String, String>> traits(Requested requested) {
    List<RowValues> rows = requested.person().rows();
    List<Map<String, String>> each = new ArrayList<>(List.of(requested.traits().columns()));
    if (rows.size() > 1) {
      each.addAll(named(requested).each(requested.person()));
    }
    return each;
  }

  /** The steps that a request's subject has in the plan. */
  public List<Step> steps(Requested requested) {
    return steps(requested.request().subject());
  }

  private List<Step> steps(String subject) {
    return plan.stepsOf(subject);
  }

  /**
   * The requests that a run has to take up and cannot: the job file is another by now, or nobody
   * can tell whose rows they are about.
   */
  public List<ErasureRequest> stranded(Instant asOf) {
    return requests.due(asOf, job.zone()).stream()
        .filter(
            request ->
                persons.subject(request).isEmpty()
                    || FrozenRows.areUnknown(request, requests)
                    || !IdentifierLookup.unmatchable(request, requests.person(request.id()), job)
                        .isEmpty())
        .toList();
  }
}
