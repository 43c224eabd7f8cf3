package org.quietus.run.certify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Residuals;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;

/**
 * The certificates that are issued when the last file of the binary log that has something of a
 * request's person is seen gone: what the one before attests, without it.
 */
public final class BinaryLogFollowUps {
  private final BinaryLogsOfSites logs;
  private final FollowUp followUp;

  public BinaryLogFollowUps(
      String job, Control control, EvidenceAccess evidence, BinaryLogsOfSites logs) {
    this.logs = logs;
    this.followUp = new FollowUp(control, evidence.writer(), control.notices(job));
  }

  /** Issues them, but for requests that a run certifies itself. */
  public List<CertificateWriter.Issued> issue(Set<String> ofRun) {
    Set<String> requests = new TreeSet<>(logs.requestsGone());
    requests.removeAll(ofRun);
    return requests.stream()
        .map(
            request ->
                followUp.without(request, copy -> copy.place() == Residuals.Place.BINARY_LOG))
        .flatMap(Optional::stream)
        .toList();
  }
}
