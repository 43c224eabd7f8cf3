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
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.backup.dump.Zones;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.format.Row;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.subject.Identifier;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;

/**
 * Finds the rows of those sought in one backup: their own by what identifies them, the others by
 * the keys that lead from row to row, in as many passes as the graph is deep.
 */
public final class Search {
  private static final int MOST_PASSES = 50;
  private static final int MOST_ASKED = 1_000_000;

  private final List<PersonGraph> graphs;
  private final List<Sought> persons;
  private final List<PersonRow> rows;
  private final Zones zones;
  private final RowFate fate;
  private final FoundKeys found;
  private final IntPredicate again;
  private final Predicate<Sought> present;
  private final Map<Integer, Set<List<String>>> seen = new HashMap<>();
  private final List<TwoTraitMatch> twofold = new ArrayList<>();
  private final KeyHolders holders = new KeyHolders();
  private final GoneLinks gone;
  private final KeptElsewhere keptElsewhere;
  private boolean added;

  /**
   * Prepares a search.
   *
   * @param found may hold what an earlier search knew, or whose own rows are known already
   * @param again whether an earlier run has searched the backup for one of the persons
   * @param present whether somebody has such keys in the database today
   */
  public Search(
      List<PersonGraph> graphs,
      List<Sought> persons,
      Zones zones,
      RowFate fate,
      FoundKeys found,
      IntPredicate again,
      Predicate<Sought> present) {
    this.graphs = graphs;
    this.persons = persons;
    this.rows = persons.stream().map(PersonRow::new).toList();
    this.zones = zones;
    this.fate = fate;
    this.found = found;
    this.again = again;
    this.present = present;
    this.gone = new GoneLinks(persons);
    this.keptElsewhere = new KeptElsewhere(found, MOST_ASKED);
  }

  /** Reads the dumps of one backup. */
  public void run(List<Dump> dumps, Dump.Wanted wanted) {
    for (int person = 0; person < persons.size(); person++) {
      found.know(person, known(persons.get(person)));
    }
    scan(dumps, only(wanted, this::leadsOn), this::look);
    holders.requireOneEach();
    decide().requireOneEach(dumps, wanted);
    seed();
    for (int pass = 1; graphs.stream().anyMatch(PersonGraph::isDeep); pass++) {
      added = false;
      scan(dumps, only(wanted, this::leadsOn), this::follow);
      if (!added) {
        break;
      }
      if (pass == MOST_PASSES) {
        throw new Trouble(VersionState.UNSUPPORTED, "its rows refer to each other without an end");
      }
    }
    if (graphs.stream().anyMatch(graph -> !graph.owned().isEmpty())) {
      scan(
          dumps,
          only(wanted, table -> graphs.stream().anyMatch(graph -> graph.refersToOwned(table))),
          this::share);
    }
  }

  private List<Identifier> known(Sought person) {
    List<Identifier> known = new ArrayList<>(person.traits().given());
    PersonGraph graph = graph(person);
    person
        .traits()
        .columns()
        .forEach((column, value) -> graph.identifier(column, value).ifPresent(known::add));
    return known;
  }

  private void scan(List<Dump> dumps, Dump.Wanted wanted, Dump.Look look) {
    dumps.forEach(dump -> dump.scan(wanted, look.ofReadable()));
  }

  /** Says which tables are read. */
  interface Chosen {
    boolean is(Table table);
  }

  static Dump.Wanted only(Dump.Wanted wanted, Chosen chosen) {
    return wanted.only(chosen::is);
  }

  private boolean leadsOn(Table table) {
    return graphs.stream()
        .anyMatch(
            graph ->
                graph.isRoot(table)
                    || !graph.offered(table).isEmpty()
                    || KeptElsewhere.isParent(graph, table.name())
                    || hangsOnKept(graph, table)
                    || graph.of(table).stream().anyMatch(member -> !member.rivals().isEmpty()));
  }

  private static boolean hangsOnKept(PersonGraph graph, Table table) {
    return graph.of(table).stream()
        .flatMap(member -> member.bases().stream())
        .anyMatch(basis -> !basis.isOwn());
  }

  private void look(BoundTable bound, Row row) throws IOException {
    for (PersonGraph graph : graphs) {
      if (graph.isRoot(bound.table())) {
        recognise(graph, bound, row);
      }
    }
    gone.see(bound, row);
    follow(bound, row);
  }

  private void recognise(PersonGraph graph, BoundTable bound, Row row) throws IOException {
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
    for (int person = 0; person < rows.size(); person++) {
      if (persons.get(person).step().number() != graph.step().number()) {
        continue;
      }
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
        found.doubt(graph, person, bound, row);
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
      found.doubt(Relation.root(graph.step()), key, person);
      throw e;
    }
  }

  /**
   * Under another key a row is the person's only where it is the only one, their own is not there
   * and was not before an earlier run took it out, and nobody has that key in the database today:
   * else it may be somebody's who shares two traits with them.
   */
  private OtherKeys decide() {
    OtherKeys others = new OtherKeys(fate, zones);
    for (TwoTraitMatch row : twofold) {
      if (hasOwn(row) || again.test(row.person()) || !isAlone(row) || isPresent(row)) {
        row.doubt(found);
      } else {
        row.own(found);
        others.add(row.graph(), row.key());
      }
    }
    return others;
  }

  private boolean isAlone(TwoTraitMatch row) {
    return twofold.stream()
        .filter(other -> other.person() == row.person())
        .allMatch(other -> other.key().equals(row.key()));
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

  /**
   * Where the backup lacks a person's own row, or one that was deleted between it and others, and
   * nobody else has its key there, what hangs on the key is the person's.
   */
  private void seed() {
    for (int person = 0; person < rows.size(); person++) {
      PersonRow sought = rows.get(person);
      for (int n = 0; n < sought.keys().size(); n++) {
        if (!seen.getOrDefault(person, Set.of()).contains(sought.keys().get(n))) {
          seed(person, n);
        }
      }
      PersonGraph graph = graph(persons.get(person));
      for (GoneLinks.Link link : gone.unseen(person)) {
        found.own(graph.offering(link.table(), link.columns()), link.values(), person);
      }
    }
  }

  private void seed(int person, int n) {
    PersonGraph graph = graph(persons.get(person));
    Table root = graph.step().root().catalogTable();
    for (List<String> columns : graph.offered(root)) {
      Optional<List<String>> values = rows.get(person).known(n, columns);
      if (values.isPresent()) {
        found.own(graph.offering(root, columns), values.get(), person);
      }
    }
  }

  private PersonGraph graph(Sought person) {
    return graphs.stream()
        .filter(graph -> graph.step().number() == person.step().number())
        .findFirst()
        .orElseThrow();
  }

  private void follow(BoundTable bound, Row row) throws IOException {
    for (PersonGraph graph : graphs) {
      if (found.isStray(graph, bound, row)) {
        throw KeyHolders.notOneEach(bound.table());
      }
      added |= found.nobodys().see(graph, bound, row);
      added |= keptElsewhere.see(graph, fate, bound, row);
      int asker = found.nobodys().asker(graph, bound, row);
      for (Member member : graph.of(bound.table())) {
        if (member.role() == MemberRole.DESCENDANT) {
          int person = found.owner(graph, member, bound, row);
          if (person >= 0 && found.isRival(graph, person, member, bound, row)) {
            added |= found.askBeside(graph, person, member, bound, row);
          } else if (person >= 0) {
            added |= found.lead(graph, person, bound, row);
            added |= keptElsewhere.ask(graph, person, member, bound, row);
            keep(graph, person, member, bound, row);
          } else if (asker >= 0) {
            keep(graph, asker, member, bound, row);
          }
        }
      }
    }
  }

  /** What hangs on a row that is kept stays with it. */
  private void keep(PersonGraph graph, int person, Member member, BoundTable bound, Row row)
      throws IOException {
    if (fate.isOpen(member, bound, row)
        && (fate.isKept(member, bound, row)
            || found.keptWith(graph, member, bound, row).isPresent())) {
      added |= found.keep(graph, person, bound, row);
    }
  }

  /** Notes which owned rows the row points at if it stays and is not the owner's own. */
  private void share(BoundTable bound, Row row) throws IOException {
    Judgement judgement = new RowJudge(graphs, found, fate).judge(bound, row);
    for (PersonGraph graph : graphs) {
      boolean owner = graph.isRoot(bound.table()) && found.root(graph, bound, row) >= 0;
      for (Member owned : graph.owned()) {
        for (ForeignKey key : owned.referencedBy()) {
          boolean here = key.table().equals(bound.table().name());
          if (here && !owner && !judgement.unlinks(key.columns())) {
            share(graph, owned, key, bound, row);
          }
        }
      }
    }
  }

  private void share(PersonGraph graph, Member owned, ForeignKey key, BoundTable bound, Row row)
      throws IOException {
    Optional<List<String>> values;
    try {
      values = bound.key(row, key.columns());
    } catch (UnreadRow e) {
      found.unread().share(graph.shared(owned, key.referencedColumns()), e);
      return;
    }
    boolean itself =
        key.table().equals(key.referencedTable())
            && values.equals(bound.key(row, key.referencedColumns()));
    if (values.isEmpty() || itself) {
      return;
    }
    Join down = owned.path().get(0);
    boolean theirs =
        !down.fromColumns().equals(key.referencedColumns())
            || found.isOwned(graph.reachedBy(owned), values.get());
    if (theirs) {
      found.share(graph, owned, key.referencedColumns(), values.get());
    }
  }
}
