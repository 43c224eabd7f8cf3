package org.quietus.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.policy.Purpose;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/**
 * What goes of a person who withdraws consent to one purpose: of the person's graph, the rows and
 * columns that only this purpose needs. The person's own row stays, and so does what another
 * purpose needs too, which is counted as kept.
 */
final class Purposes {
  /** What the control schema holds of a kind of person's name. */
  private static final int LONGEST_NAME = 100;

  private final Resolver resolver;
  private final Dispositions dispositions;
  private final Edges edges;
  private final Predicate<TableName> ruled;
  private final Findings findings;

  /** A retention rule removes rows of tables that are {@code ruled}. */
  Purposes(
      Resolver resolver,
      Dispositions dispositions,
      Edges edges,
      Predicate<TableName> ruled,
      Findings findings) {
    this.ruled = ruled;
    this.resolver = resolver;
    this.dispositions = dispositions;
    this.edges = edges;
    this.findings = findings;
  }

  /**
   * The members of a purpose's step; empty if anything is wrong with it, which was refused.
   *
   * @param subject the kind of person whose purpose it is
   * @param graph what hangs on the person's row, which stays
   */
  Optional<List<Member>> members(
      SubjectType subject, Purpose purpose, Table root, List<Member> graph) {
    int before = findings.count();
    One one = new One(subject, purpose, root, graph);
    one.check();
    List<Member> members = findings.count() == before ? one.members() : List.of();
    return findings.count() == before ? Optional.of(members) : Optional.empty();
  }

  /** One purpose of one kind of person. */
  private final class One {
    private final SubjectType subject;
    private final Purpose purpose;
    private final Table root;
    private final List<Member> graph;
    private final String pointer;

    One(SubjectType subject, Purpose purpose, Table root, List<Member> graph) {
      this.subject = subject;
      this.purpose = purpose;
      this.root = root;
      this.graph = graph;
      this.pointer = Pointer.to("subjects", subject.name(), "purposes", purpose.name());
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
    }

    private void checkRows(TableName table) {
      if (table.equals(subject.records())) {
        refuse(
            "PURPOSE-IS-PERSON",
            table.toString(),
            "the row of the person, '" + table + "', cannot go for one purpose alone",
            "name those of its columns that only this purpose needs");
      } else if (isHere(table)) {
        subject.purposes().values().stream()
            .filter(other -> other.columns().containsKey(table))
            .forEach(
                other ->
                    refuse(
                        "PURPOSE-OVERLAP",
                        table.toString(),
                        "purpose '"
                            + other.name()
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
      for (Member member : graph) {
        boolean child =
            member.role() == MemberRole.DESCENDANT
                && member.path().size() > 1
                && member.path().get(0).toTable().equals(table.table());
        if (child && !goes(member.table())) {
          staying.add(member.table());
        }
      }
      if (goes(table) && graph.stream().anyMatch(member -> isDeleted(member, table))) {
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

    private boolean goes(TableName table) {
      return purpose.needs(table) && others(other -> other.needs(table)).isEmpty();
    }

    private void checkColumns(TableName table) {
      Optional<Table> found =
          table.equals(subject.records())
              ? Optional.of(root)
              : isHere(table) ? resolver.find(table.table()) : Optional.empty();
      found.ifPresent(
          known ->
              purpose.columns().getOrDefault(table, Set.of()).stream()
                  .sorted()
                  .forEach(column -> resolver.column(known, column, at(table.toString()))));
    }

    /** Whether the person's graph leads to a table whose rows are the person's own. */
    private boolean isHere(TableName table) {
      boolean reached =
          graph.stream()
              .anyMatch(
                  member -> member.table().equals(table) && member.role() == MemberRole.DESCENDANT);
      if (!reached) {
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
      findings.refuse(id, at(key), what, mend);
    }

    private String at(String key) {
      return key.isEmpty() ? pointer : pointer + Pointer.to(key);
    }

    List<Member> members() {
      List<Member> members = new ArrayList<>();
      Set<String> deleted = new HashSet<>();
      for (Member member : graph) {
        if (member.role() == MemberRole.DESCENDANT) {
          rows(member).ifPresent(members::add);
          members.addAll(columns(member));
          if (goes(member.table()) && member.action() instanceof Action.Delete) {
            deleted.add(member.catalogTable().name());
          }
        }
      }
      graph.stream()
          .filter(member -> member.role() == MemberRole.REFERRER)
          .filter(member -> deleted.contains(member.path().get(0).toTable()))
          .forEach(members::add);
      members.addAll(columns(itself()));
      return members;
    }

    private Optional<Member> rows(Member member) {
      if (!purpose.needs(member.table())) {
        return Optional.empty();
      }
      List<String> needed = others(other -> other.needs(member.table()));
      return Optional.of(
          member.under(
              member.action(), needed.isEmpty() ? byRule(member) : List.of(basis(member, needed))));
    }

    /** What only this purpose needs of rows, and what others need too, by who they are. */
    private List<Member> columns(Member member) {
      Map<List<String>, List<String>> byNeed =
          purpose.columns().getOrDefault(member.table(), Set.of()).stream()
              .sorted()
              .collect(
                  Collectors.groupingBy(
                      column -> others(other -> other.needs(member.table(), column)),
                      LinkedHashMap::new,
                      Collectors.toList()));
      List<Member> members = new ArrayList<>();
      byNeed.forEach(
          (needed, columns) ->
              dispositions
                  .ofPurpose(member.table(), columns, at(member.table().toString()))
                  .map(
                      action ->
                          needed.isEmpty()
                              ? member.under(action, byRule(member))
                              : member.under(action, List.of(basis(member, action, needed))))
                  .ifPresent(members::add));
      return members;
    }

    /**
     * New rows go on coming for a person who stays, so that a request cannot wait for the last of
     * those that a law keeps: a rule has to take them.
     */
    private List<Basis> byRule(Member member) {
      member.bases().stream()
          .filter(basis -> !ruled.test(resolver.name(basis.table().name())))
          .forEach(
              basis ->
                  refuse(
                      "PURPOSE-KEPT",
                      member.table().toString(),
                      "rows of '"
                          + basis.table().name()
                          + "' are kept for '"
                          + basis.kept().keep().because()
                          + "' after consent is withdrawn, and no retention rule removes them when"
                          + " their period ends",
                      "add a retention rule for '" + resolver.name(basis.table().name()) + "'"));
      return member.bases().stream().map(Basis::byRule).toList();
    }

    private Basis basis(Member member, List<String> needed) {
      return basis(member, member.action(), needed);
    }

    private Basis basis(Member member, Action action, List<String> needed) {
      String names =
          needed.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
      return new Basis(
          List.of(), member.catalogTable(), action, Kept.withoutEnd("needed for purpose " + names));
    }

    private List<String> others(Predicate<Purpose> needs) {
      return subject.purposes().values().stream()
          .filter(other -> !other.name().equals(purpose.name()))
          .filter(needs)
          .map(Purpose::name)
          .toList();
    }

    /** The person's own row as one that hangs on itself. */
    private Member itself() {
      return new Member(
          subject.records(),
          root,
          List.of(Join.itself(root)),
          MemberRole.DESCENDANT,
          new Action.Leave(),
          List.of(),
          List.of(),
          Optional.empty(),
          edges.referencing(root.name()));
    }
  }
}
