package org.quietus.backup.person;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
import org.quietus.catalog.Table;
import org.quietus.format.Row;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
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
  private final RowFate fate;
  private final FoundKeys found;
  private final OwnRowSearch own;
  private final GoneLinks gone;
  private final PassedOnValues passedOn;
  private final KeptElsewhere keptElsewhere;
  private boolean added;
  private boolean doubtful;

  /**
   * Prepares a search.
   *
   * @param found may hold what an earlier search knew, or whose own rows are known already
   * @param again whether an earlier run has searched the backup for one of the persons
   * @param present whether somebody has such keys in the database today
   * @param held whether a hold binds somebody with such keys and traits
   */
  public Search(
      List<PersonGraph> graphs,
      List<Sought> persons,
      Zones zones,
      RowFate fate,
      FoundKeys found,
      IntPredicate again,
      Predicate<Sought> present,
      Predicate<Sought> held) {
    this.graphs = graphs;
    this.persons = persons;
    this.rows = persons.stream().map(PersonRow::new).toList();
    this.fate = fate;
    this.found = found;
    this.own = new OwnRowSearch(persons, rows, zones, fate, found, again, present, held);
    this.gone = new GoneLinks(persons);
    this.passedOn = new PassedOnValues(rows);
    this.keptElsewhere = new KeptElsewhere(found, MOST_ASKED);
  }

  /** Reads the dumps of one backup. */
  public void run(List<Dump> dumps, Dump.Wanted wanted) {
    for (int person = 0; person < persons.size(); person++) {
      found.know(person, persons.get(person).identifiers());
      int one = person;
      graph(persons.get(person)).ifPresent(graph -> passedOn.seek(graph, one));
    }
    scan(dumps, only(wanted, this::leadsOn), this::look);
    own.decide(dumps, wanted).requireOneEach(dumps, wanted);
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
    keepAboveDoubtful(dumps, wanted);
    if (graphs.stream().anyMatch(graph -> !graph.owned().isEmpty())) {
      scan(
          dumps,
          only(wanted, table -> graphs.stream().anyMatch(graph -> graph.refersToOwned(table))),
          new SharedRows(graphs, found, fate)::share);
    }
  }

  private void keepAboveDoubtful(List<Dump> dumps, Dump.Wanted wanted) {
    DoubtfulRows rows = new DoubtfulRows(graphs, found, fate);
    if (!doubtful && !rows.isPossible()) {
      return;
    }
    int pass = 0;
    do {
      if (++pass > MOST_PASSES) {
        throw new Trouble(VersionState.UNSUPPORTED, "its rows refer to each other without an end");
      }
      scan(dumps, only(wanted, rows::isBelow), rows::look);
    } while (rows.hasMore());
  }

  private void scan(List<Dump> dumps, Dump.Wanted wanted, Dump.Look look) {
    Dump.Look noting =
        (bound, row) -> {
          try {
            look.at(bound, row);
          } catch (UnreadRow e) {
            doubtful = true;
            throw e;
          }
        };
    dumps.forEach(dump -> dump.scan(wanted, noting.ofReadable()));
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
        passedOn.see(graph, bound, row);
        own.recognise(graph, bound, row);
      }
    }
    gone.see(bound, row);
    follow(bound, row);
  }

  /**
   * Where the backup lacks a person's own row, or one that was deleted between it and others, and
   * nobody else has its key there, what hangs on the key is the person's. One that an earlier
   * search of the run has found is not lacking: it was taken out, and had led on as it was.
   */
  private void seed() {
    for (int person = 0; person < rows.size(); person++) {
      Optional<PersonGraph> graph = graph(persons.get(person));
      if (graph.isPresent()) {
        seed(graph.get(), person);
      }
    }
  }

  private void seed(PersonGraph graph, int person) {
    PersonRow sought = rows.get(person);
    for (int n = 0; n < sought.keys().size(); n++) {
      List<String> key = sought.keys().get(n);
      if (!own.isSeen(person, key) && !found.isOwned(Relation.root(graph.step()), key)) {
        seed(graph, person, n);
      }
    }
    for (GoneLinks.Link link : gone.unseen(person)) {
      found.own(graph.offering(link.table(), link.columns()), link.values(), person);
    }
  }

  private void seed(PersonGraph graph, int person, int n) {
    Table root = graph.step().root().catalogTable();
    for (List<String> columns : graph.offered(root)) {
      Optional<List<String>> values = rows.get(person).known(n, columns);
      if (values.isPresent() && !passedOn.areAnothers(person, columns, values.get())) {
        found.own(graph.offering(root, columns), values.get(), person);
      }
    }
  }

  /** Empty of somebody of another database, of whom only what was filed is sought. */
  private Optional<PersonGraph> graph(Sought person) {
    return graphs.stream()
        .filter(graph -> graph.step().number() == person.step().number())
        .findFirst();
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
            doubtful = true;
            added |= found.askBeside(graph, person, member, bound, row);
          } else if (person >= 0) {
            added |= found.lead(graph, person, bound, row);
            added |= keptElsewhere.ask(graph, person, member, bound, row);
            keep(graph, person, member, bound, row);
          } else if (asker >= 0) {
            keep(graph, asker, member, bound, row);
          }
        } else if (member.role() == MemberRole.OWNED) {
          int person = found.owner(graph, member, bound, row);
          added |= person >= 0 && keptElsewhere.ask(graph, person, member, bound, row);
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
}
