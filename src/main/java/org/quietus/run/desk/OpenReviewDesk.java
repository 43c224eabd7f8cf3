package org.quietus.run.desk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.quietus.catalog.RowValues;
import org.quietus.control.Sites;
import org.quietus.job.RequestSummary;
import org.quietus.job.Review;
import org.quietus.job.ReviewDesk;
import org.quietus.plan.CarriedOut;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.CopyReviews;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.Move;
import org.quietus.request.NotPossible;
import org.quietus.request.Role;
import org.quietus.request.SealedPerson;
import org.quietus.request.Transitions;
import org.quietus.run.person.FrozenRows;
import org.quietus.run.person.RequestCandidates;
import org.quietus.run.person.ReviewList;
import org.quietus.target.ChunkRecorder;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepPersons;
import org.quietus.target.Target;

/** The review desk of a job whose control schema can be reached. */
public final class OpenReviewDesk implements ReviewDesk {
  private final JobFile job;
  private final Plan plan;
  private final Sites sites;
  private final OpenRequestDesk desk;
  private final RequestChanges changes;

  public OpenReviewDesk(JobFile job, Plan plan, Sites sites, OpenRequestDesk desk) {
    this.job = job;
    this.plan = plan;
    this.sites = sites;
    this.desk = desk;
    this.changes = new RequestChanges(job, sites.home().control());
  }

  @Override
  public Review look(String id) {
    return changes.make(
        requests -> {
          ErasureRequest request =
              requests
                  .find(id)
                  .orElseThrow(
                      () ->
                          new NotPossible(
                              "there is no request " + id + "; see 'quietus request list'"));
          Review.Copies copies = new CopyList(id, ofToday(requests.copies(id))).copies();
          boolean isCopiesAlone = !copies.rows().isEmpty() && FrozenRows.areLost(request, requests);
          if (Transitions.from(request).contains(Move.REVIEW) && !isCopiesAlone) {
            return looked(request, known(requests, request)).review().with(copies);
          }
          if (copies.rows().isEmpty()) {
            throw new NotPossible(
                "request " + id + " is " + request.state() + ": there is nothing to review");
          }
          return new Review(id, "", false, Optional.empty(), List.of(), copies);
        });
  }

  @Override
  public RequestSummary decideCopies(String id, String list, OfCopies decision, Role role) {
    return desk.decide(
        id,
        role,
        (decisions, same, by, at) ->
            decisions.reviewCopies(
                id,
                rows -> new CopyList(id, ofToday(rows)).decided(list, decision, isAtWork()),
                decision.reason(),
                by,
                at));
  }

  /** Without those of sets that the job file does not have any more. */
  private List<CopyReviews.Row> ofToday(List<CopyReviews.Row> rows) {
    return rows.stream()
        .filter(row -> job.backups().containsKey(row.set()) || job.files().containsKey(row.set()))
        .toList();
  }

  private boolean isAtWork() {
    return sites.home().control().runs().open(job.job()).isPresent();
  }

  private static SealedPerson known(ErasureRequests requests, ErasureRequest request) {
    if (FrozenRows.areLost(request, requests)) {
      throw new NotPossible(
          "request "
              + request.id()
              + " waits for a replay, which could not tell whether its person is back; mend what it"
              + " named, then replay once more");
    }
    return requests.person(request.id());
  }

  @Override
  public RequestSummary decide(String id, String list, List<Integer> numbers, Role role) {
    changes.make(
        requests ->
            requests
                .find(id)
                .filter(request -> Transitions.from(request).contains(Move.REVIEW))
                .map(request -> known(requests, request)));
    return desk.decide(
        id,
        role,
        (decisions, same, by, at) ->
            decisions.review(
                id,
                (request, person) -> looked(request, person).decided(list, numbers, now(request)),
                by,
                at));
  }

  @Override
  public RequestSummary acceptUnmatched(String id, String reason, Role role) {
    HoldOrderChecks.decision(reason);
    requireReached(id);
    UnmatchedKeys keys = new UnmatchedKeys(job, plan, sites);
    RequestSummary decided =
        desk.decide(
            id,
            role,
            (decisions, same, by, at) -> {
              decisions.acceptUnmatched(id, this::readable, keys::find, reason, by, at);
              keys.giveUpAtHome();
            });
    keys.giveUpElsewhere();
    return decided;
  }

  /** What is left in a database that is down cannot be told from nothing. */
  private void requireReached(String id) {
    changes.make(
        requests -> {
          Optional<ErasureRequest> request = requests.find(id);
          if (request.filter(one -> isDown(one.subject())).isPresent()) {
            throw nowhere(request.get().subject());
          }
          return request;
        });
  }

  private boolean isDown(String subject) {
    return job.subject(subject)
        .filter(kind -> sites.find(kind.records().database()).isEmpty())
        .isPresent();
  }

  private Optional<SealedPerson> readable(ErasureRequest request, SealedPerson person) {
    return plan.stepsOf(request.subject()).stream()
        .findFirst()
        .flatMap(step -> readable(step, request, person));
  }

  /** Without columns that are gone, and without what is somebody else's by now. */
  private Optional<SealedPerson> readable(Step step, ErasureRequest request, SealedPerson person) {
    FrozenRows frozen = new FrozenRows(step);
    Optional<SealedPerson> readable = frozen.readable(request, person);
    SealedPerson known = readable.orElse(person);
    PersonKeys rows = frozen.of(request, known);
    PersonKeys keys =
        rows.after(
            sites
                .home()
                .control()
                .carriedOut()
                .of(request.id(), rows.rows().size())
                .map(CarriedOut::new));
    return job.subject(request.subject())
        .filter(type -> !keys.rows().isEmpty())
        .flatMap(
            type ->
                frozen.withoutPassedOn(known, leadingOn(target(step).persons(step, type), keys)))
        .or(() -> readable)
        .or(() -> isLeft(step, request) ? Optional.of(person) : Optional.empty());
  }

  /** A name that nobody has any more leads nowhere. */
  private static List<RowValues> leadingOn(StepPersons persons, PersonKeys keys) {
    return RowValues.without(persons.leadingOn(keys), persons.vanished(keys));
  }

  /** Whether rows are left in a table that the job file does not lead to any more. */
  private boolean isLeft(Step step, ErasureRequest request) {
    return !step.without(ledger(step).keptFor("", request.id())).isEmpty();
  }

  private NotPossible nowhere(String subject) {
    return job.subject(subject)
        .map(kind -> kind.records().database())
        .filter(database -> sites.find(database).isEmpty())
        .map(
            database ->
                new NotPossible(
                    "the person is in database '" + database + "', which cannot be reached"))
        .orElseGet(() -> new NotPossible("the job file erases no '" + subject + "' any more"));
  }

  private Instant now(ErasureRequest request) {
    return target(plan.stepsOf(request.subject()).get(0)).now();
  }

  private Target target(Step step) {
    return sites.of(step).target();
  }

  private ChunkRecorder ledger(Step step) {
    return sites.ledger(sites.of(step));
  }

  private ReviewList looked(ErasureRequest request, SealedPerson person) {
    String name = request.subject();
    return job.subject(name)
        .flatMap(this::candidates)
        .map(candidates -> looked(request, person, candidates))
        .orElseThrow(() -> nowhere(name));
  }

  private ReviewList looked(
      ErasureRequest request, SealedPerson person, RequestCandidates candidates) {
    return request.resolvedAt().isPresent() && person.rows().isPresent()
        ? candidates.late(request, person, frozen(request, person)).look(request, candidates)
        : candidates.look(request, person);
  }

  private PersonKeys frozen(ErasureRequest request, SealedPerson person) {
    Step step = plan.stepsOf(request.subject()).get(0);
    PersonKeys keys = new FrozenRows(step).of(request, person);
    return keys.actedOn(
        ledger(step)
            .hasActedOn(request.id(), step.root().table(), Math.max(1, keys.rows().size())));
  }

  private Optional<RequestCandidates> candidates(SubjectType subject) {
    return plan.stepsOf(subject.name()).stream()
        .findFirst()
        .map(step -> new RequestCandidates(target(step), step, subject));
  }
}
