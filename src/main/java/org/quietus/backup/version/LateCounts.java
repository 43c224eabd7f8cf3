package org.quietus.backup.version;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.UncountedRows;
import org.quietus.plan.Step;
import org.quietus.target.ErasedBefore;
import org.quietus.target.Sought;

/**
 * Counts, in the caller's transaction, rows that an earlier run took out of versions of a set
 * without coming to note it.
 */
public final class LateCounts {
  private final SetContext set;

  public LateCounts(SetContext set) {
    this.set = set;
  }

  /** Notes them of a version that is gone, in the journal and in the ledger of this run. */
  public void note(UncountedRows rows) {
    String token = VersionInventory.token(set, rows.held().pin());
    JournalEntry gone =
        new JournalEntry(
            set.journal().next(),
            set.settings().name(),
            set.tokens().hex("unit", token),
            token,
            Optional.empty(),
            VersionState.GONE,
            rows.held().withoutUpload(),
            rows.counts().stream().map(this::underStepsOfThisRun).toList(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    new Settling(set).add(gone);
  }

  /** A job file that has changed since may have other steps. */
  private CountLine underStepsOfThisRun(CountLine line) {
    return set.persons().stream()
        .filter(person -> person.request().equals(line.request()))
        .map(Sought::step)
        .findFirst()
        .or(() -> steps().filter(step -> step.number() == line.step()).findFirst())
        .map(step -> line.under(step.number()))
        .orElseGet(() -> line.under(set.step()));
  }

  private Stream<Step> steps() {
    return Stream.concat(
        set.persons().stream().map(Sought::step),
        set.task().erased().kinds().stream().map(ErasedBefore.Kind::step));
  }
}
