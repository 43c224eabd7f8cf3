package org.quietus.backup.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.DumpTables;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.packed.KnownVersions;
import org.quietus.backup.version.SetContext;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.RowSource;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;

/**
 * The databases that dumps of a set say that they are of. All may be of one that is called
 * otherwise by now; of two, one is another database with tables of the same names, and its rows are
 * nobody's who is sought. Where a set is given, nobody rewrites an object of it meanwhile.
 */
final class NamedDatabases {
  /** Stands for the database that the job file names, where a dump does not need to. */
  private static final String HOME = "";

  private final KnownVersions<Optional<String>> known = new KnownVersions<>();
  private final Map<String, Optional<String>> beside = new HashMap<>();

  /**
   * Requires a version not to be of another database than others of the set.
   *
   * @param schema what the version says
   * @throws Trouble as {@code unmatched-schema}
   */
  void requireOne(SetContext set, DumpContents contents, SealedVersion version, DumpSchema schema) {
    for (String name : schema.databases()) {
      requireOne(contents, name, first(name, schema.databases().stream()));
      requireOne(set, contents, name);
    }
  }

  /**
   * Requires the tables of a backup not to be in another database than others of the set.
   *
   * @throws Trouble as {@code unmatched-schema}
   */
  Dump.Wanted matched(
      SetContext set, DumpContents contents, DumpTables tables, List<DumpSchema> schemas) {
    Dump.Wanted matched = tables.matched(schemas);
    DumpTables.database(schemas).ifPresent(name -> requireOne(set, contents, name));
    return matched;
  }

  private void requireOne(SetContext set, DumpContents contents, String name) {
    if (!isOwn(contents, name)) {
      Optional<String> another =
          set.task().fenced().alone(() -> beside(contents, name, () -> all(set)));
      requireOne(contents, name, another);
    }
  }

  /** Why a name is another database's than others of the set say; empty if it is not. */
  Optional<String> foreign(DumpContents contents, String name, List<Pin> all) {
    try {
      requireOne(contents, name, () -> all);
      return Optional.empty();
    } catch (Trouble another) {
      return Optional.of(String.valueOf(another.getMessage()));
    }
  }

  /** Others are looked for once in a run: each may be an object that has to be opened. */
  private void requireOne(DumpContents contents, String name, Supplier<List<Pin>> others) {
    if (!isOwn(contents, name)) {
      requireOne(contents, name, beside(contents, name, others));
    }
  }

  private Optional<String> beside(DumpContents contents, String name, Supplier<List<Pin>> others) {
    return beside.computeIfAbsent(name, of -> other(contents, of, others.get()));
  }

  private static void requireOne(DumpContents contents, String name, Optional<String> another) {
    if (!isOwn(contents, name)) {
      another.ifPresent(
          other -> {
            throw new Trouble(
                VersionState.UNMATCHED_SCHEMA,
                ("it says that it is of the database '%s', and another object of the set %s; if the"
                        + " database was called '%s' once, write that under 'databases' of the"
                        + " set, else move the object to a set of its own")
                    .formatted(
                        name,
                        other.equals(HOME)
                            ? "has tables of the one that the job file names beside others"
                            : "says that it is of '" + other + "'",
                        name));
          });
    }
  }

  /** Their first lines say it, or one has to be read: a database may be its second one. */
  private Optional<String> other(DumpContents contents, String name, List<Pin> others) {
    return first(name, of(contents, others))
        .or(
            () ->
                others.stream()
                    .flatMap(pin -> databases(contents, pin).stream())
                    .flatMap(schema -> other(name, schema).stream())
                    .findFirst());
  }

  /** The database that a dump is of if that is not the one of that name. */
  private static Optional<String> other(String name, DumpSchema schema) {
    Set<String> named = new TreeSet<>();
    boolean home = false;
    for (DumpTableName table : names(schema)) {
      Optional.ofNullable(table.database()).ifPresent(named::add);
      home |= table.database() == null;
    }
    if (home) {
      return schema.databases().isEmpty() && !named.isEmpty()
          ? Optional.of(HOME)
          : first(name, schema.databases().stream());
    }
    return named.stream().anyMatch(name::equalsIgnoreCase)
        ? Optional.empty()
        : named.stream().findFirst();
  }

  private static List<DumpTableName> names(DumpSchema schema) {
    return Stream.concat(
            schema.declarations().stream().map(DumpTable::name),
            schema.sources().stream().map(RowSource::table))
        .toList();
  }

  private static Optional<String> first(String name, Stream<String> others) {
    return others.filter(other -> !other.equalsIgnoreCase(name)).findFirst();
  }

  /** The same of one version, given all of its set. */
  Dump.Wanted matched(DumpContents contents, DumpTables tables, DumpSchema schema, List<Pin> all) {
    Dump.Wanted matched = tables.matched(List.of(schema));
    Stream.concat(schema.databases().stream(), DumpTables.database(List.of(schema)).stream())
        .forEach(name -> requireOne(contents, name, () -> all));
    return matched;
  }

  /** Whether the tables of a backup are in the database, whatever other objects say. */
  boolean isOwn(DumpContents contents, List<DumpSchema> schemas) {
    try {
      return DumpTables.database(schemas).stream().allMatch(name -> isOwn(contents, name));
    } catch (Trouble e) {
      return false;
    }
  }

  /** Whether a name is the database's, whatever other objects of the set say. */
  static boolean isOwn(DumpContents contents, String name) {
    return contents.format().isHome(name)
        || contents.settings().databases().stream().anyMatch(name::equalsIgnoreCase);
  }

  /** The objects of the set which are there. */
  private static List<Pin> all(SetContext set) {
    return set.standing();
  }

  /** The databases that objects say in their first lines that they are of. */
  private Stream<String> of(DumpContents contents, List<Pin> versions) {
    return versions.stream().flatMap(pin -> knownDatabase(contents, pin).stream());
  }

  private Optional<String> knownDatabase(DumpContents contents, Pin version) {
    Optional<String> said = known.get(version);
    if (said == null) {
      said = database(contents, version);
      known.put(version, said);
    }
    return said;
  }

  /**
   * The database that a version says that it is of.
   *
   * @throws Trouble if it cannot be decrypted
   * @throws StoreException if the store does not give it out
   */
  static Optional<String> said(DumpContents contents, Pin version) {
    try {
      DumpFormat as = contents.formats().of(version);
      return as.saysDatabase() ? contents.dump(version).reading(as::database) : as.database();
    } catch (Trouble e) {
      if (contents.settings().encryption().isPresent()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** The same; empty of one that cannot be read, too. */
  private static Optional<String> database(DumpContents contents, Pin version) {
    try {
      return said(contents, version);
    } catch (Trouble | StoreException e) {
      return Optional.empty();
    }
  }

  /**
   * What a version says of tables, if it is it that says which databases they are in; empty of one
   * that cannot be read, too.
   */
  private static Optional<DumpSchema> databases(DumpContents contents, Pin version) {
    try {
      return !contents.format().isFolder() && contents.formats().of(version).saysDatabase()
          ? Optional.of(contents.schema(version))
          : Optional.empty();
    } catch (Trouble | StoreException e) {
      return Optional.empty();
    }
  }
}
