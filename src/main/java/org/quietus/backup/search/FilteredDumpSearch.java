package org.quietus.backup.search;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.journal.VersionCounts;
import org.quietus.backup.version.SetContext;
import org.quietus.backup.version.UnitSearch;
import org.quietus.objectstore.Pin;

/**
 * The search of a backup that need not be read if what was noted of it rules out everybody who is
 * sought; else it is, and noted again if nobody is left in it.
 */
final class FilteredDumpSearch implements UnitSearch {
  private final DumpContents contents;
  private final SetContext set;
  private final String unit;
  private final List<JournalEntry> entries;
  private final DumpSearch search;
  private final RowsBeside beside;
  private final UnreadNotes notes;
  private final Map<Pin, Boolean> nobodys = new HashMap<>();
  private @Nullable Optional<DumpFilters.Known> ruledOut;
  private boolean written;

  /** {@code entries} are all of the backup. */
  FilteredDumpSearch(
      DumpContents contents, SetContext set, String unit, List<JournalEntry> entries) {
    this.contents = contents;
    this.set = set;
    this.unit = unit;
    this.entries = List.copyOf(entries);
    this.search =
        new DumpSearch(contents, set, unit, entries, contents.filters().graphs(contents, set));
    this.beside = new RowsBeside(set, contents.format());
    this.notes = new UnreadNotes(set, contents.catalog(), Set.of());
  }

  private List<Pin> pins() {
    return entries.stream().map(entry -> entry.held().pin()).toList();
  }

  /** What is known of the backup if it need not be read; its filter is forgotten if it is. */
  private Optional<DumpFilters.Known> ruledOut() {
    Optional<DumpFilters.Known> known = ruledOut;
    if (known == null) {
      known = mustBeRead() ? Optional.empty() : contents.filters().ruledOut(contents, set, pins());
      if (known.isEmpty()) {
        contents.filters().forget(set, pins());
      }
      ruledOut = known;
    }
    return known;
  }

  /**
   * Whether somebody else is sought than the persons of the run, or an attempt has begun with what
   * is in it.
   */
  private boolean mustBeRead() {
    return set.persons().isEmpty()
        || search.isLate()
        || set.searchedUpTo(pins()).isPresent()
        || pins().stream().anyMatch(set.screened()::isDueAgain)
        || !entries.stream().allMatch(FilteredDumpSearch::isUntouched)
        || isRemembered();
  }

  private static boolean isUntouched(JournalEntry entry) {
    return entry.state() == VersionState.PLANNED
        && !entry.isAgain()
        && entry.held().result().isEmpty();
  }

  /** Whether an earlier attempt of the run knows keys of the backup. */
  private boolean isRemembered() {
    return set.screening().read(() -> set.journal().keys().isAnything(unit));
  }

  @Override
  public void check(SealedVersion version) {
    if (ruledOut().isPresent()) {
      beside.requireNone(version, ruledOut().get().bare().contains(version.key()));
    } else {
      search.check(version);
    }
  }

  @Override
  public Found in(List<SealedVersion> versions) {
    if (ruledOut().isPresent()
        && pins().containsAll(versions.stream().map(SealedVersion::pin).toList())) {
      contents.filters().spare(versions.size());
      return new Nobody();
    }
    return new Noted(search.in(versions), versions);
  }

  @Override
  public boolean isSought(String request) {
    return search.isSought(request);
  }

  @Override
  public int distance(CountLine line) {
    return search.distance(line);
  }

  @Override
  public Set<String> leadingTo(CountLine line) {
    return search.leadingTo(line);
  }

  @Override
  public void standsAs(Pin pin, String sha256) {
    search.standsAs(pin, sha256);
  }

  @Override
  public void close() {
    search.close();
  }

  /** A backup that was not read; nothing but the names of its objects may tell of anybody. */
  private final class Nobody implements Found {
    @Override
    public boolean isSpared() {
      return false;
    }

    @Override
    public VersionCounts count(SealedVersion version) {
      DumpCounts counts = new DumpCounts(set.persons(), set.requests());
      notes.sayNamed(version, set.persons(), counts);
      return counts.total();
    }

    @Override
    public Written write(SealedVersion version, OutputStream sink) {
      throw new IllegalStateException("what was not read is not rewritten");
    }
  }

  /** A backup that was read, which is noted once everything that stands is known to be nobody's. */
  private final class Noted implements Found {
    private final Found found;
    private final List<SealedVersion> standing;

    Noted(Found found, List<SealedVersion> standing) {
      this.found = found;
      this.standing = List.copyOf(standing);
    }

    @Override
    public boolean isSpared() {
      return found.isSpared();
    }

    @Override
    public VersionCounts count(SealedVersion version) {
      VersionCounts counts = found.count(version);
      nobodys.put(version.pin(), counts.equals(VersionCounts.NOTHING));
      boolean all = standing.stream().allMatch(one -> nobodys.getOrDefault(one.pin(), false));
      if (all && !found.isSpared() && !search.isLate() && isAsItSays()) {
        contents.filters().keep(contents, set, search.versions(), standing);
      }
      return counts;
    }

    /** Whether no file says of others what is not so; of what was written nobody knows. */
    private boolean isAsItSays() {
      try {
        return standing.stream()
            .filter(found::tells)
            .noneMatch(version -> written || found.isOutdated(version, Set.of(), false));
      } catch (Trouble e) {
        return false;
      }
    }

    @Override
    public boolean tells(SealedVersion version) {
      return found.tells(version);
    }

    @Override
    public boolean isOutdated(SealedVersion version, Set<Pin> rewritten, boolean begun) {
      return found.isOutdated(version, rewritten, begun);
    }

    @Override
    public Written write(SealedVersion version, OutputStream sink) {
      written = true;
      return found.write(version, sink);
    }
  }
}
