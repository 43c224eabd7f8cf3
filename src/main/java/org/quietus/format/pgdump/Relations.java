package org.quietus.format.pgdump;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.RowSource;
import org.quietus.format.UnsupportedDump;

/**
 * Which table a name in a dump means. In the schema that the dump is of, a name with the schema
 * means the same as one without; elsewhere the schema stands before it, and the database before
 * that. What partitions hold are rows of the table that they are parts of.
 */
final class Relations {
  private final Optional<String> home;
  private final String schema;
  private final Set<DumpTable> declarations = new LinkedHashSet<>();
  private final Map<DumpTableName, DumpTable> latest = new LinkedHashMap<>();
  private final Map<DumpTableName, DumpTableName> parents = new HashMap<>();
  private final Map<DumpTableName, String> domains = new HashMap<>();
  private final Set<DumpTableName> filled = new LinkedHashSet<>();
  private final Set<RowSource> sources = new LinkedHashSet<>();
  private final Set<DumpTableName> partitioned = new HashSet<>();
  private final Set<DumpTableName> announced = new HashSet<>();
  private @Nullable String first;
  private @Nullable String database;

  /** {@code home} is the database that the dump is of, where it is known. */
  Relations(Optional<String> home, String schema) {
    this.home = home;
    this.schema = schema;
  }

  /** What follows is of another database. */
  void connect(String name) {
    if (first == null) {
      first = name;
    }
    String own = home.orElse(first);
    database = own.equals(name) ? null : name;
  }

  /** The table of that name; {@code qualifier} is null where the name has none. */
  DumpTableName table(@Nullable String qualifier, String table, List<String> searchPath) {
    if (qualifier != null) {
      return in(qualifier, table);
    }
    for (String each : searchPath) {
      DumpTableName name = in(each, table);
      if (latest.containsKey(name)) {
        return name;
      }
    }
    return in(searchPath.isEmpty() ? schema : searchPath.get(0), table);
  }

  private DumpTableName in(String there, String table) {
    String within = there.equals(schema) && database == null ? null : there;
    return new DumpTableName(database == null ? within : database + "." + there, table);
  }

  void declare(DumpTable table) {
    declarations.add(table);
    latest.put(table.name(), table);
  }

  /** A table has its rows in partitions alone. */
  void partitioned(DumpTableName table) {
    partitioned.add(table);
  }

  /** The rows of a table follow, if it has any. */
  void announced(String schemaOfTable, String table) {
    announced.add(in(schemaOfTable, table));
  }

  /** A domain is another name of a type. */
  void domain(DumpTableName name, String type) {
    domains.put(name, type);
  }

  /** The type that a name stands for if it is a domain's. */
  Optional<String> domain(DumpTableName name) {
    return Optional.ofNullable(domains.get(name));
  }

  /** One table is a part of another one from here on. */
  void attach(DumpTableName parent, DumpTableName part, long offset) throws UnsupportedDump {
    if (filled.contains(part)) {
      throw new UnsupportedDump("a partition that is attached behind its rows", offset, part);
    }
    if (root(parent).equals(part)) {
      throw new UnsupportedDump("a table that is a part of itself", offset, part);
    }
    parents.put(part, parent);
    declarations.removeIf(table -> table.name().equals(part));
  }

  private DumpTableName root(DumpTableName name) {
    DumpTableName root = name;
    while (parents.containsKey(root)) {
      root = Objects.requireNonNull(parents.get(root));
    }
    return root;
  }

  /** Whether a table is part of another one. */
  boolean isPart(DumpTableName name) {
    return parents.containsKey(name);
  }

  Optional<DumpTable> declaration(DumpTableName name) {
    return Optional.ofNullable(latest.get(name));
  }

  /** Where the rows of a statement go, their values in the order of these columns. */
  RowSource source(DumpTableName name, List<String> columns) {
    DumpTableName root = root(name);
    filled.add(name);
    RowSource source = new RowSource(root, columns, declaration(root));
    sources.add(source);
    return source;
  }

  DumpSchema schema() {
    Set<DumpTableName> ofTables = announced.stream().map(this::root).collect(Collectors.toSet());
    return new DumpSchema(declarations, sources, leftOut(), Set.of(), false, ofTables);
  }

  /**
   * The tables of which rows were left out: the tool announces those of each table and partition,
   * also if it has none.
   */
  private Map<DumpTableName, String> leftOut() {
    Map<DumpTableName, String> leftOut = new HashMap<>();
    if (!announced.isEmpty()) {
      latest.keySet().stream()
          .filter(name -> !partitioned.contains(name))
          .filter(name -> !announced.contains(name) && !filled.contains(name))
          .forEach(name -> leftOut.put(root(name), DumpSchema.LEFT_OUT));
    }
    return leftOut;
  }
}
