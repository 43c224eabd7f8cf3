package org.quietus.backup.search;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.journal.VersionCounts;
import org.quietus.backup.person.FoundKeys;
import org.quietus.backup.person.Judgement;
import org.quietus.backup.person.Persons;
import org.quietus.backup.person.RowFate;
import org.quietus.backup.person.RowJudge;
import org.quietus.backup.person.RowsToReview;
import org.quietus.backup.version.UnitSearch;
import org.quietus.format.Decision;
import org.quietus.format.DumpFormat;
import org.quietus.format.Row;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.objectstore.Pin;
import org.quietus.policy.LogReplay;

/**
 * A backup with the keys of those sought in it.
 *
 * @param versions what one reading of each showed
 * @param requests those of the run
 * @param notes takes what could not be read
 * @param said what files say of others, where there are such
 * @param isSpared whether somebody whom an earlier run erased stays because of a hold
 * @param isPositioned whether binary logs may be replayed on it
 */
record SearchedDumps(
    IndexedVersions versions,
    DumpContents contents,
    List<String> requests,
    Persons persons,
    FoundKeys keys,
    List<PersonGraph> graphs,
    RowFate fate,
    Dump.Wanted wanted,
    UnreadNotes notes,
    boolean isSpared,
    Optional<SaidCounts> said,
    boolean isPositioned)
    implements UnitSearch.Found {

  /** One of which it is not known yet what files say of others, or of binary logs. */
  SearchedDumps(
      IndexedVersions versions,
      DumpContents contents,
      List<String> requests,
      Persons persons,
      FoundKeys keys,
      List<PersonGraph> graphs,
      RowFate fate,
      Dump.Wanted wanted,
      UnreadNotes notes,
      boolean isSpared) {
    this(
        versions,
        contents,
        requests,
        persons,
        keys,
        graphs,
        fate,
        wanted,
        notes,
        isSpared,
        Optional.empty(),
        false);
  }

  /**
   * The same with what files of {@code standing} say of others, and of binary logs; {@code isLeft}
   * tells what a run wrote that did not come to its end.
   */
  SearchedDumps with(List<SealedVersion> standing, Predicate<Pin> isLeft) {
    return new SearchedDumps(
        versions,
        contents,
        requests,
        persons,
        keys,
        graphs,
        fate,
        wanted,
        notes,
        isSpared,
        Optional.of(
            new SaidCounts(contents, versions, standing, wanted, this::judge, isLeft, notes)),
        standing.stream().anyMatch(version -> versions.schema(version).positioned()));
  }

  @Override
  public boolean tells(SealedVersion version) {
    return contents.counts(version.pin()).isPresent();
  }

  @Override
  public boolean isOutdated(SealedVersion version, Set<Pin> rewritten, boolean begun) {
    return said.filter(counts -> counts.isOutdated(version, rewritten, begun)).isPresent();
  }

  private RowJudge judge() {
    return new RowJudge(graphs, keys, fate, contents.filed(), contents.zones());
  }

  private DumpCounts newCounts() {
    return new DumpCounts(persons.all(), requests);
  }

  @Override
  public VersionCounts count(SealedVersion version) {
    RowJudge judge = judge();
    DumpCounts counts = newCounts();
    RowsToReview doubts =
        new RowsToReview(graphs, persons, keys, contents.filed(), contents.zones());
    versions
        .dump(version)
        .scan(
            wanted,
            (bound, row) -> {
              Judgement judgement = judge.judge(bound, row);
              counts.add(judgement);
              counts.doubt(doubts.of(bound, row, judgement));
            });
    notes.say(version, judge, counts);
    notes.sayNamed(version, persons.all(), counts);
    return counts.total();
  }

  @Override
  public UnitSearch.Written write(SealedVersion version, OutputStream sink) {
    if (!contents.isFolder()) {
      SumsBeside.requireNone(contents.store(), version.pin().key());
    }
    Optional<LogReplay> replay = contents.settings().pitr();
    if (isPositioned) {
      requireRewritable(replay);
    }
    replay.filter(LogReplay.IDEMPOTENT::equals).ifPresent(idempotent -> notes.sayReplayed());
    Optional<DumpFormat> outdated = said.flatMap(counts -> counts.of(version));
    if (outdated.isPresent()) {
      return new UnitSearch.Written(versions.write(version, outdated.get(), sink), List.of());
    }
    DumpCounts counts = newCounts();
    String sha256 = versions.write(version, deciding(versions.dump(version), counts), counts, sink);
    return new UnitSearch.Written(sha256, counts.lines());
  }

  /** Logs that are replayed on a dump need the rows that they change. */
  private static void requireRewritable(Optional<LogReplay> replay) {
    if (replay.filter(how -> how != LogReplay.STRICT).isEmpty()) {
      throw new Trouble(
          VersionState.UNSUPPORTED,
          "it says from which position binary logs go on from it (CHANGE MASTER, GTID_PURGED or the"
              + " like), and a replay of them on a rewritten dump would end at the first change of"
              + " a row that was taken out; write 'pitr: none' for the set if none is ever made,"
              + " 'pitr: idempotent' if it passes over such changes, else 'on-erasure:"
              + " at-refresh'");
    }
  }

  /** Rows beside those that are judged pass too, so that the gate takes them down. */
  private RowDecider deciding(Dump dump, DumpCounts counts) {
    RowJudge judge = judge();
    Dump.Bound bound = dump.bound(wanted);
    return new RowDecider() {
      private @Nullable RowSource last;
      private boolean judged;

      @Override
      public boolean wants(RowSource source) {
        return versions.take(source);
      }

      @Override
      public Decision decide(Row row) throws IOException {
        if (row.source() != last) {
          last = row.source();
          judged = wanted.table(last.table()) != null;
        }
        if (!judged) {
          return Decision.KEEP;
        }
        Judgement judgement = judge.judge(bound.table(row.source()), row);
        counts.add(judgement);
        return judgement.decision();
      }
    };
  }
}
