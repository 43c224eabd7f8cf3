package org.quietus.backup.dump;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Trouble;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.RowSource;
import org.quietus.plan.Member;

/**
 * Compares what a backup declares with today's mapping. A table or column that is missing because
 * it came later is fine; one that has another name today, or none, would be passed over, so
 * whatever could be that is refused. So are rows of which the backup does not say what they are.
 */
public final class DumpTables {
  private final Catalog catalog;
  private final List<PersonGraph> graphs;
  private final DeclarationCheck check;

  /** {@code filed} are read beside the tables of the graphs. */
  public DumpTables(Catalog catalog, List<PersonGraph> graphs, FiledTables filed) {
    this.catalog = catalog;
    this.graphs = graphs;
    this.check = new DeclarationCheck(graphs, filed);
  }

  /**
   * The tables of the database in question.
   *
   * @throws Trouble as {@code unmatched-schema}
   */
  public Dump.Wanted matched(List<DumpSchema> schemas) {
    Set<DumpTable> declarations = new LinkedHashSet<>();
    Set<RowSource> sources = new LinkedHashSet<>();
    for (DumpSchema dump : schemas) {
      declarations.addAll(dump.declarations());
      sources.addAll(dump.sources());
    }
    String database = database(schemas).orElse(null);
    List<DumpTable> own =
        declarations.stream().filter(table -> isIn(database, table.name())).toList();
    List<DumpTable> others =
        declarations.stream().filter(table -> !isIn(database, table.name())).toList();
    sources.forEach(source -> declared(database, source));
    Map<DumpTableName, Table> wanted = bound(own);
    own.forEach(table -> check.check(table, Objects.requireNonNull(wanted.get(table.name()))));
    sources.stream()
        .filter(source -> wanted.containsKey(source.table()))
        .forEach(source -> check.check(source, Objects.requireNonNull(wanted.get(source.table()))));
    for (PersonGraph graph : graphs) {
      Table root = graph.step().root().catalogTable();
      others.forEach(table -> notAnotherCopy(graph, root, table));
      if (wanted.values().stream().noneMatch(table -> table.name().equals(root.name()))) {
        throw DeclarationCheck.unmatched("it declares no table '" + root.name() + "'");
      }
    }
    Set<String> present = wanted.values().stream().map(Table::name).collect(Collectors.toSet());
    Set<String> filtered = filtered(schemas, wanted::get);
    Set<String> leftOut = leftOut(schemas, wanted::get);
    for (PersonGraph graph : graphs) {
      requireLinks(graph, present);
      requireWhole(graph, present, filtered, leftOut);
      graph.joins().stream()
          .filter(join -> present.contains(join.fromTable()) && present.contains(join.toTable()))
          .forEach(this::requireComparable);
    }
    return wanted::get;
  }

  /** The tables of the database of which a backup holds chosen rows only, or none by choice. */
  public static Set<String> filtered(List<DumpSchema> schemas, Dump.Wanted wanted) {
    Set<String> filtered = leftOut(schemas, wanted);
    for (DumpSchema schema : schemas) {
      names(schema.filtered().keySet().stream().filter(name -> !schema.isLeftOut(name)), wanted)
          .forEach(filtered::add);
    }
    return filtered;
  }

  /** Those of them whose rows were left out; another file may have them. */
  private static Set<String> leftOut(List<DumpSchema> schemas, Dump.Wanted wanted) {
    Set<String> leftOut = new HashSet<>();
    for (DumpSchema schema : schemas) {
      names(schema.filtered().keySet().stream().filter(schema::isLeftOut), wanted)
          .forEach(leftOut::add);
    }
    for (DumpSchema schema : schemas) {
      names(
              schema.declarations().stream()
                  .map(DumpTable::name)
                  .filter(name -> !schema.isLeftOut(name)),
              wanted)
          .forEach(leftOut::remove);
    }
    return leftOut;
  }

  private static Stream<String> names(Stream<DumpTableName> tables, Dump.Wanted wanted) {
    return tables.map(wanted::table).filter(Objects::nonNull).map(Table::name);
  }

  /**
   * Requires wanted rows to tell further columns, by which persons are recognised.
   *
   * @throws Trouble as {@code unmatched-schema}
   */
  public static void requireTold(
      DumpSchema schema, Dump.Wanted wanted, Collection<String> columns) {
    schema.sources().stream()
        .filter(source -> wanted.table(source.table()) != null)
        .forEach(source -> columns.forEach(column -> DeclarationCheck.requireTold(source, column)));
  }

  private static boolean isIn(@Nullable String database, DumpTableName table) {
    return Objects.equals(table.database(), database);
  }

  /**
   * The database that a backup is of, by the names of its tables; empty where it need not name it.
   *
   * @throws Trouble as {@code unmatched-schema} if it may be several
   */
  public static Optional<String> database(List<DumpSchema> schemas) {
    Set<Optional<String>> names = new HashSet<>();
    for (DumpSchema dump : schemas) {
      dump.declarations().forEach(table -> names.add(Optional.ofNullable(table.name().database())));
      dump.sources().forEach(source -> names.add(Optional.ofNullable(source.table().database())));
    }
    if (names.isEmpty()) {
      throw DeclarationCheck.unmatched("it holds neither tables nor rows");
    }
    if (names.contains(Optional.<String>empty())) {
      return Optional.empty();
    }
    if (names.size() > 1) {
      throw DeclarationCheck.unmatched(
          "it holds the databases "
              + names.stream().flatMap(Optional::stream).sorted().collect(Collectors.joining(", "))
              + ", none of which is the one that the job file names");
    }
    return names.iterator().next();
  }

  private void declared(@Nullable String database, RowSource source) {
    boolean ours = isIn(database, source.table()) || isKnown(source.table().table());
    if (source.declared().isEmpty() && ours && !isUnread(source.table())) {
      throw DeclarationCheck.unmatched(
          "rows of its table '"
              + source.table()
              + "' come without a CREATE TABLE; put structure and rows into one file");
    }
  }

  /** As those that extensions of PostgreSQL keep in tables of their own, and that nobody seeks. */
  private boolean isUnread(DumpTableName name) {
    return name.database() == null
        && catalog.table(name.table()).filter(table -> !check.isRead(table)).isPresent();
  }

  private boolean isKnown(String table) {
    return catalog.tables().keySet().stream().anyMatch(table::equalsIgnoreCase);
  }

  /** By the exact name, or in another case if then only one of each can be meant. */
  private Map<DumpTableName, Table> bound(List<DumpTable> dumped) {
    Set<String> exact =
        dumped.stream()
            .map(table -> table.name().table())
            .filter(catalog.tables()::containsKey)
            .collect(Collectors.toSet());
    Map<DumpTableName, Table> bound = new HashMap<>();
    Map<String, String> names = new HashMap<>();
    for (DumpTable table : dumped) {
      String name = table.name().table();
      List<Table> candidates =
          exact.contains(name)
              ? List.of(catalog.table(name).orElseThrow())
              : catalog.tables().values().stream()
                  .filter(known -> known.name().equalsIgnoreCase(name))
                  .filter(known -> !exact.contains(known.name()))
                  .toList();
      if (candidates.size() != 1
          || !names.computeIfAbsent(candidates.get(0).name(), of -> name).equals(name)) {
        throw DeclarationCheck.unmatched("the database has no table '" + name + "' any more");
      }
      bound.put(table.name(), candidates.get(0));
    }
    return bound;
  }

  /** Rows that hang on a table which is not there would be passed over. */
  private static void requireLinks(PersonGraph graph, Set<String> declared) {
    for (Member member : graph.step().members()) {
      String table = member.catalogTable().name();
      if (declared.contains(table)) {
        member.path().stream()
            .map(Join::toTable)
            .filter(link -> !declared.contains(link))
            .findFirst()
            .ifPresent(
                link -> {
                  throw DeclarationCheck.unmatched(
                      "it declares table '%s', but not '%s', by which its rows are found"
                          .formatted(table, link));
                });
      }
    }
  }

  /**
   * Rows that hang on a row which was not chosen would be passed over. Of persons' own rows the
   * database knows the keys; what else leads on from them may have been somebody else's then.
   */
  private static void requireWhole(
      PersonGraph graph, Set<String> declared, Set<String> filtered, Set<String> leftOut) {
    for (Member member : graph.step().members()) {
      String table = member.catalogTable().name();
      if (declared.contains(table) && !leftOut.contains(table)) {
        member.path().stream()
            .filter(join -> filtered.contains(join.toTable()))
            .filter(join -> !isByKnown(graph, join))
            .map(Join::toTable)
            .findFirst()
            .ifPresent(
                link -> {
                  throw DeclarationCheck.unmatched(
                      (leftOut.contains(link)
                              ? "it has none of the rows of table '%s', by which rows of '%s' are"
                                  + " found; dump these rows too (without --ignore-table-data or"
                                  + " --exclude-table-data), or leave out both"
                              : "it holds only those rows of table '%s' that --where chose, by"
                                  + " which rows of '%s' are found; dump it without --where")
                          .formatted(link, table));
                });
      }
    }
  }

  private static boolean isByKnown(PersonGraph graph, Join join) {
    Table root = graph.step().root().catalogTable();
    return join.toTable().equals(root.name())
        && (root.primaryKey().equals(join.toColumns()) || graph.isOfOwned(join.toColumns()));
  }

  /** Rows that only the server can take for those a value leads to would be passed over. */
  private void requireComparable(Join join) {
    Comparison.difference(
            join,
            catalog.table(join.fromTable()).orElseThrow(),
            catalog.table(join.toTable()).orElseThrow())
        .ifPresent(
            columns -> {
              throw DeclarationCheck.unmatched(
                  ("rows are found by the columns %s, which the database compares in different"
                          + " ways; give both the same type and collation")
                      .formatted(columns));
            });
  }

  /** What is in another database of the dump is not searched, so it must not hold persons. */
  private static void notAnotherCopy(PersonGraph graph, Table root, DumpTable other) {
    boolean copy =
        other.name().table().equalsIgnoreCase(root.name())
            && graph.subject().identifiers().keySet().stream()
                .anyMatch(column -> other.column(column).isPresent());
    if (copy) {
      throw DeclarationCheck.unmatched(
          "it holds persons in table '"
              + other.name()
              + "' too, which is not of the database that the job file names; dump that database"
              + " into a backup set of its own");
    }
  }
}
