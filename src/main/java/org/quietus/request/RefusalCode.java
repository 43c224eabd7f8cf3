package org.quietus.request;

/** Why a request is refused. */
public enum RefusalCode {
  IDENTITY_NOT_VERIFIED,
  /** More was asked for than the person has a right to. */
  EXCEEDS_RIGHTS,
  FORBIDDEN_BY_LAW,
  /** The controller must process the data to meet an obligation. */
  LEGAL_OBLIGATION,
  NATIONAL_SECURITY,
  /** Public safety, public health or another major public interest. */
  PUBLIC_INTEREST,
  /** Investigation, prosecution, trial, or the execution of a judgment. */
  CRIMINAL_PROCEEDINGS,
  /** There is proof of malice or of an abuse of rights. */
  ABUSE_OF_RIGHTS,
  /** It would seriously harm the rights of the person or of others. */
  HARMS_OTHERS,
  TRADE_SECRETS,
  /** A lawful and valid contract stands against it. */
  CONTRACT_TERMS,
  MANIFESTLY_UNFOUNDED,
  REPETITIVE,
  /** It would take technical means out of all proportion. */
  DISPROPORTIONATE_EFFORT,
  IMPRACTICAL,
  /** The processing goes on for reasons that override the person's. */
  OBJECTION_REJECTED;

  @Override
  public String toString() {
    return Codes.of(this);
  }
}
