package org.quietus.request;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.request.mirror.Mirror;
import org.springframework.jdbc.core.JdbcTemplate;

/** The erasure requests of one job, in the control schema; runs inside the caller's transaction. */
public final class ErasureRequests {
  private final JdbcTemplate jdbc;
  private final String job;
  private final SealingKey key;
  private final Mirror mirror;
  private final RecordedRequests recorded;
  private final SealedPersons persons;
  private final RequestEvents events;
  private final Answers answers;
  private final CopyReviews copies;
  private final Optional<Deadlines> answering;
  private final Predicate<String> needed;

  /**
   * The requests as those see them who act on them.
   *
   * @param answering by when requesters must be answered; empty if nobody is answered
   * @param needed whether somebody else than requesters has still to be told of a request
   */
  public ErasureRequests(
      JdbcTemplate jdbc,
      String job,
      SealingKey key,
      Mirror mirror,
      Optional<Deadlines> answering,
      Predicate<String> needed) {
    this.jdbc = jdbc;
    this.job = job;
    this.key = key;
    this.events = new RequestEvents(jdbc);
    this.recorded = new RecordedRequests(jdbc, job, events);
    this.persons = new SealedPersons(jdbc, job, key);
    this.mirror = mirror;
    this.answers = new Answers(jdbc, job, Optional.of(mirror));
    this.copies = new CopyReviews(jdbc, job, key);
    this.answering = answering;
    this.needed = needed;
  }

  /** All requests, oldest first. */
  public List<ErasureRequest> all() {
    return recorded.all();
  }

  /** The requests that a run at that moment has to act on, oldest first. */
  public List<ErasureRequest> due(Instant now, ZoneId zone) {
    return recorded.due(now, zone);
  }

  /** Those about a kind of person that are neither carried out nor expired, oldest first. */
  public List<ErasureRequest> notDone(String subject) {
    return recorded.notDone(subject);
  }

  /** The same about kinds of persons that are none of some. */
  public List<ErasureRequest> notDoneBeside(Set<String> subjects) {
    return recorded.notDoneBeside(subjects);
  }

  /** Those that follow others, of the same persons in other databases. */
  public List<ErasureRequest> following() {
    return recorded.following();
  }

  /** Those of some ids that the job has, oldest first. */
  public List<ErasureRequest> of(Collection<String> ids) {
    return recorded.of(ids);
  }

  /** The request of that id, if the job has it. */
  public Optional<ErasureRequest> find(String id) {
    return recorded.find(id);
  }

  /** What happened to a request, the first thing first. */
  public List<RequestEvent> events(String id) {
    return recorded.events(id);
  }

  /** When the last thing happened to any request of the job. */
  public Optional<Instant> lastEvent() {
    return recorded.lastEvent();
  }

  /** The person of a request that still has something to do. */
  public SealedPerson person(String id) {
    return persons
        .of(id)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "request " + id + " is settled; its person is forgotten"));
  }

  /** What is known of the person of a request; empty if it is forgotten. */
  public Optional<SealedPerson> remembered(String id) {
    return persons.of(id);
  }

  /** What is known of their persons. */
  public SealedPersons persons() {
    return persons;
  }

  /** The requests that no run has taken up yet, and their persons. */
  Map<ErasureRequest, SealedPerson> untouched() {
    return persons.untouched();
  }

  /** Lets nobody else take requests in until the transaction ends. */
  void lockIntake() {
    jdbc.queryForObject("SELECT id FROM quietus.intake WHERE id = 1 FOR UPDATE", Integer.class);
  }

  /** Takes a request in as it stands. */
  void add(ErasureRequest request, SealedPerson person, Role role, String reason, Instant at) {
    Filing filing = request.filing();
    jdbc.update(
        "INSERT INTO quietus.request (request_id, job, subject, tenant, ground, requester,"
            + " evidence, state, restricted, received_at, verified_at, cooling_ends, commitment,"
            + " sealed, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        request.id(),
        job,
        filing.subject(),
        filing.tenant().orElse(null),
        filing.ground().toString(),
        filing.requester().toString(),
        filing.evidence().orElse(null),
        request.state().toString(),
        request.restricted() ? 1 : 0,
        RequestRow.utc(filing.receivedAt()),
        RequestRow.utc(request.verifiedAt()),
        RequestRow.utc(request.coolingOffEnds()),
        request.commitment(),
        person.sealedWith(key, request.id()),
        request.asks().toString());
    record(request, Move.FILE, role, reason, at, true);
  }

  /**
   * One move of a request, to be made if the state table has it.
   *
   * @param set further columns that change with it; the names are trusted
   */
  record Step(Move move, State to, Role role, String reason, Instant at, Map<String, Object> set) {

    Step(Move move, State to, Role role, String reason, Instant at) {
      this(move, to, role, reason, at, Map.of());
    }
  }

  /**
   * The request as it is, locked until the transaction ends.
   *
   * @throws NotPossible if there is none
   */
  ErasureRequest locked(String id) {
    return recorded
        .locked(id)
        .orElseThrow(
            () -> new NotPossible("there is no request " + id + "; see 'quietus request list'"));
  }

  /**
   * Makes a move and records it.
   *
   * @throws NotPossible if the state table does not have it
   */
  ErasureRequest make(String id, Step step) {
    ErasureRequest before = locked(id);
    Transitions.check(before, step.move(), step.to(), step.role());
    Map<String, Object> columns = new LinkedHashMap<>(step.set());
    columns.put("state", step.to().toString());
    Object[] values = new Object[columns.size() + 2];
    List.copyOf(columns.values()).toArray(values);
    values[columns.size()] = job;
    values[columns.size() + 1] = id;
    jdbc.update(
        "UPDATE quietus.request SET "
            + columns.keySet().stream().map(c -> c + " = ?").collect(Collectors.joining(", "))
            + " WHERE job = ? AND request_id = ?",
        values);
    ErasureRequest after = find(id).orElseThrow();
    boolean again = before.state().isTerminal();
    record(after, step.move(), step.role(), step.reason(), step.at(), !again);
    return after;
  }

  private void record(
      ErasureRequest request, Move move, Role role, String reason, Instant at, boolean answer) {
    events.append(request, move, role, reason, at, mirror);
    if (answer && answering.isPresent()) {
      RequestTimes times = RequestHistory.times(request, events.of(request.id()));
      Deadlines clocks = answering.get().of(request.asks());
      Optional<LocalDate> due = Deadlines.ifCertain(clocks.answer(times, at));
      answers.after(request, move, reason, due, at);
    }
  }

  /** Notes that whatever a requester was still to be told was told with the answer itself. */
  void toldWithAnswer(String id, Instant at) {
    answers.allSent(id, at);
  }

  /** Notes that an answer was sent, after which nobody need be remembered for its sake. */
  public void answered(Answer answer, Instant at) {
    answers.sent(answer, at);
    forget(answer.request());
  }

  /** Freezes whose rows the request is about and the erasure instant; the first time counts. */
  public void resolve(String id, SealedPerson person, Instant at) {
    persons.freeze(id, person, at);
  }

  /** Notes further rows of a person whose rows are frozen. */
  public void addRows(String id, SealedPerson person) {
    seal(id, Optional.of(person));
  }

  /**
   * The keys of rows that were deleted for requests, as long as what hangs on them is sought.
   *
   * @param beside the control schema beside the rows, which need not be that of the requests
   */
  public GoneKeyNotes goneKeys(JdbcTemplate beside) {
    return new GoneKeyNotes(beside, key);
  }

  /** The rows of copies of which a run could not say whether they are the person's. */
  public List<CopyReviews.Row> copies(String id) {
    return copies.of(id);
  }

  /** Notes what somebody says of such rows, by their tokens. */
  void sayOfCopies(String id, Map<String, Boolean> theirs, CopyReviews.Said as) {
    copies.say(id, theirs, as, mirror);
  }

  /** Notes that kept rows come due on a day, if that is earlier than what was known. */
  public void dueBy(String id, LocalDate day) {
    jdbc.update(
        "UPDATE quietus.request SET kept_until = ? WHERE job = ? AND request_id = ?"
            + " AND kept_until > ?",
        day,
        job,
        id,
        day);
  }

  /** Notes when the next of the rows that were kept comes due. */
  void keepUntil(String id, Optional<LocalDate> day) {
    jdbc.update(
        "UPDATE quietus.request SET kept_until = ? WHERE job = ? AND request_id = ?",
        day.orElse(null),
        job,
        id);
  }

  /**
   * Forgets what no longer serves, once the matter is settled, the requester answered and everybody
   * told who had the data: the identifiers, and with no row left to come due the person as a whole.
   */
  public void forget(String id) {
    ErasureRequest request = find(id).orElseThrow();
    boolean acted = request.state().isTerminal() || request.state() == State.DEFERRED;
    if (!acted || answers.isOwed(id) || needed.test(id)) {
      return;
    }
    boolean against = RequestHistory.isDecidedAgainst(request, events(id));
    boolean lasting = against || request.keptUntil().isPresent();
    if (lasting && persons.areSealedOtherwise(id)) {
      return; // the key may come back, and tell what comes due, or whom to spare
    }
    Optional<SealedPerson> known = lasting ? persons.of(id) : Optional.empty();
    seal(id, known.map(one -> against ? one.byReviewedKeys() : one.withoutIdentifiers()));
  }

  /** Puts what is known of the person in place of what was. */
  void seal(String id, Optional<SealedPerson> person) {
    persons.put(id, person);
  }
}
