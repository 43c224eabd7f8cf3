package org.quietus.run.desk;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.certificate.SubjectCommitment;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.OpaqueIds;
import org.quietus.evidence.EvidenceStore;
import org.quietus.format.Decision;
import org.quietus.job.CannotRun;
import org.quietus.job.HoldBook;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;
import org.quietus.request.Answer;
import org.quietus.request.Answers;
import org.quietus.request.Deadlines;
import org.quietus.request.Decisions;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.Inbox;
import org.quietus.request.Intake;
import org.quietus.request.ListedRequests;
import org.quietus.request.Move;
import org.quietus.request.NewRequest;
import org.quietus.request.NotPossible;
import org.quietus.request.RequestEvent;
import org.quietus.request.RequestRules;
import org.quietus.request.Role;
import org.quietus.request.SealedPerson;
import org.quietus.request.SealingKey;
import org.quietus.request.State;
import org.quietus.request.Transitions;
import org.quietus.request.mirror.Mirror;
import org.quietus.run.certify.RefusalCertificate;
import org.quietus.run.person.ListedPersons;
import org.quietus.run.person.PersonsFound;
import org.quietus.target.LeftObject;

/** The desk of a job whose control schema can be reached. */
public final class OpenRequestDesk implements RequestDesk {
  private static final int NONCE_BYTES = 32;

  private final JobFile job;
  private final Catalog catalog;
  private final Control control;
  private final HoldBook holds;
  private final Clock clock;
  private final Deadlines deadlines;
  private final SecureRandom random = new SecureRandom();

  public OpenRequestDesk(JobFile job, Catalog catalog, Control control, HoldBook holds) {
    this.catalog = catalog;
    this.holds = holds;
    this.job = job;
    this.control = control;
    this.clock = control.clock();
    this.deadlines = Deadlines.of(job);
  }

  @Override
  public List<RequestSummary> take(List<NewRequest> wanted, Role role) {
    Instant now = now();
    requireTakable(job, wanted, now);
    return changing(
        requests -> {
          Intake intake = new Intake(requests, deadlines);
          return wanted.stream().map(one -> take(requests, intake, one, role, now)).toList();
        });
  }

  @Override
  public Inbox.Emptied takeFromInbox() {
    return takeFromInbox(now());
  }

  /** As of a moment, which nothing has been received after. */
  public Inbox.Emptied takeFromInbox(Instant at) {
    Inbox.Emptied all = new Inbox.Emptied(0, Map.of());
    if (job.requests().inbox().isEmpty()) {
      return all;
    }
    Inbox inbox = inbox(job.requests().inbox().get(), at);
    for (Inbox.Emptied some = batch(inbox, at); !some.isNothing(); some = batch(inbox, at)) {
      all = all.plus(some);
    }
    return all;
  }

  private Inbox inbox(TableName table, Instant at) {
    Inbox inbox = new Inbox(control.jdbc(), job, table.table(), zone(table), at);
    if (!inbox.isUsable()) {
      throw new CannotRun(
          CannotRun.REFUSED,
          job.text().file()
              + ": the inbox "
              + table
              + " is not there, lacks a column, or may not be read; see sql/samples/inbox.sql");
    }
    return inbox;
  }

  /** Of the moments in the inbox: sessions read what is an instant in UTC. */
  private ZoneId zone(TableName inbox) {
    boolean instants =
        catalog
            .table(inbox.table())
            .flatMap(table -> table.columnInAnyCase("received_at"))
            .filter(column -> column.type() == Column.Type.TIMESTAMP)
            .isPresent();
    return instants
        ? ZoneOffset.UTC
        : Objects.requireNonNull(job.databases().get(inbox.database())).zone();
  }

  private Inbox.Emptied batch(Inbox inbox, Instant at) {
    return changing(
        requests -> {
          Intake intake = new Intake(requests, deadlines);
          return inbox.takeNext(one -> take(requests, intake, one, Role.SYSTEM, at).id());
        });
  }

  /**
   * Refuses what could never be acted on.
   *
   * @throws CannotRun with everything that stands against any of them
   */
  static void requireTakable(JobFile job, List<NewRequest> wanted, Instant now) {
    RequestRules rules = new RequestRules(job.subjects(), now);
    requireNone(job, wanted.stream().flatMap(request -> rules.faults(request).stream()));
  }

  /**
   * Refuses if something stands against it.
   *
   * @throws CannotRun with all of it
   */
  static void requireNone(JobFile job, Stream<RequestRules.Fault> found) {
    List<String> faults =
        found.map(fault -> fault.what() + "; " + fault.mend()).distinct().toList();
    if (!faults.isEmpty()) {
      throw new CannotRun(
          CannotRun.REFUSED,
          job.text().file() + ": " + String.join(System.lineSeparator(), faults));
    }
  }

  /**
   * Takes in persons who have not asked; returns how many there were, and how many no request can
   * be made of.
   */
  public PersonsFound.Found takeFound(PersonsFound persons, Instant at) {
    return changing(
        requests -> {
          PersonsFound.Found found = persons.in(requests, at);
          Intake intake = new Intake(requests, deadlines);
          for (PersonsFound.Person one : found.persons()) {
            Commitment made = commitment(one.request());
            intake.takeDecided(
                OpaqueIds.next(),
                one.request(),
                new SealedPerson(made.receipt(), one.request().identifiers())
                    .reviewed(one.reviewed()),
                made.hex(),
                at);
          }
          return found;
        });
  }

  /**
   * Refuses what could never be acted on.
   *
   * @throws CannotRun with everything that stands against any of them
   */
  void requireListable(List<NewRequest> wanted) {
    requireTakable(job, wanted, now());
  }

  /**
   * Takes in those of a list that nobody has taken in yet; returns them.
   *
   * @param listed what was taken in before
   */
  List<ListedPersons.Listed> takeListed(
      ListedRequests listed, List<ListedPersons.Listed> wanted, Role role) {
    Instant now = now();
    return changing(
        requests -> {
          Intake intake = new Intake(requests, deadlines);
          intake.alone();
          Set<String> before = listed.entries();
          List<ListedPersons.Listed> others =
              wanted.stream().filter(one -> !before.contains(one.entry())).toList();
          for (ListedPersons.Listed one : others) {
            Commitment made = commitment(one.request());
            SealedPerson person = new SealedPerson(made.receipt(), one.request().identifiers());
            intake.takeListed(
                OpaqueIds.next(),
                one.request(),
                one.reviewed().map(person::reviewed).orElse(person),
                made.hex(),
                role,
                now);
          }
          return others;
        });
  }

  private record Commitment(String receipt, String hex) {}

  private Commitment commitment(NewRequest wanted) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    SubjectCommitment commitment =
        SubjectCommitment.of(
            nonce,
            wanted.identifiers().stream()
                .map(i -> new SubjectCommitment.Identifier(i.type().name(), i.value()))
                .toList());
    return new Commitment(HexFormat.of().formatHex(nonce), commitment.digest().hex());
  }

  private RequestSummary take(
      ErasureRequests requests, Intake intake, NewRequest wanted, Role role, Instant now) {
    Commitment made = commitment(wanted);
    Intake.Taken taken =
        intake.take(
            OpaqueIds.next(),
            wanted,
            new SealedPerson(made.receipt(), wanted.identifiers()),
            made.hex(),
            role,
            now);
    return RequestSummaries.changed(deadlines, now)
        .of(
            requests.find(taken.id()).orElseThrow(),
            requests.events(taken.id()),
            taken.merged() ? Optional.empty() : Optional.of(made.receipt()),
            taken.merged());
  }

  @Override
  public RequestSummary restrict(String id, Role role, LocalDate review) {
    ErasureRequests requests = ErasureRequests.readOnly(control.jdbc(), job.job());
    boolean possible =
        control.schema().exists()
            && requests
                .find(id)
                .filter(
                    found -> Transitions.allows(Move.RESTRICT, found.state(), found.state(), role))
                .filter(found -> found.restricted() || !isHeld(id))
                .isPresent();
    if (possible) { // the hold first: whoever is killed in between has kept more, not less
      holds.restrict(id, id, "restriction", review);
    }
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
  }

  private boolean isHeld(String id) {
    return holds.list().stream()
        .anyMatch(hold -> hold.request().equals(Optional.of(id)) && hold.releasedAt().isEmpty());
  }

  @Override
  public RequestSummary decide(String id, Role role, Decision decision) {
    Instant now = now();
    boolean held = isHeld(id);
    if (held) {
      holds.beforeLifting(id);
    }
    return changing(
        requests -> {
          if (held) {
            control.fence().raiseEpoch(); // before the request is locked, as those do who set holds
          }
          Decisions decisions = new Decisions(requests, deadlines);
          decision.make(decisions, id, role, now);
          if (held && decisions.liftsRestriction()) {
            holds.liftWithin(id, "restriction-lifted");
          }
          ErasureRequest after = requests.find(id).orElseThrow();
          List<RequestEvent> events = requests.events(id);
          if (after.state() == State.REFUSED) {
            new RefusalCertificate(job, EvidenceAccess.of(job).archiving(job).writer())
                .issue(after, events, now);
          }
          return RequestSummaries.changed(deadlines, now).of(after, events);
        });
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
    if (at.isAfter(now())) {
      throw new NotPossible("an answer cannot have been sent in the future");
    }
    return changing(
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
    ErasureRequests requests = ErasureRequests.readOnly(control.jdbc(), job.job());
    Map<String, List<RequestEvent>> events = requests.histories();
    RequestSummaries summaries =
        RequestSummaries.known(deadlines, now(), new Answers(control.jdbc(), job.job()).owing());
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

  /** Changes requests in one transaction, and has the mirror know it before anybody else does. */
  <T> T changing(Function<ErasureRequests, T> change) {
    SealingKey key = EvidenceAccess.sealingKey(job);
    EvidenceStore store = EvidenceAccess.writable(job);
    control.schema().migrate();
    Mirror mirror = control.mirror(job.job(), store);
    T result =
        control.transaction().execute(status -> change.apply(control.requests(job, key, mirror)));
    EvidenceAccess.copy(mirror);
    if (result == null) {
      throw new IllegalStateException("a transaction returned nothing");
    }
    return result;
  }

  /** In whole microseconds, which is what databases keep. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
