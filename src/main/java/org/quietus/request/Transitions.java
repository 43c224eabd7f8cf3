package org.quietus.request;

import static org.quietus.request.State.ANSWERED;
import static org.quietus.request.State.APPROVED;
import static org.quietus.request.State.CANCELLED;
import static org.quietus.request.State.COMPLETED;
import static org.quietus.request.State.COOLING_OFF;
import static org.quietus.request.State.DEFERRED;
import static org.quietus.request.State.EXPIRED;
import static org.quietus.request.State.RECEIVED;
import static org.quietus.request.State.REFUSED;
import static org.quietus.request.State.RUNNING;
import static org.quietus.request.State.SETTLING;
import static org.quietus.request.State.VERIFYING;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.quietus.policy.RequestKind;

/** The state table of requests: every move that there is, and nothing that is not in it. */
public final class Transitions {

  private static final Set<Role> STAFF = EnumSet.of(Role.OPERATOR, Role.DPO);
  private static final Set<Role> TAKING_IN = EnumSet.of(Role.OPERATOR, Role.DPO, Role.SYSTEM);
  private static final Set<Role> ANYBODY = EnumSet.of(Role.REQUESTER, Role.OPERATOR, Role.DPO);
  private static final Set<Role> BY_RUN = EnumSet.of(Role.RUN);
  private static final Set<Role> STAFF_OR_RUN = EnumSet.of(Role.OPERATOR, Role.DPO, Role.RUN);

  private static final Set<State> UNVERIFIED = EnumSet.of(RECEIVED, VERIFYING);
  private static final Set<State> UNDECIDED = EnumSet.of(RECEIVED, VERIFYING, COOLING_OFF);
  private static final Set<State> UNTOUCHED =
      EnumSet.of(RECEIVED, VERIFYING, COOLING_OFF, APPROVED);

  /** Once it is acted on, late rows may have to be decided about. */
  private static final Set<State> REVIEWED =
      EnumSet.of(RECEIVED, VERIFYING, COOLING_OFF, APPROVED, RUNNING, SETTLING);

  private static final Set<State> ACTED_ON = EnumSet.of(RUNNING, SETTLING, DEFERRED, COMPLETED);

  /** A decision against an erasure may be known by keys that nobody can read any more. */
  private static final Set<State> GIVEN_UP =
      EnumSet.of(RUNNING, SETTLING, DEFERRED, COMPLETED, REFUSED, CANCELLED);

  /** What can happen to a request that is answered, and nothing erased for it. */
  private static final Set<Move> OF_ANSWERED =
      EnumSet.of(
          Move.FILE,
          Move.ASK_IDENTITY,
          Move.VERIFY,
          Move.ANSWER,
          Move.REFUSE,
          Move.CANCEL,
          Move.EXPIRE,
          Move.EXTEND,
          Move.MERGE);

  private static final Set<State> RESTING =
      EnumSet.of(RECEIVED, VERIFYING, COOLING_OFF, APPROVED, DEFERRED);

  /** A restriction outlives the request that it was set with, unless that erases the person. */
  private static final Set<State> RESTRICTED =
      EnumSet.of(RECEIVED, VERIFYING, COOLING_OFF, APPROVED, DEFERRED, REFUSED, CANCELLED, EXPIRED);

  /** From any of these states to that one, in one of these roles. */
  private record Transition(Move move, Set<State> from, Set<State> to, Set<Role> by) {}

  private static final List<Transition> TABLE =
      List.of(
          new Transition(
              Move.FILE,
              EnumSet.noneOf(State.class),
              EnumSet.of(RECEIVED, COOLING_OFF, APPROVED),
              TAKING_IN),
          new Transition(Move.ASK_IDENTITY, EnumSet.of(RECEIVED), EnumSet.of(VERIFYING), TAKING_IN),
          new Transition(
              Move.VERIFY, UNVERIFIED, EnumSet.of(COOLING_OFF, APPROVED, RECEIVED), TAKING_IN),
          new Transition(Move.APPROVE, EnumSet.of(COOLING_OFF), EnumSet.of(APPROVED), STAFF_OR_RUN),
          new Transition(Move.ANSWER, UNVERIFIED, EnumSet.of(ANSWERED), STAFF),
          new Transition(Move.REFUSE, UNTOUCHED, EnumSet.of(REFUSED), STAFF),
          new Transition(Move.CANCEL, UNTOUCHED, EnumSet.of(CANCELLED), ANYBODY),
          new Transition(Move.EXPIRE, UNVERIFIED, EnumSet.of(EXPIRED), STAFF),
          new Transition(Move.UPHOLD, UNDECIDED, EnumSet.of(APPROVED), STAFF),
          new Transition(Move.REJECT, UNVERIFIED, EnumSet.of(REFUSED), STAFF),
          staying(Move.EXTEND, EnumSet.complementOf(terminal()), STAFF),
          staying(Move.RESTRICT, RESTING, TAKING_IN),
          staying(Move.UNRESTRICT, RESTRICTED, STAFF),
          staying(Move.REVIEW, REVIEWED, STAFF),
          staying(Move.REVIEW_COPY, ACTED_ON, STAFF),
          staying(Move.ACCEPT, GIVEN_UP, STAFF),
          staying(Move.MERGE, UNTOUCHED, TAKING_IN),
          new Transition(Move.TAKE_UP, EnumSet.of(APPROVED, DEFERRED), EnumSet.of(RUNNING), BY_RUN),
          new Transition(Move.PUT_BACK, EnumSet.of(RUNNING), EnumSet.of(APPROVED), BY_RUN),
          new Transition(Move.SETTLE, EnumSet.of(RUNNING), EnumSet.of(SETTLING), BY_RUN),
          new Transition(Move.DEFER, EnumSet.of(RUNNING, SETTLING), EnumSet.of(DEFERRED), BY_RUN),
          new Transition(
              Move.COMPLETE,
              EnumSet.of(RUNNING, SETTLING, COMPLETED),
              EnumSet.of(COMPLETED),
              BY_RUN));

  private Transitions() {}

  /** A move after which the request is where it was. */
  private static Transition staying(Move move, Set<State> from, Set<Role> by) {
    return new Transition(move, from, Set.of(), by);
  }

  private static EnumSet<State> terminal() {
    EnumSet<State> terminal = EnumSet.allOf(State.class);
    terminal.removeIf(state -> !state.isTerminal());
    return terminal;
  }

  /** Whether the move leads from one state to the other, in that role. */
  public static boolean allows(Move move, State from, State to, Role role) {
    Transition transition = of(move);
    boolean leads = transition.to().isEmpty() ? from == to : transition.to().contains(to);
    return leads && transition.from().contains(from) && transition.by().contains(role);
  }

  /** The moves that people, or a run, can make from a state. */
  public static Set<Move> from(State state) {
    EnumSet<Move> moves = EnumSet.noneOf(Move.class);
    TABLE.stream()
        .filter(transition -> transition.from().contains(state))
        .forEach(transition -> moves.add(transition.move()));
    return moves;
  }

  /** The moves that people, or a run, can make with a request. */
  public static Set<Move> from(ErasureRequest request) {
    EnumSet<Move> moves = EnumSet.noneOf(Move.class);
    from(request.state()).stream()
        .filter(move -> concerns(move, request.asks()))
        .forEach(moves::add);
    return moves;
  }

  private static boolean concerns(Move move, RequestKind asks) {
    return asks.isErasure() ? move != Move.ANSWER : OF_ANSWERED.contains(move);
  }

  private static Transition of(Move move) {
    return TABLE.stream().filter(each -> each.move() == move).findFirst().orElseThrow();
  }

  /**
   * Lets a move pass that the table has.
   *
   * @throws NotPossible with what is possible from there
   */
  static void check(ErasureRequest request, Move move, State to, Role role) {
    State from = request.state();
    boolean concerned = concerns(move, request.asks());
    if (concerned && allows(move, from, to, role)) {
      return;
    }
    Transition transition = of(move);
    if (concerned && transition.from().contains(from) && !transition.by().contains(role)) {
      throw new NotPossible(
          "'"
              + move.command()
              + "' is not for the role "
              + role
              + "; it is for: "
              + joined(transition.by()));
    }
    throw NotPossible.from(request, move);
  }

  private static String joined(Set<?> each) {
    return String.join(", ", each.stream().map(Object::toString).toList());
  }
}
