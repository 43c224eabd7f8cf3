package org.quietus.run.certify;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.certificate.CertificateRetention;
import org.quietus.certificate.CertificateRetention.Needed;
import org.quietus.certificate.CertificateRetention.Rule;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.Sites;
import org.quietus.evidence.EvidenceConflict;
import org.quietus.hold.LegalHold;
import org.quietus.ledger.Runs;
import org.quietus.policy.JobFile;
import org.quietus.request.RecordedRequests;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Removes a job's certificates whose period is over: after the first run that ends on a local day,
 * because each of them is read for it. The holds on all of its databases count.
 */
public record CertificateExpiry(JobFile job, Sites sites, EvidenceAccess evidence) {

  /**
   * What was removed, or why not, as a sentence without its full stop; empty if nothing was due.
   */
  public Optional<String> apply() {
    Control control = sites.home().control();
    Optional<Period> keep = job.evidence().keep();
    Instant now = control.clock().instant();
    if (keep.isEmpty() || !isFirstOfItsDay(now)) {
      return Optional.empty();
    }
    if (!sites.unreached().isEmpty()) {
      return Optional.of(
          "certificates whose period is over were not removed: holds in database '"
              + String.join("', '", sites.unreached().keySet())
              + "', which cannot be reached, may still need them; the first run of the next day"
              + " tries again");
    }
    try {
      CertificateRetention.Done done =
          evidence
              .writer()
              .retention()
              .apply(new Rule(job.job(), keep.get(), job.zone()), needed(), now);
      return said(done, keep.get());
    } catch (UncheckedIOException | EvidenceConflict | KeyRefused e) {
      return Optional.of(
          "certificates whose period is over were not removed: "
              + e.getMessage()
              + "; the first run of the next day tries again");
    } catch (DataAccessException | TransactionException e) {
      return Optional.of(
          "certificates whose period is over were not removed: the holds cannot be read at the"
              + " moment; the first run of the next day tries again");
    }
  }

  private static Optional<String> said(CertificateRetention.Done done, Period keep) {
    String removed =
        done.removed() == 0
            ? ""
            : "certificates removed, whose period of %s is over: %,d"
                .formatted(keep, done.removed());
    String locked =
        done.locked() == 0
            ? ""
            : "certificates whose period is over, and that the evidence store still locks: %,d"
                .formatted(done.locked());
    return Optional.of(removed + (removed.isEmpty() || locked.isEmpty() ? "" : "; ") + locked)
        .filter(text -> !text.isEmpty());
  }

  private boolean isFirstOfItsDay(Instant now) {
    List<LocalDate> ended =
        sites.home().control().runs().latest(job.job(), 2).stream()
            .map(Runs.Run::endedAt)
            .flatMap(Optional::stream)
            .map(end -> LocalDate.ofInstant(end, job.zone()))
            .filter(LocalDate.ofInstant(now, job.zone())::equals)
            .toList();
    return ended.size() < 2;
  }

  private Needed needed() {
    Set<String> holds =
        sites.legalHolds().stream()
            .filter(LegalHold::isActive)
            .map(LegalHold::reference)
            .collect(Collectors.toSet());
    RecordedRequests requests = new RecordedRequests(sites.home().control().jdbc(), job.job());
    return new Needed() {
      @Override
      public boolean byHold(String reference) {
        return holds.contains(reference);
      }

      @Override
      public boolean byRequest(String id) {
        return requests.find(id).filter(request -> !request.state().isTerminal()).isPresent();
      }
    };
  }
}
