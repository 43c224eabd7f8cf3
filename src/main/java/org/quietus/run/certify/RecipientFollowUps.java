package org.quietus.run.certify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Residuals;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.recipient.Notice;
import org.quietus.recipient.Notices;

/**
 * The certificates that are issued when the last recipient of a request's person is settled, or
 * what was left for one is removed at last: what the one before attests, and how the recipients
 * stand now.
 */
public final class RecipientFollowUps {
  private final Control control;
  private final Notices notices;
  private final CertificateWriter writer;

  public RecipientFollowUps(Control control, Notices notices, EvidenceAccess evidence) {
    this.control = control;
    this.notices = notices;
    this.writer = evidence.writer();
  }

  /** Issues them, but for requests that a run certifies itself. */
  public List<CertificateWriter.Issued> issue(Set<String> ofRun) {
    List<CertificateWriter.Issued> issued = new ArrayList<>();
    for (String request : notices.uncertified()) {
      if (!ofRun.contains(request)) {
        issue(request).ifPresent(issued::add);
      }
    }
    return issued;
  }

  private Optional<CertificateWriter.Issued> issue(String request) {
    List<Notice> stated =
        notices.of(request).stream().filter(notice -> !notice.passesAnswerOn()).toList();
    CertificateChain chain = CertificateChain.of(Occasion.request(request), writer.reader());
    Optional<Certificate> before = chain.latest();
    if (before.isEmpty()) {
      return Optional.empty();
    }
    boolean said =
        before.get().recipients().equals(Notifying.recipients(stated))
            && atRecipients(before.get()).equals(Set.copyOf(Notifying.residuals(stated)));
    Optional<CertificateWriter.Issued> issued =
        said
            ? Optional.empty()
            : Optional.of(writer.issue(next(chain, stated, control.clock().instant())));
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              issued.ifPresent(
                  one -> notices.followedUp(request, one.certificate().identity().sequence()));
              notices.certified(stated);
            });
    return issued;
  }

  private static Set<Residuals.Copy> atRecipients(Certificate certificate) {
    return certificate.residuals().copies().stream()
        .filter(copy -> copy.place() == Residuals.Place.RECIPIENT)
        .collect(Collectors.toSet());
  }

  private static Certificate next(CertificateChain chain, List<Notice> stated, Instant now) {
    List<Residuals.Copy> copies =
        new ArrayList<>(
            chain.latest().orElseThrow().residuals().copies().stream()
                .filter(copy -> copy.place() != Residuals.Place.RECIPIENT)
                .toList());
    copies.addAll(Notifying.residuals(stated));
    return chain.followUp(copies, Notifying.recipients(stated), now);
  }
}
