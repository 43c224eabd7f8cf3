package org.quietus.request;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.quietus.policy.RequestKind;

/** What people decide about requests; each inside the caller's transaction. */
public final class Decisions {
  private static final int LONGEST_REFERENCE = 40;

  private final ErasureRequests requests;
  private final Deadlines deadlines;
  private boolean liftsRestriction;

  public Decisions(ErasureRequests requests, Deadlines deadlines) {
    this.requests = requests;
    this.deadlines = deadlines;
  }

  /** Whether what was decided ends the restriction of the request's person. */
  public boolean liftsRestriction() {
    return liftsRestriction;
  }

  /** The requester is asked to show who they are. */
  public void askIdentity(String id, Role role, Instant at) {
    make(id, Move.ASK_IDENTITY, State.VERIFYING, role, "identity-asked", at);
  }

  /**
   * The requester has shown who they are.
   *
   * @throws NotPossible if the request is an objection, about which more has to be decided
   */
  public void verify(String id, Role role, Instant at) {
    ErasureRequest request = requests.locked(id);
    if (request.filing().ground() == Ground.OBJECTION) {
      throw new NotPossible(
          "request "
              + id
              + " is an objection; decide it with 'request object --upheld' or '--rejected'");
    }
    if (!request.asks().isErasure()) {
      requests.make(
          id,
          new ErasureRequests.Step(
              Move.VERIFY,
              State.RECEIVED,
              role,
              "identity-verified",
              at,
              Map.of("verified_at", RequestRow.utc(at))));
      return;
    }
    Optional<Instant> cooling =
        new Intake(requests, deadlines).coolingOffEnds(request.filing(), at);
    Map<String, Object> set = new LinkedHashMap<>();
    set.put("verified_at", RequestRow.utc(at));
    cooling.ifPresent(end -> set.put("cooling_ends", RequestRow.utc(end)));
    State to = cooling.isPresent() ? State.COOLING_OFF : State.APPROVED;
    requests.make(
        id, new ErasureRequests.Step(Move.VERIFY, to, role, "identity-verified", at, set));
  }

  /** The requester's time to think is cut short. */
  public void approve(String id, Role role, Instant at) {
    make(id, Move.APPROVE, State.APPROVED, role, "cooling-off-waived", at);
  }

  public void refuse(String id, RefusalCode code, Role role, Instant at) {
    make(id, Move.REFUSE, State.REFUSED, role, code.toString(), at);
  }

  public void cancel(String id, Role role, Instant at) {
    make(id, Move.CANCEL, State.CANCELLED, role, "withdrawn", at);
  }

  /**
   * Somebody has answered what was asked, and nothing was to be erased; what the requester was
   * still to be told is told with it.
   *
   * @param reference where the answer lies, of at most {@value #LONGEST_REFERENCE} characters
   * @throws NotPossible if data was asked for by somebody who has not shown who they are
   */
  public void answer(String id, Optional<String> reference, Role role, Instant at) {
    ErasureRequest request = requests.locked(id);
    if (request.asks() == RequestKind.ACCESS && request.verifiedAt().isEmpty()) {
      throw new NotPossible(
          "request "
              + id
              + " asks to see a person's data, and nobody has shown that it comes from that person;"
              + " first: quietus request verify");
    }
    if (reference
        .filter(text -> !Filing.isReference(text) || text.length() > LONGEST_REFERENCE)
        .isPresent()) {
      throw new NotPossible(
          "invalid evidence reference; write one that says nothing about the person, with a letter"
              + " in it, of at most "
              + LONGEST_REFERENCE
              + " letters, digits and . _ / # -, e.g. LETTER-2026-17");
    }
    requests.make(
        id,
        new ErasureRequests.Step(
            Move.ANSWER,
            State.ANSWERED,
            role,
            reference.orElse("answered"),
            at,
            Map.of("completed_at", RequestRow.utc(at))));
    requests.toldWithAnswer(id, at);
    requests.forget(id);
  }

  /**
   * Gives a request up whose requester never showed who they are.
   *
   * @throws NotPossible if they have
   */
  public void expire(String id, Role role, Instant at) {
    ErasureRequest request = requests.locked(id);
    if (!request.asks().isErasure() && request.verifiedAt().isPresent()) {
      throw new NotPossible(
          "request " + id + " is verified; answer it, or refuse it: quietus request refuse");
    }
    make(id, Move.EXPIRE, State.EXPIRED, role, "identity-not-shown", at);
  }

  /**
   * Moves the day by which the requester must be answered.
   *
   * @throws NotPossible if it is too late, was done before, or the job file gives no time for it
   */
  public void extend(String id, ExtensionReason reason, Role role, Instant at) {
    ErasureRequest request = requests.locked(id);
    deadlines
        .of(request.asks())
        .refusal(RequestHistory.times(request, requests.events(id)), at, reason.toString())
        .ifPresent(
            refusal -> {
              throw new NotPossible("request " + id + " is not extended: " + refusal.message());
            });
    make(id, Move.EXTEND, request.state(), role, reason.toString(), at);
  }

  /** Nothing may be done with the person's data from now on. */
  public void restrict(String id, Role role, Instant at) {
    requests.make(
        id,
        new ErasureRequests.Step(
            Move.RESTRICT,
            requests.locked(id).state(),
            role,
            "restricted",
            at,
            Map.of("restricted", 1)));
  }

  /**
   * Lifts the restriction.
   *
   * @throws NotPossible if there is none
   */
  public void unrestrict(String id, Role role, Instant at) {
    ErasureRequest request = requests.locked(id);
    if (!request.restricted()) {
      throw new NotPossible("request " + id + " is not restricted");
    }
    requests.make(
        id,
        new ErasureRequests.Step(
            Move.UNRESTRICT, request.state(), role, "lifted", at, Map.of("restricted", 0)));
    liftsRestriction = true;
  }

  /**
   * Somebody has looked whose the rows are that the identifiers lead to.
   *
   * @param looking what they say of the request and its person, while nobody else can decide
   */
  public void review(
      String id,
      BiFunction<ErasureRequest, SealedPerson, Reviewed> looking,
      Role role,
      Instant at) {
    ErasureRequest request = requests.locked(id);
    State state = request.state();
    Transitions.check(request, Move.REVIEW, state, role);
    SealedPerson person = requests.person(id);
    Reviewed decided = looking.apply(request, person);
    make(id, Move.REVIEW, state, role, decided.isNobody() ? "nobody-meant" : "rows-chosen", at);
    SealedPerson known = person.reviewed(decided);
    requests.seal(
        id, Optional.of(ListedRequests.isOf(request.filing()) ? known.ofConfirmedAlone() : known));
  }

  /**
   * Somebody has looked whose rows of copies are of which a run could not say.
   *
   * @param looking what they say of the rows in doubt, by their tokens: whether they are the
   *     person's
   * @param reason a code
   */
  public void reviewCopies(
      String id,
      Function<List<CopyReviews.Row>, Map<String, Boolean>> looking,
      String reason,
      Role role,
      Instant at) {
    ErasureRequest request = requests.locked(id);
    State state = request.state();
    Transitions.check(request, Move.REVIEW_COPY, state, role);
    Map<String, Boolean> theirs = looking.apply(requests.copies(id));
    requests.make(id, new ErasureRequests.Step(Move.REVIEW_COPY, state, role, reason, at));
    requests.sayOfCopies(id, theirs, new CopyReviews.Said(true, at, role.toString(), reason));
  }

  /**
   * What was known of the person's rows and cannot be read any more is given up, be it all of it
   * since the key is lost that sealed it.
   *
   * @param readable what remains known of the person; empty if nothing has to be given up
   * @param keysToo whether keys of deleted rows that do not lead to the person's any more are given
   *     up as well
   * @param reason a code
   */
  public void acceptUnmatched(
      String id,
      BiFunction<ErasureRequest, SealedPerson, Optional<SealedPerson>> readable,
      Predicate<ErasureRequest> keysToo,
      String reason,
      Role role,
      Instant at) {
    ErasureRequest request = requests.locked(id);
    State state = request.state();
    Transitions.check(request, Move.ACCEPT, state, role);
    boolean lost = requests.persons().areSealedOtherwise(id);
    Optional<SealedPerson> person =
        lost // with the key
            ? Optional.of(SealedPerson.forgotten())
            : requests
                .remembered(id)
                .filter(known -> known.rows().isPresent())
                .flatMap(known -> readable.apply(request, known));
    boolean keys = request.isBegun() && keysToo.test(request);
    if (person.isEmpty() && !keys) {
      throw new NotPossible("nothing of request " + id + " is unmatched");
    }
    requests.make(id, new ErasureRequests.Step(Move.ACCEPT, state, role, reason, at));
    person.ifPresent(known -> requests.seal(id, Optional.of(known)));
  }

  /** The requester objected to the processing, and is right: the data goes, at once. */
  public void uphold(String id, Role role, Instant at) {
    ErasureRequest request = requests.locked(id);
    Map<String, Object> set = new LinkedHashMap<>();
    set.put("ground", Ground.OBJECTION_UPHELD.toString());
    set.put("restricted", 0);
    set.put("verified_at", RequestRow.utc(request.verifiedAt().orElse(at)));
    requests.make(
        id,
        new ErasureRequests.Step(Move.UPHOLD, State.APPROVED, role, "objection-upheld", at, set));
    liftsRestriction = true;
  }

  /** The requester objected to the processing, but it goes on for overriding reasons. */
  public void reject(String id, Role role, Instant at) {
    requests.make(
        id,
        new ErasureRequests.Step(
            Move.REJECT,
            State.REFUSED,
            role,
            RefusalCode.OBJECTION_REJECTED.toString(),
            at,
            Map.of("restricted", 0)));
    requests.forget(id);
    liftsRestriction = true;
  }

  private void make(String id, Move move, State to, Role role, String reason, Instant at) {
    requests.make(id, new ErasureRequests.Step(move, to, role, reason, at));
    if (to.isTerminal()) {
      requests.forget(id);
    }
  }
}
