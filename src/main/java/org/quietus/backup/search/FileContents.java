package org.quietus.backup.search;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.Spool;
import org.quietus.backup.dump.Zones;
import org.quietus.backup.file.RecordFields;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.version.Contents;
import org.quietus.backup.version.ObjectNames;
import org.quietus.backup.version.SetContext;
import org.quietus.backup.version.UnitSearch;
import org.quietus.format.Drifted;
import org.quietus.format.DumpTableName;
import org.quietus.format.Format;
import org.quietus.format.csv.Csv;
import org.quietus.format.jsonl.Jsonl;
import org.quietus.format.parquet.Parquet;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Pin;
import org.quietus.policy.Counted;
import org.quietus.policy.Cutoffs;
import org.quietus.policy.FileSettings;
import org.quietus.policy.ObjectSet;
import org.quietus.target.BackupTask;

/**
 * Files whose records are data of their own.
 *
 * @param step the number under which the ledger counts records that have outlived their period
 * @param lists whose files nobody else may rewrite
 * @param filters what rules out that somebody is in a version
 * @param notThere columns that a file may not have, for its own had other names
 * @param former how older files are read
 */
public record FileContents(
    FileSettings settings,
    ObjectStore store,
    RecordFields fields,
    ZoneId jobZone,
    int step,
    TableFolders lists,
    FileFilters filters,
    Set<String> notThere,
    ObjectSet.BeforeDays<FileContents> former)
    implements Contents {
  private static final int GROUPS_OF_LARGE = 4;

  public FileContents {
    notThere = Set.copyOf(notThere);
  }

  /** Files that are all read alike. */
  public FileContents(
      FileSettings settings,
      ObjectStore store,
      RecordFields fields,
      Set<String> notThere,
      ZoneId jobZone,
      int step) {
    this(
        settings,
        store,
        fields,
        jobZone,
        step,
        new TableFolders(store),
        new FileFilters(fields),
        notThere,
        ObjectSet.BeforeDays.none());
  }

  /** The same where older files are read otherwise. */
  public FileContents before(ObjectSet.BeforeDays<FileContents> days) {
    return new FileContents(settings, store, fields, jobZone, step, lists, filters, notThere, days);
  }

  /** How files are read that were made at some moment. */
  private FileContents of(Instant made) {
    return former.at(made, jobZone).map(Map.Entry::getValue).orElse(this);
  }

  @Override
  public boolean isSought(BackupTask task) {
    return settings.records().isPresent()
        || task.persons().stream().anyMatch(person -> fields.isAbout(person.subject()));
  }

  @Override
  public boolean isOneBackup(List<Pin> two) {
    return false;
  }

  @Override
  public boolean isSearchedLater() {
    return !settings.persons().isEmpty();
  }

  @Override
  public boolean isFiltered() {
    return settings.filters();
  }

  @Override
  public Optional<String> spared() {
    return VersionDigests.spared(
        Stream.concat(Stream.of(this), former.days().values().stream())
            .mapToLong(contents -> contents.filters().ruledOut())
            .sum());
  }

  @Override
  public boolean isNamedAlone() {
    return settings.isNamedAlone();
  }

  @Override
  public UnitSearch search(SetContext set, String unit, List<JournalEntry> entries) {
    return new FileSearch(
        entries.isEmpty() ? this : of(entries.get(0).held().createdAt()), set, entries);
  }

  @Override
  public ObjectNames names() {
    return ObjectNames.of(settings);
  }

  /** Why a version is not to be rewritten although it could be; empty of most. */
  Optional<String> listedElsewhere(Pin version) {
    return isParquet() ? lists.around(version.key()) : Optional.empty();
  }

  /** A row group, of which large files have several. */
  @Override
  public long heldAtOnce(long size) {
    return isParquet() ? size / GROUPS_OF_LARGE : 0;
  }

  private boolean isParquet() {
    return settings.format().equals("parquet");
  }

  Dump dump(Pin version) {
    return new Dump(store, version, format(), new Zones(zone(), Optional.empty()))
        .encrypted(settings.encryption());
  }

  private Format format() {
    DumpTableName records = new DumpTableName(null, settings.recordsTable().table());
    if (isParquet()) {
      return new Parquet(records, fields.paths(), Spool::new).without(notThere);
    }
    return settings
        .layout()
        .<Format>map(layout -> new Csv(records, fields.paths(), layout))
        .orElseGet(() -> new Jsonl(records, fields.paths()));
  }

  /**
   * Requires a column of a header not to be what another one is called today.
   *
   * @throws Drifted if the job file says that files of then had none of that name
   */
  void requireFormer(String column) throws Drifted {
    if (!isParquet() && notThere.contains(column)) { // of that, names alone do not tell
      throw new Drifted(
          "by 'schema-before' of the job file it has no column '%s' of today, and it has one;"
                  .formatted(column)
              + " correct the names or the day",
          0);
    }
  }

  /** For people: that so many records have something where nobody looks. */
  String oddity(long records) {
    String whose =
        ", so that nobody can tell whose " + Counted.verb(records, "it is", "they are") + "; ";
    return Counted.of(records, "record")
        + Counted.verb(records, " has", " have")
        + (settings.layout().isPresent()
            ? " a value in quotes, which the layout does not have" + whose + "add 'quote' to it"
            : " a text, an object or a list where the paths under 'persons' or 'anonymise' lead"
                + " on to something else"
                + whose
                + "add the path to it, e.g. with '[*]' for each element of a list");
  }

  /** Of moments that are written without one. */
  ZoneId zone() {
    return settings.zone().orElse(jobZone);
  }

  /** What is earlier has outlived its period. */
  Optional<Instant> cutoff(Instant asOf) {
    return settings.records().map(rule -> Cutoffs.of(rule.keep(), asOf, jobZone).instant());
  }
}
