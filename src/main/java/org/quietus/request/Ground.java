package org.quietus.request;

import java.util.Optional;

/** Why a person's data is to be erased. */
public enum Ground {
  /** The person asked, and gave no reason. */
  REQUEST,
  /** The data was processed against the law. */
  UNLAWFUL,
  /** The data was collected or used without consent. */
  NO_CONSENT,
  /** Consent was given, and is withdrawn. */
  CONSENT_WITHDRAWN,
  /** The processing broke an agreement with the person. */
  BREACH,
  /** The person no longer uses the service. */
  SERVICE_NO_LONGER_USED,
  /** The service is no longer offered. */
  SERVICE_ENDED,
  /** The person objects to the processing; not decided yet. */
  OBJECTION,
  /** The person objected to the processing, and was right. */
  OBJECTION_UPHELD,
  /** The data is a child's, and no guardian has agreed. */
  MINOR;

  /** The ground of a code such as {@code consent-withdrawn}. */
  public static Optional<Ground> of(String code) {
    return Codes.find(Ground.class, code);
  }

  /** Whether there is nothing to think better of. */
  boolean waivesCoolingOff() {
    return this == MINOR || this == OBJECTION_UPHELD;
  }

  @Override
  public String toString() {
    return Codes.of(this);
  }
}
