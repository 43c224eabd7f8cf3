package org.quietus.backup.person;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.dump.FiledTables;
import org.quietus.subject.Age;
import org.quietus.subject.Identifier;
import org.quietus.subject.TokenKind;
import org.quietus.target.Sought;

/**
 * A filed row that tells an identifier of somebody sought.
 *
 * @param by the identifier that agrees
 * @param wholly whether the others that the row tells agree too
 */
record FiledMatch(FiledRow row, int person, Identifier by, boolean wholly) {
  /** An object that is older than an erasure by this much holds nothing that came after it. */
  private static final Duration CLOCKS_APART = Duration.ofDays(1);

  /** Whose the row is. */
  enum Verdict {
    THEIRS,
    UNSURE,
    ANOTHERS
  }

  /**
   * Judges the row.
   *
   * @param made when the youngest object of the backup was
   * @param shared whether somebody else has the identifier too
   */
  Verdict judge(Sought sought, FiledTables tables, Instant made, boolean shared) {
    Instant erasedAt = sought.keys().erasedAt();
    Age age = row.created().beside(erasedAt);
    boolean after = age == Age.AFTER && !made.isBefore(erasedAt.minus(CLOCKS_APART));
    if (after || isOfAnother(sought, tables)) {
      return Verdict.ANOTHERS;
    }
    if (!TokenKind.of(by.type()).isStrong()) {
      return sought.traits().given().contains(by) ? Verdict.UNSURE : Verdict.ANOTHERS;
    }
    boolean before = age == Age.BEFORE || made.isBefore(erasedAt);
    return before && wholly && !shared && tells(sought, tables) ? Verdict.THEIRS : Verdict.UNSURE;
  }

  /** By the kind of person, or the tenant, that the row says. */
  private boolean isOfAnother(Sought sought, FiledTables tables) {
    boolean otherKind =
        kind(tables).filter(kind -> !kind.equals(sought.subject().name())).isPresent();
    Optional<String> tenant = sought.traits().tenant();
    return otherKind
        || (sought.subject().tenant().isPresent()
            && tenant.isPresent()
            && row.tenant().filter(of -> !of.equals(tenant.get())).isPresent());
  }

  /** Whether it says the kind of person and the tenant as far as there are several. */
  private boolean tells(Sought sought, FiledTables tables) {
    boolean tenant =
        sought.subject().tenant().isEmpty()
            || (row.tenant().isPresent() && row.tenant().equals(sought.traits().tenant()));
    return tenant && (kind(tables).isPresent() || tables.subjects().size() == 1);
  }

  /** A kind that the job file does not have says nothing. */
  private Optional<String> kind(FiledTables tables) {
    Set<String> subjects = tables.subjects();
    return row.subject().filter(subjects::contains);
  }
}
