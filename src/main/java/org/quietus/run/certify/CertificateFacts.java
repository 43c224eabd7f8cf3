package org.quietus.run.certify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Residuals;

/**
 * What one certificate is made of.
 *
 * @param sequence which of the occasion's certificates it is, from 1
 * @param view what the ledger says
 * @param tenant whose rows alone it is about, if they are one tenant's
 * @param database whose rows alone it is about, if they are one person's
 * @param about the request, if it is about one
 * @param more copies that are left beside those that backups and logs have
 * @param also outcomes that the ledger does not show
 * @param before what the certificate before says that this one still has to say
 */
record CertificateFacts(
    String run,
    Occasion occasion,
    CertificateType type,
    int sequence,
    LedgerView view,
    Optional<String> tenant,
    Optional<String> database,
    Optional<AboutRequest> about,
    List<Residuals.Copy> more,
    List<Recipient> recipients,
    Searched searched,
    Set<Outcome> also,
    CarriedOver before) {

  /** Of a run's rows, whoever they are about. */
  static CertificateFacts ofRows(
      String run,
      Occasion occasion,
      CertificateType type,
      LedgerView view,
      Optional<String> tenant,
      List<Residuals.Copy> more,
      Set<Outcome> also) {
    return new CertificateFacts(
        run,
        occasion,
        type,
        1,
        view,
        tenant,
        Optional.empty(),
        Optional.empty(),
        more,
        List.of(),
        Searched.FOR,
        also,
        CarriedOver.NOTHING);
  }

  /** Whether backups were searched for a person, or why they were not; there may be none. */
  enum Searched {
    FOR,
    SPARED,
    UNKNOWN
  }
}
