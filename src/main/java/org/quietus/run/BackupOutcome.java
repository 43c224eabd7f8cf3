package org.quietus.run;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.job.Scope;
import org.quietus.ledger.Runs;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.FileSettings;
import org.quietus.policy.FilingTables;
import org.quietus.policy.JobFile;
import org.quietus.request.SealingKey;
import org.quietus.run.person.Attempt;
import org.quietus.run.person.EarlierRuns;
import org.quietus.run.person.Requested;
import org.quietus.target.BackupEnd;
import org.quietus.target.Backups;
import org.quietus.target.LeftObjects;

/** What became of the backups in one run, and what that means for requests. */
final class BackupOutcome {
  private final JobFile job;
  private final Runs.Run run;
  private final Sites sites;
  private final Backups backups;
  private final Control control;
  private final SealingKey key;
  private final EarlierRuns earlier;
  private final FilingTables filing;
  private @Nullable List<BackupEnd> ends;
  private @Nullable Set<String> spared;

  BackupOutcome(OpenJob open, RunOrder order, SealingKey key, EarlierRuns earlier) {
    this.job = open.job();
    this.run = order.run();
    this.sites = order.sites();
    this.backups = open.backups();
    this.control = open.control();
    this.key = key;
    this.earlier = earlier;
    this.filing = FilingTables.of(job);
  }

  /** Whether the run has anything to do with backups. */
  boolean isWanted() {
    return !backups.isEmpty() && Scope.of(run.scope()).contains(Scope.BACKUPS);
  }

  /**
   * The requests of earlier runs whose persons were taken out of backups that turned up since, as
   * the ledger has it.
   */
  Map<String, Requested> ofEarlierRuns(Attempt attempt) {
    return earlier.worked(run, attempt.requests().keySet());
  }

  /**
   * From here on nothing is worked on in the backups any more: what is asked of each request is
   * read once for all.
   */
  void conclude() {
    ends = List.copyOf(backups.ends(run.id()));
    spared = Set.copyOf(control.verifications().spared(run.id()));
  }

  private List<BackupEnd> ends() {
    return ends != null ? ends : backups.ends(run.id());
  }

  /** Whether something could not be worked on although nothing forbids it. */
  boolean isPartial() {
    return isWanted() && ends().stream().anyMatch(BackupEnd::partial);
  }

  /** The same of those that a request's person may be in. */
  boolean isPartial(Requested requested) {
    return isWanted() && endsOf(requested).anyMatch(BackupEnd::partial);
  }

  private Stream<BackupEnd> endsOf(Requested requested) {
    String database = database(requested);
    return ends().stream()
        .filter(end -> isOf(database, end.set()) || isFiledIn(end.set(), requested));
  }

  /** Whether backups of another database may hold what was filed for a request's person. */
  private boolean isFiledIn(String set, Requested requested) {
    return isErased(requested)
        && Optional.ofNullable(job.backups().get(set))
            .filter(backups -> filing.areIn(backups.database()))
            .isPresent();
  }

  /** Whoever withdraws consent is still known to the application. */
  private boolean isErased(Requested requested) {
    return job.subject(requested.request().subject())
        .filter(subject -> subject.purpose().isPresent())
        .isEmpty();
  }

  /** The databases in whose backups something of a request's person may be. */
  private Stream<String> databases(Requested requested) {
    String own = database(requested);
    return job.databases().keySet().stream()
        .filter(name -> name.equals(own) || (isErased(requested) && filing.areIn(name)))
        .filter(backups::areRewritten);
  }

  /** Whether a request's person is out of every backup that persons are taken out of. */
  boolean isDone(Requested requested) {
    List<String> databases = databases(requested).toList();
    return databases.isEmpty()
        || (isWanted()
            && databases.stream().allMatch(name -> sites.find(name).isPresent())
            && SoughtPersons.isKnown(requested)
            && !isSpared(requested)
            && endsOf(requested).noneMatch(end -> end.partial() || end.held()));
  }

  private String database(Requested requested) {
    return job.subject(requested.request().subject())
        .map(subject -> subject.records().database())
        .orElse(job.home());
  }

  /** Whether a set is of a database; one that the job file has no more is of any. */
  private boolean isOf(String database, String set) {
    return ofSet(set).filter(of -> !of.equals(database)).isEmpty();
  }

  private Optional<String> ofSet(String set) {
    return Optional.ofNullable(job.backups().get(set))
        .map(BackupSettings::database)
        .or(() -> Optional.ofNullable(job.files().get(set)).map(FileSettings::database));
  }

  /** Whether a hold spared a request's person when the backups were worked off. */
  boolean isSpared(Requested requested) {
    Collection<String> all = spared != null ? spared : control.verifications().spared(run.id());
    return all.contains(requested.request().id());
  }

  /**
   * When the oldest object of a set was made that the run left; whatever a set holds whose database
   * it could not work on.
   */
  Optional<Instant> oldest(String set) {
    return ofSet(set).filter(database -> sites.find(database).isEmpty()).isPresent()
        ? Optional.of(Instant.MIN)
        : backups.oldest(run.id(), set, key);
  }

  /** Which objects were left although a person may be in them. */
  LeftObjects left() {
    return isWanted() ? backups.left(run.id(), worked(), key) : LeftObjects.NOTHING;
  }

  private Set<String> worked() {
    return sites.all().stream().map(Site::name).collect(Collectors.toSet());
  }

  /**
   * Keeps what was left for whoever asks about a request, and drops what else had to be remembered
   * of objects; inside the transaction that ends the run.
   */
  void end(LeftObjects left) {
    if (isWanted()) {
      control.leftObjects(job.job()).note(run.id(), left, key);
    }
    backups.forget(run.id());
  }
}
