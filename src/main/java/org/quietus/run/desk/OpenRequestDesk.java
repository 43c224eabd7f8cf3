package org.quietus.run.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.catalog.Catalog;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Occasion;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.format.Decision;
import org.quietus.job.HoldBook;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.policy.JobFile;
import org.quietus.request.Answer;
import org.quietus.request.Answers;
import org.quietus.request.Deadlines;
import org.quietus.request.Decisions;
import org.quietus.request.ErasureRequest;
import org.quietus.request.Inbox;
import org.quietus.request.Move;
import org.quietus.request.NewRequest;
import org.quietus.request.NotPossible;
import org.quietus.request.RecordedRequests;
import org.quietus.request.RequestEvent;
import org.quietus.request.Role;
import org.quietus.request.SealedPerson;
import org.quietus.request.Transitions;
import org.quietus.run.certify.LackingPdf;
import org.quietus.run.certify.OfficerReceipts;
import org.quietus.run.certify.RefusalCertificate;
import org.quietus.target.LeftObject;

/** The desk of a job whose control schema can be reached. */
public final class OpenRequestDesk implements RequestDesk {
  private final JobFile job;
  private final Control control;
  private final HoldBook holds;
  private final Deadlines deadlines;
  private final RequestChanges changes;
  private final IntakeDesk intake;

  public OpenRequestDesk(JobFile job, Catalog catalog, Control control, HoldBook holds) {
    this.holds = holds;
    this.job = job;
    this.control = control;
    this.deadlines = Deadlines.of(job);
    this.changes = new RequestChanges(job, control);
    this.intake = new IntakeDesk(job, catalog, control);
  }

  @Override
  public List<RequestSummary> take(List<NewRequest> wanted, Role role) {
    return intake.take(wanted, role);
  }

  @Override
  public Inbox.Emptied takeFromInbox() {
    return intake.takeFromInbox(changes.now());
  }

  @Override
  public RequestSummary restrict(String id, Role role, LocalDate review) {
    RecordedRequests requests = new RecordedRequests(control.jdbc(), job.job());
    boolean possible =
        control.schema().exists()
            && requests
                .find(id)
                .filter(found -> found.asks().isErasure())
                .filter(
                    found -> Transitions.allows(Move.RESTRICT, found.state(), found.state(), role))
                .filter(found -> found.restricted() || !isHeld(id))
                .isPresent();
    if (possible) { // the hold first: whoever is killed in between has kept more, not less
      holds.restrict(id, id, "restriction", review);
    }
    try {
      return decide(
          id,
          role,
          (decisions, same, by, at) -> {
            decisions.restrict(id, by, at);
            if (!isHeld(id)) {
              throw new NotPossible(
                  "somebody has just lifted the restriction of request "
                      + id
                      + "; restrict it again");
            }
          });
    } catch (NotPossible e) {
      if (possible) { // a run has taken it up since, say
        withoutHold(id);
      }
      throw e;
    }
  }

  /** Ends a hold that was set for a request which could not be restricted then. */
  private void withoutHold(String id) {
    boolean restricted =
        new RecordedRequests(control.jdbc(), job.job())
            .find(id)
            .filter(ErasureRequest::restricted)
            .isPresent();
    if (!restricted && isHeld(id)) {
      holds.lift(id, "not-restricted");
    }
  }

  private boolean isHeld(String id) {
    return holds.list().stream()
        .anyMatch(hold -> hold.request().equals(Optional.of(id)) && hold.releasedAt().isEmpty());
  }

  @Override
  public RequestSummary decide(String id, Role role, Decision decision) {
    Instant now = changes.now();
    boolean held = isHeld(id);
    if (held) {
      holds.beforeLifting(id);
    }
    RequestSummary decided =
        changes.make(
            requests -> {
              if (held) {
                control
                    .fence()
                    .raiseEpoch(); // before the request is locked, as those do who set holds
              }
              Optional<SealedPerson> person = // a refusal forgets it
                  job.evidence()
                      .officerKey()
                      .filter(key -> !requests.persons().areSealedOtherwise(id))
                      .flatMap(key -> requests.remembered(id));
              Decisions decisions = new Decisions(requests, deadlines);
              decision.make(decisions, id, role, now);
              if (held && decisions.liftsRestriction()) {
                holds.liftWithin(id, "restriction-lifted");
              }
              ErasureRequest after = requests.find(id).orElseThrow();
              List<RequestEvent> events = requests.events(id);
              RequestSummary summary = RequestSummaries.changed(deadlines, now).of(after, events);
              List<String> warnings = new ArrayList<>();
              Move made = events.get(events.size() - 1).move();
              if (after.asks().isErasure() && (made == Move.REFUSE || made == Move.REJECT)) {
                warnings.addAll(certified(after, person, events, now));
              }
              if (after.restricted() && after.state().isTerminal()) {
                warnings.add(staysRestricted(id));
              }
              return summary.warning(warnings);
            });
    if (held) {
      holds.lifted(id);
    }
    return decided;
  }

  private String staysRestricted(String id) {
    return "the person of request %s stays restricted; if that is to end, too: quietus request unrestrict %s %1$s"
        .formatted(id, job.text().file());
  }

  /** Certifies a refusal; returns what somebody has to hear of that. */
  private List<String> certified(
      ErasureRequest refused,
      Optional<SealedPerson> person,
      List<RequestEvent> events,
      Instant now) {
    EvidenceAccess evidence = EvidenceAccess.of(job, control.evidence()).archiving(job);
    new OfficerReceipts(evidence.store(), evidence.officer())
        .keep(Occasion.request(refused.id()), () -> person);
    CertificateWriter.Issued issued =
        new RefusalCertificate(job, evidence.writer()).issue(refused, events, now);
    return LackingPdf.of(issued, evidence.store(), job.evidence().pdf()).stream().toList();
  }

  @Override
  public List<Answer> answers() {
    if (!control.schema().exists()) {
      return List.of();
    }
    control.schema().migrate();
    return new Answers(control.jdbc(), job.job()).all();
  }

  @Override
  public Answer answered(String id, Instant at) {
    if (at.isAfter(changes.now())) {
      throw new NotPossible("an answer cannot have been sent in the future");
    }
    return changes.make(
        requests -> {
          Answers answers = new Answers(control.jdbc(), job.job());
          Answer answer = answers.find(id);
          if (at.isBefore(answer.createdAt())) {
            throw new NotPossible(
                "answer " + id + " cannot have been sent before " + answer.createdAt());
          }
          requests.answered(answer, at);
          return answers.find(id);
        });
  }

  @Override
  public List<RequestSummary> all() {
    if (!control.schema().exists()) {
      return List.of();
    }
    control.schema().migrate();
    RecordedRequests requests = new RecordedRequests(control.jdbc(), job.job());
    Map<String, List<RequestEvent>> events = requests.histories();
    RequestSummaries summaries =
        RequestSummaries.known(
            deadlines, changes.now(), new Answers(control.jdbc(), job.job()).owing());
    List<RequestSummary> all = new ArrayList<>();
    for (ErasureRequest request : requests.all()) {
      all.add(summaries.of(request, events.getOrDefault(request.id(), List.of())));
    }
    return all;
  }

  @Override
  public List<LeftObject> left(String id) {
    if (!control.schema().exists()) {
      return List.of();
    }
    control.schema().migrate();
    return control.leftObjects(job.job()).of(id, () -> EvidenceAccess.sealingKey(job));
  }
}
