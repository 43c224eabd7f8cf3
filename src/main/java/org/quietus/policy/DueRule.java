package org.quietus.policy;

/**
 * By when a request must have been dealt with.
 *
 * @param within how long there is time
 * @param from what the time is counted from
 */
public record DueRule(Term.Days within, Start from) {

  /** What a request's time is counted from; written in the job file in lower case. */
  public enum Start {
    /** The day on which the request came in. */
    RECEIPT,
    /** The day on which the requester's identity was verified. */
    IDENTITY
  }
}
