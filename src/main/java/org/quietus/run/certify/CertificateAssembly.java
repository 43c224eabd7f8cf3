package org.quietus.run.certify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.certificate.Authority;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateConflict;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Identity;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;
import org.quietus.control.Control;
import org.quietus.evidence.Digest;
import org.quietus.ledger.Runs;
import org.quietus.policy.JobFile;

/** Puts one certificate together and has it signed; it supersedes what its occasion had before. */
final class CertificateAssembly {
  /** More than a database can ever have forgotten of, over all times that it was restored. */
  private static final int MOST_CORRECTIONS = 100_000;

  private final JobFile job;
  private final Control control;
  private final CertificateWriter writer;
  private final CopiesLeft left;
  private final Map<String, Runs.Run> runs = new HashMap<>();

  CertificateAssembly(JobFile job, Control control, CertificateWriter writer, CopiesLeft left) {
    this.job = job;
    this.control = control;
    this.writer = writer;
    this.left = left;
  }

  /** Issues it, as a correction where the occasion has another one of that number already. */
  CertificateWriter.Issued issue(CertificateFacts facts) {
    Runs.Run run = runs.computeIfAbsent(facts.run(), id -> control.runs().find(id).orElseThrow());
    Occasion occasion = facts.occasion();
    int sequence = facts.sequence();
    LedgerView view = facts.view();
    List<Residuals.Copy> copies = left.of(run, facts);
    List<TargetRecord> own = view.targets(!copies.isEmpty());
    List<TargetRecord> targets = facts.before().targets(own);
    for (int n = sequence; ; n++) {
      Identity identity =
          new Identity(
              occasion.certificateId(n),
              1,
              n == sequence ? facts.type() : CertificateType.CORRECTION,
              occasion,
              n,
              control.clock().instant(),
              n == 1 ? Optional.empty() : Optional.of(occasion.certificateId(n - 1)));
      try {
        return writer.issue(
            Certificate.of(
                identity,
                authority(run, facts, targets),
                facts.about().map(AboutRequest::clock),
                facts.about().map(AboutRequest::subject),
                targets,
                facts.before().verification(view.verification(), targets),
                Residuals.of(copies),
                facts.before().notRemoved(view.notRemoved(), own),
                facts.recipients(),
                facts.also()));
      } catch (CertificateConflict conflict) {
        // issued before a crash, after which more became due, or before the database was restored:
        // a correction supersedes it
        if (n - sequence >= MOST_CORRECTIONS) {
          throw conflict;
        }
      }
    }
  }

  private Authority authority(Runs.Run run, CertificateFacts facts, List<TargetRecord> targets) {
    Optional<AboutRequest> about = facts.about();
    return new Authority(
        job.controller(),
        job.job(),
        facts.tenant(),
        job.zone(),
        new Digest(run.jobDigest()),
        facts.before().rules(facts.view().rules(), targets),
        about.flatMap(AboutRequest::purpose),
        about.map(AboutRequest::ground),
        about.map(AboutRequest::requester),
        about.map(AboutRequest::approver),
        left.bypass(run, facts));
  }
}
