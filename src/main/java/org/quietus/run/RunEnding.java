package org.quietus.run;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.certificate.Outcome;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.job.RunListener;
import org.quietus.job.Scope;
import org.quietus.policy.JobFile;
import org.quietus.recipient.Notice;
import org.quietus.request.Deadlines;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.Execution;
import org.quietus.request.RequestHistory;
import org.quietus.run.certify.BackupFollowUps;
import org.quietus.run.certify.BinaryLogFollowUps;
import org.quietus.run.certify.Certification;
import org.quietus.run.certify.LackingPdf;
import org.quietus.run.certify.Notifying;
import org.quietus.run.certify.RecipientFollowUps;
import org.quietus.run.certify.Remainder;
import org.quietus.run.person.Attempt;
import org.quietus.run.person.CarriedOutPersons;
import org.quietus.run.person.GoneKeysOfRequests;
import org.quietus.run.person.KeptThroughOthers;
import org.quietus.run.person.Requested;
import org.quietus.run.person.StrandedRequests;
import org.quietus.run.replay.ReplayRun;
import org.quietus.target.LeftObjects;
import org.quietus.target.RowCounts;

/** Ends a run: tells recipients, issues its certificates, and moves its requests on. */
final class RunEnding {
  private final OpenJob open;
  private final RunOrder order;
  private final JobFile job;
  private final DatabasesOfRun databases;
  private final Control control;
  private final EvidenceAccess evidence;
  private final ErasureRequests requests;
  private final Certification certification;
  private final BackupOutcome backups;
  private final Optional<ReplayRun> replay;
  private final Notifying notifying;
  private final RunListener listener;
  private final IssuedCertificates issued = new IssuedCertificates();
  private LeftObjects leftObjects = LeftObjects.NOTHING;
  private volatile boolean over;

  RunEnding(
      OpenJob open,
      RunOrder order,
      EvidenceAccess evidence,
      Certification certification,
      BackupOutcome backups,
      RunListener listener) {
    this.open = open;
    this.order = order;
    this.job = open.job();
    this.databases = new DatabasesOfRun(open, order.id());
    this.control = open.control();
    this.evidence = evidence;
    this.requests = open.requests(evidence);
    this.certification = certification;
    this.backups = backups;
    this.replay = order.replay();
    this.notifying = new Notifying(job, control, evidence);
    this.listener = listener;
  }

  IssuedCertificates issued() {
    return issued;
  }

  /** What became of the rows of each table; empty before the run was certified. */
  Optional<Map<String, RowCounts>> byTable() {
    return certification.byTable();
  }

  /** Whether the run has ended, whatever comes after that. */
  boolean isOver() {
    return over;
  }

  /** Where the certificates issued so far lie. */
  List<String> files() {
    return issued.files(evidence.store());
  }

  /** How to make the PDFs that could not be put beside their certificates. */
  List<String> lackingPdfs() {
    return issued.lackingPdf().stream()
        .map(one -> new LackingPdf(one, evidence.store(), job.evidence().pdf()).remedy())
        .toList();
  }

  /** Why persons are left who should have been erased without having asked. */
  List<String> unasked() {
    return order.unasked();
  }

  /** The databases of the job that were down when the run began, and why they still are. */
  List<String> unreached() {
    return databases.lines();
  }

  /** The objects of backups that were left although a person may be in them. */
  List<String> leftObjects() {
    return leftObjects.lines();
  }

  /** The outcome that most asks for somebody, of those on the certificates. */
  Outcome outcome() {
    return issued.outcome();
  }

  /**
   * Issues every certificate first, then ends the run: a kill in between issues the same ones
   * again.
   */
  long certify(Attempt attempt) {
    certification.logs().end(order.id());
    backups.conclude();
    Map<String, Requested> answered = replay.isPresent() ? Map.of() : attempt.requests();
    if (order.isErasing()) {
      notifying.tell(
          job.recipients().isEmpty()
              ? List.of()
              : answered.values().stream().filter(this::isErased).toList(),
          new SharedIdentifiers(open, order.plan(), requests, answered.values()),
          attempt.token());
    }
    Map<String, List<Notice>> stated = new LinkedHashMap<>();
    evidence.writer().together(() -> issue(attempt, answered, stated));
    issued.each(evidence.store(), listener::certificate);
    leftObjects = backups.left();
    Instant now = control.clock().instant().truncatedTo(ChronoUnit.MICROS);
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              control.fence().check(attempt.token());
              answered.values().forEach(requested -> settle(requested, now));
              replay.ifPresent(kind -> end(kind, attempt.requests(), now));
              new GoneKeysOfRequests(order.sites().home(), requests).forgetSettled();
              control.runs().end(order.id(), "completed", outcome().name(), now);
              stated.values().forEach(control.notices(job.job())::certified);
              certification.logs().certified(now);
              backups.end(leftObjects);
            });
    over = true;
    new GoneKeysElsewhere(order, requests).forgetSettled();
    for (String database : certification.logs().certifiedElsewhere(now)) {
      listener.note(
          "the run has ended, and database '"
              + database
              + "' failed after that; the next run looks there again which binary logs are gone");
    }
    return issued.size();
  }

  /** {@code stated} takes what recipients were told of each request that is certified. */
  private void issue(
      Attempt attempt, Map<String, Requested> answered, Map<String, List<Notice>> stated) {
    EnumSet<Outcome> also = also(backups.isPartial());
    Map<String, Requested> certified = new LinkedHashMap<>(answered);
    certified.putAll(backups.ofEarlierRuns(attempt));
    for (Requested requested : certified.values()) {
      String id = requested.request().id();
      if (isLeftUntouched(requested)) {
        continue;
      }
      stated.put(id, notifying.of(id));
      issued.add(
          certification.ofRequest(
              order.id(),
              requested,
              control.runs().certifying(control.reader().runsFor(id))
                  + control.notices(job.job()).followUps(id),
              backups.isDone(requested),
              backups.isSpared(requested),
              stated.getOrDefault(id, List.of()),
              also(backups.isPartial(requested)),
              !answered.containsKey(id)));
    }
    if (order.isErasing()) {
      issued.addAll(
          new RecipientFollowUps(control, control.notices(job.job()), evidence)
              .issue(stated.keySet()));
    }
    if (replay.isEmpty() && Scope.of(order.run().scope()).contains(Scope.BACKUPS)) {
      issued.addAll(
          new BackupFollowUps(job, control, evidence).issue(stated.keySet(), backups::oldest));
    }
    issued.addAll(
        new BinaryLogFollowUps(job.job(), control, evidence, certification.logs())
            .issue(stated.keySet()));
    issued.addAll(certification.ofTenants(order.id(), also, databases.unreached()));
    if (answered.keySet().stream().anyMatch(control.doubts(job.job()).open()::contains)
        || !stranded().isEmpty()
        || !order.unasked().isEmpty()
        || !databases.unreached().isEmpty()) {
      also.add(Outcome.PARTIAL);
    }
    issued.add(certification.ofRun(order.id(), also, databases.unreached()));
  }

  /** Whether a request's person was found, and all is gone from the data that may go now. */
  private boolean isErased(Requested requested) {
    return !requested.person().isAmbiguous()
        && !requested.person().rows().isEmpty()
        && !certification.left(order.id(), requested.request().id()).anything()
        && !isLeftUntouched(requested);
  }

  /** A request that a hold let nothing be done for stands on the run's certificate alone. */
  private boolean isLeftUntouched(Requested requested) {
    return !control.reader().isBegun(order.id(), requested.request().id());
  }

  /** The requests that no run can take up as things are. */
  StrandedRequests stranded() {
    return StrandedRequests.of(
        order.isErasing(), job, order.plan(), order.sites(), requests, order.run().asOf());
  }

  private EnumSet<Outcome> also(boolean copies) {
    return copies || replay.filter(kind -> kind.isPartial(order.id())).isPresent()
        ? EnumSet.of(Outcome.PARTIAL)
        : EnumSet.noneOf(Outcome.class);
  }

  /** Whom a replay has erased whole, but for kept rows, may be back since like anybody else. */
  private void end(ReplayRun kind, Map<String, Requested> worked, Instant now) {
    kind.end(order.id(), order.plan(), worked, id -> again(id, worked.get(id), now));
    for (Requested requested : worked.values()) {
      Remainder left = certification.left(order.id(), requested.request().id());
      if (!left.anything() && !isLeftUntouched(requested)) {
        noteCarriedOut(requested.request().id(), left, now);
      }
    }
  }

  private void noteCarriedOut(String id, Remainder left, Instant now) {
    new CarriedOutPersons(job, order.plan(), order.sites(), requests)
        .note(id, control.doubts(job.job())::isOpen, left.kept(), now);
  }

  /** When runs look at a person's rows again after a replay: at once at what it had to leave. */
  private Optional<LocalDate> again(String request, @Nullable Requested requested, Instant now) {
    Remainder left = certification.left(order.id(), request);
    return left.barred() && requested != null && !requested.person().isAmbiguous()
        ? Optional.of(LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1))
        : left.nextDue();
  }

  private void settle(Requested requested, Instant now) {
    Execution execution =
        new Execution(requests, Deadlines.of(job), control.doubts(job.job())::isOpen);
    String id = requested.request().id();
    if (!control.reader().isWorkedFor(id)) {
      execution.putBack(id, now);
      return;
    }
    Remainder left = certification.left(order.id(), id);
    if (requested.person().isAmbiguous()
        || left.anything()
        || isLeftUntouched(requested)
        || !backups.isDone(requested)) {
      return;
    }
    List<ErasureRequest> through = certification.keptThrough(requested);
    execution.finish(
        id,
        left.deferred() || KeptThroughOthers.isDeferred(through),
        left.nextDue().or(() -> KeptThroughOthers.lookAgain(through, now)),
        now,
        isFound(requested) ? "erased" : "nobody-found");
    noteCarriedOut(id, left, now);
  }

  /** Whether anything was there of a request's person, be it in a backup alone. */
  private boolean isFound(Requested requested) {
    return !requested.person().rows().isEmpty()
        || RequestHistory.isAccepted(requests.events(requested.request().id()))
        || control.reader().hasFound(requested.request().id());
  }
}
