package org.quietus.backup.person;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.dump.SearchedGraph;
import org.quietus.backup.dump.Zones;
import org.quietus.policy.ObjectSet;
import org.quietus.request.KeyEpochs;
import org.quietus.request.SuppressionEntries;
import org.quietus.request.SuppressionRange;
import org.quietus.subject.GoneIdentifiers;
import org.quietus.subject.TokenFilter;
import org.quietus.subject.TokenKeys;
import org.quietus.subject.TokenMaker;
import org.quietus.target.BackupTask;
import org.quietus.target.ErasedBefore;
import org.quietus.target.SoughtKinds;

/**
 * What it takes to look in backups for persons whom earlier runs erased. They are known by tokens
 * alone, and each object version is searched for each of them once.
 */
public final class EarlierErasures {
  private final SuppressionEntries entries;
  private final KeyEpochs epochs;
  private final BackupTask task;
  private final FormerSubjects former;
  private final Set<String> passed = new LinkedHashSet<>();
  private final Map<String, Optional<Long>> firsts = new HashMap<>();
  private final long newest;
  private final long due;
  private final Map<Thread, Part> last = new WeakHashMap<>();
  private boolean said;
  private @Nullable Boolean anybodys;

  public EarlierErasures(
      SuppressionEntries entries, KeyEpochs epochs, BackupTask task, FormerSubjects former) {
    this.former = former;
    this.entries = entries;
    this.epochs = epochs;
    this.task = task;
    this.newest = read(() -> entries.newestBesides(Set.of()));
    this.due =
        task.erased().kinds().isEmpty() && task.erased().filed().isEmpty()
            ? 0
            : read(() -> entries.newestBesides(task.erased().own()));
  }

  /** The last suppression entry of all. */
  public long newest() {
    return newest;
  }

  /** Whether there are entries, and none above this one. */
  public boolean isNewest(long upTo) {
    return newest > 0 && upTo >= newest;
  }

  /** Whether anybody was erased who was in the database, or for whom something was filed in it. */
  public boolean isAnybodysPlace() {
    return task.fenced().alone(this::isSomebodysPlace);
  }

  private boolean isSomebodysPlace() {
    Boolean known = anybodys;
    if (known == null) {
      known =
          newest > 0
              && read(() -> entries.all().subjects()).stream()
                  .anyMatch(name -> task.erased().areHere(name) && !former.has(name));
      anybodys = known;
    }
    return known;
  }

  /** Whether there are entries of earlier runs above one. */
  public boolean isDue(long upTo) {
    return upTo < due;
  }

  /**
   * Whether something of somebody was erased from the database after the one moment and up to the
   * other: at first, or since, such as what was loaded late or a law had kept. What went from
   * backups alone does not count.
   */
  public boolean isErasedBetween(Instant after, Instant upTo) {
    return task.erased().changed().test(after, upTo)
        || read(() -> entries.erasedBetween(after, upTo)).stream().anyMatch(task.erased()::areHere);
  }

  /** Whether a person whom an earlier run erased is to be sought; in a transaction. */
  public boolean isWanted(String request) {
    return !task.erased().own().contains(request) && task.erased().isFinished().test(request);
  }

  /** When a request's person is sought again for rows that are kept, if ever; in a transaction. */
  public Optional<LocalDate> keptUntil(String request) {
    return task.erased().keptUntil().apply(request);
  }

  /** The number of a request's first entry; in a transaction. */
  public Optional<Long> first(String request) {
    return entries.first(request);
  }

  /** The number of the first entry of a kind of person; in a transaction. */
  public Optional<Long> firstOf(String kind) {
    return task.fenced().alone(() -> firsts.computeIfAbsent(kind, entries::firstOf));
  }

  /** What each kind of person is sought with now in a set of backups. */
  public Map<String, SearchedGraph> graphs(ObjectSet set, FiledTables tables) {
    return SearchedGraph.of(
        set, new SoughtKinds(task.erased().kinds(), task.erased().filed()), tables);
  }

  /** Requests with entries whose persons are not sought in this run; in a transaction. */
  public Set<String> passedOver(Collection<String> sought) {
    return task.erased().unfinished().get().stream()
        .filter(request -> !sought.contains(request))
        .filter(request -> entries.first(request).isPresent())
        .collect(Collectors.toSet());
  }

  /**
   * The persons of the entries above one.
   *
   * @param filed kinds of person of whom only what was filed is sought
   * @param filter lets the tokens of all of them through
   * @param tenants whose persons they are, by subject, where there are tenants
   * @param lost subjects of some that the job file does not have any more, and identifiers by which
   *     it finds nobody any more
   */
  public record Part(
      long above,
      List<ErasedBefore.Kind> kinds,
      List<ErasedBefore.Kind> filed,
      Set<String> lost,
      List<TokenMaker> makers,
      TokenFilter filter,
      Map<String, Set<String>> tenants,
      SuppressionRange range) {

    /** The kinds of person for whom something may have been filed. */
    List<ErasedBefore.Kind> all() {
      return Stream.concat(kinds.stream(), filed.stream()).toList();
    }

    /** The same with makers that no other thread has. */
    private Part ofThread() {
      List<TokenMaker> own = makers.stream().map(TokenMaker::copy).toList();
      return new Part(above, kinds, filed, lost, own, filter, tenants, range);
    }
  }

  /** A search for the persons of the entries above one. */
  public Screen above(long upTo, RowFate fate, Zones zones) {
    return new Screen(part(upTo), this, task, fate, zones);
  }

  /** What tells the persons of the entries above one, for the thread that asks. */
  public Part part(long upTo) {
    return task.fenced().alone(() -> known(upTo)).ofThread();
  }

  /** Each thread keeps the last, and what another keeps serves it, too. */
  private Part known(long upTo) {
    Part part = last.get(Thread.currentThread());
    if (part == null || part.above() != upTo) {
      part =
          last.values().stream()
              .filter(other -> other.above() == upTo)
              .findFirst()
              .orElseGet(() -> read(() -> readPart(upTo)));
      last.put(Thread.currentThread(), part);
    }
    return part;
  }

  private Part readPart(long above) {
    SuppressionRange range = entries.above(above);
    Set<String> lost = range.subjects();
    List<ErasedBefore.Kind> kinds = of(lost, task.erased().kinds());
    List<ErasedBefore.Kind> filed = of(lost, task.erased().filed());
    kinds.forEach(kind -> lost.remove(kind.subject().name()));
    lost.removeIf(task.erased().elsewhere());
    lost.addAll(goneIdentifiers(range, kinds));
    lost.stream().filter(former::has).filter(passed::add).forEach(this::sayFormer);
    lost.removeIf(former::has);
    Map<Integer, Long> counts = range.counts();
    TokenFilter filter = range.filter(counts.values().stream().mapToLong(n -> n).sum());
    return new Part(
        above, kinds, filed, lost, makers(counts.keySet()), filter, range.tenants(), range);
  }

  private static Set<String> goneIdentifiers(
      SuppressionRange range, List<ErasedBefore.Kind> kinds) {
    return GoneIdentifiers.of(
        range.tokenKinds(), kinds.stream().map(ErasedBefore.Kind::subject).toList());
  }

  private static List<ErasedBefore.Kind> of(Set<String> some, List<ErasedBefore.Kind> kinds) {
    return kinds.stream().filter(kind -> some.contains(kind.subject().name())).toList();
  }

  /**
   * The subjects of persons who are not sought although they were erased, and the identifiers by
   * which nobody is; in a transaction.
   */
  public Set<String> former() {
    SuppressionRange all = entries.above(0);
    Set<String> subjects = new LinkedHashSet<>(all.subjects());
    subjects.addAll(goneIdentifiers(all, task.erased().kinds()));
    subjects.removeIf(name -> !former.has(name) && !task.erased().unreached().contains(name));
    return subjects;
  }

  private void sayFormer(String name) {
    task.notes()
        .accept(
            GoneIdentifiers.type(name)
                    .map(type -> "nobody who was erased is sought in copies by '%s'")
                    .orElse("everybody who was erased as '%s' is sought in no copy")
                    .formatted(name)
                + " any more, as 'former-subjects' says");
  }

  /** Says whom nobody can tell in backups as long as the job file lacks a subject. */
  public String withoutSubject(String name) {
    return former.without(name);
  }

  /** Under the keys of all epochs; one that is missing ends each backup that it is needed for. */
  private List<TokenMaker> makers(Set<Integer> ofEpochs) {
    TokenKeys keys = epochs.own(task.erased().keys());
    List<TokenMaker> makers = new ArrayList<>();
    for (int epoch : ofEpochs) {
      try {
        makers.add(keys.maker(epoch));
      } catch (IOException e) {
        throw new Trouble(
            VersionState.NO_KEY,
            "persons were erased under key epoch "
                + epoch
                + ", whose key cannot be used ("
                + e.getMessage()
                + "); bring the file back, or destroy the epoch");
      }
    }
    sayWhoseKeyIsGone();
    return makers;
  }

  private void sayWhoseKeyIsGone() {
    if (!said) {
      said = true;
      epochs.all().stream()
          .filter(epoch -> epoch.destroyedAt().isPresent())
          .forEach(
              epoch ->
                  task.notes()
                      .accept(
                          "backups that are new cannot be searched for persons who were erased"
                              + " under key epoch "
                              + epoch.number()
                              + ", whose key was destroyed"));
    }
  }

  /** Reads in one transaction on the control schema. */
  public <T> T read(Supplier<T> reading) {
    List<T> read = new ArrayList<>(1);
    task.fenced().transaction(() -> read.add(reading.get()));
    return read.get(0);
  }

  /** Inside the caller's transaction. */
  public SuppressionEntries entries() {
    return entries;
  }
}
