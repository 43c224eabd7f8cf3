package org.quietus.run.certify;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Residuals;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.OpaqueIds;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.recipient.Channels;
import org.quietus.recipient.Delivery;
import org.quietus.recipient.Notice;
import org.quietus.recipient.NoticeDesk;
import org.quietus.recipient.Notices;
import org.quietus.request.Answers;
import org.quietus.request.ErasureRequests;
import org.quietus.request.mirror.Mirror;
import org.quietus.run.person.Requested;
import org.quietus.subject.Identifier;

/**
 * Tells those who had the data of erased persons, and says on certificates who was told. Nothing
 * that goes wrong here changes what was erased.
 */
public final class Notifying {
  /** What certificates say of a copy whose recipient was not told yet. */
  public static final String NOT_TOLD = "not-told";

  /** The same of one whose recipient was told and has not confirmed. */
  public static final String NOT_CONFIRMED = "not-confirmed";

  /** The same of what was left for a recipient, has served and could not be removed. */
  public static final String NOT_REMOVED = "not-removed";

  private final JobFile job;
  private final Control control;
  private final EvidenceAccess evidence;
  private final ErasureRequests requests;
  private final Mirror mirror;
  private final Notices notices;

  public Notifying(JobFile job, Control control, EvidenceAccess evidence) {
    this.job = job;
    this.control = control;
    this.evidence = evidence;
    this.mirror = control.mirror(job.job(), evidence.store());
    this.requests = control.requests(job, evidence.sealing(), mirror);
    this.notices = control.notices(job.job());
  }

  /**
   * Tells the recipients of these persons, whose rows are gone from the data, and whoever is still
   * to be told of others.
   *
   * @param shared whether somebody else has an identifier of one of them, too
   */
  public void tell(
      Collection<Requested> erased, BiPredicate<Requested, Identifier> shared, long token) {
    Map<String, List<Identifier>> others = new HashMap<>();
    erased.forEach(
        one ->
            others.put(
                one.request().id(),
                one.traits().identifiers(subject(one)).stream()
                    .filter(identifier -> shared.test(one, identifier))
                    .toList()));
    NoticeDesk desk = new NoticeDesk(notices, requests, mirror);
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              control.fence().check(token);
              others.forEach(this::note);
              erased.forEach(
                  one -> desk.add(job, one.request(), subject(one), OpaqueIds::next, now()));
            });
    mirror.copy(); // before anybody is told
    delivery().deliver(() -> requireOwned(token));
  }

  /** Of whom was forgotten already what they are known by, there is nothing to be told. */
  private void note(String request, List<Identifier> shared) {
    if (!shared.isEmpty() && !requests.persons().areSealedOtherwise(request)) {
      requests
          .remembered(request)
          .ifPresent(person -> requests.addRows(request, person.sharing(shared)));
    }
  }

  /** Passes on what requesters must be told. */
  public void passAnswersOn(long token) {
    delivery().passAnswersOn(OpaqueIds::next, () -> requireOwned(token));
  }

  private Delivery delivery() {
    return new Delivery(
        job,
        notices,
        new Answers(control.jdbc(), job.job()),
        requests,
        mirror,
        control.transaction(),
        new Channels(control.jdbc(), control.transaction(), control.clock()),
        evidence.envelopes(),
        control.clock());
  }

  private void requireOwned(long token) {
    control.transaction().executeWithoutResult(status -> control.fence().check(token));
  }

  private SubjectType subject(Requested requested) {
    return job.subject(requested.request().subject()).orElseThrow();
  }

  private Instant now() {
    return control.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** The notices to recipients of a request's person, as they stand. */
  public List<Notice> of(String request) {
    return notices.of(request).stream().filter(notice -> !notice.passesAnswerOn()).toList();
  }

  /** As certificates name them. */
  public static List<Recipient> recipients(List<Notice> notices) {
    return notices.stream()
        .map(
            notice ->
                new Recipient(notice.recipient(), Recipient.State.valueOf(notice.state().name())))
        .toList();
  }

  /** What recipients still have, as far as is known. */
  public static List<Residuals.Copy> residuals(List<Notice> notices) {
    List<Residuals.Copy> copies = new ArrayList<>();
    for (Notice notice : notices) {
      if (notice.isOpen() || notice.state() == Notice.State.FAILED) {
        copies.add(copy(notice, protection(notice), notice.isOpen()));
      }
      if (!notice.isOpen() && !notice.places().isEmpty()) {
        copies.add(copy(notice, NOT_REMOVED, true));
      }
    }
    return copies;
  }

  private static Residuals.Copy copy(Notice notice, String protection, boolean followUp) {
    return new Residuals.Copy(
        Residuals.Place.RECIPIENT, notice.recipient(), protection, Optional.empty(), followUp);
  }

  private static String protection(Notice notice) {
    return switch (notice.state()) {
      case PENDING -> NOT_TOLD;
      case TOLD -> NOT_CONFIRMED;
      default -> "given-up";
    };
  }
}
