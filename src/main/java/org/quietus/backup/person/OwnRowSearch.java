package org.quietus.backup.person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.backup.dump.Zones;
import org.quietus.format.Row;
import org.quietus.plan.Member;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;

/** Finds persons' own rows in one backup: by their keys, and by what else identifies them. */
final class OwnRowSearch {
  private final List<Sought> persons;
  private final List<PersonRow> rows;
  private final Zones zones;
  private final RowFate fate;
  private final FoundKeys found;
  private final IntPredicate again;
  private final Predicate<Sought> present;
  private final Map<Integer, Set<List<String>>> seen = new HashMap<>();
  private final List<TwoTraitMatch> twofold = new ArrayList<>();
  private final PersonsByTrait byTrait;
  private final KeyHolders holders = new KeyHolders();

  OwnRowSearch(
      List<Sought> persons,
      List<PersonRow> rows,
      Zones zones,
      RowFate fate,
      FoundKeys found,
      IntPredicate again,
      Predicate<Sought> present) {
    this.persons = persons;
    this.rows = rows;
    this.byTrait = new PersonsByTrait(persons, rows);
    this.zones = zones;
    this.fate = fate;
    this.found = found;
    this.again = again;
    this.present = present;
  }

  /** Looks at a row of a table of persons. */
  void recognise(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    Member root = graph.step().root();
    boolean done =
        !fate.isOpen(root, bound, row)
            || fate.isAnonymous(root, graph.subject().identifiers().keySet(), bound, row);
    int known = found.root(graph, bound, row);
    if (known >= 0) {
      found.lead(graph, known, bound, row);
    }
    OwnRow own = OwnRow.of(graph.subject(), bound, row, zones, found.unread());
    if (known >= 0 && !done) {
      found.know(known, own.identifiers().values());
    }
    for (int person : byTrait.agreeing(graph.step().number(), own)) {
      PersonRow sought = rows.get(person);
      boolean sameKey = sought.hasKey(own);
      if (sameKey) {
        seen.computeIfAbsent(person, of -> new HashSet<>()).add(own.key().orElseThrow());
      }
      PersonRow.Verdict verdict = sought.judge(own, done);
      if (sameKey && !done) {
        holders.add(
            persons.get(person).request(),
            bound.table(),
            own.key().orElseThrow(),
            verdict == PersonRow.Verdict.THEIRS,
            own.created());
      }
      if (verdict == PersonRow.Verdict.THEIRS) {
        if (!done) {
          found.know(person, own.identifiers().values());
        }
        if (own.key().isPresent()) {
          claim(graph, person, own.key().get(), sameKey, bound, row);
        }
      } else if (verdict == PersonRow.Verdict.UNSURE) {
        found.doubts().add(graph, person, bound, row);
      }
    }
  }

  /** A row of which it cannot be read where it leads is left for review with what hangs on it. */
  private void claim(
      PersonGraph graph, int person, List<String> key, boolean sameKey, BoundTable bound, Row row)
      throws IOException {
    try {
      TwoTraitMatch theirs = TwoTraitMatch.of(graph, person, key, bound, row);
      if (sameKey) {
        theirs.own(found);
      } else {
        twofold.add(theirs);
      }
    } catch (UnreadRow e) {
      found.doubts().add(Relation.root(graph.step()), key, person);
      throw e;
    }
  }

  /**
   * Under another key a row is the person's only where it is the only one, their own is not there
   * and was not before an earlier run took it out, and nobody has that key in the database today:
   * else it may be somebody's who shares two traits with them.
   */
  OtherKeys decide() {
    holders.requireOneEach();
    OtherKeys others = new OtherKeys(fate, zones);
    Map<Integer, Set<List<String>>> keys = new HashMap<>();
    twofold.forEach(
        row -> keys.computeIfAbsent(row.person(), of -> new HashSet<>()).add(row.key()));
    for (TwoTraitMatch row : twofold) {
      if (mayOwnBeMissing(row)
          || hasOwn(row)
          || again.test(row.person())
          || keys.getOrDefault(row.person(), Set.of()).size() > 1
          || isPresent(row)) {
        row.doubt(found);
      } else {
        row.own(found);
        others.add(row.graph(), row.key());
      }
    }
    return others;
  }

  private boolean mayOwnBeMissing(TwoTraitMatch row) {
    return found.today().isFiltered(row.graph().step().root().catalogTable().name());
  }

  private boolean isPresent(TwoTraitMatch row) {
    Sought person = persons.get(row.person());
    PersonKeys keys = new PersonKeys(List.of(row.row()), person.keys().erasedAt());
    return present.test(
        new Sought(person.request(), person.step(), person.subject(), keys, PersonTraits.NONE));
  }

  /** Whether the person's own row is in it, or was when an earlier attempt of the run looked. */
  private boolean hasOwn(TwoTraitMatch row) {
    Relation root = Relation.root(row.graph().step());
    return rows.get(row.person()).keys().stream().anyMatch(key -> found.isOwned(root, key));
  }

  /** Whether a row with that key of a person's was in the backup. */
  boolean isSeen(int person, List<String> key) {
    return seen.getOrDefault(person, Set.of()).contains(key);
  }
}
