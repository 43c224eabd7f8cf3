package org.quietus.backup.person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.Whose;
import org.quietus.backup.RowOutcome;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.backup.dump.UnreadValue;
import org.quietus.backup.dump.Zones;
import org.quietus.format.Decision;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Owner;
import org.quietus.target.RowCounts;

/** Says what becomes of each row of a backup once the keys of those sought are known. */
public final class RowJudge {
  private final List<PersonGraph> graphs;
  private final FoundKeys found;
  private final RowFate fate;
  private final Optional<FiledRows> filed;
  private final Set<String> unread = new TreeSet<>();
  private final Set<String> unreadKeys = new TreeSet<>();
  private final Set<String> lost = new TreeSet<>();
  private final Map<Integer, Whose> persons = new HashMap<>();
  private @Nullable RowSource statement;

  /** Judges rows of persons' graphs alone. */
  RowJudge(List<PersonGraph> graphs, FoundKeys found, RowFate fate) {
    this(graphs, found, fate, Optional.empty());
  }

  /** Judges rows of persons' graphs, and those that name persons in other tables. */
  public RowJudge(
      List<PersonGraph> graphs, FoundKeys found, RowFate fate, FiledTables tables, Zones zones) {
    this(graphs, found, fate, Optional.of(new FiledRows(tables, found, zones)));
  }

  private RowJudge(
      List<PersonGraph> graphs, FoundKeys found, RowFate fate, Optional<FiledRows> filed) {
    this.filed = filed;
    this.graphs = graphs;
    this.found = found;
    this.fate = fate;
  }

  /** Columns, each with its table, whose values kept rows from being changed. */
  public Set<String> unread() {
    return Collections.unmodifiableSet(unread);
  }

  /** Columns, each with its table, that did not tell of rows whose they are or where they lead. */
  public Set<String> unreadKeys() {
    return Collections.unmodifiableSet(unreadKeys);
  }

  /** Tables of which rows hang on what no row of the backup has any more. */
  public Set<String> lost() {
    return Collections.unmodifiableSet(lost);
  }

  /** Says what becomes of a row; one whose keys cannot be read stays as it is. */
  public Judgement judge(BoundTable bound, Row row) throws IOException {
    List<RowOutcome> doubts = List.of();
    try {
      Judgement byGraph = Judgement.NOBODYS;
      if (!isNobodys(bound, row)) {
        doubts = new ArrayList<>();
        byGraph = judge(bound, row, doubts);
      }
      if (byGraph.effects().isEmpty() && found.lost().isLost(graphs, bound, row)) {
        lost.add(bound.table().name());
      }
      return byGraph.effects().isEmpty()
              && filed.filter(rows -> rows.have(bound.table())).isPresent()
          ? filed.get().judge(bound, row)
          : byGraph;
    } catch (UnreadRow e) {
      unreadKeys.add(e.column());
      return new Judgement(Decision.KEEP, List.copyOf(doubts));
    }
  }

  /** Whether a row is no person's own and leads to nobody, as most do. */
  private boolean isNobodys(BoundTable bound, Row row) throws IOException {
    for (int n = 0; n < graphs.size(); n++) {
      PersonGraph graph = graphs.get(n);
      if (graph.isRoot(bound.table())) {
        return false;
      }
      List<Member> members = graph.of(bound.table());
      for (int m = 0; m < members.size(); m++) {
        if (found.owner(graph, members.get(m), bound, row) >= 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a row goes as somebody's own, so that nobody of another kind is left in it. */
  private boolean isTaken(BoundTable bound, Row row) throws IOException {
    for (PersonGraph graph : graphs) {
      if (graph.isRoot(bound.table()) && found.root(graph, bound, row) >= 0) {
        for (Member member : graph.of(bound.table())) {
          if (member.role() == MemberRole.ROOT
              && !(member.action() instanceof Action.Leave)
              && fate.isOpen(member, bound, row)
              && !fate.isKept(member, bound, row)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** {@code doubts} takes whose the row would be. */
  private Judgement judge(BoundTable bound, Row row, List<RowOutcome> doubts) throws IOException {
    List<RowOutcome> effects = new ArrayList<>();
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    Map<String, @Nullable Object> pointers = new LinkedHashMap<>();
    List<RowOutcome> unlinked = new ArrayList<>();
    boolean taken = isTaken(bound, row);
    for (PersonGraph graph : graphs) {
      int root = graph.isRoot(bound.table()) ? found.root(graph, bound, row) : -1;
      List<Integer> doubted = root < 0 && !taken ? found.doubts().of(graph, bound, row) : List.of();
      boolean acted = !doubted.isEmpty();
      doubted.forEach(person -> effects.add(RowOutcome.unsure(person, graph.step().root())));
      doubts.addAll(effects);
      if (root < 0 && graph.isRoot(bound.table())) {
        requireIdentifiers(graph, bound, row);
      }
      boolean rivalled = false;
      boolean pointed = false;
      for (Member member : graph.of(bound.table())) {
        boolean pointer = member.role() == MemberRole.REFERRER;
        int person =
            acted && !pointer
                ? -1
                : member.role() == MemberRole.ROOT ? root : found.owner(graph, member, bound, row);
        if (member.action() instanceof Action.Leave) {
          continue; // members of the same table may change it
        }
        if (person < 0 || !fate.isOpen(member, bound, row)) {
          acted |= person >= 0 && !pointer;
          continue;
        }
        if (pointer
            && (found.keptWith(graph, member, bound, row).isPresent()
                || found.needed().pointsAtNeeded(graph, member, bound, row))) {
          continue; // what it points at stays
        }
        doubts.add(RowOutcome.unsure(person, member));
        for (List<String> columns : graph.offered(bound.table())) {
          bound.key(row, columns);
        }
        if (found.isRival(graph, person, member, bound, row)) {
          rivalled = true;
          pointed |= pointer;
          continue; // by a reference that outranks the others it may be somebody's for certain
        }
        acted |= !pointer;
        RowOutcome effect = effect(graph, person, member, bound, row);
        if (effect.counts().deleted() > 0 && isNeeded(bound, row)) {
          effects.add(RowOutcome.unsure(person, member));
          continue;
        }
        if (effect.counts().deleted() > 0) {
          return new Judgement(Decision.DROP, List.of(effect));
        }
        try {
          (pointer ? pointers : changes).putAll(changes(effect, member, bound, row));
          (pointer ? unlinked : effects).add(effect);
        } catch (UnreadRow e) {
          unread.add(e.column());
          effects.add(RowOutcome.unsure(person, member));
        }
      }
      if (pointed || (rivalled && !acted)) {
        effects.addAll(rivals(graph, bound, row));
      }
    }
    if (effects.stream().noneMatch(RowOutcome::isUnsure)) { // else it stays with what it hangs on
      changes.putAll(pointers);
      effects.addAll(unlinked);
    }
    return new Judgement(
        changes.isEmpty() ? Decision.KEEP : Decision.change(changes), List.copyOf(effects));
  }

  private boolean isNeeded(BoundTable bound, Row row) throws IOException {
    for (PersonGraph graph : graphs) {
      if (found.needed().isNeeded(graph, bound, row)) {
        return true;
      }
    }
    return false;
  }

  /** All to whom a row leads by one path or another, each of whom is told of it once. */
  private List<RowOutcome> rivals(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    Map<Integer, RowOutcome> told = new LinkedHashMap<>();
    for (Member member : graph.of(bound.table())) {
      int person =
          member.role() == MemberRole.REFERRER ? -1 : found.owner(graph, member, bound, row);
      if (person >= 0) {
        told.putIfAbsent(person, RowOutcome.unsure(person, member));
      }
    }
    return List.copyOf(told.values());
  }

  /** Nobody is absent from a row that does not tell who it is. */
  private void requireIdentifiers(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    if (found.unread().hasIdentifiers() && fate.isOpen(graph.step().root(), bound, row)) {
      for (String column : graph.subject().identifiers().keySet()) {
        if (bound.value(row, column) instanceof UnreadValue unreadValue) {
          throw new UnreadRow(bound.table().name(), unreadValue);
        }
      }
    }
  }

  private RowOutcome effect(PersonGraph graph, int person, Member member, BoundTable bound, Row row)
      throws IOException {
    if (fate.isKept(member, bound, row)) {
      return RowOutcome.kept(person, member, RowFate.keptUntil(member, bound, row));
    }
    Optional<Basis> above = found.keptWith(graph, member, bound, row);
    if (above.isPresent()) {
      return RowOutcome.kept(person, member, above.get().kept(), Optional.empty());
    }
    if (member.role() == MemberRole.OWNED && found.isShared(graph, member, bound, row)) {
      return RowOutcome.shared(person, member);
    }
    if ((member.role() == MemberRole.OWNED || member.action() instanceof Action.Delete)
        && found.mayPointersBeMissing(member, bound, row)) {
      return RowOutcome.unsure(person, member);
    }
    if (member.action() instanceof Action.Delete) {
      return RowOutcome.acted(person, member, RowCounts.ofDeleted(1));
    }
    return RowOutcome.acted(
        person,
        member,
        member.action() instanceof Action.Unlink
            ? RowCounts.ofUnlinked(1)
            : RowCounts.ofAnonymised(1));
  }

  private Map<String, @Nullable Object> changes(
      RowOutcome effect, Member member, BoundTable bound, Row row) throws IOException {
    if (effect.counts().changed() == 0) {
      return Map.of();
    }
    return member.action() instanceof Action.Anonymise anonymise
        ? fate.anonymised(anonymise.how(), bound, row, whose(effect.person(), row))
        : fate.unlinked(member, bound, row);
  }

  /** In a dump, what one statement inserts is a chunk. */
  private Whose whose(int person, Row row) {
    if (statement != row.source()) {
      statement = row.source();
      persons.clear();
    }
    return persons.computeIfAbsent(
        person, of -> Whose.of(Owner.traits(found.traits().getOrDefault(of, Set.of()))));
  }
}
