package org.quietus.request;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.quietus.policy.RequestKind;

/** Builds requests that no database has; what is not said of one is not so. */
final class ARequest {
  private final Instant received;
  private Ground ground = Ground.REQUEST;
  private RequestKind asks = RequestKind.ERASURE;
  private boolean restricted;
  private Optional<Instant> verifiedAt = Optional.empty();
  private Optional<Instant> coolingOffEnds = Optional.empty();
  private Optional<Instant> settlesAt = Optional.empty();
  private Optional<Instant> completedAt = Optional.empty();
  private Optional<LocalDate> keptUntil = Optional.empty();

  ARequest(Instant received) {
    this.received = received;
  }

  ARequest on(Ground why) {
    ground = why;
    return this;
  }

  ARequest restricted() {
    restricted = true;
    return this;
  }

  ARequest verified(Instant at) {
    verifiedAt = Optional.of(at);
    return this;
  }

  ARequest coolingOffUntil(Instant end) {
    coolingOffEnds = Optional.of(end);
    return this;
  }

  ARequest settlingUntil(Instant end) {
    settlesAt = Optional.of(end);
    return this;
  }

  ARequest completed(Instant at) {
    completedAt = Optional.of(at);
    return this;
  }

  ARequest keptUntil(LocalDate day) {
    keptUntil = Optional.of(day);
    return this;
  }

  ARequest asking(RequestKind kind) {
    asks = kind;
    return this;
  }

  ErasureRequest in(State state) {
    return new ErasureRequest(
        "r1",
        new Filing(
            "customer", Optional.empty(), ground, Requester.SELF, Optional.empty(), received, asks),
        state,
        restricted,
        verifiedAt,
        coolingOffEnds,
        Optional.empty(),
        settlesAt,
        completedAt,
        keptUntil,
        "c0ffee");
  }
}
