package org.quietus.backup.set;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.dump.Formats;
import org.quietus.backup.dump.FormerSchemas;
import org.quietus.backup.dump.Zones;
import org.quietus.backup.file.RecordFields;
import org.quietus.backup.journal.Journal;
import org.quietus.backup.journal.RowDoubts;
import org.quietus.backup.journal.ScreenedVersions;
import org.quietus.backup.journal.ValueFilters;
import org.quietus.backup.person.EarlierErasures;
import org.quietus.backup.search.DumpContents;
import org.quietus.backup.search.FileContents;
import org.quietus.backup.version.Contents;
import org.quietus.backup.version.KeySpellings;
import org.quietus.backup.version.ObjectNames;
import org.quietus.backup.version.SetContext;
import org.quietus.catalog.Catalog;
import org.quietus.format.DumpFormat;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectStore;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.FileSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.ObjectSet;
import org.quietus.target.BackupTask;

/**
 * Puts together what the work on one set of a database needs: its store, its contents, their
 * format.
 */
final class SetContexts {
  private static final int MOST_AT_ONCE = 8;

  private final JobFile whole;
  private final JobFile job;
  private final DatabaseSettings database;
  private final Catalog catalog;
  private final Clock clock;

  SetContexts(JobFile job, DatabaseSettings database, Catalog catalog, Clock clock) {
    this.whole = job;
    this.job = job.within(database.name());
    this.database = database;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** What the work on a set needs, its store being open. */
  SetContext open(
      ObjectSet set,
      ObjectStore store,
      KeyTokens tokens,
      Journal journal,
      EarlierErasures screening,
      ScreenedVersions screened,
      ValueFilters filters,
      RowDoubts doubts,
      BackupTask given) {
    BackupTask task = job.files().containsKey(set.name()) ? given.withoutFiled() : given;
    return new SetContext(
        set,
        store,
        new KeySpellings(Optional.ofNullable(job.objectStores().get(set.store())).orElseThrow()),
        contents(set, store, task),
        job.zone(),
        clock,
        key -> isInSomeSet(set.store(), key),
        task.steps().getOrDefault(set.name(), 0),
        tokens,
        journal,
        screening,
        screened,
        filters,
        doubts,
        objectsAtOnce(set),
        task);
  }

  /** A command of one's own may not be made to run twice at the same time. */
  private int objectsAtOnce(ObjectSet set) {
    return set.encryption().isPresent()
        ? 1
        : whole
            .limits()
            .objectsAtOnce()
            .orElse(Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors()));
  }

  private boolean isInSomeSet(String store, ObjectKey key) {
    return Stream.concat(
            whole.backups().values().stream().map(BackupSettings::set),
            whole.files().values().stream().map(FileSettings::set))
        .filter(set -> set.store().equals(store))
        .anyMatch(set -> set.objects().matches(key.value()));
  }

  private Contents contents(ObjectSet set, ObjectStore store, BackupTask task) {
    @Nullable FileSettings files = job.files().get(set.name());
    if (files != null) {
      int step = task.steps().getOrDefault(files.recordsTable().toString(), 0);
      NavigableMap<LocalDate, FileContents> former = new TreeMap<>();
      files
          .schemaBefore()
          .days()
          .forEach(
              (day, names) ->
                  former.put(day, records(files.with(names), names.named(), store, step)));
      return records(files, Set.of(), store, step).before(new ObjectSet.BeforeDays<>(former));
    }
    return dumps(set, store);
  }

  private FileContents records(FileSettings files, Set<String> later, ObjectStore store, int step) {
    RecordFields fields = RecordFields.of(files, job, catalog);
    Set<String> notThere = new HashSet<>(later);
    fields.paths().forEach(notThere::remove);
    return new FileContents(files, store, fields, notThere, job.zone(), step);
  }

  /** The content of a set of dumps, its store being open. */
  DumpContents dumps(ObjectSet set, ObjectStore store) {
    BackupSettings backups = backups(set);
    return new DumpContents(
        backups,
        store,
        format(backups, database.url()),
        catalog,
        FiledTables.of(whole, database.name(), catalog),
        new Zones(database.zone(), backups.zone()),
        Formats.meant(database.url()),
        new FormerSchemas(backups.schemaBefore(), whole.zone(), catalog));
  }

  /** How objects of a set are named to people. */
  ObjectNames names(ObjectSet set) {
    @Nullable FileSettings files = job.files().get(set.name());
    return files != null ? ObjectNames.of(files) : ObjectNames.of(backups(set), catalog);
  }

  private BackupSettings backups(ObjectSet set) {
    return Optional.ofNullable(job.backups().get(set.name())).orElseThrow();
  }

  /** What is opaque is never read, whatever it would be read as. */
  private static DumpFormat format(BackupSettings set, String url) {
    return Formats.named(set.set().isOpaque() ? "mysqldump" : set.format(), url).orElseThrow();
  }
}
