package org.quietus.plan.make;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.policy.Purpose;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/** Refuses what is wrong with one purpose: with its name, its tables and its columns. */
final class PurposeChecks {
  /** What the control schema holds of a kind of person's name. */
  private static final int LONGEST_NAME = 100;

  private final PurposeScope scope;
  private final SubjectType subject;
  private final Purpose purpose;
  private final Resolver resolver;
  private final Edges edges;
  private final EndingRules rules;
  private final Findings findings;

  PurposeChecks(
      PurposeScope scope, Resolver resolver, Edges edges, EndingRules rules, Findings findings) {
    this.scope = scope;
    this.subject = scope.subject();
    this.purpose = scope.purpose();
    this.resolver = resolver;
    this.edges = edges;
    this.rules = rules;
    this.findings = findings;
  }

  void check() {
    if (subject.only(purpose).name().length() > LONGEST_NAME) {
      refuse(
          "PURPOSE-NAME",
          "",
          "the names of subject and purpose are longer than " + LONGEST_NAME + " together",
          "shorten one of them");
    }
    purpose.rows().stream().sorted().forEach(this::checkRows);
    purpose.columns().keySet().stream().sorted().forEach(this::checkColumns);
    purpose.rows().forEach(table -> sayShared(table, "rows", other -> other.needs(table)));
    purpose
        .columns()
        .forEach(
            (table, columns) ->
                columns.forEach(
                    column ->
                        sayShared(
                            table,
                            "column '" + column + "'",
                            other -> other.needs(table, column))));
  }

  /** What several purposes need is said once, and goes by a rule alone. */
  private void sayShared(TableName table, String what, Predicate<Purpose> needs) {
    List<String> others = scope.others(needs);
    boolean first =
        others.stream()
            .noneMatch(
                other ->
                    subject.purposes().containsKey(other)
                        ? other.compareTo(purpose.name()) < 0
                        : Purpose.kind(other).compareTo(subject.name()) < 0);
    if (!others.isEmpty() && first && !rules.isFor(table)) {
      findings.warn(
          "PURPOSE-SHARED",
          scope.at(table.toString()),
          "%s of '%s' is what other purposes need too (%s), so that it stays when consent to one of them is withdrawn, and also when consent to all is"
              .formatted(what, table, String.join(", ", others)),
          "name it under one purpose alone, or add a retention rule for '"
              + table
              + "' whose 'where' tells that none of them needs it any more");
    }
  }

  private void checkRows(TableName table) {
    if (table.equals(subject.records())) {
      refuse(
          "PURPOSE-IS-PERSON",
          table.toString(),
          "the row of the person, '" + table + "', cannot go for one purpose alone",
          "name those of its columns that only this purpose needs");
    } else if (isHere(table)) {
      scope
          .others(other -> other.columns().containsKey(table))
          .forEach(
              other ->
                  refuse(
                      "PURPOSE-OVERLAP",
                      table.toString(),
                      "purpose '"
                          + other
                          + "' needs columns of '"
                          + table
                          + "', and this one the rows with all columns",
                      "name the columns that this one needs too"));
      checkChildren(table);
    }
  }

  /** Nothing may hang on rows that go. */
  private void checkChildren(TableName table) {
    Set<TableName> staying = new TreeSet<>();
    for (Member member : scope.graph()) {
      boolean child =
          member.role() == MemberRole.DESCENDANT
              && member.path().size() > 1
              && member.path().get(0).toTable().equals(table.table());
      if (child && !scope.goes(member.table())) {
        staying.add(member.table());
      }
    }
    if (scope.goes(table) && scope.graph().stream().anyMatch(member -> isDeleted(member, table))) {
      staying.forEach(
          child ->
              refuse(
                  "PURPOSE-CHILD",
                  table.toString(),
                  "rows of '" + child + "' hang on rows of '" + table + "', which would go",
                  "name '" + child + ": rows' under this purpose alone as well"));
    }
  }

  private boolean isDeleted(Member member, TableName table) {
    return member.table().equals(table) && member.action() instanceof Action.Delete;
  }

  private void checkColumns(TableName table) {
    Optional<Table> found =
        table.equals(subject.records())
            ? Optional.of(scope.root())
            : isHere(table) ? resolver.find(table.table()) : Optional.empty();
    found.ifPresent(
        known ->
            purpose.columns().getOrDefault(table, Set.of()).stream()
                .sorted()
                .filter(
                    column ->
                        resolver.column(known, column, scope.at(table.toString())).isPresent())
                .forEach(column -> refuseLink(known, table, column)));
  }

  /** Without it a later erasure of the person would find neither the row nor what hangs on it. */
  private void refuseLink(Table table, TableName name, String column) {
    Stream.concat(
            scope.graph().stream()
                .filter(member -> member.role() == MemberRole.DESCENDANT)
                .flatMap(member -> member.path().stream()),
            edges.owned().stream()
                .filter(edge -> edge.table().equals(scope.root().name()))
                .map(Join::up))
        .filter(
            join ->
                (join.fromTable().equals(table.name()) && join.fromColumns().contains(column))
                    || (join.toTable().equals(table.name()) && join.toColumns().contains(column)))
        .findFirst()
        .ifPresent(
            join ->
                refuse(
                    "PURPOSE-LINK",
                    name.toString(),
                    "column '"
                        + column
                        + "' of '"
                        + name
                        + "' holds the reference "
                        + join
                        + ", without which an erasure would not find the person's rows any more",
                    "leave it out; name the columns that hold data, or the rows that go"));
  }

  /** Whether the person's graph leads to a table whose rows are the person's own. */
  private boolean isHere(TableName table) {
    boolean reached =
        scope.graph().stream()
            .anyMatch(
                member -> member.table().equals(table) && member.role() == MemberRole.DESCENDANT);
    boolean unknown =
        !reached
            && resolver.here(table)
            && resolver.existing(table, scope.at(table.toString())).isEmpty();
    if (!reached && !unknown) {
      refuse(
          "UNREACHED",
          table.toString(),
          "purpose '"
              + purpose.name()
              + "' needs '"
              + table
              + "', whose rows do not hang on those of subject '"
              + subject.name()
              + "'",
          "name a table that hangs on '"
              + subject.records()
              + "', or declare the edge under"
              + " 'owns'");
    }
    return reached;
  }

  private void refuse(String id, String key, String what, String mend) {
    findings.refuse(id, scope.at(key), what, mend);
  }
}
