package org.quietus.run.certify;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.quietus.certificate.Authority;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateConflict;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Identity;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.Tool;
import org.quietus.control.Control;
import org.quietus.evidence.Digest;
import org.quietus.job.Scope;
import org.quietus.ledger.Runs;
import org.quietus.policy.JobFile;
import org.quietus.recipient.Notice;
import org.quietus.request.Deadlines;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.RequestEvent;
import org.quietus.request.RequestHistory;
import org.quietus.run.person.Requested;
import org.quietus.target.Backups;
import org.quietus.target.Target;

/** Issues a run's certificates from what the ledger holds of it, and from nothing else. */
public final class Certification {
  /** More than a database can ever have forgotten of, over all times that it was restored. */
  private static final int MOST_CORRECTIONS = 100_000;

  private final JobFile job;
  private final Target target;
  private final Control control;
  private final CertificateWriter writer;
  private final LedgerViews views;
  private final BackupResiduals backups;

  public Certification(
      JobFile job,
      Target target,
      Backups backups,
      Control control,
      CertificateWriter writer,
      CompletableFuture<Tool> tool) {
    this.job = job;
    this.target = target;
    this.backups = new BackupResiduals(job, target.name(), backups);
    this.control = control;
    this.writer = writer;
    this.views = new LedgerViews(job, target, control, tool);
  }

  /** The certificate of a run; {@code also} are outcomes that the ledger does not show. */
  public CertificateWriter.Issued ofRun(String run, Set<Outcome> also) {
    LedgerView view = view(run, Optional.empty());
    String scope = control.runs().find(run).orElseThrow().scope();
    return issue(
        run,
        Occasion.run(run),
        scope.equals(Scope.REPLAY)
            ? CertificateType.RESTORE_REPLAY
            : Scope.isWindDown(scope) ? CertificateType.WIND_DOWN : CertificateType.RETENTION_RUN,
        1,
        view,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Searched.FOR,
        also);
  }

  /** One for each tenant that the run had rules for, of these alone, by name. */
  public List<CertificateWriter.Issued> ofTenants(String run, Set<Outcome> also) {
    Map<String, Set<Integer>> steps = new TreeMap<>();
    control
        .steps()
        .of(run)
        .forEach(
            (number, step) ->
                step.tenant()
                    .ifPresent(
                        tenant ->
                            steps.computeIfAbsent(tenant, name -> new HashSet<>()).add(number)));
    List<CertificateWriter.Issued> issued = new ArrayList<>();
    steps.forEach(
        (tenant, numbers) ->
            issued.add(
                issue(
                    run,
                    Occasion.run(run + "-t" + (issued.size() + 1)),
                    CertificateType.RETENTION_RUN,
                    1,
                    views.of(run, numbers),
                    Optional.of(tenant),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Searched.FOR,
                    also)));
    return issued;
  }

  /**
   * The certificate of a request after a run acted on it; the later ones follow up on the first.
   *
   * @param done whether nothing is left to do in the backups
   * @param spared whether the backups were not searched for the person because of a hold
   * @param notices what recipients were told of it, as far as they were
   */
  public CertificateWriter.Issued ofRequest(
      String run,
      Requested requested,
      int sequence,
      boolean done,
      boolean spared,
      List<Notice> notices,
      Set<Outcome> also) {
    LedgerView view = view(run, Optional.of(requested.request().id()));
    Instant now = control.clock().instant();
    boolean acted =
        done
            && !view.isHeld()
            && !view.isFailed()
            && !view.isAmbiguous()
            && !requested.person().isAmbiguous();
    Optional<Instant> settles =
        acted ? Deadlines.of(job).settles(requested.request(), now) : Optional.empty();
    List<RequestEvent> events =
        ErasureRequests.readOnly(control.jdbc(), job.job()).events(requested.request().id());
    AboutRequest about =
        AboutRequest.of(
            job,
            requested.request(),
            events,
            now,
            acted && settles.isEmpty() && !view.isDeferred());
    return issue(
        run,
        Occasion.request(requested.request().id()),
        sequence == 1 ? CertificateType.ERASURE_REQUEST : CertificateType.FOLLOW_UP,
        sequence,
        view,
        requested.request().tenant(),
        Optional.of(about),
        Stream.of(
                settles.map(this::inFlight).stream(),
                Notifying.residuals(notices).stream(),
                unmatched(requested.request(), events, view).stream())
            .flatMap(copies -> copies)
            .toList(),
        Notifying.recipients(notices),
        spared
            ? Searched.SPARED
            : requested.person().isAmbiguous() ? Searched.UNKNOWN : Searched.FOR,
        also);
  }

  /** Whether backups were searched for a person, or why they were not. */
  private enum Searched {
    FOR,
    SPARED,
    UNKNOWN
  }

  /** What the ledger says of a run, or of one request in it. */
  public LedgerView view(String run, Optional<String> request) {
    return views.of(run, request);
  }

  private CertificateWriter.Issued issue(
      String run,
      Occasion occasion,
      CertificateType type,
      int sequence,
      LedgerView view,
      Optional<String> tenant,
      Optional<AboutRequest> about,
      List<Residuals.Copy> more,
      List<Recipient> recipients,
      Searched searched,
      Set<Outcome> also) {
    Runs.Run frozen = control.runs().find(run).orElseThrow();
    List<Residuals.Copy> copies = residuals(frozen, view, searched);
    copies.addAll(
        TriggerResiduals.of(
            job,
            view,
            occasion.kind() == Occasion.Kind.REQUEST
                ? control.reader().changedFor(occasion.id())
                : view.changedTables()));
    copies.addAll(more);
    for (int n = sequence; ; n++) {
      Identity identity =
          new Identity(
              occasion.certificateId(n),
              1,
              n == sequence ? type : CertificateType.CORRECTION,
              occasion,
              n,
              control.clock().instant(),
              n == 1 ? Optional.empty() : Optional.of(occasion.certificateId(n - 1)));
      try {
        return writer.issue(
            Certificate.of(
                identity,
                authority(view, frozen.jobDigest(), tenant, about),
                about.map(AboutRequest::clock),
                about.map(AboutRequest::subject),
                view.targets(!copies.isEmpty()),
                view.verification(),
                Residuals.of(copies),
                view.notRemoved(),
                recipients,
                also));
      } catch (CertificateConflict conflict) {
        // issued before a crash, after which more became due, or before the database was restored:
        // a correction supersedes it
        if (n - sequence >= MOST_CORRECTIONS) {
          throw conflict;
        }
      }
    }
  }

  private Authority authority(
      LedgerView view, String jobDigest, Optional<String> tenant, Optional<AboutRequest> about) {
    return new Authority(
        job.controller(),
        job.job(),
        tenant,
        job.zone(),
        new Digest(jobDigest),
        view.rules(),
        about.flatMap(AboutRequest::purpose),
        about.map(AboutRequest::ground),
        about.map(AboutRequest::requester),
        about.map(AboutRequest::approver));
  }

  /** Rows that were given up, since nothing leads to them any more. */
  private Optional<Residuals.Copy> unmatched(
      ErasureRequest request, List<RequestEvent> events, LedgerView view) {
    return RequestHistory.isAccepted(events)
        ? job.subject(request.subject())
            .map(
                subject ->
                    new Residuals.Copy(
                        Residuals.Place.DATABASE,
                        view.place(subject.records().toString()),
                        "unmatched-accepted",
                        Optional.empty(),
                        false))
        : Optional.empty();
  }

  /** What was on its way when the rows went, e.g. a dump being written, until all is read again. */
  private Residuals.Copy inFlight(Instant settles) {
    return new Residuals.Copy(
        Residuals.Place.IN_FLIGHT, target.name(), "settling", Optional.of(day(settles)), true);
  }

  private List<Residuals.Copy> residuals(Runs.Run run, LedgerView view, Searched searched) {
    List<Residuals.Copy> copies =
        new ArrayList<>(
            switch (searched) {
              case FOR -> backups.of(run, view);
              case SPARED -> backups.ofSpared();
              case UNKNOWN -> backups.ofUnknown(run, view);
            });
    if (view.changedIn(target.name()) > 0) {
      target
          .beforeImages()
          .ifPresent(
              images ->
                  copies.add(
                      new Residuals.Copy(
                          Residuals.Place.BINARY_LOG,
                          target.name(),
                          "access-controlled",
                          images.expiry().map(this::lastDay),
                          false)));
    }
    return copies;
  }

  /**
   * A day more than the period, because a file lives that long after it was closed, not after our
   * last commit.
   */
  private LocalDate lastDay(Duration expiry) {
    return day(control.clock().instant().plus(expiry)).plusDays(1);
  }

  private LocalDate day(Instant at) {
    return at.atZone(job.zone()).toLocalDate();
  }
}
