package org.quietus.backup.dump;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;

/**
 * Compares what a backup declares with today's mapping. A table or column that is missing because
 * it came later is fine; one that has another name today, or none, would be passed over, so
 * whatever could be that is refused.
 */
public final class DumpTables {
  private final Map<String, Table> catalog = new HashMap<>();
  private final List<PersonGraph> graphs;
  private final Optional<String> schema;

  /** {@code schema} is how the server calls the database, where that is known. */
  public DumpTables(Catalog catalog, List<PersonGraph> graphs, Optional<String> schema) {
    catalog.tables().forEach((name, table) -> this.catalog.put(PersonGraph.name(name), table));
    this.graphs = graphs;
    this.schema = schema;
  }

  /**
   * The tables of the database in question.
   *
   * @throws Trouble as {@code unmatched-schema}
   */
  public Dump.Wanted matched(List<DumpSchema> schemas) {
    String database = database(schemas);
    Map<String, Table> wanted = new HashMap<>();
    for (DumpSchema dump : schemas) {
      for (DumpTable table : dump.tables().values()) {
        if (Objects.equals(table.name().database(), nullIfNone(database))) {
          check(table);
          wanted.put(PersonGraph.name(table.name().table()), known(table));
        }
      }
    }
    for (PersonGraph graph : graphs) {
      String root = graph.step().root().catalogTable().name();
      if (!wanted.containsKey(PersonGraph.name(root))) {
        throw unmatched("it declares no table '" + root + "'");
      }
    }
    graphs.forEach(graph -> requireLinks(graph, wanted.keySet()));
    return new Dump.Wanted() {
      @Override
      public @Nullable Table table(DumpTableName name) {
        return Objects.equals(name.database(), nullIfNone(database))
            ? wanted.get(PersonGraph.name(name.table()))
            : null;
      }

      @Override
      public Set<String> needed(Table table) {
        return DumpTables.this.needed(table);
      }
    };
  }

  /** Rows that hang on a table which is not there would be passed over. */
  private static void requireLinks(PersonGraph graph, Set<String> declared) {
    for (Member member : graph.step().members()) {
      String table = member.catalogTable().name();
      if (declared.contains(PersonGraph.name(table))) {
        member.path().stream()
            .map(Join::toTable)
            .filter(link -> !declared.contains(PersonGraph.name(link)))
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

  private static @Nullable String nullIfNone(String database) {
    return database.isEmpty() ? null : database;
  }

  /** The one that the dump is of, empty where it names none. */
  private String database(List<DumpSchema> schemas) {
    Set<String> names = new TreeSet<>();
    for (DumpSchema dump : schemas) {
      for (DumpTableName name : dump.tables().keySet()) {
        names.add(name.database() == null ? "" : name.database());
      }
    }
    if (names.size() == 1) {
      return names.iterator().next();
    }
    return names.stream()
        .filter(name -> schema.filter(name::equalsIgnoreCase).isPresent())
        .findFirst()
        .orElseThrow(
            () -> unmatched("it holds " + names.size() + " databases, none of which is this one"));
  }

  private Table known(DumpTable table) {
    Table known = catalog.get(PersonGraph.name(table.name().table()));
    if (known == null) {
      throw unmatched("the database has no table '" + table.name().table() + "' any more");
    }
    return known;
  }

  private void check(DumpTable dumped) {
    Table table = known(dumped);
    for (PersonGraph graph : graphs) {
      for (Member member : graph.of(table)) {
        if (member.action() instanceof Action.Anonymise anonymise) {
          checkAnonymised(dumped, table, anonymise.how());
        }
      }
    }
    missing(dumped, needed(table));
  }

  /** The columns by which rows of a table are found and judged. */
  private Set<String> needed(Table table) {
    Set<String> needed = new TreeSet<>();
    for (PersonGraph graph : graphs) {
      for (Member member : graph.of(table)) {
        if (!member.path().isEmpty()) {
          needed.addAll(member.path().get(0).fromColumns());
        }
        for (Basis basis : member.bases()) {
          if (basis.isOwn()) {
            needed.add(basis.kept().keep().from());
          } else {
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
        .filter(key -> PersonGraph.name(key.table()).equals(PersonGraph.name(table.name())))
        .map(ForeignKey::columns)
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  private static void missing(DumpTable dumped, Set<String> needed) {
    for (String column : needed) {
      if (dumped.column(column).isEmpty()) {
        throw unmatched("its table '" + dumped.name().table() + "' has no column '" + column + "'");
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

  private static Trouble unmatched(String what) {
    return new Trouble(VersionState.UNMATCHED_SCHEMA, what);
  }
}
