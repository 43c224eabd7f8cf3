package org.quietus.cli.certificate;

import java.time.Clock;
import org.quietus.certificate.CertificateReader;
import org.quietus.certificate.CertificateReader.Stored;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.cli.input.ShortId;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.JobFileArchive;
import org.quietus.job.EvidenceHome;
import org.quietus.job.Refusal;
import org.quietus.policy.JobFile;

/**
 * A job's evidence as the commands read it.
 *
 * @param certificates checked with the public keys that the store itself holds
 */
record Evidence(EvidenceStore store, CertificateReader certificates) {

  static Evidence of(JobFile job, Clock clock) {
    EvidenceStore store = new EvidenceHome(job.evidence(), clock).store();
    return new Evidence(store, new CertificateReader(store, PublicKeys.in(store)));
  }

  /**
   * The id of a certificate, given by a beginning that no other has.
   *
   * @throws Refusal if there is none
   */
  String certificateId(String id) {
    return ShortId.of(
        "certificate",
        id,
        store.list(EvidenceName.Folder.CERTIFICATES).stream().map(EvidenceName::stem));
  }

  /**
   * The certificate of that id, good or not.
   *
   * @throws Refusal if there is none
   */
  Stored certificate(String id) {
    return certificates
        .find(certificateId(id))
        .orElseThrow(
            () ->
                new Refusal("there is no certificate " + id + "; see 'quietus certificate list'"));
  }

  /**
   * The text of a job file that certificates name by its SHA-256.
   *
   * @throws Refusal if the store does not have it, or has another text in its place
   */
  static String jobFile(EvidenceStore store, String digest) {
    try {
      return new JobFileArchive(store)
          .find(digest)
          .orElseThrow(
              () ->
                  new Refusal(
                      "the evidence store has no "
                          + EvidenceName.jobFile(digest)
                          + "; look for it in a copy of the store"));
    } catch (IllegalStateException changed) {
      throw new Refusal(changed.getMessage() + "; look for it in a copy of the store");
    }
  }
}
