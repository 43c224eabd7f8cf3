package org.quietus.request;

import java.util.List;
import java.util.Set;
import org.quietus.policy.RequestKind;

/** What was to happen to a request cannot happen to it; the message says what can. */
public final class NotPossible extends RuntimeException {

  /** Says it in words for the user, naming no person. */
  public NotPossible(String message) {
    super(message);
  }

  static NotPossible from(ErasureRequest request, Move move) {
    State state = request.state();
    Set<Move> possible = Transitions.from(request);
    List<String> commands =
        possible.stream()
            .filter(other -> other != Move.MERGE)
            .map(Move::command)
            .distinct()
            .toList();
    return new NotPossible(
        "request "
            + request.id()
            + " is "
            + state
            + (request.asks().isErasure() ? "" : " and asks for " + asked(request.asks()))
            + ", so that '"
            + move.command()
            + "' is not possible"
            + hint(move, state)
            + "; possible from there: "
            + (state.isTerminal() && !request.restricted()
                ? "nothing, it is closed"
                : String.join(", ", commands)));
  }

  private static String asked(RequestKind kind) {
    return switch (kind) {
      case ERASURE -> "erasure";
      case ACCESS -> "access";
      case CONTACT, COMPLAINT -> "an answer";
    };
  }

  private static String hint(Move move, State state) {
    return move == Move.CANCEL && (state == State.COMPLETED || state == State.DEFERRED)
        ? " any more: what was removed cannot be brought back"
        : "";
  }
}
