package org.quietus.plan.make;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;

/** What can be wrong with a graph, in words. */
final class GraphRefusals {
  private final StayingRefusals staying;
  private final Resolver resolver;
  private final Indexes indexes;
  private final CheckProbes probes;
  private final Findings findings;

  GraphRefusals(
      JobFile job, Resolver resolver, Indexes indexes, CheckProbes probes, Findings findings) {
    this.staying = new StayingRefusals(new EndingRules(job, resolver), resolver, findings);
    this.resolver = resolver;
    this.indexes = indexes;
    this.probes = probes;
    this.findings = findings;
  }

  /** What can be wrong with the rows of it that stay. */
  StayingRefusals ofStaying() {
    return staying;
  }

  TableName name(Table table) {
    return name(table.name());
  }

  private TableName name(String table) {
    return resolver.name(table);
  }

  /** Too many paths. */
  void net(GraphRoot root) {
    findings.refuse(
        "GRAPH-TOO-LARGE",
        root.pointer(),
        "too many paths of foreign keys lead to '" + root.table().name() + "'",
        "name tables that do not belong to the record under 'shares'");
  }

  /** A row may be one person's by one column and another's by the next. */
  void severalPersons(GraphRoot root, ForeignKey edge, List<ForeignKey> beside) {
    findings.refuse(
        "SEVERAL-PERSONS",
        root.pointer(),
        "a row of '"
            + edge.table()
            + "' may be several persons': "
            + Stream.concat(Stream.of(edge), beside.stream())
                .map(each -> Join.up(each).toString())
                .sorted()
                .collect(Collectors.joining(", ")),
        "declare the one whose person the row goes with under 'owns' (the others only lose their"
            + " pointer), or name '"
            + name(edge.table())
            + "' under 'shares'");
  }

  /** A row is one subject's person's by one column and another's by the next. */
  void severalSubjects(
      GraphRoot root, ForeignKey edge, List<ForeignKey> rivals, Set<String> subjects) {
    findings.refuse(
        "SEVERAL-SUBJECTS",
        root.pointer(),
        "erasing a person of '"
            + root.table().name()
            + "' would take rows of '"
            + edge.table()
            + "' that are also a person's of subject "
            + subjects.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
            + ": "
            + Stream.concat(Stream.of(edge), rivals.stream())
                .map(each -> Join.up(each).toString())
                .sorted()
                .collect(Collectors.joining(", ")),
        "decide whose the rows are, and name '"
            + name(edge.table())
            + "' under 'shares' of the other subject: its persons then only lose their pointer");
  }

  /** A descendant stays, and cannot without the row that goes. */
  void staying(GraphRoot root, ForeignKey edge, Table holder) {
    findings.refuse(
        "PARENT-NEEDED",
        root.pointer(),
        "rows of '"
            + edge.table()
            + "' stay, and by the "
            + kind(edge, holder)
            + " reference "
            + Join.up(edge)
            + " they cannot without the row that would be deleted",
        "anonymise '" + edge.referencedTable() + "' instead of deleting from it");
  }

  /** Rows that are somebody else's need the row that goes. */
  void others(GraphRoot root, ForeignKey edge, Table holder) {
    findings.refuse(
        "OTHERS-NEED-ROW",
        root.pointer(),
        "rows of '"
            + edge.table()
            + "' that are not this record's own point at it by the "
            + kind(edge, holder)
            + " reference "
            + Join.up(edge),
        "anonymise '"
            + edge.referencedTable()
            + "' instead of deleting from it, or make the"
            + " reference nullable");
  }

  /** Why a reference cannot be emptied. */
  private static String kind(ForeignKey edge, Table holder) {
    return edge.columns().stream()
            .flatMap(column -> holder.column(column).stream())
            .anyMatch(Column::nullable)
        ? "needed (computed, or part of a key or of what others reference)"
        : "NOT NULL";
  }

  /** The owned row would go while the root row still points at it. */
  void stillOwned(GraphRoot root, ForeignKey edge) {
    findings.refuse(
        "OWNER-STAYS",
        root.pointer(),
        "rows of '"
            + edge.referencedTable()
            + "' would be deleted while "
            + Join.up(edge)
            + " still points at them",
        "anonymise '"
            + edge.referencedTable()
            + "' too, or make "
            + edge.table()
            + "."
            + String.join("+", edge.columns())
            + " nullable and anonymise it by 'set-null'");
  }

  /** Refuses an edge that cannot be followed quickly. */
  void unindexed(GraphRoot root, Table table, ForeignKey edge) {
    indexes.require(table, edge.columns(), root.pointer(), "");
  }

  /**
   * Refuses a reference to what several rows may have, which InnoDB allows: whoever hangs on one of
   * them hangs on the others too.
   */
  void notUnique(GraphRoot root, Table target, Join join) {
    if (!Indexes.tellApart(target, join.toColumns())) {
      findings.refuse(
          "REFERENCE-NOT-UNIQUE",
          root.pointer(),
          "several rows of '"
              + target.name()
              + "' may have the same "
              + String.join(", ", join.toColumns())
              + ", so that "
              + join
              + " may lead to another record too",
          "give '" + name(target) + "' a unique key over these columns, or drop that foreign key");
    }
  }

  /** Refuses a table whose rows could not be acted on one by one. */
  void unusable(GraphRoot root, Table table) {
    resolver.table(name(table), root.pointer());
  }

  /** Looks whether a CHECK forbids to empty the columns. */
  void probe(GraphRoot root, Table table, List<String> columns) {
    Map<String, List<@Nullable Object>> empty = new LinkedHashMap<>();
    columns.forEach(column -> empty.put(column, CheckProbes.none()));
    probes.add(table, empty, root.pointer());
  }
}
