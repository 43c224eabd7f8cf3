package org.quietus.hold;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import tools.jackson.databind.json.JsonMapper;

/**
 * What belongs to a person's row, kept with the hold so that it binds jobs that know nothing of
 * this kind of person.
 *
 * @param subject as the job that set the hold calls such persons
 * @param table with a row for each of them
 * @param key the columns of its primary key
 * @param identifiers columns of it, with the types of what they hold
 * @param paths from the tables of the graph up to that table; rows of others that merely point at
 *     the person's are none of it
 */
public record HeldGraph(
    String subject,
    String table,
    List<String> key,
    Map<String, String> identifiers,
    List<Path> paths) {

  public HeldGraph {
    key = List.copyOf(key);
    identifiers = Map.copyOf(identifiers);
    paths = List.copyOf(paths);
  }

  /**
   * The way from one table to the person's.
   *
   * @param owned whether the person's row refers to those rows rather than they to it
   */
  public record Path(boolean owned, List<Join> joins) {
    public Path {
      joins = List.copyOf(joins);
    }

    /** By hand, because a record's own is linked when it is first called: 10 ms of each start. */
    @Override
    public int hashCode() {
      return joins.hashCode();
    }
  }

  /** The graph that an erasure of such a person would touch. */
  public static HeldGraph of(Step step, SubjectType subject) {
    return new HeldGraph(
        subject.name(),
        step.root().catalogTable().name(),
        step.root().catalogTable().primaryKey(),
        subject.identifiers(),
        step.graph().stream()
            .filter(member -> member.role() != MemberRole.REFERRER)
            .map(HeldGraph::path)
            .distinct()
            .toList());
  }

  private static Path path(Member member) {
    return new Path(member.role() == MemberRole.OWNED, member.path());
  }

  /** The same with the paths of another graph of that table. */
  public HeldGraph with(HeldGraph other) {
    Set<Path> all = new LinkedHashSet<>(paths);
    all.addAll(other.paths);
    return new HeldGraph(subject, table, key, identifiers, new ArrayList<>(all));
  }

  /** What of it the catalog still has; what is dropped has no rows any more. */
  public HeldGraph within(Catalog catalog) {
    return new HeldGraph(
        subject,
        table,
        key,
        identifiers,
        paths.stream()
            .filter(path -> path.joins().stream().allMatch(join -> exists(join, catalog)))
            .toList());
  }

  /** References on the way to what belongs to a person that the catalog does not have. */
  public SortedSet<String> missing(Catalog catalog) {
    return paths.stream()
        .flatMap(path -> path.joins().stream())
        .filter(join -> !exists(join, catalog))
        .map(Join::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean exists(Join join, Catalog catalog) {
    return has(catalog, join.fromTable(), join.fromColumns())
        && has(catalog, join.toTable(), join.toColumns());
  }

  private static boolean has(Catalog catalog, String table, List<String> columns) {
    return Stream.ofNullable(catalog.tables().get(table))
        .map(Table::columns)
        .anyMatch(known -> known.keySet().containsAll(columns));
  }

  /** The table of persons, and nothing that belongs to them. */
  public HeldGraph rootOnly() {
    return new HeldGraph(subject, table, key, identifiers, List.of());
  }

  /** As the control schema keeps it. */
  public String text() {
    return JsonMapper.shared().writeValueAsString(this);
  }

  /** Reads what {@link #text()} wrote. */
  public static HeldGraph read(String text) {
    return JsonMapper.shared().readValue(text, HeldGraph.class);
  }
}
