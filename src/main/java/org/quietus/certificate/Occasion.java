package org.quietus.certificate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * The run or the request that a certificate is about.
 *
 * @param id opaque; 1 to 64 letters, digits and hyphens
 */
public record Occasion(Kind kind, String id) {

  /** Runs are told to the second, requests to the day, for they are about one person. */
  public enum Kind {
    RUN,
    REQUEST;

    /** As the certificate writes it. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Occasion {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
      throw new IllegalArgumentException(
          "the id of a run or request is 1 to 64 letters, digits and hyphens");
    }
  }

  /** A run, by its id. */
  public static Occasion run(String id) {
    return new Occasion(Kind.RUN, id);
  }

  /** An erasure request, by its id. */
  public static Occasion request(String id) {
    return new Occasion(Kind.REQUEST, id);
  }

  /**
   * The id of this occasion's certificate; the same whenever it is asked for, so that issuing again
   * after a crash meets the certificate that is there.
   *
   * @param sequence 1 for the first, more for follow-ups and corrections
   */
  public String certificateId(int sequence) {
    if (sequence < 1 || sequence > 999_999) {
      throw new IllegalArgumentException("certificates are counted from 1 to 999999");
    }
    return kind.label() + "-" + id + "-" + sequence;
  }
}
