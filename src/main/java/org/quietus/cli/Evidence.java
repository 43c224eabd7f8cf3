package org.quietus.cli;

import org.quietus.certificate.CertificateReader;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.policy.JobFile;

/**
 * A job's evidence as the commands read it.
 *
 * @param certificates checked with the public keys that the store itself holds
 */
record Evidence(EvidenceStore store, CertificateReader certificates) {

  static Evidence of(JobFile job) {
    EvidenceStore store = EvidenceStores.open(job.evidence().store());
    return new Evidence(store, new CertificateReader(store, PublicKeys.in(store)));
  }
}
