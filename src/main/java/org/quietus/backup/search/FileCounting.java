package org.quietus.backup.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.quietus.backup.dump.GatedCopy;
import org.quietus.backup.file.NamedBeside;
import org.quietus.backup.file.RecordJudge;
import org.quietus.backup.file.RecordOutcome;
import org.quietus.backup.file.RecordPerson;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.format.Beside;
import org.quietus.format.KnownValues;
import org.quietus.format.Row;

/** Adds up what becomes of the records of one reading of a version. */
final class FileCounting implements GatedCopy.Look {
  private final FileContents contents;
  private final RecordJudge judge;
  private final FileCounts counts;
  private final boolean seeking;
  private final NamedBeside named;
  private final Optional<FileFilters.Taken> taken;
  private final RecordsOfInterest ofInterest = new RecordsOfInterest();

  /**
   * Counts those of a version.
   *
   * @param seeking whether anybody is sought
   * @param taken takes down what values it has
   */
  FileCounting(
      FileContents contents,
      RecordJudge judge,
      List<RecordPerson> persons,
      boolean seeking,
      Optional<FileFilters.Taken> taken,
      SealedVersion version) {
    this.contents = contents;
    this.judge = judge;
    this.counts = new FileCounts(contents, persons);
    this.seeking = seeking;
    this.named = new NamedBeside(contents.fields(), persons);
    this.taken = taken;
    if (named.isInKey(version.key())) {
      counts.addKey();
    }
  }

  /** Takes a name or a value of the object's user metadata or tags. */
  void label(String text) {
    if (named.isInKey(text)) {
      counts.addLabel();
    }
  }

  /** The records that may not stay as they are. */
  RecordsOfInterest ofInterest() {
    return ofInterest;
  }

  FileCounts counts() {
    return counts;
  }

  RecordJudge judge() {
    return judge;
  }

  Optional<FileFilters.Taken> taken() {
    return taken;
  }

  @Override
  public boolean mayConcern(KnownValues values) throws IOException {
    boolean known = taken.isEmpty() || taken.get().see(values);
    return !known
        || judge.mayConcern(values)
        || (seeking && contents.fields().mayBeUncompared(values));
  }

  @Override
  public void beside(Beside place, String text) throws IOException {
    if (place == Beside.HEADER) {
      contents.requireFormer(text);
    }
    taken.ifPresent(of -> of.beside(text));
    if (named.isIn(text)) {
      counts.addBeside(place, text);
    }
  }

  @Override
  public void at(Row row) throws IOException {
    if (taken.isPresent()) {
      taken.get().see(row);
    }
    if (judge.isNobodys(row)) {
      if (seeking && contents.fields().isOdd(row)) {
        counts.addOdd();
      }
      return;
    }
    RecordOutcome outcome = judge.judge(row);
    if (outcome.fate() != RecordOutcome.Fate.STAYS) {
      ofInterest.add(row.offset());
    }
    counts.add(outcome);
    if (outcome.isLater()) {
      counts.addLater(contents.fields().told(row));
    }
    boolean nobodys = seeking && outcome.fate() == RecordOutcome.Fate.STAYS;
    if ((nobodys && contents.fields().isOdd(row)) || judge.isUnreached(row)) {
      counts.addOdd();
    } else if (nobodys && contents.fields().isUncompared(row)) {
      counts.addUncompared();
    }
  }
}
