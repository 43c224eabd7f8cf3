package org.quietus.backup.person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Created;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.backup.dump.Zones;
import org.quietus.catalog.RowValues;
import org.quietus.format.Row;
import org.quietus.subject.Age;
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
  private final Predicate<Sought> held;
  private final List<TwoTraitMatch> reviewed = new ArrayList<>();
  private final ReviewedKeys reviewedKeys;
  private final List<TwoTraitMatch> refused = new ArrayList<>();
  private final List<TwoTraitMatch> heldBack = new ArrayList<>();
  private final Map<Integer, Set<List<String>>> alike = new HashMap<>();

  OwnRowSearch(
      List<Sought> persons,
      List<PersonRow> rows,
      Zones zones,
      RowFate fate,
      FoundKeys found,
      IntPredicate again,
      Predicate<Sought> present,
      Predicate<Sought> held) {
    this.persons = persons;
    this.rows = rows;
    this.byTrait = new PersonsByTrait(persons, rows);
    this.zones = zones;
    this.fate = fate;
    this.found = found;
    this.again = again;
    this.present = present;
    this.held = held;
    this.reviewedKeys = new ReviewedKeys(found.doubts().reviews(), fate, zones);
  }

  /** Looks at a row of a table of persons. */
  void recognise(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    boolean done = fate.isDoneWith(graph, bound, row);
    int known = found.root(graph, bound, row);
    if (known >= 0) {
      found.lead(graph, known, bound, row);
    }
    OwnRow own = OwnRow.of(graph.subject(), bound, row, zones, found.unread());
    if (known >= 0) {
      if (!done) {
        found.know(known, own.identifiers().values());
      }
      if (!rows.get(known).hasKey(own)) {
        hold(graph, known, own, bound, done, true);
      }
    }
    for (int person : byTrait.agreeing(graph.step().number(), own)) {
      PersonRow sought = rows.get(person);
      boolean sameKey = sought.hasKey(own);
      if (sameKey) {
        seen.computeIfAbsent(person, of -> new HashSet<>()).add(own.key().orElseThrow());
      }
      PersonRow.Verdict verdict = sought.judge(own, done);
      Optional<Boolean> said = done ? Optional.empty() : said(person, bound, own);
      if (sameKey) {
        hold(graph, person, own, bound, done, verdict == PersonRow.Verdict.THEIRS);
      }
      if (verdict == PersonRow.Verdict.THEIRS && !sameKey && own.key().isPresent()) {
        alike.computeIfAbsent(person, of -> new HashSet<>()).add(own.key().get());
      }
      if (verdict != PersonRow.Verdict.ANOTHERS && said.isPresent()) {
        review(graph, person, said.get(), own, bound, row);
      } else if (verdict == PersonRow.Verdict.THEIRS
          && !done
          && isMore(person, own)
          && isHeld(person, own, bound, row)) {
        holdBack(graph, person, own, bound, row);
      } else if (verdict == PersonRow.Verdict.THEIRS) {
        if (!done) {
          found.know(person, own.identifiers().values());
        }
        if (own.key().isPresent()) {
          claim(graph, person, own, sameKey, bound, row);
        }
      } else if (verdict == PersonRow.Verdict.UNSURE && known != person) {
        found.doubts().add(graph, person, bound, row);
        tell(person, bound, own);
      }
    }
  }

  /** Notes that a row has a key which goes as a person's. */
  private void hold(
      PersonGraph graph, int person, OwnRow own, BoundTable bound, boolean done, boolean theirs) {
    Sought sought = persons.get(person);
    boolean later = own.created().beside(sought.keys().erasedAt()) == Age.AFTER;
    KeyHolders.Whose whose =
        !theirs || (done && later)
            ? KeyHolders.Whose.ANOTHERS
            : done ? KeyHolders.Whose.ANONYMISED : KeyHolders.Whose.THEIRS;
    Created created = !done || RowFate.leavesCreation(graph) ? own.created() : Created.UNKNOWN;
    holders.add(sought.request(), bound.table(), own.key().orElseThrow(), whose, created);
  }

  private Optional<Boolean> said(int person, BoundTable bound, OwnRow row) {
    return row.key().isEmpty()
        ? Optional.empty()
        : found
            .doubts()
            .reviews()
            .said(persons.get(person).request(), bound.table().name(), row::identity);
  }

  private void tell(int person, BoundTable bound, OwnRow row) {
    if (row.key().isPresent()) {
      String request = persons.get(person).request();
      DoubtedKeys.Telling telling = rows.get(person).telling(row);
      found.doubts().tell(request, bound.table(), row.identity(), telling);
    }
  }

  /** Somebody has said whether a row is the person's; a hold on whose it is binds all the same. */
  private void review(
      PersonGraph graph, int person, boolean theirs, OwnRow own, BoundTable bound, Row row)
      throws IOException {
    List<String> key = own.key().orElseThrow();
    if (!theirs) {
      refused.add(new TwoTraitMatch(graph, person, key, bound.primaryKey(row), List.of()));
    } else if (isHeld(person, own, bound, row)) {
      holdBack(graph, person, own, bound, row);
    } else {
      try {
        reviewed.add(TwoTraitMatch.of(graph, person, key, bound, row));
        reviewedKeys.add(graph, persons.get(person).request(), key);
        found.know(person, own.identifiers().values());
      } catch (UnreadRow e) {
        found.doubts().add(Relation.root(graph.step()), key, person);
        throw e;
      }
    }
  }

  private void holdBack(PersonGraph graph, int person, OwnRow own, BoundTable bound, Row row)
      throws IOException {
    if (own.key().isPresent()) {
      heldBack.add(
          new TwoTraitMatch(graph, person, own.key().get(), bound.primaryKey(row), List.of()));
    }
    found.doubts().add(graph, person, bound, row);
    tell(person, bound, own);
  }

  /** Whether a row tells more of a person than is known, such as another number of theirs. */
  private boolean isMore(int person, OwnRow own) {
    return !persons.get(person).identifiers().containsAll(own.identifiers().values());
  }

  private boolean isHeld(int person, OwnRow own, BoundTable bound, Row row) throws IOException {
    Map<String, String> columns = new HashMap<>();
    own.identifiers().forEach((column, identifier) -> columns.put(column, identifier.value()));
    PersonTraits traits = new PersonTraits(own.tenant(), List.of(), columns);
    return held.test(with(person, bound.primaryKey(row), traits));
  }

  /** A row of which it cannot be read where it leads is left for review with what hangs on it. */
  private void claim(
      PersonGraph graph, int person, OwnRow own, boolean sameKey, BoundTable bound, Row row)
      throws IOException {
    List<String> key = own.key().orElseThrow();
    try {
      TwoTraitMatch theirs = TwoTraitMatch.of(graph, person, key, bound, row);
      if (sameKey) {
        theirs.own(found);
      } else {
        twofold.add(theirs);
        tell(person, bound, own);
      }
    } catch (UnreadRow e) {
      found.doubts().add(Relation.root(graph.step()), key, person);
      throw e;
    }
  }

  /**
   * Under another key a row is the person's only where it is the only one, their own is not there
   * and was not before an earlier run took it out, and nobody has that key in the database today:
   * else it may be somebody's who shares two traits with them, also where somebody has looked at
   * all others that do.
   */
  OtherKeys decide(List<Dump> dumps, Dump.Wanted wanted) {
    holders.requireOneEach();
    OtherKeys others = new OtherKeys(fate, zones);
    decideReviewed(dumps, wanted);
    for (TwoTraitMatch row : twofold) {
      if (mayOwnBeMissing(row)
          || hasOwn(row)
          || again.test(row.person())
          || alike.getOrDefault(row.person(), Set.of()).size() > 1
          || isPresent(row)) {
        row.doubt(found);
      } else {
        row.own(found);
        others.add(row.graph(), row.key());
      }
    }
    return others;
  }

  /** A row goes as the person's whom somebody said it is of, where nobody else has its key. */
  private void decideReviewed(List<Dump> dumps, Dump.Wanted wanted) {
    reviewedKeys.read(dumps, wanted);
    for (TwoTraitMatch row : reviewed) {
      String request = persons.get(row.person()).request();
      if (reviewedKeys.isAlike(row.graph(), request, row.key())) {
        row.own(found);
      } else {
        row.doubt(found);
      }
    }
    refused.stream()
        .filter(this::isOwned)
        .findFirst()
        .ifPresent(
            row -> {
              throw KeyHolders.notOneEach(row.graph().step().root().catalogTable());
            });
    heldBack.stream()
        .filter(this::isOwned)
        .findFirst()
        .ifPresent(
            row -> {
              throw KeyHolders.held(row.graph().step().root().catalogTable());
            });
  }

  /** Whether it goes all the same, by another row's key or by what an earlier attempt knew. */
  private boolean isOwned(TwoTraitMatch row) {
    return found.ownerOf(Relation.root(row.graph().step()), row.key()) == row.person();
  }

  private boolean mayOwnBeMissing(TwoTraitMatch row) {
    return found.today().isFiltered(row.graph().step().root().catalogTable().name());
  }

  private boolean isPresent(TwoTraitMatch row) {
    return present.test(with(row.person(), row.row(), PersonTraits.NONE));
  }

  private Sought with(int number, RowValues row, PersonTraits traits) {
    Sought person = persons.get(number);
    PersonKeys keys = new PersonKeys(List.of(row), person.keys().erasedAt());
    return new Sought(person.request(), person.step(), person.subject(), keys, traits);
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
