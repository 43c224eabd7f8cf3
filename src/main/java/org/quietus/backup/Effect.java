package org.quietus.backup;

import java.time.LocalDate;
import java.util.Optional;
import org.quietus.plan.Member;
import org.quietus.target.Counts;
import org.quietus.target.KeptRows;

/**
 * What becomes of one row for one person's sake.
 *
 * @param person its number among those sought
 * @param kept the basis of a row that stays, with the day until which
 */
record Effect(int person, Member member, String method, Counts counts, Optional<KeptRows> kept) {

  /** The row is changed as the member's disposition says. */
  static Effect acted(int person, Member member, Counts counts) {
    return new Effect(person, member, member.method(), counts, Optional.empty());
  }

  /** The row stays on the member's own basis. */
  static Effect kept(int person, Member member, Optional<LocalDate> until) {
    KeptRows basis =
        new KeptRows(
            member.keep().orElseThrow().keep().because(),
            member.keep().get().keep().legalMinimum(),
            until,
            until);
    return new Effect(person, member, "keep", Counts.ofKept(1), Optional.of(basis));
  }

  /** The row stays because rows of others reference it. */
  static Effect shared(int person, Member member) {
    return new Effect(
        person, member, "keep", Counts.ofKept(1), Optional.of(KeptRows.SHARED_WITH_OTHERS));
  }

  /** The row may be the person's or not. */
  static Effect unsure(int person, Member member) {
    return new Effect(person, member, "left for review", Counts.ofAmbiguous(1), Optional.empty());
  }
}
