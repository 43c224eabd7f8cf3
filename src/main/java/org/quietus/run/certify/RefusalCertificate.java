package org.quietus.run.certify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.certificate.Authority;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateConflict;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Identity;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.evidence.Digest;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RequestEvent;

/** The certificate of a request that was refused: nothing was removed, and why. */
public record RefusalCertificate(JobFile job, CertificateWriter writer) {

  /** More than there can be of one request. */
  private static final int MOST = 100_000;

  /**
   * Issues it; the last event is the refusal, whose reason is the code. It follows those of runs
   * that met the request before, and left its rows for review.
   */
  public CertificateWriter.Issued issue(
      ErasureRequest request, List<RequestEvent> events, Instant at) {
    for (int n = 1; ; n++) {
      try {
        return writer.issue(certificate(request, events, at, n));
      } catch (CertificateConflict conflict) {
        if (n == MOST) {
          throw conflict;
        }
      }
    }
  }

  private Certificate certificate(
      ErasureRequest request, List<RequestEvent> events, Instant at, int n) {
    RequestEvent refusal = events.get(events.size() - 1);
    Occasion occasion = Occasion.request(request.id());
    AboutRequest about = AboutRequest.of(job, request, events, at, Optional.empty());
    return Certificate.of(
        new Identity(
            occasion.certificateId(n),
            1,
            n == 1 ? CertificateType.ERASURE_REQUEST : CertificateType.FOLLOW_UP,
            occasion,
            n,
            at,
            n == 1 ? Optional.empty() : Optional.of(occasion.certificateId(n - 1))),
        new Authority(
            job.controller(),
            job.job(),
            request.tenant(),
            job.zone(),
            new Digest(job.text().digest()),
            List.of(),
            about.purpose(),
            Optional.of(about.ground()),
            Optional.of(about.requester()),
            Optional.of(about.approver())),
        Optional.of(about.clock()),
        Optional.of(about.subject()),
        List.of(),
        Optional.empty(),
        Residuals.of(List.of()),
        new NotRemoved(List.of(), List.of(), List.of(new NotRemoved.Refusal(refusal.reason()))),
        List.of(),
        Set.of(Outcome.REFUSED));
  }
}
