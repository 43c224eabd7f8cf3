package org.quietus.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;

/** An evidence store did not give or take a file; the message says which and why, for people. */
public final class EvidenceUnavailable extends UncheckedIOException {
  private static final long serialVersionUID = 1;

  private final boolean passing;

  /**
   * A failure in words of our own.
   *
   * @param passing whether time may mend it: a server did not answer
   */
  EvidenceUnavailable(String message, IOException cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  public boolean isPassing() {
    return passing;
  }
}
