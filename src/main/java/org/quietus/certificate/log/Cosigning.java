package org.quietus.certificate.log;

/** What becomes of a witness's signature on a checkpoint; only the first counts. */
enum Cosigning {
  GOOD("cosigned"),
  MISSING("did not cosign"),
  UNCHECKED("cosigned with ML-DSA-44, which Java can check from version 24 on"),
  UNTIMED("gave no time"),
  FUTURE("gave a time that is in the future"),
  FORGED("did not make the signature that is said to be its own");

  private final String says;

  Cosigning(String says) {
    this.says = says;
  }

  /** The rest of a sentence that begins with a witness. */
  @Override
  public String toString() {
    return says;
  }
}
