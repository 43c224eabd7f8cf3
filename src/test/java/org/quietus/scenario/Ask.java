package org.quietus.scenario;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An erasure request as the model knows it.
 *
 * @param subject {@code customer}, {@code subscriber}, {@code employee} or {@code guest}
 * @param erasedAt when a run first found whom it means; what was created later is somebody else's
 * @param settles when everything may be searched once more
 * @param reviewed what staff said of the rows that it leads to
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
    @Nullable Instant settles,
    @Nullable Reviewed reviewed) {

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
    this(id, subject, email, phone, received, state, null, null, null, null);
  }

  Ask in(State next) {
    return new Ask(id, subject, email, phone, received, next, erasedAt, person, settles, reviewed);
  }

  /** A run has found its person, or nobody; only the first time counts. */
  Ask frozen(Instant moment, @Nullable Account found) {
    return isFrozen()
        ? this
        : new Ask(id, subject, email, phone, received, state, moment, found, settles, reviewed);
  }

  /** As far as an older copy of the database knows whom it means. */
  Ask frozenAs(@Nullable Ask older) {
    return older == null
        ? new Ask(id, subject, email, phone, received, state)
        : new Ask(
            id,
            subject,
            email,
            phone,
            received,
            state,
            older.erasedAt,
            older.person,
            null,
            reviewedAs(older));
  }

  /** One that was carried out since an older copy of the database was made, or before. */
  Ask restoredWith(Ask older) {
    return new Ask(
        id, subject, email, phone, received, state, erasedAt, person, settles, reviewedAs(older));
  }

  /** What staff said since a copy was made went with it: they say it again. */
  private @Nullable Reviewed reviewedAs(Ask older) {
    return Objects.equals(reviewed, older.reviewed) ? reviewed : Reviewed.LOST;
  }

  /** Whether staff have to say again whose the rows are. */
  boolean isUnreviewed() {
    return reviewed != null && reviewed.isLost();
  }

  /** Whether staff said it again since, and that of no row. */
  boolean isSaidOfNone() {
    return reviewed != null && reviewed.isOfNone();
  }

  /** Staff said whose some rows are, and perhaps of others before. */
  Ask reviewed(Reviewed now) {
    Reviewed all = reviewed == null || !isFrozen() ? now : reviewed.and(now);
    return new Ask(id, subject, email, phone, received, state, erasedAt, person, settles, all);
  }

  /** Its person, or nobody, was erased. */
  Ask erased() {
    return new Ask(
        id, subject, email, phone, received, State.ERASED, erasedAt, person, null, reviewed);
  }

  /** All is done but to wait for what may be on its way. */
  Ask settling(Instant until) {
    return new Ask(
        id, subject, email, phone, received, State.ERASED, erasedAt, person, until, reviewed);
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

  /** By what the person can be told from others. */
  Set<String> known() {
    Set<String> all = ofPerson();
    return reviewed == null ? all : reviewed.telling(all, person != null);
  }

  /** What was given, what the person's row held besides, and what staff said is theirs. */
  private Set<String> ofPerson() {
    Set<String> all = new HashSet<>(given());
    if (person != null) {
      all.addAll(person.traits());
    }
    if (reviewed != null) {
      all.addAll(reviewed.traits());
    }
    return all;
  }

  /** What staff said is theirs, and tells them from others, beside what was known before. */
  Set<String> learnt() {
    Set<String> learnt = reviewed == null ? new HashSet<>() : reviewed.traits();
    learnt.retainAll(known());
    given().forEach(learnt::remove);
    return learnt;
  }

  /** What staff said somebody else has, too, so that it does not tell the person. */
  Set<String> shared() {
    Set<String> shared = isUnreviewed() ? new HashSet<>() : ofPerson();
    shared.removeAll(known());
    return shared;
  }

  /** Whether staff said that a row is the person's. */
  boolean isTheirs(Account row) {
    return reviewed != null && reviewed.isTheirs(row);
  }

  /** Whether staff said that it is somebody else's, and nothing speaks against it since. */
  boolean isOthers(Account row) {
    return reviewed != null && reviewed.isOthers(row, ofPerson());
  }

  boolean isMet() {
    return state == State.ERASED || state == State.COMPLETED;
  }
}
