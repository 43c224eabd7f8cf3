package org.quietus.backup.dump;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.format.DumpColumn;
import org.quietus.format.DumpTable;
import org.quietus.format.RowSource;
import org.quietus.plan.Action;
import org.quietus.plan.Member;

/** Compares the columns that a dump declares, and has rows of, with those of today's table. */
final class DeclarationCheck {
  /** What a dump with its history names without declaring it. */
  private static final Set<String> HISTORY = Set.of("row_start", "row_end");

  private final List<PersonGraph> graphs;
  private final NeededColumns columns;

  DeclarationCheck(List<PersonGraph> graphs, FiledTables filed) {
    this.graphs = graphs;
    this.columns = new NeededColumns(graphs, filed);
  }

  /** Whether rows of a table are looked at. */
  boolean isRead(Table table) {
    return columns.isRead(table);
  }

  /** Refuses a declaration that lacks what is needed, or says something else of it than today. */
  void check(DumpTable dumped, Table table) {
    for (PersonGraph graph : graphs) {
      for (Member member : graph.of(table)) {
        if (member.action() instanceof Action.Anonymise anonymise) {
          checkAnonymised(dumped, table, anonymise.how());
        }
      }
    }
    for (String column : columns.of(table)) {
      if (dumped.column(column).isEmpty()) {
        throw unmatched("its table '" + dumped.name().table() + "' has no column '" + column + "'");
      }
    }
    checkThere(dumped, table);
    Stream.concat(columns.of(table).stream(), columns.computed(table))
        .forEach(column -> checkMoment(dumped, table.column(column).orElseThrow()));
  }

  /** What leads to persons, or says who they are, may not have come later than the dump. */
  private void checkThere(DumpTable dumped, Table table) {
    Set<String> lacking =
        dumped.columns().stream()
            .filter(column -> column.type().equals(FormerTables.NOT_THERE))
            .map(DumpColumn::name)
            .collect(Collectors.toSet());
    lacking.stream()
        .filter(columns.leading(table)::contains)
        .findFirst()
        .ifPresent(
            column -> {
              throw unmatched(
                  "its table '%s' was without column '%s', by which rows lead to persons, or are kept"
                      .formatted(table.name(), column));
            });
    for (PersonGraph graph : graphs) {
      if (graph.isRoot(table) && lacking.containsAll(graph.subject().identifiers().keySet())) {
        throw unmatched(
            "its table '%s' was without every column that says who a person is"
                .formatted(table.name()));
      }
    }
  }

  /** A moment without a zone is not the instant that it is written like, or the reverse. */
  private static void checkMoment(DumpTable dumped, Column today) {
    String then =
        dumped.column(today.name()).map(each -> each.type().toLowerCase(Locale.ROOT)).orElse("");
    boolean changed =
        switch (today.type()) {
          case DATETIME -> isInstant(then);
          case TIMESTAMP -> isTimeOfDay(then);
          default -> false;
        };
    if (changed) {
      throw unmatched(
          "column '%s' of its table '%s' is of type %s, and %s in the database today, so that nothing says in which zone its moments are"
              .formatted(today.name(), dumped.name().table(), then, today.typeName()));
    }
  }

  /** MySQL's timestamp is an instant, PostgreSQL's is one with a time zone. */
  private static boolean isInstant(String type) {
    return type.startsWith("timestamp") && !isTimeOfDay(type);
  }

  private static boolean isTimeOfDay(String type) {
    return type.startsWith("datetime") || type.endsWith("without time zone");
  }

  /** Rows may leave out what the database computes, if it can be computed here. */
  void check(RowSource source, Table table) {
    DumpTable dumped = source.declared().orElseThrow();
    columns.of(table).forEach(column -> requireTold(source, column));
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

  /** Refuses rows that neither give a column nor leave it to something that can be computed. */
  static void requireTold(RowSource source, String column) {
    if (!LeftOut.isKnown(source, column)) {
      throw unmatched(
          "an INSERT into its table '"
              + source.table().table()
              + "' leaves out column '"
              + column
              + "', and what the database puts there cannot be told");
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

  /** Why the backup cannot be searched. */
  static Trouble unmatched(String what) {
    return new Trouble(VersionState.UNMATCHED_SCHEMA, what);
  }
}
