package org.quietus.run;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.quietus.certificate.CertificateConflict;
import org.quietus.certificate.Tool;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.HoldWatch;
import org.quietus.control.OwnedDatabases;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.job.RunListener;
import org.quietus.job.RunResult;
import org.quietus.ledger.Runs;
import org.quietus.request.ErasureRequests;
import org.quietus.run.certify.CertificateExpiry;
import org.quietus.run.certify.Certification;
import org.quietus.run.certify.Notifying;
import org.quietus.run.person.HeldPersons;

/** What every run of a job is worked off with, whoever begins it. */
final class RunSetup {
  private final OpenJob open;
  private final EvidenceAccess evidence;
  private final CompletableFuture<Tool> tool;

  RunSetup(OpenJob open, EvidenceAccess evidence, CompletableFuture<Tool> tool) {
    this.open = open;
    this.evidence = evidence;
    this.tool = tool;
  }

  OpenJob open() {
    return open;
  }

  EvidenceAccess evidence() {
    return evidence;
  }

  ErasureRequests requests() {
    return open.requests(evidence);
  }

  /** Some databases, and what binds a run there: read before the first change. */
  RunSites bound(Sites sites, Instant asOf) {
    Map<String, HoldWatch> watches = new HashMap<>();
    for (Site site : sites.all()) {
      watches.put(site.name(), holds(site, asOf));
    }
    return new RunSites(sites, watches);
  }

  /** What binds in a database, with whoever came since. */
  private HoldWatch holds(Site site, Instant asOf) {
    HoldWatch holds = open.watch(site, asOf);
    site.control().holds(holds);
    new HeldPersons(open.sites(), site, evidence.sealing()).lookAgain(holds, List.of());
    return holds;
  }

  /**
   * Works a run off. The mirror knows what the run acts on before it does, and what came of it
   * afterwards.
   */
  RunResult conduct(RunOrder order, OwnedDatabases owned, RunListener listener) {
    EvidenceAccess.copy(open.mirror(evidence));
    RunResult result =
        new RunConduct(open, order, evidence, certification(), listener).conduct(owned);
    if (result.isOver() && order.isErasing()) {
      new Notifying(open.job(), open.control(), evidence).passAnswersOn(order.token());
    }
    EvidenceAccess.copy(open.mirror(evidence));
    if (result.isOver()) {
      new CertificateExpiry(open.job(), open.sites(), evidence).apply().ifPresent(listener::note);
    }
    evidence
        .stampProblem(open.job().evidence())
        .ifPresent(
            why ->
                listener.note(
                    "the log of certificates was not time-stamped: "
                        + why
                        + "; the next run tries again"));
    return result;
  }

  /**
   * Certifies a run that is abandoned, with what it had done by then.
   *
   * @return why not, if what was recorded fits no certificate, which no later try would change; the
   *     ledger keeps it
   */
  Optional<String> certifyFailed(Runs.Run run) {
    return certifyFailed(run, Set.of());
  }

  /** The same where what it did in databases that are down stays recorded there alone. */
  Optional<String> certifyFailed(Runs.Run run, Set<String> down) {
    try {
      Certification certification = certification();
      certification.logs().end(run.id());
      certification.ofAbandoned(run.id(), down);
      return Optional.empty();
    } catch (IllegalArgumentException
        | IllegalStateException
        | NoSuchElementException
        | CertificateConflict e) {
      return Optional.of(
          "run "
              + run.id()
              + " could not be certified ("
              + e.getMessage()
              + "); what it did stays recorded in the ledger");
    }
  }

  private Certification certification() {
    return new Certification(
        open.job(), open.sites(), open.backups(), evidence.archiving(open.job()), tool);
  }
}
