package org.quietus.request;

/** Why the time to answer cannot be extended. */
public enum ExtensionRefusal {
  /** The job file gives no time to extend by. */
  NOT_PROVIDED("the job file gives no time to extend by: 'erasure: clock: extend'"),
  /** It was extended before. */
  ALREADY_EXTENDED("the time to answer was extended before, and can be only once"),
  /** The time to answer has passed. */
  TOO_LATE("the time to answer has passed, and it can be extended only before"),
  /** No reason was given, which the requester must be told. */
  NO_REASON("an extension needs a reason, which the requester is told");

  private final String message;

  ExtensionRefusal(String message) {
    this.message = message;
  }

  /** What to tell the person who wanted to extend it. */
  public String message() {
    return message;
  }
}
