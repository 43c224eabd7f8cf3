package org.quietus.scenario;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An erasure request as the model knows it.
 *
 * @param subject {@code customer}, {@code subscriber}, {@code employee} or {@code guest}
 * @param erasedAt when a run first found whom it means; what was created later is somebody else's
 * @param settles when everything may be searched once more
 */
record Ask(
    String id,
    String subject,
    @Nullable String email,
    @Nullable String phone,
    Instant received,
    State state,
    @Nullable Instant erasedAt,
    @Nullable Account person,
    @Nullable Instant settles) {

  enum State {
    UNVERIFIED,
    READY,
    ERASED,
    COMPLETED,
    ENDED
  }

  Ask(
      String id,
      String subject,
      @Nullable String email,
      @Nullable String phone,
      Instant received,
      State state) {
    this(id, subject, email, phone, received, state, null, null, null);
  }

  Ask in(State next) {
    return new Ask(id, subject, email, phone, received, next, erasedAt, person, settles);
  }

  /** A run has found its person, or nobody; only the first time counts. */
  Ask frozen(Instant moment, @Nullable Account found) {
    return isFrozen()
        ? this
        : new Ask(id, subject, email, phone, received, state, moment, found, settles);
  }

  /** As far as an older copy of the database knows whom it means. */
  Ask frozenAs(@Nullable Ask older) {
    return older == null
        ? new Ask(id, subject, email, phone, received, state)
        : new Ask(id, subject, email, phone, received, state, older.erasedAt, older.person, null);
  }

  /** Its person, or nobody, was erased. */
  Ask erased() {
    return new Ask(id, subject, email, phone, received, State.ERASED, erasedAt, person, null);
  }

  /** All is done but to wait for what may be on its way. */
  Ask settling(Instant until) {
    return new Ask(id, subject, email, phone, received, State.ERASED, erasedAt, person, until);
  }

  /** Whether somebody is of the kind that it asks for. */
  boolean isAbout(Account account) {
    return account.subject().equals(Account.table(subject));
  }

  boolean isFrozen() {
    return erasedAt != null;
  }

  List<String> given() {
    return Stream.of(email, phone).filter(Objects::nonNull).toList();
  }

  /** Whether an identifier was given, or the person's row held it besides. */
  boolean knows(@Nullable String identifier) {
    return identifier != null
        && (identifier.equals(email)
            || identifier.equals(phone)
            || (person != null && person.has(identifier)));
  }

  boolean isMet() {
    return state == State.ERASED || state == State.COMPLETED;
  }
}
