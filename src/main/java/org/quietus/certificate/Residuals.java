package org.quietus.certificate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody could still retrieve after the erasure; an empty list is the statement that nothing
 * of the kind is known.
 *
 * @param mediaRemanence always {@link #MEDIA_REMANENCE}
 */
public record Residuals(List<Copy> copies, String mediaRemanence) {

  /** Said once, on every certificate. */
  public static final String MEDIA_REMANENCE =
      "Records were logically deleted or overwritten. Freed pages of the database's files and of"
          + " the storage below may hold their traces until they are used again.";

  /** Where a copy is. */
  public enum Place {
    BINARY_LOG,
    REPLICA,
    BACKUP,
    RECIPIENT,
    CACHE,
    DOWNSTREAM_COPY,
    /** Rows of the database itself that nothing leads to any more. */
    DATABASE,
    /** On its way while the records went, e.g. a dump being written. */
    IN_FLIGHT;

    /** As the certificate writes it. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A copy that was not removed.
   *
   * @param of the database or store, as the job file names it
   * @param protection a code, e.g. {@code access-controlled}, {@code locked}
   * @param latestExpiry the last day on which it can still be there; empty if none is known
   * @param followUp whether a certificate will be issued when it is seen gone
   */
  public record Copy(
      Place place,
      String of,
      String protection,
      Optional<LocalDate> latestExpiry,
      boolean followUp) {

    public Copy {
      SafeText.line("the name of a residual's database or store", of);
      SafeText.code("a residual's protection", protection);
    }
  }

  public Residuals {
    copies = List.copyOf(copies);
    if (!mediaRemanence.equals(MEDIA_REMANENCE)) {
      throw new IllegalArgumentException("the statement on media remanence is not the fixed one");
    }
  }

  /** These copies, possibly none. */
  public static Residuals of(List<Copy> copies) {
    return new Residuals(copies, MEDIA_REMANENCE);
  }
}
