package org.quietus.backup.journal;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.RowOutcome;
import org.quietus.backup.file.RecordOutcome;
import org.quietus.plan.Treatment;
import org.quietus.policy.TableName;
import org.quietus.target.KeptRows;
import org.quietus.target.LedgerLine;
import org.quietus.target.RowCounts;

/**
 * Rows of one table of one object version that had the same fate for the same request, as the
 * journal keeps them until the ledger takes them in.
 *
 * @param request whose rows they are; empty for those that a rule of the set takes
 * @param basis of kept rows, null for others
 */
public record CountLine(
    String request,
    int step,
    String table,
    String method,
    long deleted,
    long anonymised,
    long unlinked,
    long kept,
    long ambiguous,
    @Nullable String basis,
    boolean legalMinimum,
    @Nullable String firstUntil,
    @Nullable String lastUntil) {
  /** What is counted of a set whose objects go as a whole, as if it were a table. */
  static final String OBJECTS = "(objects)";

  /** What a row's effect adds. */
  public static CountLine of(String request, int step, RowOutcome effect) {
    RowCounts counts = effect.counts();
    Optional<KeptRows> kept = effect.kept();
    String until = kept.flatMap(KeptRows::firstUntil).map(LocalDate::toString).orElse(null);
    return new CountLine(
        request,
        step,
        effect.table(),
        effect.method(),
        counts.deleted(),
        counts.anonymised(),
        counts.unlinked(),
        counts.kept(),
        counts.ambiguous(),
        kept.map(KeptRows::basis).orElse(null),
        kept.map(KeptRows::legalMinimum).orElse(false),
        until,
        until);
  }

  /** What becomes of one record, for somebody's sake or, with no request, by the set's rule. */
  public static CountLine ofRecord(
      String request, int step, String table, String method, RecordOutcome.Fate fate) {
    return new CountLine(
        request,
        step,
        table,
        fate == RecordOutcome.Fate.DOUBTFUL ? Treatment.REVIEW.text() : method,
        fate == RecordOutcome.Fate.GOES ? 1 : 0,
        fate == RecordOutcome.Fate.CHANGES ? 1 : 0,
        0,
        0,
        fate == RecordOutcome.Fate.DOUBTFUL ? 1 : 0,
        null,
        false,
        null,
        null);
  }

  /** An object that stays because another row names it. */
  public static CountLine ofShared(String request, int step) {
    KeptRows shared = KeptRows.SHARED_WITH_OTHERS;
    return new CountLine(
        request,
        step,
        OBJECTS,
        shared.treatment().text(),
        0,
        0,
        0,
        1,
        0,
        shared.basis(),
        false,
        null,
        null);
  }

  /** How the ledger calls the objects of a set that expire. */
  public static TableName objects(String set) {
    return new TableName(set, OBJECTS);
  }

  /** What lines are added up by. */
  public String group() {
    return request + "|" + step + "|" + table + "|" + method + "|" + basis;
  }

  /** The rows of both lines, which are of one {@linkplain #group() group}. */
  public CountLine plus(CountLine other) {
    return new CountLine(
        request,
        step,
        table,
        method,
        deleted + other.deleted,
        anonymised + other.anonymised,
        unlinked + other.unlinked,
        kept + other.kept,
        ambiguous + other.ambiguous,
        basis,
        legalMinimum,
        first(firstUntil, other.firstUntil),
        last(lastUntil, other.lastUntil));
  }

  /** The same rows when the version that they stand in goes as a whole. */
  public CountLine purged() {
    return new CountLine(
        request,
        step,
        table,
        method.equals(Treatment.REVIEW_TOO.text()) ? method : "delete",
        deleted + anonymised,
        0,
        0,
        0,
        ambiguous,
        null,
        false,
        null,
        null);
  }

  /** The same under the number of another step. */
  public CountLine under(int other) {
    return new CountLine(
        request,
        other,
        table,
        method,
        deleted,
        anonymised,
        unlinked,
        kept,
        ambiguous,
        basis,
        legalMinimum,
        firstUntil,
        lastUntil);
  }

  /** How many rows go or are changed. */
  public long changed() {
    return deleted + anonymised + unlinked;
  }

  /** The line as the ledger takes it in, under the name of a set. */
  public LedgerLine inLedger(String set) {
    Optional<KeptRows> rows =
        Optional.ofNullable(basis)
            .map(
                why ->
                    KeptRows.by(
                            why,
                            legalMinimum,
                            Optional.ofNullable(firstUntil).map(LocalDate::parse),
                            Optional.ofNullable(lastUntil).map(LocalDate::parse))
                        .under(method));
    return new LedgerLine(
        new TableName(set, table),
        method,
        new RowCounts(deleted, anonymised, unlinked, kept, 0, ambiguous, 0),
        rows);
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null || (other != null && other.compareTo(one) < 0) ? other : one;
  }

  private static @Nullable String last(@Nullable String one, @Nullable String other) {
    return one == null || (other != null && other.compareTo(one) > 0) ? other : one;
  }
}
