package org.quietus.certificate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.quietus.evidence.Digest;

/**
 * The proof of the erasure by reading again.
 *
 * @param at when the last check ended
 * @param how a code, e.g. {@code count-due-rows}
 * @param checks at least one for each target, or the outcome is at best partial
 */
public record Verification(Instant at, String how, Connection connection, List<Check> checks) {

  /** Whose eyes looked. */
  public enum Connection {
    SEPARATE_READ_ONLY,
    SAME_CREDENTIAL;

    /** As the certificate writes it. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One target, read again.
   *
   * @param target the name of a {@link TargetRecord}
   * @param query digest of the query's text, so that the same one can be run again
   * @param due rows found that should be gone: zero, or the erasure failed
   * @param kept rows found that were kept or restricted, counted apart
   * @param held rows found that a hold protects, counted apart
   */
  public record Check(String target, Digest query, long due, long kept, long held) {
    public Check {
      if (due < 0 || kept < 0 || held < 0) {
        throw new IllegalArgumentException("a count is below zero");
      }
    }

    /**
     * By hand, because a record's own is linked when it is first called, for 10 ms of each start.
     */
    @Override
    public int hashCode() {
      return 31 * target.hashCode() + query.hashCode();
    }

    /** The same query asked for somebody else as well. */
    public Check plus(Check other) {
      return new Check(target, query, due + other.due, kept + other.kept, held + other.held);
    }
  }

  public Verification {
    SafeText.code("how it was verified", how);
    checks = List.copyOf(checks);
    SafeText.unique("check", checks);
    at = IssuedAtPrecision.shown(at, Occasion.Kind.RUN);
  }

  Verification shownFor(Occasion.Kind kind) {
    return new Verification(IssuedAtPrecision.shown(at, kind), how, connection, checks);
  }
}
