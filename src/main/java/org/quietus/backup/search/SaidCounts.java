package org.quietus.backup.search;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.person.RowJudge;
import org.quietus.format.Decision;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpTableName;
import org.quietus.format.FileExtent;
import org.quietus.format.ToldRows;
import org.quietus.objectstore.Pin;

/** What files of a backup say of the rows of others, held against these and brought up to them. */
final class SaidCounts {
  private final DumpContents contents;
  private final IndexedVersions versions;
  private final List<SealedVersion> standing;
  private final Dump.Wanted wanted;
  private final Supplier<RowJudge> judges;
  private final Predicate<Pin> isLeft;
  private final UnreadNotes notes;
  private final Map<Pin, DumpFormat> outdated = new HashMap<>();
  private final Map<String, SealedVersion> byKey = new HashMap<>();
  private final Map<Set<Pin>, Rows> counted = new HashMap<>();
  private final Map<Pin, Boolean> left = new HashMap<>();

  /**
   * Prepares for a backup.
   *
   * @param standing all of it
   * @param wanted the tables whose rows are judged
   * @param isLeft whether a run wrote a version that did not come to its end, so that what tells of
   *     it may not be so any more
   * @param notes takes what such a version leaves open
   */
  SaidCounts(
      DumpContents contents,
      IndexedVersions versions,
      List<SealedVersion> standing,
      Dump.Wanted wanted,
      Supplier<RowJudge> judges,
      Predicate<Pin> isLeft,
      UnreadNotes notes) {
    this.notes = notes;
    this.contents = contents;
    this.versions = versions;
    this.standing = standing;
    this.wanted = wanted;
    this.judges = judges;
    this.isLeft = isLeft;
  }

  /** Rows by table, and the tables in which something is changed. */
  private record Rows(
      Map<DumpTableName, Long> before,
      Map<DumpTableName, Long> after,
      Set<DumpTableName> touched) {}

  /**
   * Whether a version has to be written again; see {@link org.quietus.backup.version.UnitSearch}.
   */
  boolean isOutdated(SealedVersion version, Set<Pin> rewritten, boolean begun) {
    Optional<ToldRows> counts = contents.counts(version.pin());
    if (counts.isEmpty()) {
      return false;
    }
    Rows rows = rows(rewritten);
    counts.get().digested().stream()
        .filter(rows.touched()::contains)
        .findFirst()
        .ifPresent(
            table -> {
              throw new Trouble(
                  VersionState.UNSUPPORTED,
                  "it has a checksum of the rows of table '%s', which the server alone can compute; dump without --data-checksums, or 'checksum' of MySQL Shell"
                      .formatted(table));
            });
    Map<DumpTableName, Long> now = new HashMap<>();
    counts
        .get()
        .said()
        .forEach(
            (table, said) -> {
              if (wanted.table(table) != null) {
                if (said != count(rows.before(), table) && !begun) {
                  compare(version, table, said, count(rows.before(), table));
                }
                if (said != count(rows.after(), table)) {
                  now.put(table, count(rows.after(), table));
                }
              }
            });
    Map<String, FileExtent> files = new HashMap<>();
    boolean isLonger = false;
    for (Map.Entry<String, Long> length : counts.get().lengths().entrySet()) {
      SealedVersion file = beside(version, length.getKey());
      FileExtent before = versions.extent(file);
      if (before.bytes() != length.getValue() && !begun && !isLeft(file)) {
        throw new Trouble(
            VersionState.DAMAGED, otherLength(length.getKey(), length.getValue(), before.bytes()));
      }
      boolean changes = rewritten.contains(file.pin());
      FileExtent after = changes ? versions.written(file) : before;
      files.put(length.getKey(), after);
      isLonger |=
          counts.get().isOutdated(length.getKey(), after) && (changes || begun || isLeft(file));
    }
    boolean isOutdated = !now.isEmpty() || isLonger;
    if (isOutdated) {
      outdated.put(version.pin(), counts.get().saying(now, files));
    }
    return isOutdated;
  }

  /**
   * Of what a run has written that did not end, nobody knows how many rows it took out; it put none
   * in.
   */
  private void compare(SealedVersion version, DumpTableName table, long said, long found) {
    if (found > said || !isLeft(table)) {
      throw new Trouble(VersionState.DAMAGED, otherRows(table, said, found));
    }
    notes.sayLeft(version, table, said, found);
  }

  /** A file of the folder of a version that says its length. */
  private SealedVersion beside(SealedVersion version, String name) {
    if (byKey.isEmpty()) {
      standing.stream()
          .filter(SealedVersion::latest)
          .forEach(latest -> byKey.put(latest.key(), latest));
    }
    SealedVersion found = byKey.get(SealedVersion.folder(version.key()) + name);
    if (found == null) {
      throw new Trouble(VersionState.DAMAGED, missing(name));
    }
    return found;
  }

  private boolean isLeft(SealedVersion file) {
    return left.computeIfAbsent(file.pin(), isLeft::test);
  }

  private boolean isLeft(DumpTableName table) {
    return standing.stream()
        .filter(SealedVersion::latest)
        .filter(file -> versions.schema(file).table(table).isPresent())
        .anyMatch(this::isLeft);
  }

  /** Says that a file is not there whose length another one says. */
  static String missing(String file) {
    return "it says how long file '%s' is, which is missing; put the folder back as it was"
        .formatted(file);
  }

  /** Says that a file has another length than another one says. */
  static String otherLength(String file, long said, long found) {
    return "it says that file '%s' has %d bytes, uncompressed, and it has %d: it was changed, or is of another dump; put the folder back as it was"
        .formatted(file, said, found);
  }

  private static long count(Map<DumpTableName, Long> rows, DumpTableName table) {
    return rows.getOrDefault(table, 0L);
  }

  /** Says that the files of a table have another number of rows than a file says. */
  static String otherRows(DumpTableName table, long said, long found) {
    return "it says that table '%s' has %d rows, and its files have %d: one of them is missing, or of another dump; put the folder back as it was, or correct the number"
        .formatted(table, said, found);
  }

  /** How a version is written that is outdated; empty if it is not. */
  Optional<DumpFormat> of(SealedVersion version) {
    return Optional.ofNullable(outdated.get(version.pin()));
  }

  /** Counted once, however many files tell of them. */
  private Rows rows(Set<Pin> rewritten) {
    Rows known = counted.get(rewritten);
    if (known == null) {
      known = count(rewritten);
      counted.clear();
      counted.put(Set.copyOf(rewritten), known);
    }
    return known;
  }

  private Rows count(Set<Pin> rewritten) {
    Rows rows = new Rows(new HashMap<>(), new HashMap<>(), new HashSet<>());
    RowJudge judge = judges.get();
    for (SealedVersion version : standing) {
      if (version.latest()) {
        boolean changes = rewritten.contains(version.pin());
        versions
            .dump(version)
            .scan(
                wanted,
                (bound, row) -> {
                  DumpTableName table = row.source().table();
                  Decision decision = changes ? judge.judge(bound, row).decision() : Decision.KEEP;
                  rows.before().merge(table, 1L, Long::sum);
                  if (!(decision instanceof Decision.Drop)) {
                    rows.after().merge(table, 1L, Long::sum);
                  }
                  if (!(decision instanceof Decision.Keep)) {
                    rows.touched().add(table);
                  }
                });
      }
    }
    return rows;
  }
}
