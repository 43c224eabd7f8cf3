package org.quietus.scenario;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An erasure request as the model knows it. */
record Ask(
    String id,
    @Nullable String email,
    @Nullable String phone,
    Instant received,
    State state,
    @Nullable Instant erasedAt,
    @Nullable Account person) {

  enum State {
    UNVERIFIED,
    READY,
    ERASED,
    COMPLETED,
    ENDED
  }

  Ask in(State next) {
    return new Ask(id, email, phone, received, next, erasedAt, person);
  }

  /** Its person, or nobody, was frozen and erased. */
  Ask erased(Instant moment, @Nullable Account found) {
    return new Ask(id, email, phone, received, State.ERASED, moment, found);
  }

  List<String> given() {
    return Stream.of(email, phone).filter(Objects::nonNull).toList();
  }

  boolean isMet() {
    return state == State.ERASED || state == State.COMPLETED;
  }
}
