package org.quietus.request;

/** Why a request is answered later than at first. */
public enum ExtensionReason {
  /** It is a complex one. */
  COMPLEXITY,
  /** There are many of them. */
  NUMBER_OF_REQUESTS;

  @Override
  public String toString() {
    return Codes.of(this);
  }
}
