package org.quietus.format.mysqldump;

import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.RowSource;
import org.quietus.format.UnsupportedDump;

/**
 * Which table a name in a dump means: what the server that restores it would find under that name.
 * A name without a database is in the one that was chosen last, else in the home database; there, a
 * name with its database means the same as one without.
 */
final class DumpNames {
  private final Optional<String> home;
  private final Set<DumpTable> declarations = new LinkedHashSet<>();
  private final Map<DumpTableName, DumpTable> latest = new LinkedHashMap<>();
  private final Map<DumpTableName, DeclaredTable> tables = new LinkedHashMap<>();
  private final Set<RowSource> sources = new LinkedHashSet<>();
  private final Map<DumpTableName, String> filtered = new LinkedHashMap<>();
  private final Set<DumpTableName> announced = new HashSet<>();
  private boolean announces;
  private @Nullable DumpTableName last;
  private final Set<String> databases = new LinkedHashSet<>();
  private @Nullable String headed;
  private boolean chosen;
  private boolean positioned;
  private @Nullable String database;
  private @Nullable String spelling;

  /** {@code home} is the database that the dump is of, where it is known. */
  DumpNames(Optional<String> home) {
    this.home = home;
  }

  /** A dump by one of the tools begins, which has chosen no database yet. */
  void begin() {
    announces = true;
    database = null;
    headed = null;
    chosen = false;
  }

  /** The dump says in a comment which database it is of. */
  void headed(String name) {
    headed = name;
  }

  void use(String name, long offset) throws UnsupportedDump {
    database = inDatabase(name, offset);
    chosen = true;
  }

  /** The table of that name; {@code qualifier} is null where the name has none. */
  DumpTableName table(@Nullable String qualifier, String table, long offset)
      throws UnsupportedDump {
    String in = qualifier == null ? database : inDatabase(qualifier, offset);
    boolean named = qualifier != null || chosen;
    if (in == null && (named ? spelling : headed) != null) {
      databases.add(named ? spelling : headed);
    }
    return new DumpTableName(in, table);
  }

  /** Servers tell the case of a database's name apart or do not; no dump of ours needs both. */
  private @Nullable String inDatabase(String name, long offset) throws UnsupportedDump {
    if (home.filter(name::equalsIgnoreCase).isEmpty()) {
      return name;
    }
    if (spelling != null && !spelling.equals(name)) {
      throw new UnsupportedDump(
          "the dump writes the database's name as " + spelling + " and as " + name, offset);
    }
    spelling = name;
    return null;
  }

  /** Takes note of a table that is declared, here or in another file of the dump. */
  void declare(DeclaredTable declared) {
    tables.put(declared.table().name(), declared);
    declare(declared.table());
  }

  /** The tables that were declared, each as it was last. */
  List<DeclaredTable> tables() {
    return List.copyOf(tables.values());
  }

  /** The character set of each value of rows, where each is in that of its column. */
  List<Optional<Charset>> charsets(RowSource source) {
    DeclaredTable declared = tables.get(source.table());
    return declared == null
        ? source.columns().stream().map(column -> Optional.<Charset>empty()).toList()
        : declared.charsets().own(source.columns());
  }

  private void declare(DumpTable table) {
    declarations.add(table);
    latest.put(table.name(), table);
    last = table.name();
  }

  /** The rows of a table follow, which another one may have been declared behind. */
  void rows(String table) {
    DumpTableName name = new DumpTableName(database, table);
    last = declaration(name).map(DumpTable::name).orElse(name);
    announced.add(last);
  }

  /** The tools announce the rows of each table, also if it has none, unless they leave them out. */
  private void leaveOut() {
    Set<DumpTableName> filled = new HashSet<>(announced);
    sources.forEach(source -> filled.add(source.table()));
    if (announces && !announced.isEmpty()) {
      declarations.stream()
          .map(DumpTable::name)
          .filter(name -> !filled.contains(name))
          .forEach(name -> filtered.putIfAbsent(name, DumpSchema.LEFT_OUT));
    }
  }

  /**
   * What follows are rows of the table that was declared last, or whose rows were announced, which
   * a comment says are chosen.
   */
  void filter(String comment) {
    if (last != null) {
      filtered.merge(last, comment, String::concat);
    }
  }

  /** The columns of a table may be others from here on. */
  void alter(DumpTableName table) {
    latest.keySet().removeIf(table::isLike);
  }

  /** The last declaration under that name, else under the only one that differs in case alone. */
  Optional<DumpTable> declaration(DumpTableName name) {
    DumpTable exact = latest.get(name);
    if (exact != null) {
      return Optional.of(exact);
    }
    List<DumpTable> alike =
        latest.values().stream().filter(table -> table.name().isLike(name)).toList();
    return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
  }

  /** Where the rows of a statement go. */
  RowSource source(DumpTableName name, List<String> columns) {
    Optional<DumpTable> declared = declaration(name);
    RowSource source =
        new RowSource(
            declared.map(DumpTable::name).orElse(name),
            columns.isEmpty() ? declared.map(DumpTable::visible).orElse(List.of()) : columns,
            declared);
    sources.add(source);
    return source;
  }

  /** Takes note that the dump says from which position binary logs go on from it. */
  void position() {
    positioned = true;
  }

  DumpSchema schema() {
    leaveOut();
    return new DumpSchema(declarations, sources, filtered, databases, positioned, announced);
  }
}
