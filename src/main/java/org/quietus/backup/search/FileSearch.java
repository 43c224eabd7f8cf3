package org.quietus.backup.search;

import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.GatedCopy;
import org.quietus.backup.file.RecordJudge;
import org.quietus.backup.file.RecordPerson;
import org.quietus.backup.file.RecordReviews;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.journal.VersionCounts;
import org.quietus.backup.person.EarlierErasures;
import org.quietus.backup.version.SetContext;
import org.quietus.backup.version.UnitSearch;
import org.quietus.format.Reading;
import org.quietus.objectstore.Pin;
import org.quietus.policy.Counted;

/** Finds in files the records of persons, and those that have outlived their period. */
final class FileSearch implements UnitSearch {
  private final FileContents contents;
  private final SetContext set;
  private final Optional<EarlierErasures.Part> earlier;
  private final Set<String> said = new HashSet<>();
  private final List<FileFilters.Taken> begun = new ArrayList<>();
  private @Nullable Searched last;

  /** {@code entries} are all versions of the unit, which is one object version. */
  FileSearch(FileContents contents, SetContext set, List<JournalEntry> entries) {
    this.contents = contents;
    this.set = set;
    this.earlier =
        set.searchedUpTo(entries.stream().map(entry -> entry.held().pin()).toList())
            .map(set.screening()::part);
  }

  /** A record that cannot be read is seen when the rest is counted. */
  @Override
  public void check(SealedVersion version) {
    contents.listedElsewhere(version.pin()).ifPresent(FileSearch::unsupported);
  }

  private static void unsupported(String why) {
    throw new Trouble(VersionState.UNSUPPORTED, why);
  }

  @Override
  public boolean isSought(String request) {
    return set.isKnown(request) || !set.task().holds().any();
  }

  @Override
  public int distance(CountLine line) {
    return 0;
  }

  /** The gate has judged the records of what was written. */
  @Override
  public void standsAs(Pin pin, String sha256) {
    if (last != null) {
      last.standsAs(pin, sha256);
    }
  }

  @Override
  public void close() {
    begun.forEach(FileFilters.Taken::close);
  }

  @Override
  public Found in(List<SealedVersion> versions) {
    if (last != null && last.haveAll(versions)) {
      return last;
    }
    List<RecordPerson> persons = new ArrayList<>();
    set.persons().stream()
        .filter(person -> contents.fields().isAbout(person.subject()))
        .map(person -> contents.fields().person(person, set.task().others()))
        .forEach(persons::add);
    Searched searched = new Searched(persons);
    last = searched;
    earlier.ifPresent(
        part -> {
          ErasedInFiles erased = new ErasedInFiles(contents, set, part);
          List<RecordPerson> found = erased.search(versions);
          found.forEach(one -> persons.removeIf(own -> isSame(own, one)));
          persons.addAll(found);
          searched.spared |= erased.isSpared();
        });
    return searched;
  }

  /** By tokens more is known of a person than by the keys that are left of them. */
  private static boolean isSame(RecordPerson own, RecordPerson byTokens) {
    return own.sought().request().equals(byTokens.sought().request());
  }

  private final class Searched implements Found {
    private final List<RecordPerson> persons;
    private final Map<String, Shown> written = new HashMap<>();
    private final Map<Pin, Shown> standing = new HashMap<>();
    private final Map<Pin, RecordsOfInterest> ofInterest = new HashMap<>();
    private boolean spared;

    Searched(List<RecordPerson> persons) {
      this.persons = persons;
    }

    @Override
    public boolean isSpared() {
      return spared;
    }

    private RecordJudge judge(SealedVersion version) {
      return new RecordJudge(
          contents.fields(),
          persons,
          contents.cutoff(set.task().asOf()),
          set.task().holds().any(),
          version.createdAt(),
          contents.zone(),
          new SecureRandom(),
          new RecordReviews(
              set.doubts().reviews(),
              set.doubts().shownIn(version.pin()),
              contents.settings().recordsTable().table(),
              set.task().holds().any(),
              set.task().erased().isHeld()));
    }

    private FileCounting counting(SealedVersion version) {
      boolean seeking = !persons.isEmpty() || earlier.isPresent();
      Optional<FileFilters.Taken> taken =
          seeking ? contents.filters().begin(set) : Optional.empty();
      taken.ifPresent(begun::add);
      FileCounting counting =
          new FileCounting(contents, judge(version), persons, seeking, taken, version);
      if (seeking) {
        set.store().labels(version.pin()).forEach(counting::label);
      }
      return counting;
    }

    @Override
    public VersionCounts count(SealedVersion version) {
      Shown known = standing.get(version.pin());
      if (known != null) {
        return told(version, known);
      }
      if (earlier.isEmpty() && contents.filters().isRuledOut(set, version, persons)) {
        return VersionCounts.NOTHING;
      }
      FileCounting counting = counting(version);
      Shown shown = new Shown(counting, scan(contents, version, counting));
      if (counting.counts().changes() > 0 && shown.reading().unread().rows() == 0) {
        counting.ofInterest().complete();
        ofInterest.put(version.pin(), counting.ofInterest());
      }
      if (shown.isNobodys()) {
        counting.taken().ifPresent(taken -> taken.keep(version.pin()));
      }
      return told(version, shown);
    }

    /** What one reading of a version showed. */
    private record Shown(FileCounting counting, Reading reading) {

      /** Whether all of it was understood, and nobody who is sought is in it. */
      boolean isNobodys() {
        FileCounts counts = counting.counts();
        return reading.unread().rows() + counts.odd() + counts.uncompared() == 0
            && !counts.isSomebodys();
      }
    }

    private VersionCounts told(SealedVersion version, Shown shown) {
      FileCounts counts = shown.counting().counts();
      RecordJudge judge = shown.counting().judge();
      Reading reading = shown.reading();
      if (version.latest()) {
        requireRead(reading);
      }
      if (counts.odd() > 0) {
        say(version, contents.oddity(counts.odd()));
      }
      if (counts.uncompared() > 0) {
        say(
            version,
            Counted.of(counts.uncompared(), "record")
                + Counted.verb(counts.uncompared(), " has", " have")
                + " a key in letters that only the database can compare, a key or number that is"
                + " rounded, or one like 1.234 that may be of thousands, so that nobody can tell"
                + " whose "
                + Counted.verb(counts.uncompared(), "it is", "they are"));
      }
      if (reading.unread().rows() > 0) {
        say(version, reading.unread().text() + "; remove this older version");
      }
      if (judge.undated() > 0) {
        say(
            version,
            Counted.of(judge.undated(), "record")
                + Counted.verb(judge.undated(), " has", " have")
                + " no moment at '"
                + contents.settings().from().orElse("")
                + "', so that the period never ends");
      }
      if (counts.held() > 0) {
        spared = true;
        say(
            version,
            Counted.of(counts.held(), "record") + " past the period stay because of holds");
      }
      counts.besides().forEach(beside -> say(version, beside));
      Set<String> lost = earlier.map(EarlierErasures.Part::lost).orElse(Set.of());
      lost.forEach(subject -> say(version, set.screening().withoutSubject(subject)));
      return counts.total(
          reading.unread().rows() + counts.odd() + counts.uncompared() > 0
              || !counts.besides().isEmpty()
              || !lost.isEmpty());
    }

    @Override
    public Written write(SealedVersion version, OutputStream sink) {
      contents.lists().checksumOf(version.pin().key()).ifPresent(FileSearch::unsupported);
      SumsBeside.requireNone(contents.store(), version.pin().key());
      RecordJudge judge = judge(version);
      FileCounts counts = new FileCounts(contents, persons);
      RecordsOfInterest known =
          Objects.requireNonNullElseGet(
              ofInterest.remove(version.pin()), RecordsOfInterest::unknown);
      RecordDecider decider = new RecordDecider(judge, counts, known);
      FileCounting again = counting(version);
      GatedCopy.Passed passed =
          new GatedCopy(contents.dump(version.pin()), source -> true, again)
              .write(decider, counts::changes, sink);
      requireRead(passed.reading());
      written.put(passed.sha256(), new Shown(again, passed.reading()));
      return new Written(passed.sha256(), counts.total(false).lines());
    }

    /** What was written with that digest stands under a pin. */
    private void standsAs(Pin pin, String sha256) {
      Shown known = written.get(sha256);
      if (known != null) {
        standing.put(pin, known);
        if (known.isNobodys()) {
          known.counting.taken().ifPresent(taken -> taken.keep(pin));
        }
      }
    }

    private boolean haveAll(List<SealedVersion> versions) {
      return !versions.isEmpty()
          && versions.stream().map(SealedVersion::pin).allMatch(standing::containsKey);
    }
  }

  /** Of a line that cannot be read nobody knows whose it is, or what the ones beside it miss. */
  private static void requireRead(Reading reading) {
    if (reading.unread().rows() > 0) {
      throw new Trouble(
          VersionState.DAMAGED,
          reading.unread().text()
              + "; it stays as it is until what cannot be read is mended or removed");
    }
  }

  private void say(SealedVersion version, String what) {
    String note =
        "%s: object %s: %s".formatted(set.settings().label(), set.names().of(version), what);
    if (said.add(note)) {
      set.task().notes().accept(note);
    }
  }

  /** Reads every record of a version that can be read. */
  static Reading scan(FileContents contents, SealedVersion version, GatedCopy.Look look) {
    return contents.dump(version.pin()).scan(new EveryRecord(look));
  }
}
