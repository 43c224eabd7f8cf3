package org.quietus.backup.set;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.journal.AbandonedUploads;
import org.quietus.backup.journal.Journal;
import org.quietus.backup.journal.KeptLater;
import org.quietus.backup.journal.RowDoubts;
import org.quietus.backup.journal.RunFindings;
import org.quietus.backup.journal.ScreenedVersions;
import org.quietus.backup.journal.ValueFilters;
import org.quietus.backup.journal.VersionEnds;
import org.quietus.backup.person.EarlierErasures;
import org.quietus.backup.person.FormerSubjects;
import org.quietus.backup.version.LateCounts;
import org.quietus.backup.version.ObjectNames;
import org.quietus.backup.version.SetContext;
import org.quietus.backup.version.SetRun;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.RowValues;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.StoreException;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.JobText;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.Problem;
import org.quietus.policy.SubjectType;
import org.quietus.request.CopyReviews;
import org.quietus.request.KeyEpochs;
import org.quietus.request.SealingKey;
import org.quietus.request.SuppressionEntries;
import org.quietus.target.BackupEnd;
import org.quietus.target.BackupStock;
import org.quietus.target.BackupTask;
import org.quietus.target.Backups;
import org.quietus.target.LeftObjects;
import org.quietus.target.SoughtKinds;
import org.springframework.jdbc.core.JdbcTemplate;

/** The backup sets of a job's databases in its object stores; all are noted at home. */
public final class StoredBackups implements Backups {
  /** How many keys of files are taken in, worked off and forgotten before the next ones. */
  public static final int KEYS_AT_ONCE = 2000;

  private final JobFile job;
  private final JdbcTemplate jdbc;
  private final Clock clock;
  private final Stores stores;
  private final int keysAtOnce;
  private final Map<String, SetContexts> contexts = new HashMap<>();
  private final Map<String, FiledTables> filed = new HashMap<>();

  /**
   * Those of a job; no store is opened before it is needed.
   *
   * @param catalogs of each database that was reached, by name
   * @param control leads to the control schema at home
   * @param keysAtOnce usually {@link #KEYS_AT_ONCE}
   */
  public StoredBackups(
      JobFile job,
      Map<String, Catalog> catalogs,
      DataSource control,
      Clock clock,
      Stores stores,
      int keysAtOnce) {
    this.keysAtOnce = keysAtOnce;
    this.job = job;
    this.jdbc = new JdbcTemplate(control);
    this.clock = clock;
    this.stores = stores;
    catalogs.forEach(
        (name, catalog) -> {
          filed.put(name, FiledTables.of(job, name, catalog));
          contexts.put(
              name,
              new SetContexts(
                  job, Objects.requireNonNull(job.databases().get(name)), catalog, clock));
        });
  }

  private List<ObjectSet> sets(Predicate<String> databases) {
    return SetsOfJob.of(job, databases);
  }

  private SetContexts contexts(String database) {
    return Objects.requireNonNull(contexts.get(database), database);
  }

  @Override
  public boolean isEmpty() {
    return sets(any -> true).isEmpty();
  }

  @Override
  public boolean areRewritten(String database) {
    return sets(database::equals).stream().anyMatch(ObjectSet::isRewritten);
  }

  @Override
  public List<BackupStock> stock() {
    return sets(any -> true).stream().map(set -> StockCount.of(set, stores)).toList();
  }

  @Override
  public List<Problem> objections(JobText text) {
    return new StoreFindings(sets(any -> true), stores).objections(text);
  }

  @Override
  public List<Problem> findings(JobText text) {
    return new StoreFindings(sets(any -> true), stores).findings(text);
  }

  @Override
  public void work(BackupTask given) {
    BackupTask task = TaskInTurns.of(given); // several threads work on it
    KeyTokens tokens = new KeyTokens(task.key().blinding(task.run() + " backups"));
    Journal journal = new Journal(jdbc, task.key(), clock, task.run());
    EarlierErasures screening =
        new EarlierErasures(
            new SuppressionEntries(jdbc, job.job()),
            new KeyEpochs(jdbc, job.job()),
            task,
            new FormerSubjects(job, task.database()));
    AbandonedUploads abandoned = new AbandonedUploads(jdbc, job.job(), clock, task);
    OutlivingCopies outliving =
        new OutlivingCopies(job, sets(any -> true), new RunFindings(jdbc, task.run()), task);
    for (ObjectSet set : sets(task.database()::equals)) {
      try {
        ObjectStore store = stores.probed(set.store(), set.objects().prefix());
        outliving.of(set, store);
        KeyTokens lasting = new ScreenedTokens(job, task.key()).of(set);
        RowDoubts doubts = screening.read(() -> doubts(set, lasting, task));
        ScreenedVersions screened =
            screening.read(
                () ->
                    new ScreenedVersions(
                        jdbc,
                        lasting,
                        job.job(),
                        set.name(),
                        screening,
                        doubts,
                        screening.graphs(
                            set, filed.getOrDefault(task.database(), FiledTables.NONE)),
                        task.asOf().atZone(job.zone()).toLocalDate()));
        ValueFilters filters = new ValueFilters(jdbc, lasting, task.key(), job.job(), set.name());
        SetContext context =
            contexts(task.database())
                .open(set, store, tokens, journal, screening, screened, filters, doubts, task);
        abandoned.discard(set.name(), store, new LateCounts(context)::note);
        new SetRun(context, keysAtOnce).work();
      } catch (StoreException e) {
        task.notes().accept(set.label() + ": " + e.getMessage());
        task.fenced().transaction(() -> journal.unreachable(set.name(), tokens.hex(set.name())));
      }
    }
  }

  private RowDoubts doubts(ObjectSet set, KeyTokens lasting, BackupTask task) {
    return RowDoubts.of(
        new CopyReviews(jdbc, job.job(), task.key()),
        new KeyTokens(task.key().blinding(job.job() + " reviewed rows")),
        task.run(),
        set.name(),
        clock,
        version -> ScreenedVersions.token(lasting, job.job(), set.name(), version));
  }

  @Override
  public Optional<Instant> oldest(String run, String set, SealingKey key) {
    Journal of = new Journal(jdbc, key, clock, run);
    return of.isUnlisted(set) ? Optional.of(Instant.MIN) : of.oldest(set);
  }

  @Override
  public void lookAtKept(LocalDate day) {
    KeptLater.look(jdbc, job.job(), day);
  }

  @Override
  public List<BackupEnd> ends(String run) {
    return new VersionEnds(jdbc, run).all();
  }

  @Override
  public Map<String, List<String>> outliving(String run) {
    return new RunFindings(jdbc, run).outliving();
  }

  @Override
  public Map<String, Long> bypassed(String run, Optional<String> request) {
    return new RunFindings(jdbc, run).bypassed(request);
  }

  @Override
  public LeftObjects left(String run, Set<String> databases, SealingKey key) {
    KeyTokens lasting = new KeyTokens(key.blinding(job.job() + " left objects"));
    List<LeftOfSet> worked = new ArrayList<>();
    for (String database : databases) {
      for (ObjectSet set : sets(database::equals)) {
        ObjectNames names = contexts(database).names(set);
        worked.add(new LeftOfSet(set.name(), set.label(), names, lasting));
      }
    }
    return new LeftOfRun(new Journal(jdbc, key, clock, run), worked)
        .all(
            sets(database -> !databases.contains(database)).stream()
                .map(ObjectSet::name)
                .collect(Collectors.toSet()));
  }

  @Override
  public Rereading rereading(String run) {
    return new ReadAgain(
        job,
        this::sets,
        database -> filed.getOrDefault(database, FiledTables.NONE),
        new VersionEnds(jdbc, run));
  }

  @Override
  public List<String> heldFrom(Instant moment) {
    return new HeldCopies(stores).from(sets(any -> true), moment);
  }

  @Override
  public List<String> unsearched(
      SealingKey key, Predicate<String> isFinished, Function<String, SoughtKinds> kinds) {
    List<String> lines = new ArrayList<>();
    for (String database : job.databases().keySet()) {
      FiledTables tables = filed.getOrDefault(database, FiledTables.NONE);
      lines.addAll(
          new UnsearchedVersions(
                  jdbc, job, database, key, stores, isFinished, kinds.apply(database), tables)
              .of(sets(database::equals).stream().filter(this::isSearchedLater).toList()));
    }
    return lines;
  }

  private boolean isSearchedLater(ObjectSet set) {
    return Optional.ofNullable(job.files().get(set.name()))
        .map(files -> !files.persons().isEmpty())
        .orElseGet(set::isRewritten);
  }

  @Override
  public List<String> eachPerson(
      Step step, SubjectType subject, List<String> further, Consumer<RowValues> action) {
    PersonsInDumps persons =
        new PersonsInDumps(
            new PersonGraph(step, subject), further, stores, contexts(step.database()), action);
    return sets(step.database()::equals).stream()
        .filter(set -> job.backups().containsKey(set.name()) && set.isRewritten())
        .flatMap(set -> persons.of(set).stream())
        .toList();
  }

  @Override
  public void forget(String run) {
    Journal.forget(jdbc, run);
  }

  @Override
  public void close() {
    stores.close();
  }
}
