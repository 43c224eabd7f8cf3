package org.quietus.backup.person;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Created;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.Zones;
import org.quietus.catalog.Join;
import org.quietus.catalog.KeyText;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.format.Row;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.subject.Age;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenSieve;
import org.quietus.target.BackupTask;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;

/**
 * Finds in a backup of several objects what hangs on persons' own rows that an earlier run took out
 * of it, as one of the objects came later: the key alone tells whose it is. Who has such a key in
 * the backup, or in the database today, is somebody else.
 */
final class LateSearch {
  private final EarlierErasures.Part part;
  private final EarlierErasures screening;
  private final BackupTask task;
  private final RowFate fate;
  private final Zones zones;
  private final Predicate<String> sought;
  private final Consumer<String> notes;
  private final Map<OwnKey, Gone> gone = new LinkedHashMap<>();

  /** The key of an own row, in the columns that others lead to it by. */
  private record OwnKey(PersonGraph graph, List<String> columns, List<String> values) {}

  private record Hanging(OwnKey on, RowValues primaryKey) {}

  /** What has become of an own row. */
  private enum OwnRowState {
    ABSENT,
    ANONYMISED,
    /** Nothing is left of whom it was about, and nothing says when it was created. */
    DOUBTFUL,
    ANOTHERS
  }

  /** Who had a key, by their requests. */
  private static final class Gone {
    private final RowValues primaryKey;
    private final Map<String, SuppressionEntry> requests = new LinkedHashMap<>();
    private OwnRowState own = OwnRowState.ABSENT;

    private Gone(RowValues primaryKey) {
      this.primaryKey = primaryKey;
    }
  }

  /** {@code sought} tells for whose requests anybody is sought. */
  LateSearch(
      EarlierErasures.Part part,
      EarlierErasures screening,
      BackupTask task,
      RowFate fate,
      Zones zones,
      Predicate<String> sought,
      Consumer<String> notes) {
    this.part = part;
    this.screening = screening;
    this.task = task;
    this.fate = fate;
    this.zones = zones;
    this.sought = sought;
    this.notes = notes;
  }

  /**
   * Adds whoever is found.
   *
   * @param late those of all that came when others had been searched
   * @param held takes the requests of those who may be held
   */
  void search(
      List<PersonGraph> graphs,
      List<Dump> late,
      List<Dump> all,
      Dump.Wanted tables,
      Persons persons,
      FoundKeys keys,
      Set<String> held) {
    graphs.forEach(graph -> sift(graph, all, tables));
    if (!gone.isEmpty()) {
      Dump.Look own = (bound, row) -> withoutThoseOf(graphs, bound, row);
      Dump.Wanted roots =
          Search.only(tables, table -> graphs.stream().anyMatch(graph -> graph.isRoot(table)));
      all.forEach(dump -> dump.scan(roots, own.ofReadable()));
    }
    gone.forEach(
        (key, of) -> of.requests.values().forEach(e -> take(key, of, e, persons, keys, held)));
    keys.lost().read(graphs, late, all, tables);
  }

  private void sift(PersonGraph graph, List<Dump> dumps, Dump.Wanted tables) {
    TokenSieve<Hanging> sieve =
        new TokenSieve<>(
            graph.subject(),
            part.makers(),
            part.filter(),
            part.tenants().getOrDefault(graph.subject().name(), Set.of()),
            tokens -> screening.read(() -> part.range().with(tokens)),
            this::add);
    Dump.Look look =
        (bound, row) -> {
          for (Member member : graph.of(bound.table())) {
            if (!graph.isRoot(bound.table())) {
              sift(graph, member.path().get(0), bound, row, sieve);
            }
          }
        };
    dumps.forEach(dump -> dump.scan(tables, look.ofReadable()));
    sieve.finish();
  }

  private static void sift(
      PersonGraph graph, Join up, BoundTable bound, Row row, TokenSieve<Hanging> sieve)
      throws IOException {
    Optional<List<String>> key =
        LostParents.isByOwnKey(graph, up) ? bound.key(row, up.fromColumns()) : Optional.empty();
    if (key.isPresent()) {
      Table root = graph.step().root().catalogTable();
      List<String> columns =
          root.primaryKey().stream()
              .map(column -> up.fromColumns().get(up.toColumns().indexOf(column)))
              .toList();
      RowValues primaryKey = bound.values(row, columns);
      List<@Nullable Object> unknown =
          Collections.nCopies(graph.subject().identifiers().size(), null);
      OwnKey on = new OwnKey(graph, up.toColumns(), key.get());
      String form = KeyText.of(primaryKey, root).encode();
      sieve.sift(() -> new Hanging(on, primaryKey), form, Optional.empty(), unknown);
    }
  }

  private void add(Hanging row, Set<SuppressionEntry> entries) {
    entries.stream()
        .filter(entry -> entry.kind().equals(TokenKind.ROW_KEY))
        .filter(entry -> sought.test(entry.request()))
        .forEach(
            entry ->
                gone.computeIfAbsent(row.on(), key -> new Gone(row.primaryKey()))
                    .requests
                    .putIfAbsent(entry.request(), entry));
  }

  /** A row that was anonymised is the person's own still; any other is somebody's. */
  private void withoutThoseOf(List<PersonGraph> graphs, BoundTable bound, Row row)
      throws IOException {
    for (PersonGraph graph : graphs) {
      if (graph.isRoot(bound.table())) {
        for (List<String> columns : graph.offered(bound.table())) {
          Optional<OwnKey> key =
              bound.key(row, columns).map(values -> new OwnKey(graph, columns, values));
          Gone of = key.map(gone::get).orElse(null);
          if (of != null) {
            of.own = ownRow(graph, of, bound, row);
          }
          if (of != null && of.own == OwnRowState.ANOTHERS) {
            gone.remove(key.orElseThrow());
          }
        }
      }
    }
  }

  private OwnRowState ownRow(PersonGraph graph, Gone of, BoundTable bound, Row row)
      throws IOException {
    Member root = graph.step().root();
    boolean marked = fate.isAnonymous(root, graph.subject().identifiers().keySet(), bound, row);
    boolean done = root.action() instanceof Action.Anonymise && !fate.isOpen(root, bound, row);
    Created created = Created.of(graph.subject(), bound, row, zones);
    Set<Age> ages =
        of.requests.values().stream()
            .map(entry -> created.beside(entry.erasedAt()))
            .collect(Collectors.toSet());
    if (ages.contains(Age.AFTER) || !(marked || done)) {
      return OwnRowState.ANOTHERS;
    }
    return marked || ages.equals(Set.of(Age.BEFORE))
        ? OwnRowState.ANONYMISED
        : OwnRowState.DOUBTFUL;
  }

  private void take(
      OwnKey key,
      Gone of,
      SuppressionEntry entry,
      Persons persons,
      FoundKeys keys,
      Set<String> held) {
    PersonGraph graph = key.graph();
    String request = entry.request();
    Relation relation = graph.offering(graph.step().root().catalogTable(), key.columns());
    Sought own = sought(graph, entry, List.of(of.primaryKey));
    if (task.holds().any() || task.erased().isHeld().test(own)) {
      held.add(request);
      notes.accept(
          "has rows of a person of request " + request + ", who may be held; left as they are");
    } else if (of.own == OwnRowState.DOUBTFUL
        || (of.own == OwnRowState.ABSENT && task.erased().isTaken().test(own))) {
      keys.lost().doubt(relation, key.values());
    } else {
      int known = persons.of(request);
      int person = known == Persons.NOBODY ? persons.add(sought(graph, entry, List.of())) : known;
      keys.own(relation, key.values(), person);
    }
  }

  private static Sought sought(PersonGraph graph, SuppressionEntry entry, List<RowValues> rows) {
    return new Sought(
        entry.request(),
        graph.step(),
        graph.subject(),
        new PersonKeys(rows, entry.erasedAt()),
        PersonTraits.NONE);
  }
}
