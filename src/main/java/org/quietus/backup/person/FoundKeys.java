package org.quietus.backup.person;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.KeyOwners;
import org.quietus.backup.KeyToken;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Relation;
import org.quietus.backup.RowReviews;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.catalog.Join;
import org.quietus.format.Row;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.subject.Identifier;

/**
 * The keys of the rows of those sought in one backup, as tokens.
 *
 * @param spelled makes them of what stands in a row
 * @param owners the rows that are theirs
 * @param kept those of them that a basis keeps, and what hangs on them with them
 * @param shared owned rows that rows which stay point at
 * @param needed doubtful rows, and those that they hang on
 * @param traits what each of those sought is identified by, as far as it is known
 * @param doubts rows of the root table of which a person has to say whose they are
 * @param nobodys keys of rows that lead to nobody
 * @param today what is kept that the backup lacks
 * @param unread what could not be read
 * @param lost what rows of late objects hang on, and no row has
 */
public record FoundKeys(
    KeyTokens tokens,
    SpelledKeys spelled,
    KeyOwners owners,
    KeyOwners kept,
    KeyOwners shared,
    NeededKeys needed,
    DoubtedKeys doubts,
    NobodysKeys nobodys,
    KeptToday today,
    UnreadKeys unread,
    LostParents lost,
    Map<Integer, Set<Identifier>> traits) {

  private static final Pattern BETWEEN = Pattern.compile("[ ()/.-]");

  public FoundKeys(KeyTokens tokens, KeptToday today, int most) {
    this(tokens, today, most, RowReviews.none(tokens));
  }

  /** Nothing found yet; {@code reviews} tell what people have said of rows in doubt. */
  public FoundKeys(KeyTokens tokens, KeptToday today, int most, RowReviews reviews) {
    this(
        tokens,
        new SpelledKeys(tokens),
        new KeyOwners(most),
        new KeyOwners(most),
        new KeyOwners(most),
        new NeededKeys(tokens, most),
        new DoubtedKeys(tokens, most, reviews),
        new NobodysKeys(tokens, most),
        today,
        new UnreadKeys(),
        new LostParents(tokens, most),
        new HashMap<>());
  }

  /** Notes what somebody is identified by, in memory alone. */
  void know(int person, Collection<Identifier> identifiers) {
    traits.computeIfAbsent(person, of -> new LinkedHashSet<>()).addAll(identifiers);
  }

  /** Whether a text holds an identifier of one of those sought, written in whatever way. */
  public boolean isSomebodyNamed(String text) {
    String folded = text.toLowerCase(Locale.ROOT);
    String bare = BETWEEN.matcher(folded).replaceAll("");
    return traits.values().stream()
        .flatMap(Set::stream)
        .map(known -> known.value().toLowerCase(Locale.ROOT))
        .map(
            known ->
                Pattern.compile(
                    "(?<![\\p{L}\\p{N}])" + Pattern.quote(known) + "(?![\\p{L}\\p{N}])"))
        .anyMatch(known -> known.matcher(folded).find() || known.matcher(bare).find());
  }

  /** Whose own row it is, as a number among those sought; -1 for nobody's. */
  int root(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    return owner(Relation.root(graph.step()), bound, row, bound.table().primaryKey());
  }

  /** Whose row it is by the path of a member, the root's included. */
  int owner(PersonGraph graph, Member member, BoundTable bound, Row row) throws IOException {
    return member.role() == MemberRole.ROOT
        ? root(graph, bound, row)
        : owner(graph.reachedBy(member), bound, row, member.path().get(0).fromColumns());
  }

  /** Most keys are one integer, of which the token is made as it is spelled. */
  private int owner(Relation relation, BoundTable bound, Row row, List<String> columns)
      throws IOException {
    int integer = bound.integer(columns);
    @Nullable KeyToken token = integer < 0 ? null : spelled.token(relation, row, integer);
    return token == null ? owner(relation, bound.key(row, columns)) : owners.owner(token);
  }

  private int owner(Relation relation, Optional<List<String>> values) {
    return owners.size() == 0
        ? -1
        : values.map(key -> owners.owner(tokens.of(relation, key))).orElse(-1);
  }

  /** Whether a row leads to somebody else by another path of its table, or may. */
  boolean isRival(PersonGraph graph, int person, Member member, BoundTable bound, Row row)
      throws IOException {
    for (List<Join> path : member.rivals()) {
      Relation relation = graph.offering(path.get(0));
      Optional<List<String>> values = bound.key(row, path.get(0).fromColumns());
      if (values.isPresent()
          && !path.get(0).equals(member.path().get(0))
          && owner(relation, values) != person
          && !nobodys.are(relation, values.get())
          && !isOutranked(graph, person, path, bound, row)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a reference that outranks a path, since it is declared, leads to the person. */
  private boolean isOutranked(
      PersonGraph graph, int person, List<Join> path, BoundTable bound, Row row)
      throws IOException {
    for (Member other : graph.of(bound.table())) {
      if (other.role() == MemberRole.DESCENDANT
          && !other.path().equals(path)
          && !other.rivals().contains(path)
          && owner(graph, other, bound, row) == person) {
        return true;
      }
    }
    return false;
  }

  /** Wants to know whether a row leads to nobody by its other paths; returns whether it is new. */
  boolean askBeside(PersonGraph graph, int person, Member member, BoundTable bound, Row row)
      throws IOException {
    boolean added = false;
    for (List<Join> path : member.rivals()) {
      Relation relation = graph.offering(path.get(0));
      Optional<List<String>> values = bound.key(row, path.get(0).fromColumns());
      if (path.size() > 1 && values.isPresent() && owner(relation, values) < 0) {
        added |= nobodys.ask(relation, values.get(), person);
      }
    }
    return added;
  }

  /**
   * Whether the key of a row is one that somebody's row has, while the row itself leads to nobody
   * or to another: then two rows have one key, as in two states of a table.
   */
  boolean isStray(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    for (List<String> columns : graph.offered(bound.table())) {
      int person =
          columns.containsAll(bound.table().primaryKey())
              ? owner(graph.offering(bound.table(), columns), bound, row, columns)
              : -1;
      if (person >= 0 && leadsElsewhere(graph, person, bound, row)) {
        return true;
      }
    }
    return false;
  }

  private boolean leadsElsewhere(PersonGraph graph, int person, BoundTable bound, Row row)
      throws IOException {
    boolean elsewhere = false;
    for (Member member : graph.of(bound.table())) {
      if (member.role() == MemberRole.ROOT || owner(graph, member, bound, row) == person) {
        return false;
      }
      elsewhere |= bound.key(row, member.path().get(0).fromColumns()).isPresent();
    }
    return elsewhere;
  }

  /** Whose values are; -1 for nobody's. */
  int ownerOf(Relation relation, List<String> values) {
    return owner(relation, Optional.of(values));
  }

  /** Whether values are somebody's. */
  boolean isOwned(Relation relation, List<String> values) {
    return ownerOf(relation, values) >= 0;
  }

  /** Notes what leads on from a row; returns whether anything of it is new. */
  boolean lead(PersonGraph graph, int person, BoundTable bound, Row row) throws IOException {
    boolean added = false;
    for (List<String> columns : graph.offered(bound.table())) {
      Optional<List<String>> values = bound.key(row, columns);
      if (values.isPresent()) {
        added |= own(graph.offering(bound.table(), columns), values.get(), person);
      }
    }
    return added;
  }

  /** Notes that what hangs on a row stays with it; returns whether that is new. */
  boolean keep(PersonGraph graph, int person, BoundTable bound, Row row) throws IOException {
    boolean added = false;
    for (List<String> columns : graph.offered(bound.table())) {
      Optional<List<String>> values = bound.key(row, columns);
      if (values.isPresent()) {
        Relation relation = graph.offering(bound.table(), columns);
        added |= kept.add(tokens.of(relation, values.get()), person);
      }
    }
    return added;
  }

  /** On which basis a row stays with one that it hangs on. */
  Optional<Basis> keptWith(PersonGraph graph, Member member, BoundTable bound, Row row)
      throws IOException {
    for (Basis basis : member.bases()) {
      if (!basis.isOwn() && isKept(graph, basis, bound, row)) {
        return Optional.of(basis);
      }
    }
    return Optional.empty();
  }

  private boolean isKept(PersonGraph graph, Basis basis, BoundTable bound, Row row)
      throws IOException {
    Join parent = basis.above().get(0);
    if (today.isAbsent(parent)) {
      return today.keeps(tokens, basis, 0, bound, row);
    }
    boolean here =
        kept.size() > 0
            && bound
                .key(row, parent.fromColumns())
                .filter(values -> kept.owner(tokens.of(graph.offering(parent), values)) >= 0)
                .isPresent();
    return here || (today.isFiltered(parent) && today.keeps(tokens, basis, 0, bound, row));
  }

  /** Notes that values are a person's; returns whether that is new. */
  boolean own(Relation relation, List<String> values, int person) {
    return owners.add(tokens.of(relation, values), person);
  }

  /** Whether rows that stay point at an owned row. */
  boolean isShared(PersonGraph graph, Member owned, BoundTable bound, Row row) throws IOException {
    for (List<String> columns :
        owned.referencedBy().stream().map(key -> key.referencedColumns()).distinct().toList()) {
      unread.requireUnshared(graph.shared(owned, columns));
      Optional<List<String>> values =
          shared.size() == 0 ? Optional.empty() : bound.key(row, columns);
      if (values.isPresent()
          && shared.owner(tokens.of(graph.shared(owned, columns), values.get())) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether the backup may lack rows that point at those of a member, and stay. */
  boolean mayPointersBeMissing(Member member) {
    return member.referencedBy().stream().anyMatch(today::mayLackRowsOf);
  }

  /** Whether it may lack some that point at that row, which is owned or would be deleted. */
  boolean mayPointersBeMissing(Member member, BoundTable bound, Row row) throws IOException {
    return member.role() == MemberRole.OWNED
        ? today.mayPointAt(tokens, member, bound, row)
        : today.isPointedAt(tokens, member, bound, row);
  }

  void share(PersonGraph graph, Member owned, List<String> columns, List<String> values) {
    shared.add(tokens.of(graph.shared(owned, columns), values), 0);
  }
}
