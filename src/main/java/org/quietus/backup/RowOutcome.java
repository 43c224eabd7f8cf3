package org.quietus.backup;

import java.time.LocalDate;
import java.util.Optional;
import org.quietus.plan.Kept;
import org.quietus.plan.Member;
import org.quietus.plan.Treatment;
import org.quietus.target.KeptRows;
import org.quietus.target.RowCounts;

/**
 * What becomes of one row for one person's sake.
 *
 * @param person its number among those sought
 * @param kept the basis of a row that stays, with the day until which
 */
public record RowOutcome(
    int person, String table, String method, RowCounts counts, Optional<KeptRows> kept) {

  /** The row is changed as the member's disposition says. */
  public static RowOutcome acted(int person, Member member, RowCounts counts) {
    return new RowOutcome(
        person, member.catalogTable().name(), member.method(), counts, Optional.empty());
  }

  /** The row stays on the member's own basis. */
  public static RowOutcome kept(int person, Member member, Optional<LocalDate> until) {
    return kept(person, member, member.keep().orElseThrow(), until);
  }

  /** The row stays on a basis, its own or that of a row that it hangs on. */
  public static RowOutcome kept(int person, Member member, Kept kept, Optional<LocalDate> until) {
    return kept(person, member, KeptRows.by(kept, until, until));
  }

  /** The row stays because rows of others reference it. */
  public static RowOutcome shared(int person, Member member) {
    return kept(person, member, KeptRows.SHARED_WITH_OTHERS);
  }

  private static RowOutcome kept(int person, Member member, KeptRows kept) {
    return new RowOutcome(
        person,
        member.catalogTable().name(),
        kept.treatment().text(),
        RowCounts.ofKept(1),
        Optional.of(kept));
  }

  /** The row may be the person's or not. */
  public static RowOutcome unsure(int person, Member member) {
    return unsure(person, member.catalogTable().name());
  }

  /** The same of a row of a table outside the persons' graphs. */
  public static RowOutcome unsure(int person, String table) {
    return new RowOutcome(
        person, table, Treatment.REVIEW.text(), RowCounts.ofAmbiguous(1), Optional.empty());
  }

  /** The row, of a table outside the persons' graphs, goes. */
  public static RowOutcome gone(int person, String table) {
    return new RowOutcome(person, table, "delete", RowCounts.ofDeleted(1), Optional.empty());
  }

  /** The row may be the person's or not, and another's for whom it has been counted. */
  public RowOutcome unsureToo() {
    return new RowOutcome(person, table, Treatment.REVIEW_TOO.text(), counts, kept);
  }

  public boolean isUnsure() {
    return counts.ambiguous() > 0;
  }
}
