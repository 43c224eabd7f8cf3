package org.quietus.request;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.policy.RequestKind;
import org.quietus.subject.Identifier;

/**
 * Takes requests in. One that the same person has open already, on the same ground, is merged into
 * it: whoever asks twice is erased once, and answered by the earlier date. Whose the rows are is
 * reviewed anew then, for several may be known by the same.
 */
public final class Intake {
  /** The reason of the first event of a request that nobody made, but a run. */
  static final String FOUND = "found";

  private final ErasureRequests requests;
  private final Deadlines deadlines;
  private final Map<Same, String> open = new HashMap<>();
  private boolean locked;

  /** One intake serves one transaction. */
  public Intake(ErasureRequests requests, Deadlines deadlines) {
    this.requests = requests;
    this.deadlines = deadlines;
  }

  /**
   * What became of a new request.
   *
   * @param id of the request that it is, or that it was merged into
   */
  public record Taken(String id, boolean merged) {}

  /**
   * Takes one in, inside the caller's transaction.
   *
   * @param id for it, if it is not merged
   * @param commitment to its identifiers, made with the person's nonce
   */
  public Taken take(
      String id,
      NewRequest request,
      SealedPerson person,
      String commitment,
      Role role,
      Instant at) {
    lock();
    Same same = Same.as(request.filing(), request.identifiers());
    Optional<ErasureRequest> first =
        Optional.ofNullable(open.get(same))
            .filter(found -> isOneMatter(request.filing().asks()))
            .map(requests::locked)
            .filter(found -> Transitions.from(found).contains(Move.MERGE));
    if (first.isPresent()) {
      merge(first.get(), request, role, at);
      return new Taken(first.get().id(), true);
    }
    open.put(same, id);
    Optional<Instant> cooling = coolingOffEnds(request.filing(), at);
    boolean undecided =
        request.filing().ground() == Ground.OBJECTION || !request.filing().asks().isErasure();
    State state =
        !request.verified() || undecided
            ? State.RECEIVED
            : cooling.isPresent() ? State.COOLING_OFF : State.APPROVED;
    requests.add(
        new ErasureRequest(
            id,
            request.filing(),
            state,
            false,
            request.verified() ? Optional.of(at) : Optional.empty(),
            state == State.COOLING_OFF ? cooling : Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            commitment),
        person,
        role,
        "added",
        at);
    return new Taken(id, false);
  }

  /**
   * Takes one in of which is known already whose the rows are; never merged, for who has the same
   * identifiers may be somebody else.
   */
  public void takeDecided(
      String id, NewRequest request, SealedPerson person, String commitment, Instant at) {
    takeVerified(id, request, person, commitment, Optional.empty(), Role.SYSTEM, FOUND, at);
  }

  /**
   * Takes one in that an entry of a list stands for; never merged, so that each entry has a request
   * of its own. The time to think is the one that everybody has.
   */
  public void takeListed(
      String id,
      NewRequest request,
      SealedPerson person,
      String commitment,
      Role role,
      Instant at) {
    Optional<Instant> cooling = coolingOffEnds(request.filing(), at);
    takeVerified(id, request, person, commitment, cooling, role, "added", at);
  }

  /** Takes one in that follows another, which a run is about to carry out; never merged. */
  public void takeFollowing(
      String id, NewRequest request, SealedPerson person, String commitment, Instant at) {
    takeVerified(id, request, person, commitment, Optional.empty(), Role.SYSTEM, "same-person", at);
  }

  /** Lets nobody else take requests in until the transaction ends. */
  public void alone() {
    requests.lockIntake();
  }

  private void takeVerified(
      String id,
      NewRequest request,
      SealedPerson person,
      String commitment,
      Optional<Instant> cooling,
      Role role,
      String reason,
      Instant at) {
    requests.add(
        new ErasureRequest(
            id,
            request.filing(),
            cooling.isPresent() ? State.COOLING_OFF : State.APPROVED,
            false,
            Optional.of(at),
            cooling,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            commitment),
        person,
        role,
        reason,
        at);
  }

  /** Whether who asks for it twice asks for the same; two questions or complaints are two. */
  private static boolean isOneMatter(RequestKind asks) {
    return asks == RequestKind.ERASURE || asks == RequestKind.ACCESS;
  }

  /** When the requester's time to think is over, if there is any left. */
  Optional<Instant> coolingOffEnds(Filing filing, Instant now) {
    return filing.ground().waivesCoolingOff() || !filing.asks().isErasure()
        ? Optional.empty()
        : Optional.of(deadlines.coolingOffEnds(filing.receivedAt())).filter(now::isBefore);
  }

  /** What two requests have in common that are one. */
  private record Same(
      String subject,
      Optional<String> tenant,
      RequestKind asks,
      Ground ground,
      Set<Identifier> person) {
    static Same as(Filing filing, List<Identifier> identifiers) {
      return new Same(
          filing.subject(),
          filing.tenant(),
          filing.asks(),
          filing.ground(),
          Set.copyOf(identifiers));
    }
  }

  private void lock() {
    if (!locked) {
      locked = true;
      requests.lockIntake();
      requests
          .untouched()
          .forEach(
              (request, person) -> {
                if (isOpenToOthers(request, person)) {
                  open.put(Same.as(request.filing(), person.identifiers()), request.id());
                }
              });
    }
  }

  /**
   * Whether who asks now is erased by it too: not if it is as of an earlier moment, at which a hold
   * stopped a run, nor if its list said whose the rows are, nor if it follows another, with which
   * it waits and is withdrawn.
   */
  private static boolean isOpenToOthers(ErasureRequest request, SealedPerson person) {
    boolean listed = ListedRequests.isOf(request.filing()) && person.reviewed().isPresent();
    boolean follows = SamePerson.first(request.filing()).isPresent();
    return request.resolvedAt().isEmpty() && !listed && !follows;
  }

  private void merge(ErasureRequest open, NewRequest request, Role role, Instant at) {
    Instant received = request.filing().receivedAt();
    Map<String, Object> earlier =
        received.isBefore(open.receivedAt())
            ? Map.of("received_at", RequestRow.utc(received))
            : Map.of();
    ErasureRequest merged =
        requests.make(
            open.id(),
            new ErasureRequests.Step(Move.MERGE, open.state(), role, "asked-again", at, earlier));
    if (RequestHistory.isReviewed(requests.events(open.id()))) {
      // several may have these identifiers, and this may be another one of them
      requests.seal(open.id(), Optional.of(requests.person(open.id()).withoutReview()));
    }
    boolean undecided = open.filing().ground() == Ground.OBJECTION;
    if (request.verified() && !undecided && merged.verifiedAt().isEmpty()) {
      new Decisions(requests, deadlines).verify(open.id(), role, at);
    }
  }
}
