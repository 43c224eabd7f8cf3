package org.quietus.plan;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.policy.TableName;

/**
 * One root table, which of its rows, and what hangs on each of them. A root row is taken together
 * with its members' rows: all of them or none.
 *
 * @param number counted from 1 over the whole job, whatever part of it runs
 * @param rule the retention rule's name, or the subject type's for erasure
 * @param members in processing order, deepest first; the {@link MemberRole#OWNED} ones come last
 *     and are acted on after the root row
 * @param graph whatever a hold on keeps the root row too: the members, or those of the erasure
 *     where a rule anonymises the row of a person alone, or consent is withdrawn for one purpose
 * @param objects by table, the columns that name objects, and the set of files that these are in
 */
public record Step(
    int number,
    String rule,
    Selection selection,
    Member root,
    List<Member> members,
    List<Member> graph,
    Map<TableName, Map<String, String>> objects) {
  public Step {
    members = List.copyOf(members);
    graph = List.copyOf(graph);
    objects = Map.copyOf(objects);
  }

  /** A step that no object is named in. */
  public Step(
      int number,
      String rule,
      Selection selection,
      Member root,
      List<Member> members,
      List<Member> graph) {
    this(number, rule, selection, root, members, graph, Map.of());
  }

  /** A step whose graph is its members. */
  public Step(int number, String rule, Selection selection, Member root, List<Member> members) {
    this(number, rule, selection, root, members, members);
  }

  /** The job file's name for the database that it works on. */
  public String database() {
    return root.table().database();
  }

  /** The same step under another number. */
  public Step numbered(int other) {
    return new Step(other, rule, selection, root, members, graph, objects);
  }

  /**
   * The same step for a person who is there again since it was carried out: what else is under
   * their keys is new.
   */
  public Step after(CarriedOut carried) {
    return new Step(
        number,
        rule,
        selection,
        root,
        members.stream()
            .filter(carried::isOpen)
            .map(member -> carried.once(member, members).map(member::onceKept).orElse(member))
            .toList(),
        graph,
        objects);
  }

  /** The same step, under a wider graph. */
  public Step within(List<Member> wider) {
    return new Step(number, rule, selection, root, members, wider, objects);
  }

  /** The same step on tables with columns that name objects. */
  public Step naming(Map<TableName, Map<String, String>> columns) {
    return new Step(number, rule, selection, root, members, graph, columns);
  }

  /**
   * The columns of a root row that its graph is reached by: the primary key first, then those that
   * members reference and those that reference owned rows.
   */
  public List<String> rootColumns() {
    Set<String> columns = new LinkedHashSet<>(root.catalogTable().primaryKey());
    List<Member> all = part() == Part.ERASURE ? graph : members;
    all.forEach(member -> columns.addAll(member.rootEnd().toColumns()));
    return List.copyOf(columns);
  }

  /**
   * What a value of a root column stands for: the kind of value, and each column that it refers to
   * rows of the person's by, e.g. {@code address.id}.
   */
  public RootValue rootValue(String column) {
    List<Member> led =
        members.stream().filter(member -> member.rootEnd().toColumns().contains(column)).toList();
    return new RootValue(
        root.catalogTable().column(column).orElseThrow().type(),
        led.stream()
            .filter(member -> member.role() == MemberRole.OWNED)
            .map(member -> referred(member.rootEnd(), column))
            .collect(Collectors.toCollection(TreeSet::new)),
        led.stream().anyMatch(member -> member.keep().isPresent()));
  }

  private static String referred(Join join, String column) {
    return join.fromTable() + "." + join.fromColumns().get(join.toColumns().indexOf(column));
  }

  /** Of tables that a person's rows were in, those that the step does not look into any more. */
  public Map<TableName, Long> without(Map<TableName, Long> tables) {
    Map<TableName, Long> lost = new LinkedHashMap<>(tables);
    Stream.concat(Stream.of(root), members.stream())
        .forEach(
            member -> lost.keySet().removeIf(name -> name.table().equals(member.table().table())));
    return lost;
  }

  /** The path of a member that is the root row itself. */
  private List<Join> itself() {
    return List.of(Join.itself(root.catalogTable()));
  }

  /** Whether nothing leads to a member's rows that stay once all else is done. */
  public boolean isCutOff(Member member) {
    return members.stream()
        .filter(other -> !other.equals(member) && !other.path().isEmpty())
        .filter(other -> other.bases().isEmpty() && isBelow(member.path(), other.path()))
        .anyMatch(other -> other.changesAny(other.path().get(0).fromColumns()));
  }

  private static boolean isBelow(List<Join> path, List<Join> above) {
    int longer = path.size() - above.size();
    return longer >= 0 && path.subList(longer, path.size()).equals(above);
  }

  /** Whether a way to a member leads over a reference that the database does not know of. */
  public boolean hasDeclaredEdges() {
    return members.stream()
        .filter(member -> member.role() != MemberRole.OWNED)
        .anyMatch(
            member ->
                !member.path().equals(itself())
                    && member.catalogTable().foreignKeys().stream()
                        .filter(ForeignKey::enforced)
                        .map(Join::up)
                        .noneMatch(member.path().get(0)::follows));
  }

  /**
   * The joins by which rows may come to hang on one between them and the root row that the step has
   * deleted, or given another key, since no foreign key forbids it.
   */
  public List<Join> looseJoins() {
    return members.stream()
        .filter(member -> member.role() != MemberRole.OWNED)
        .flatMap(member -> member.path().subList(0, member.path().size() - 1).stream())
        .distinct()
        .filter(join -> members.stream().anyMatch(member -> member.ends(join)))
        .filter(join -> !isEnforced(join))
        .toList();
  }

  /** The joins by which rows of other tables hang on the root row. */
  public List<Join> hangingJoins() {
    return members.stream()
        .filter(member -> member.role() != MemberRole.OWNED)
        .map(Member::rootEnd)
        .distinct()
        .filter(join -> !join.fromTable().equals(root.catalogTable().name()))
        .toList();
  }

  /** Those of them that lead to its primary key, and no more. */
  public List<Join> keyJoins() {
    List<String> key = root.catalogTable().primaryKey();
    return hangingJoins().stream()
        .filter(join -> join.toColumns().size() == key.size() && join.toColumns().containsAll(key))
        .toList();
  }

  private boolean isEnforced(Join join) {
    return members.stream()
        .filter(member -> member.catalogTable().name().equals(join.fromTable()))
        .flatMap(member -> member.catalogTable().foreignKeys().stream())
        .filter(ForeignKey::enforced)
        .anyMatch(key -> join.follows(Join.up(key)));
  }

  /**
   * The kind of person whose requests the step works for; none if a retention rule finds its rows.
   */
  public Optional<String> subject() {
    return selection instanceof Selection.Persons persons
        ? Optional.of(persons.subject())
        : Optional.empty();
  }

  /** Whether the step works for the requests of that kind of person. */
  public boolean isOf(String subject) {
    return subject().filter(subject::equals).isPresent();
  }

  /** The part of the job file that the step belongs to. */
  public Part part() {
    return selection instanceof Selection.Due ? Part.RETENTION : Part.ERASURE;
  }
}
