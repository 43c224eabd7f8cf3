package org.quietus.run.certify;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateReader;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Residuals;
import org.quietus.control.Control;
import org.quietus.recipient.Notices;

/** Issues what the last certificate of a request attests, without copies that are seen gone. */
record FollowUp(Control control, CertificateWriter writer, Notices notices) {

  /** Empty if the last certificate has no such copy, or is not genuine. */
  Optional<CertificateWriter.Issued> without(String request, Predicate<Residuals.Copy> gone) {
    Optional<CertificateWriter.Issued> issued =
        next(Occasion.request(request), gone).map(writer::issue);
    issued.ifPresent(
        one ->
            control
                .transaction()
                .executeWithoutResult(
                    status ->
                        notices.followedUp(request, one.certificate().identity().sequence())));
    return issued;
  }

  private Optional<Certificate> next(Occasion occasion, Predicate<Residuals.Copy> gone) {
    CertificateReader reader = writer.reader();
    Optional<Certificate> latest =
        CertificateChain.latest(occasion, reader)
            .filter(one -> one.residuals().copies().stream().anyMatch(gone));
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    Certificate before = latest.get();
    CertificateChain chain = CertificateChain.of(occasion, reader);
    List<Residuals.Copy> left =
        before.residuals().copies().stream().filter(copy -> !gone.test(copy)).toList();
    return Optional.of(chain.followUp(left, before.recipients(), control.clock().instant()));
  }
}
