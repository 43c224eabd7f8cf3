package org.quietus.backup.version;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.Journal;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.RowDoubts;
import org.quietus.backup.journal.ScreenedVersions;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.journal.ValueFilters;
import org.quietus.backup.packed.PackedList;
import org.quietus.backup.person.EarlierErasures;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Permit;
import org.quietus.objectstore.Pin;
import org.quietus.policy.ObjectSet;
import org.quietus.target.BackupTask;
import org.quietus.target.Sought;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the parts of one set's work share.
 *
 * @param spellings how its objects may be named
 * @param jobZone whose days dates are told in
 * @param inSomeSet whether a key of the store is of one of the job's sets
 * @param step the number under which the ledger counts objects that expired
 * @param tokens for one thread; the rest is for several
 * @param objectsAtOnce how many of its objects may be worked on at the same time
 */
public record SetContext(
    ObjectSet settings,
    ObjectStore store,
    KeySpellings spellings,
    Contents contents,
    ZoneId jobZone,
    Clock clock,
    Predicate<ObjectKey> inSomeSet,
    int step,
    KeyTokens tokens,
    Journal journal,
    EarlierErasures screening,
    ScreenedVersions screened,
    ValueFilters filters,
    RowDoubts doubts,
    int objectsAtOnce,
    BackupTask task) {
  private static final Logger LOG = LoggerFactory.getLogger(SetContext.class);

  /** The same for another thread. */
  SetContext ofThread() {
    return new SetContext(
        settings,
        store,
        spellings,
        contents,
        jobZone,
        clock,
        inSomeSet,
        step,
        tokens.copy(),
        journal,
        screening,
        screened,
        filters,
        doubts,
        objectsAtOnce,
        task);
  }

  /** Those of the run itself whose rows go. */
  public List<Sought> persons() {
    return task.persons();
  }

  /** The requests of those persons. */
  public List<String> requests() {
    return persons().stream().map(Sought::request).toList();
  }

  /** Whether a version has to be searched for persons whom earlier runs erased. */
  public boolean isDue(Pin version) {
    return contents.isSearchedLater() && screening.isDue(screened.upTo(version));
  }

  /**
   * The last entry up to which versions that are read were searched for everybody; empty if they
   * need not be searched for anybody whom earlier runs erased.
   */
  public Optional<Long> searchedUpTo(Collection<Pin> versions) {
    return contents.isSearchedLater()
        ? Stream.concat(
                versions.stream().filter(this::isDue).map(screened::upTo),
                versions.stream().map(screened::doubtedUpTo).flatMap(Optional::stream))
            .min(Long::compareTo)
        : Optional.empty();
  }

  /** Whether it is known of all rows of a person of the run, without reading any, who is held. */
  public boolean isKnown(String request) {
    return requests().contains(request) && !(task.holds().any() && isReviewed(request));
  }

  /** Whether somebody has said of rows in copies whether they are the person's of a request. */
  boolean isReviewed(String request) {
    return doubts.reviews().any(request);
  }

  /** Whether nobody who was erased can be in a version. */
  boolean isScreened(Pin version) {
    return contents.isSearchedLater() && screening.isNewest(screened.upTo(version));
  }

  /** The last day on which content that was created then can still be there; empty if for good. */
  Optional<LocalDate> lastDay(Instant created) {
    return settings
        .keep()
        .map(keep -> created.atZone(jobZone).toLocalDate().plus(keep).plusDays(1));
  }

  /** Whether one of some versions is looked into, for what the run seeks or earlier ones did. */
  boolean isSought(Collection<Pin> versions) {
    return contents.isSought(task) || versions.stream().anyMatch(this::isDue);
  }

  /** Whether anybody was erased who could be in versions that are not searched. */
  boolean mayHoldErased() {
    return contents.isSearchedLater() && screening.isAnybodysPlace();
  }

  /**
   * What binds every step that destroys: the holds have to be those that the work began under. A
   * store asks for it while nobody else may write there, so who has several threads gives it to one
   * only where that is {@link BackupTask.Fenced#alone alone}.
   */
  Permit permit() {
    return step -> {
      List<Pin> done = new ArrayList<>(1);
      task.holds().unchanged().transaction(() -> done.add(step.get()));
      return done.get(0);
    };
  }

  /** How messages call the set's objects. */
  public ObjectNames names() {
    return contents.names();
  }

  /** Says of an object, and perhaps of another one at {@code %s}, why it stays. */
  void say(JournalEntry entry, String why, JournalEntry... other) {
    Object[] called = Arrays.stream(other).map(one -> names().of(one.held())).toArray();
    task.notes()
        .accept(
            "%s: object %s %s"
                .formatted(settings.label(), names().of(entry.held()), why.formatted(called)));
  }

  /** All versions that are there by the journal, as they stand now. */
  public List<Pin> standing() {
    PackedList<Pin> pins = new PackedList<>(Pin.class);
    pages(
        List.of(),
        page ->
            page.stream()
                .filter(entry -> entry.state().remains())
                .map(entry -> entry.standing().orElse(entry.held()).pin())
                .forEach(pins::add));
    return pins;
  }

  /** All entries of the journal of the set, be they very many. */
  SetEntries all() {
    return new SetEntries(this);
  }

  /** Those that have one of some tokens, or took the place of what has. */
  List<JournalEntry> entries(Collection<String> versions) {
    List<JournalEntry> entries = new ArrayList<>();
    task.fenced().transaction(() -> entries.addAll(journal.pages().of(settings.name(), versions)));
    return entries;
  }

  /**
   * Shows the journal's entries that are in some states, or in any if these are none, so that never
   * all are held; what is done with a page is in no transaction.
   */
  void pages(Collection<VersionState> states, Consumer<List<JournalEntry>> action) {
    int last = Integer.MIN_VALUE;
    List<JournalEntry> page = new ArrayList<>();
    do {
      int after = last;
      page.clear();
      task.fenced()
          .transaction(() -> page.addAll(journal.pages().after(settings.name(), after, states)));
      if (!page.isEmpty()) {
        last = page.get(page.size() - 1).number();
        action.accept(List.copyOf(page));
      }
    } while (!page.isEmpty());
  }

  /** How many entries the set has. */
  int count() {
    return screening.read(() -> journal.pages().count(settings.name()));
  }

  /**
   * Has it known what is known of searches of some versions alone, and of what stands there now.
   */
  void turnTo(List<JournalEntry> entries) {
    screened.turnTo(
        entries.stream()
            .flatMap(entry -> Stream.concat(Stream.of(entry.held()), entry.standing().stream()))
            .map(SealedVersion::pin)
            .distinct()
            .toList());
  }

  /** Whether every object stands for itself, so that no other has to be known with it. */
  boolean isEachByItself() {
    return settings.kind() == ObjectSet.Kind.FILES;
  }

  /** Those of one backup. */
  List<JournalEntry> entries(String unit) {
    List<JournalEntry> entries = new ArrayList<>();
    task.fenced().transaction(() -> entries.addAll(journal.of(settings.name(), unit)));
    return entries;
  }

  /** Adds an entry to the journal under the next number. */
  JournalEntry added(JournalEntry entry) {
    List<JournalEntry> added = new ArrayList<>();
    task.fenced()
        .transaction(
            () -> {
              added.add(entry.numbered(journal.next()));
              added.forEach(journal::add);
            });
    ended(added.get(0));
    return added.get(0);
  }

  void save(JournalEntry entry) {
    task.fenced().transaction(() -> journal.save(entry));
    ended(entry);
  }

  /** Saves an entry whose upload could not be given up, so that a later run does so. */
  void saveWithout(JournalEntry begun, JournalEntry ended) {
    task.fenced()
        .transaction(
            () -> {
              journal.left(begun);
              journal.save(ended);
            });
    ended(ended);
  }

  /** Logs how an object version ended, by its number in the journal. */
  void ended(JournalEntry entry) {
    if (entry.state().isEnd()) {
      LOG.info("{}: object {}: {}", settings.label(), entry.number(), entry.state().label());
    }
  }
}
