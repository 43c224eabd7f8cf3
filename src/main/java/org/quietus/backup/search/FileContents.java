package org.quietus.backup.search;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.Spool;
import org.quietus.backup.dump.Zones;
import org.quietus.backup.file.RecordFields;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.version.Contents;
import org.quietus.backup.version.ObjectNames;
import org.quietus.backup.version.SetContext;
import org.quietus.backup.version.UnitSearch;
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
import org.quietus.target.BackupTask;

/**
 * Files whose records are data of their own.
 *
 * @param step the number under which the ledger counts records that have outlived their period
 * @param lists whose files nobody else may rewrite
 * @param filters what rules out that somebody is in a version
 */
public record FileContents(
    FileSettings settings,
    ObjectStore store,
    RecordFields fields,
    ZoneId jobZone,
    int step,
    TableFolders lists,
    FileFilters filters)
    implements Contents {

  public FileContents(
      FileSettings settings, ObjectStore store, RecordFields fields, ZoneId jobZone, int step) {
    this(settings, store, fields, jobZone, step, new TableFolders(store), new FileFilters(fields));
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
    return VersionDigests.spared(filters.ruledOut());
  }

  @Override
  public boolean isNamedAlone() {
    return settings.isNamedAlone();
  }

  @Override
  public UnitSearch search(SetContext set, String unit, List<JournalEntry> entries) {
    return new FileSearch(this, set, entries);
  }

  @Override
  public ObjectNames names() {
    return ObjectNames.of(settings);
  }

  /** Why a version is not to be rewritten although it could be; empty of most. */
  Optional<String> listedElsewhere(Pin version) {
    return isParquet() ? lists.around(version.key()) : Optional.empty();
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
      return new Parquet(records, fields.paths(), Spool::new);
    }
    return settings
        .layout()
        .<Format>map(layout -> new Csv(records, fields.paths(), layout))
        .orElseGet(() -> new Jsonl(records, fields.paths()));
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
