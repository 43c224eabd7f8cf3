package org.quietus.run.certify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.Tool;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.Sites;
import org.quietus.job.Scope;
import org.quietus.policy.JobFile;
import org.quietus.recipient.Notice;
import org.quietus.request.Deadlines;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RecordedRequests;
import org.quietus.request.RequestEvent;
import org.quietus.request.RequestHistory;
import org.quietus.request.SealedPersons;
import org.quietus.run.person.KeptThroughOthers;
import org.quietus.run.person.Requested;
import org.quietus.target.Backups;
import org.quietus.target.RowCounts;

/** Issues a run's certificates from what the ledger holds of it, and from nothing else. */
public final class Certification {
  private final JobFile job;
  private final Control control;
  private final CertificateWriter writer;
  private final LedgerViews views;
  private final CopiesLeft left;
  private final CertificateAssembly assembly;
  private final BinaryLogsOfSites logs;
  private final SealedPersons persons;
  private final OfficerReceipts receipts;
  private Optional<LedgerView> certified = Optional.empty();

  /** Requests of which nothing is left, by run: nobody has to read that twice. */
  private final Set<List<String>> nothingLeft = new HashSet<>();

  public Certification(
      JobFile job,
      Sites sites,
      Backups backups,
      EvidenceAccess evidence,
      CompletableFuture<Tool> tool) {
    this.job = job;
    this.control = sites.home().control();
    this.writer = evidence.writer();
    this.views = new LedgerViews(job, sites, new HoldDetails(evidence.sealing()), tool);
    this.logs = new BinaryLogsOfSites(job.job(), sites);
    this.left = new CopiesLeft(job, sites, new BackupResiduals(job, backups), logs);
    this.persons = new SealedPersons(control.jdbc(), job.job(), evidence.sealing());
    this.receipts = new OfficerReceipts(evidence.store(), evidence.officer());
    this.assembly = new CertificateAssembly(job, control, writer, left);
  }

  /** What the servers' binary logs may still have. */
  public BinaryLogsOfSites logs() {
    return logs;
  }

  /**
   * The certificate of a run.
   *
   * @param also outcomes that the ledger does not show
   * @param unreached databases that it left out, since they were down when it began
   */
  public CertificateWriter.Issued ofRun(
      String run, Set<Outcome> also, Collection<String> unreached) {
    return ofRun(run, also, unreached.stream().map(CopiesLeft::notReached));
  }

  /**
   * The certificate of a run that is given up.
   *
   * @param unread databases that are down, and have what it did there recorded
   */
  public CertificateWriter.Issued ofAbandoned(String run, Collection<String> unread) {
    return ofRun(run, EnumSet.of(Outcome.FAILED), unread.stream().map(CopiesLeft::notRead));
  }

  private CertificateWriter.Issued ofRun(
      String run, Set<Outcome> also, Stream<Residuals.Copy> databases) {
    LedgerView view = views.of(run, Optional.empty());
    certified = Optional.of(view);
    String scope = control.runs().find(run).orElseThrow().scope();
    return assembly.issue(
        CertificateFacts.ofRows(
            run,
            Occasion.run(run),
            scope.equals(Scope.REPLAY)
                ? CertificateType.RESTORE_REPLAY
                : Scope.isWindDown(scope)
                    ? CertificateType.WIND_DOWN
                    : CertificateType.RETENTION_RUN,
            view,
            Optional.empty(),
            databases.toList(),
            also));
  }

  /** What became of the rows of each table in the run that was certified last. */
  public Optional<Map<String, RowCounts>> byTable() {
    return certified.map(LedgerView::byTable);
  }

  /**
   * One for each tenant that the run had rules for, of these alone, by name.
   *
   * @param unreached databases that it left out, of which a tenant is told whose rules are about
   *     them
   */
  public List<CertificateWriter.Issued> ofTenants(
      String run, Set<Outcome> also, Collection<String> unreached) {
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
        (tenant, numbers) -> {
          List<String> leftOut = databasesOf(tenant).filter(unreached::contains).toList();
          issued.add(
              assembly.issue(
                  CertificateFacts.ofRows(
                      run,
                      Occasion.run(run + "-t" + (issued.size() + 1)),
                      CertificateType.RETENTION_RUN,
                      views.of(run, numbers),
                      Optional.of(tenant),
                      leftOut.stream().map(CopiesLeft::notReached).toList(),
                      leftOut.isEmpty() ? also : partial(also))));
        });
    return issued;
  }

  private Stream<String> databasesOf(String tenant) {
    return job.retention().values().stream()
        .filter(rule -> rule.tenant().filter(tenant::equals).isPresent())
        .map(rule -> rule.records().database())
        .distinct();
  }

  private static Set<Outcome> partial(Set<Outcome> also) {
    Set<Outcome> all = EnumSet.of(Outcome.PARTIAL);
    all.addAll(also);
    return all;
  }

  /**
   * The certificate of a request after a run acted on it; the later ones follow up on the first.
   *
   * @param done whether nothing is left to do in the backups
   * @param spared whether the backups were not searched for the person because of a hold
   * @param notices what recipients were told of it, as far as they were
   * @param earlier whether an earlier run erased the person, and this one found them in backups
   */
  public CertificateWriter.Issued ofRequest(
      String run,
      Requested requested,
      int sequence,
      boolean done,
      boolean spared,
      List<Notice> notices,
      Set<Outcome> also,
      boolean earlier) {
    LedgerView view = views.of(run, Optional.of(requested.request().id()));
    remember(run, requested.request().id(), view);
    boolean unsure = control.doubts(job.job()).isOpen(requested.request().id());
    List<ErasureRequest> through = keptThrough(requested);
    boolean deferred = view.isDeferred() || KeptThroughOthers.isDeferred(through);
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
        new RecordedRequests(control.jdbc(), job.job()).events(requested.request().id());
    AboutRequest about =
        AboutRequest.of(
            job,
            requested.request(),
            events,
            now,
            earlier
                ? requested.request().completedAt()
                : Optional.of(now)
                    .filter(end -> acted && settles.isEmpty() && !deferred && !unsure));
    Occasion occasion = Occasion.request(requested.request().id());
    String database = database(requested);
    receipts.keep(occasion, () -> persons.readable(occasion.id()));
    return assembly.issue(
        new CertificateFacts(
            run,
            occasion,
            sequence == 1 ? CertificateType.ERASURE_REQUEST : CertificateType.FOLLOW_UP,
            sequence,
            view,
            requested.request().tenant(),
            Optional.of(database),
            Optional.of(about),
            Stream.of(
                    settles.map(end -> left.inFlight(database, end)).stream(),
                    Notifying.residuals(notices).stream(),
                    left.unmatched(requested.request(), events, view).stream())
                .flatMap(copies -> copies)
                .toList(),
            Notifying.recipients(notices),
            searched(requested, spared, events),
            unsure ? partial(also) : also,
            new CarriedOver(
                (earlier
                        ? Stream.of(occasion)
                        : through.stream().map(first -> Occasion.request(first.id())))
                    .flatMap(one -> CertificateChain.latest(one, writer.reader()).stream())
                    .toList(),
                !earlier)));
  }

  /** The requests by which rows are kept of somebody who asked again, and was not found. */
  public List<ErasureRequest> keptThrough(Requested requested) {
    return new KeptThroughOthers(job, control).of(requested);
  }

  private String database(Requested requested) {
    return job.subject(requested.request().subject())
        .map(subject -> subject.records().database())
        .orElse(job.home());
  }

  private static CertificateFacts.Searched searched(
      Requested requested, boolean spared, List<RequestEvent> events) {
    if (spared) {
      return CertificateFacts.Searched.SPARED;
    }
    boolean givenUp = // with the key
        !requested.request().isActedOn()
            && requested.person().rows().isEmpty()
            && RequestHistory.isAccepted(events);
    return requested.person().isAmbiguous() || givenUp
        ? CertificateFacts.Searched.UNKNOWN
        : CertificateFacts.Searched.FOR;
  }

  /** What is left of a request after a run that does nothing for it any more. */
  public Remainder left(String run, String request) {
    return nothingLeft.contains(List.of(run, request))
        ? Remainder.NOTHING
        : remember(run, request, views.of(run, Optional.of(request)));
  }

  private Remainder remember(String run, String request, LedgerView view) {
    Remainder left = Remainder.of(view);
    if (left.equals(Remainder.NOTHING)) {
      nothingLeft.add(List.of(run, request));
    }
    return left;
  }
}
