package org.quietus.backup.search;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.Trouble;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.DumpTables;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.dump.FormerSchemas;
import org.quietus.backup.dump.RowIndex;
import org.quietus.backup.dump.Zones;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.packed.KnownVersions;
import org.quietus.backup.version.Contents;
import org.quietus.backup.version.ObjectNames;
import org.quietus.backup.version.SetContext;
import org.quietus.backup.version.UnitSearch;
import org.quietus.catalog.Catalog;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTableName;
import org.quietus.format.Ending;
import org.quietus.format.FileExtent;
import org.quietus.format.Reading;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;
import org.quietus.format.ToldRows;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.BackupSettings;
import org.quietus.target.BackupTask;

/**
 * Backups of a database.
 *
 * @param zones of the moments in the dumps
 * @param filed what holds identifiers outside persons' graphs
 * @param formats how each version is read
 * @param named the databases that versions say that they are of
 * @param proven of the versions that were read, whether they show that they are whole
 * @param told whether folders have what their files say
 * @param filters what rules out that somebody is in a backup
 */
public record DumpContents(
    BackupSettings settings,
    ObjectStore store,
    DumpFormat format,
    Catalog catalog,
    FiledTables filed,
    Zones zones,
    FolderFormats formats,
    NamedDatabases named,
    KnownVersions<Proof> proven,
    ToldFolders told,
    DumpFilters filters)
    implements Contents {

  /** The backups of a set; nothing is read yet, and {@code names} says which tables are meant. */
  public DumpContents(
      BackupSettings settings,
      ObjectStore store,
      DumpFormat format,
      Catalog catalog,
      FiledTables filed,
      Zones zones,
      String names,
      FormerSchemas former) {
    this(
        settings,
        store,
        format,
        catalog,
        filed,
        zones,
        new FolderFormats(format, store, List.of(), former),
        new NamedDatabases(),
        new KnownVersions<>(),
        new ToldFolders(),
        new DumpFilters(names));
  }

  /**
   * What reading a version showed.
   *
   * @param ended whether its end is the dump's
   * @param chosen whether it says that it holds chosen rows only
   * @param extent how long it is, of what is a file of a folder; nobody asks for that of others
   * @param held the tables of which it has the rows
   */
  record Proof(boolean ended, boolean chosen, Optional<FileExtent> extent, HeldTables held) {}

  /** Wants the schema alone. */
  static final RowVisitor NOTHING =
      new RowVisitor() {
        @Override
        public boolean wants(RowSource source) {
          return false;
        }

        @Override
        public void visit(Row row) {}
      };

  @Override
  public boolean isSought(BackupTask task) {
    return settings.isRewritten() && !task.persons().isEmpty();
  }

  @Override
  public boolean isSearchedLater() {
    return settings.isRewritten();
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
    return false;
  }

  @Override
  public UnitSearch search(SetContext set, String unit, List<JournalEntry> entries) {
    FolderFormats of = formats.of(entries);
    DumpContents contents =
        new DumpContents(
            settings, store, format, catalog, filed, zones, of, named, proven, told, filters);
    return settings.filters()
        ? new FilteredDumpSearch(contents, set, unit, entries)
        : new DumpSearch(contents, set, unit, entries, List.of());
  }

  @Override
  public ObjectNames names() {
    return ObjectNames.of(settings, catalog);
  }

  /** A version that is read whenever its rows are looked at. */
  public Dump dump(Pin version) {
    return dump(version, formats.of(version));
  }

  /** A version that is written in another way than it is read. */
  Dump dump(Pin version, DumpFormat as) {
    return new Dump(store, version, as, zones).encrypted(settings.encryption());
  }

  Optional<ToldRows> counts(Pin version) {
    return formats.of(version).counts();
  }

  /** A version whose rows were taken down. */
  public Dump dump(Pin version, RowIndex index) {
    return new Dump(store, version, formats.of(version), zones, Optional.of(index))
        .encrypted(settings.encryption());
  }

  /**
   * Two tell: dumps of a whole database have more than one table, or all the same one. A file of
   * routines alone has none.
   */
  @Override
  public boolean isOneBackup(List<Pin> folder) {
    if (format.isFolder()) {
      return !folder.isEmpty();
    }
    Optional<Set<DumpTableName>> first = Optional.empty();
    for (Pin version : folder) {
      Optional<Set<DumpTableName>> tables = tables(version).filter(some -> !some.isEmpty());
      if (tables.isPresent()) {
        if (tables.get().size() != 1 || first.isPresent()) {
          return tables.get().size() == 1 && !tables.equals(first);
        }
        first = tables;
      }
    }
    return first.isPresent();
  }

  @Override
  public Optional<Boolean> notedAsOne(SetContext set, List<Pin> folder) {
    return settings.filters() && !format.isFolder() && folder.size() > 1
        ? filters.notedAsOne(this, set, folder)
        : Optional.empty();
  }

  @Override
  public boolean isFolder() {
    return format.isFolder();
  }

  @Override
  public Set<String> tables() {
    return catalog.tables().keySet();
  }

  /** Empty of one that cannot be read. */
  private Optional<Set<DumpTableName>> tables(Pin version) {
    try {
      return Optional.of(schema(version).tables().keySet());
    } catch (Trouble | StoreException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> lacking(Pin version) {
    if (!isEnded(version)) {
      return Optional.of("nothing in it shows that it is whole; " + format.howToShowTheEnd());
    }
    return proof(version).chosen()
        ? Optional.of("it holds only the rows that --where chose; dump without it")
        : told.lacking(this, version);
  }

  @Override
  public Optional<SaidDatabase> database(Pin version, List<Pin> all) {
    return NamedDatabases.said(this, version)
        .map(name -> new SaidDatabase(name, named.foreign(this, name, all)));
  }

  /** Whether the end of a version shows to be its end; reads it unless that is known. */
  boolean isEnded(Pin version) {
    return proof(version).ended();
  }

  private Proof proof(Pin version) {
    Proof known = proven.get(version);
    if (known == null) {
      schema(version);
      known = proven.get(version);
    }
    return Objects.requireNonNull(known);
  }

  /** How long a file of a folder is. */
  FileExtent extent(Pin version) {
    return proof(version).extent().orElseThrow();
  }

  /**
   * The tables of the database that a version has, by itself.
   *
   * @param all versions of the set, of which it may be of another database than the others
   */
  public Dump.Wanted matched(DumpTables tables, DumpSchema schema, List<Pin> all) {
    return named.matched(this, tables, schema, all);
  }

  /** The tables that a version declares. */
  public DumpSchema schema(Pin version) {
    return proven(version, dump(version).scan(NOTHING));
  }

  /** Reads a version, takes its rows down, and returns the tables that it declares. */
  public DumpSchema schema(Pin version, RowIndex index) {
    return proven(version, dump(version).read(index));
  }

  private DumpSchema proven(Pin version, Reading reading) {
    proven.put(
        version,
        new Proof(
            reading.ending() != Ending.UNPROVEN,
            reading.schema().isChosen(),
            Optional.of(reading.extent()).filter(extent -> format.isFolder()),
            TablesWithRows.of(this, reading.schema())));
    return reading.schema();
  }

  @Override
  public Optional<HeldTables> held(Pin version) {
    return Optional.of(proof(version).held());
  }
}
