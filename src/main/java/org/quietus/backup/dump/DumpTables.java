package org.quietus.backup.dump;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.RowSource;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;

/**
 * Compares what a backup declares with today's mapping. A table or column that is missing because
 * it came later is fine; one that has another name today, or none, would be passed over, so
 * whatever could be that is refused. So are rows of which the backup does not say what they are.
 */
public final class DumpTables {
  /** What a dump with its history names without declaring it. */
  private static final Set<String> HISTORY = Set.of("row_start", "row_end");

  private final Catalog catalog;
  private final List<PersonGraph> graphs;

  public DumpTables(Catalog catalog, List<PersonGraph> graphs) {
    this.catalog = catalog;
    this.graphs = graphs;
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
    String database = database(declarations, sources);
    List<DumpTable> own =
        declarations.stream().filter(table -> isIn(database, table.name())).toList();
    List<DumpTable> others =
        declarations.stream().filter(table -> !isIn(database, table.name())).toList();
    sources.forEach(source -> declared(database, source));
    Map<DumpTableName, Table> wanted = bound(own);
    own.forEach(table -> check(table, Objects.requireNonNull(wanted.get(table.name()))));
    sources.stream()
        .filter(source -> wanted.containsKey(source.table()))
        .forEach(source -> check(source, Objects.requireNonNull(wanted.get(source.table()))));
    for (PersonGraph graph : graphs) {
      Table root = graph.step().root().catalogTable();
      others.forEach(table -> notAnotherCopy(graph, root, table));
      if (wanted.values().stream().noneMatch(table -> table.name().equals(root.name()))) {
        throw unmatched("it declares no table '" + root.name() + "'");
      }
    }
    Set<String> present = wanted.values().stream().map(Table::name).collect(Collectors.toSet());
    for (PersonGraph graph : graphs) {
      requireLinks(graph, present);
      graph.joins().stream()
          .filter(join -> present.contains(join.fromTable()) && present.contains(join.toTable()))
          .forEach(this::requireComparable);
    }
    return wanted::get;
  }

  private static boolean isIn(@Nullable String database, DumpTableName table) {
    return Objects.equals(table.database(), database);
  }

  /** The one that the dump is of, null where it need not name it. */
  private static @Nullable String database(Set<DumpTable> declarations, Set<RowSource> sources) {
    Set<Optional<String>> names = new HashSet<>();
    declarations.forEach(table -> names.add(Optional.ofNullable(table.name().database())));
    sources.forEach(source -> names.add(Optional.ofNullable(source.table().database())));
    if (names.isEmpty()) {
      throw unmatched("it holds neither tables nor rows");
    }
    if (names.contains(Optional.<String>empty())) {
      return null;
    }
    if (names.size() > 1) {
      throw unmatched(
          "it holds the databases "
              + names.stream().flatMap(Optional::stream).sorted().collect(Collectors.joining(", "))
              + ", none of which is the one that the job file names");
    }
    return names.iterator().next().orElseThrow();
  }

  private void declared(@Nullable String database, RowSource source) {
    boolean ours = isIn(database, source.table()) || isKnown(source.table().table());
    if (source.declared().isEmpty() && ours) {
      throw unmatched(
          "rows of its table '"
              + source.table()
              + "' come without a CREATE TABLE; put structure and rows into one file");
    }
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
        throw unmatched("the database has no table '" + name + "' any more");
      }
      bound.put(table.name(), candidates.get(0));
    }
    return bound;
  }

  private void check(DumpTable dumped, Table table) {
    for (PersonGraph graph : graphs) {
      for (Member member : graph.of(table)) {
        if (member.action() instanceof Action.Anonymise anonymise) {
          checkAnonymised(dumped, table, anonymise.how());
        }
      }
    }
    for (String column : needed(table)) {
      if (dumped.column(column).isEmpty()) {
        throw unmatched("its table '" + dumped.name().table() + "' has no column '" + column + "'");
      }
    }
    Stream.concat(needed(table).stream(), computed(table))
        .forEach(column -> checkMoment(dumped, table.column(column).orElseThrow()));
  }

  /** The columns whose new values depend on those that they have. */
  private Stream<String> computed(Table table) {
    return graphs.stream()
        .flatMap(graph -> graph.of(table).stream())
        .flatMap(
            member ->
                member.action() instanceof Action.Anonymise anonymise
                    ? anonymise.how().columns().entrySet().stream()
                    : Stream.empty())
        .filter(column -> !column.getValue().constant())
        .map(Map.Entry::getKey);
  }

  /** A moment without a zone is not the instant that it is written like, or the reverse. */
  private static void checkMoment(DumpTable dumped, Column today) {
    String then =
        dumped.column(today.name()).map(each -> each.type().toLowerCase(Locale.ROOT)).orElse("");
    boolean changed =
        switch (today.type()) {
          case DATETIME -> then.startsWith("timestamp");
          case TIMESTAMP -> then.startsWith("datetime");
          default -> false;
        };
    if (changed) {
      throw unmatched(
          "column '%s' of its table '%s' is of type %s, and %s in the database today, so that nothing says in which zone its moments are"
              .formatted(today.name(), dumped.name().table(), then, today.typeName()));
    }
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
                  throw unmatched(
                      "it declares table '%s', but not '%s', by which its rows are found"
                          .formatted(table, link));
                });
      }
    }
  }

  /** Rows that only the server can take for those a value leads to would be passed over. */
  private void requireComparable(Join join) {
    Comparison.difference(
            join,
            catalog.table(join.fromTable()).orElseThrow(),
            catalog.table(join.toTable()).orElseThrow())
        .ifPresent(
            columns -> {
              throw unmatched(
                  "rows are found by the columns %s, which the database compares in different ways; give both the same type and collation"
                      .formatted(columns));
            });
  }

  /** The columns that tell whose a row is, where it leads to, and how long it is kept. */
  private Set<String> needed(Table table) {
    Set<String> needed = new TreeSet<>();
    for (PersonGraph graph : graphs) {
      for (Member member : graph.of(table)) {
        if (!member.path().isEmpty()) {
          needed.addAll(member.path().get(0).fromColumns());
        }
        for (Basis basis : member.bases()) {
          if (basis.isOwn() && !basis.kept().isWithoutEnd()) {
            needed.add(basis.kept().keep().from());
          } else if (!basis.isOwn()) {
            needed.addAll(basis.above().get(0).fromColumns());
          }
        }
      }
      graph.offered(table).forEach(needed::addAll);
      for (Member owned : graph.owned()) {
        needed.addAll(pointing(owned, table));
      }
      if (graph.isRoot(table)) {
        needed.addAll(table.primaryKey());
        needed.addAll(graph.identifying());
      }
    }
    return needed;
  }

  private static Set<String> pointing(Member owned, Table table) {
    return owned.referencedBy().stream()
        .filter(key -> key.table().equals(table.name()))
        .map(ForeignKey::columns)
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  /** Rows may leave out what the database computes, if it can be computed here. */
  private void check(RowSource source, Table table) {
    DumpTable dumped = source.declared().orElseThrow();
    for (String column : needed(table)) {
      if (!LeftOut.isKnown(source, column)) {
        throw unmatched(
            "an INSERT into its table '"
                + dumped.name().table()
                + "' leaves out column '"
                + column
                + "', and what the database puts there cannot be told");
      }
    }
    boolean inGraph = graphs.stream().anyMatch(graph -> !graph.of(table).isEmpty());
    for (String column : source.columns()) {
      if (inGraph
          && dumped.column(column).isEmpty()
          && !HISTORY.contains(column.toLowerCase(Locale.ROOT))) {
        throw unmatched(
            "rows of its table '"
                + dumped.name().table()
                + "' have a column '"
                + column
                + "' that its CREATE TABLE lacks");
      }
    }
  }

  /** A column that today's table lacks may hold what another one holds today. */
  private static void checkAnonymised(DumpTable dumped, Table table, TableAnonymisation how) {
    Set<String> known =
        table.columns().keySet().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    dumped.columns().stream()
        .map(column -> column.name().toLowerCase(Locale.ROOT))
        .filter(column -> !known.contains(column))
        .findFirst()
        .ifPresent(
            column -> {
              throw unmatched(
                  "table '" + table.name() + "' has no column '" + column + "' any more");
            });
    boolean marked = how.mark().flatMap(dumped::column).isPresent();
    if (!marked
        && TableAnonymisation.undecidable(how.columns()).stream()
            .anyMatch(column -> dumped.column(column).isPresent())) {
      throw unmatched(
          "its table '" + table.name() + "' has no mark column to tell what is anonymised");
    }
  }

  /** What is in another database of the dump is not searched, so it must not hold persons. */
  private static void notAnotherCopy(PersonGraph graph, Table root, DumpTable other) {
    boolean copy =
        other.name().table().equalsIgnoreCase(root.name())
            && graph.identifying().stream().allMatch(column -> other.column(column).isPresent());
    if (copy) {
      throw unmatched(
          "it holds persons in table '"
              + other.name()
              + "' too, which is not of the database that the job file names; dump that database"
              + " into a backup set of its own");
    }
  }

  private static Trouble unmatched(String what) {
    return new Trouble(VersionState.UNMATCHED_SCHEMA, what);
  }
}
