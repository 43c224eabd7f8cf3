package org.quietus.plan.make;

import java.time.Period;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Basis;
import org.quietus.plan.Lifetime;
import org.quietus.plan.Member;
import org.quietus.plan.make.Dispositions.Disposition;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;

/** What can be wrong with a graph, in words. */
final class GraphRefusals {
  private final EndingRules rules;
  private final Resolver resolver;
  private final Indexes indexes;
  private final CheckProbes probes;
  private final Findings findings;

  GraphRefusals(
      JobFile job, Resolver resolver, Indexes indexes, CheckProbes probes, Findings findings) {
    this.rules = new EndingRules(job, resolver);
    this.resolver = resolver;
    this.indexes = indexes;
    this.probes = probes;
    this.findings = findings;
  }

  TableName name(Table table) {
    return name(table.name());
  }

  private TableName name(String table) {
    return resolver.name(table);
  }

  /**
   * Refuses that rows go while those that they hang on stay, which could not be read without them.
   */
  boolean takenFrom(
      GraphRoot root, ForeignKey edge, Disposition parent, Disposition child, boolean parentStays) {
    String rows = "rows of '" + edge.table() + "'";
    String parents = "'" + edge.referencedTable() + "', which they hang on by " + Join.up(edge);
    Optional<Period> longest = parent.keep().map(kept -> kept.keep().period());
    Optional<Period> shorter = child.keep().map(kept -> kept.keep().period());
    if (longest.isPresent()
        && shorter.filter(period -> Lifetime.isLonger(longest.get(), period)).isPresent()) {
      findings.refuse(
          "TAKEN-FROM-KEPT",
          root.pointer(),
          rows
              + " are kept "
              + shorter.get()
              + " and would go while those of "
              + parents
              + ", are kept "
              + longest.get()
              + " for '"
              + parent.keep().get().keep().because()
              + "'",
          "leave out 'keep', 'from' and 'because' of '"
              + name(edge.table())
              + "', so that its rows stay as long as those of '"
              + name(edge.referencedTable())
              + "'");
      return true;
    } else if (parentStays && child.deletes() && !child.withParent()) {
      findings.refuse(
          "TAKEN-FROM-ANONYMISED",
          root.pointer(),
          rows + " would be deleted, and those of " + parents + ", are anonymised and stay",
          "anonymise '"
              + name(edge.table())
              + "' too; or write 'with: parent' for it, if its rows tell nothing of a person and"
              + " may stay as they are");
      return true;
    }
    return false;
  }

  /** What hangs on an anonymised person would go, although it is said to stay with its parent. */
  void parentIsPerson(GraphRoot root, ForeignKey edge) {
    if (root.rule().isEmpty()) {
      findings.refuse(
          "PARENT-IS-PERSON",
          Pointer.to("erasure", "records", name(edge.table()), "with"),
          "rows of '"
              + edge.table()
              + "' hang on the person's own row by "
              + Join.up(edge)
              + ", with which nothing stays, and would go in spite of 'with: parent'",
          "leave out 'with: parent'; if the rows may stay without what tells of the person,"
              + " anonymise them");
    }
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

  /**
   * Kept rows lose their link to the person, so that only a rule of their own finds them later:
   * without one they would stay for ever, whatever period they are kept for. A rule keeps the whole
   * record back itself.
   *
   * @param instead what leaves the link, for whoever has to mend it
   */
  void orphaned(GraphRoot root, Disposition staying, String instead) {
    Optional<Basis> unruled =
        staying
            .keep()
            .map(kept -> new Basis(List.of(), staying.table(), staying.action(), kept))
            .filter(basis -> !rules.take(basis));
    if (root.rule().isEmpty() && unruled.isPresent()) {
      findings.refuse(
          "KEPT-WITHOUT-RULE",
          root.pointer(),
          "kept rows of '"
              + staying.table().name()
              + "' lose their link to the person, and no retention rule for all of them removes"
              + " them when their period ends",
          instead + "; or " + rules.advice(unruled.get()));
    }
  }

  /**
   * Owned rows that stay when a rule has taken what leads to them: they would stay for ever,
   * whatever period they are kept for. A request remembers them.
   */
  void ownedKept(GraphRoot root, Member owned) {
    Optional<Basis> unruled =
        owned.bases().stream().filter(basis -> !rules.take(basis)).findFirst();
    if (root.rule().isPresent() && unruled.isPresent()) {
      findings.refuse(
          "KEPT-WITHOUT-RULE",
          root.pointer(),
          "rows of '"
              + owned.catalogTable().name()
              + "' that are kept for '"
              + unruled.get().kept().keep().because()
              + "' lose the row of '"
              + root.table().name()
              + "' that leads to them, and no retention rule for all of them removes them when their"
              + " period ends",
          rules.advice(unruled.get()));
    }
  }

  /** What an anonymised row still leads to is found by no request any more. */
  void leftWithOwner(GraphRoot root, ForeignKey edge) {
    findings.warn(
        "OWNED-LEFT",
        root.pointer(),
        "rows of '"
            + edge.referencedTable()
            + "' stay with the anonymised ones that own them by "
            + Join.up(edge)
            + ", and no request finds them any more",
        "if they tell of the person, write how they are anonymised, and 'then: anonymise' under"
            + " 'erasure: records', or 'set-null' for "
            + String.join(" and ", edge.columns())
            + ", so that they go");
  }

  /** Rows that come to hang on one which stays without its own link lead to nobody any more. */
  void lateRowsLost(GraphRoot root, Join below, Join emptied) {
    findings.warn(
        "LATE-ROWS-LOST",
        root.pointer(),
        "rows of '"
            + below.fromTable()
            + "' that are written after the erasure and hang by "
            + below
            + " on rows of '"
            + emptied.fromTable()
            + "' are not found, since those stay and lose their link "
            + emptied,
        "delete the rows of '"
            + name(emptied.fromTable())
            + "', or leave out 'set-null' for "
            + String.join(" and ", emptied.fromColumns())
            + "; or make sure that nothing is written there for an erased person");
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
