package org.quietus.certificate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A third party that had received the data.
 *
 * @param name as the job file names it
 */
public record Recipient(String name, State state) {

  /** Whether they know that it is to be erased. */
  public enum State {
    /** Still to be told. */
    PENDING,
    TOLD,
    ACKNOWLEDGED,
    FAILED,
    EXEMPT;

    /** As the certificate writes it. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Recipient {
    SafeText.line("a recipient's name", name);
  }
}
