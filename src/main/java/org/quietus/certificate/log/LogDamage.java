package org.quietus.certificate.log;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A log that cannot be continued as it is. */
final class LogDamage {
  private LogDamage() {}

  /** What is wrong at which file, and how to mend it. */
  static UncheckedIOException at(String log, String file, String what) {
    return new UncheckedIOException(
        "the log of certificates cannot be continued: log/"
            + log
            + "/"
            + file
            + ": "
            + what
            + "; restore the folder log/ of the evidence store from a copy, then run again",
        new IOException(what));
  }
}
