package org.quietus.certificate;

/** A certificate of the same id was issued before and does not attest the same. */
public final class CertificateConflict extends RuntimeException {
  public CertificateConflict(String id, String why) {
    super(
        "certificate "
            + id
            + " is in the evidence store already, "
            + why
            + "; it is left as it is. Issue the next one of the same run or request instead");
  }
}
