package org.quietus.plan.make;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.ForeignKey;
import org.quietus.policy.SubjectType;

/**
 * Whose rows a table holds where its references lead to persons of different subjects. A reference
 * that the job file declares under {@code owns} outranks the others, and none leads to a subject
 * that only {@code shares} the table.
 */
final class Ownership {
  private final Edges edges;
  private final List<SubjectType> subjects;
  private final Set<String> persons;

  /** {@code subjects} are those of the database that the edges are of. */
  Ownership(Edges edges, Collection<SubjectType> subjects) {
    this.edges = edges;
    this.subjects = List.copyOf(subjects);
    this.persons = subjects.stream().map(Ownership::table).collect(Collectors.toSet());
  }

  /** The names of the subjects of other tables that references of the same table lead to. */
  Set<String> rivalSubjects(ForeignKey edge, String person) {
    return rivals(edge, person).stream()
        .flatMap(other -> strangers(other, person))
        .map(SubjectType::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The other references of the same table that lead to persons of another table.
   *
   * @param person the table of the persons in question
   */
  List<ForeignKey> rivals(ForeignKey edge, String person) {
    return beside(edge).filter(other -> strangers(other, person).findAny().isPresent()).toList();
  }

  /** The subjects of other tables that the reference leads to. */
  private Stream<SubjectType> strangers(ForeignKey edge, String person) {
    return subjects.stream()
        .filter(subject -> !table(subject).equals(person))
        .filter(subject -> leads(edge, subject, new HashSet<>(Set.of(edge.table()))));
  }

  /** Whether a declared reference of the same table leads to persons of another table only. */
  boolean isOutranked(ForeignKey edge, String person) {
    return isOutranked(edge, person, Set.of());
  }

  private boolean isOutranked(ForeignKey edge, String person, Set<String> passed) {
    return !edges.declared(edge)
        && beside(edge)
            .filter(edges::declared)
            .map(other -> persons(other, passed))
            .anyMatch(tables -> !tables.isEmpty() && !tables.contains(person));
  }

  private Set<String> persons(ForeignKey edge, Set<String> passed) {
    return subjects.stream()
        .filter(subject -> leads(edge, subject, new HashSet<>(passed)))
        .map(Ownership::table)
        .collect(Collectors.toSet());
  }

  private Stream<ForeignKey> beside(ForeignKey edge) {
    return edges.from(edge.table()).stream()
        .filter(other -> !other.columns().equals(edge.columns()));
  }

  /** {@code passed} are tables that need not be looked at again; adds to them. */
  private boolean leads(ForeignKey edge, SubjectType to, Set<String> passed) {
    if (shares(to, edge.table())
        || (persons.contains(edge.table()) && !edges.declared(edge))
        || isOutranked(edge, table(to), passed)) {
      return false;
    }
    String next = edge.referencedTable();
    return next.equals(table(to))
        || (!persons.contains(next)
            && passed.add(next)
            && edges.from(next).stream().anyMatch(up -> leads(up, to, passed)));
  }

  private static boolean shares(SubjectType subject, String table) {
    return subject.shares().stream().anyMatch(shared -> shared.table().table().equals(table));
  }

  private static String table(SubjectType subject) {
    return subject.records().table();
  }
}
