package org.quietus.backup.version;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.DumpTables;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.person.EarlierErasures;
import org.quietus.backup.person.FoundKeys;
import org.quietus.backup.person.Persons;
import org.quietus.backup.person.RowFate;
import org.quietus.backup.person.RowJudge;
import org.quietus.backup.person.Screen;
import org.quietus.backup.person.Search;
import org.quietus.catalog.Column;
import org.quietus.format.DumpSchema;
import org.quietus.objectstore.Pin;
import org.quietus.target.Sought;

/**
 * Finds in one backup the keys of everybody who is sought: the persons of the run, and those of
 * earlier runs for whom it has not been searched yet.
 */
final class UnitSearch {
  private static final int MOST_KEYS = 1_000_000;

  private final SetContext set;
  private final String unit;
  private final RowFate fate;
  private final Optional<Screen> screen;
  private final List<PersonGraph> graphs;
  private final Set<String> said = new HashSet<>();
  private final Map<Pin, DumpSchema> schemas = new HashMap<>();

  /** {@code entries} are all of the backup. */
  UnitSearch(SetContext set, String unit, List<JournalEntry> entries) {
    this.set = set;
    this.unit = unit;
    this.fate = new RowFate(set.zones(), set.clock(), new SecureRandom());
    this.screen =
        entries.stream()
            .map(entry -> entry.held().pin())
            .filter(set::isDue)
            .map(set.screened()::upTo)
            .min(Long::compareTo)
            .map(upTo -> set.screening().above(upTo, fate, set.zones()));
    Stream<PersonGraph> ofRun =
        set.persons().stream().map(person -> new PersonGraph(person.step(), person.subject()));
    Stream<PersonGraph> earlier = screen.stream().flatMap(one -> one.graphs().stream());
    this.graphs =
        Stream.concat(ofRun, earlier)
            .collect(
                Collectors.toMap(
                    graph -> graph.step().number(), graph -> graph, (one, same) -> one))
            .values()
            .stream()
            .toList();
  }

  List<PersonGraph> graphs() {
    return graphs;
  }

  /**
   * Whether the person of a request is still sought, so that what was made ready is still right. Of
   * earlier runs' persons only their dump tells who they are: any hold may be theirs.
   */
  boolean isSought(String request) {
    return set.requests().contains(request)
        || (!set.task().holds().any() && set.screening().read(() -> earlier(request)).isPresent());
  }

  private Optional<Sought> earlier(String request) {
    return screen.flatMap(one -> one.known(request));
  }

  /** The tables that a version declares; its pin stands for one content. */
  DumpSchema schema(SealedVersion held) {
    return schemas.computeIfAbsent(
        held.pin(), pin -> set.dump(held).scan(name -> null, (bound, row) -> {}).schema());
  }

  /**
   * A backup with the keys of those sought in it.
   *
   * @param spared whether somebody whom an earlier run erased stays because of a hold
   */
  record Searched(Persons persons, FoundKeys keys, Dump.Wanted wanted, boolean spared) {}

  /** Finds the keys in object versions that make up the backup now. */
  Searched in(List<SealedVersion> versions) {
    List<DumpSchema> schemas = versions.stream().map(this::schema).toList();
    DumpTables tables = new DumpTables(set.catalog(), graphs);
    Dump.Wanted wanted = tables.matched(schemas);
    FoundKeys keys = new FoundKeys(set.tokens(), MOST_KEYS);
    Persons persons = new Persons(set.persons());
    List<Dump> dumps = versions.stream().map(set::dump).toList();
    Set<String> held = screen.map(one -> one.search(dumps, wanted, persons, keys)).orElse(Set.of());
    set.task()
        .fenced()
        .transaction(
            () ->
                set.journal()
                    .recall(unit, keys.owners(), request -> number(persons, request, held)));
    if (!persons.all().isEmpty()) {
      new Search(
              graphs,
              persons.all(),
              set.zones(),
              fate,
              keys,
              person -> isSearchedAgain(persons.all().get(person), versions),
              set.task().erased().isPresent())
          .run(dumps, wanted);
    }
    set.task()
        .fenced()
        .transaction(() -> set.journal().remember(unit, keys.owners(), persons.requests()));
    return new Searched(
        persons,
        keys,
        wanted.only(table -> graphs.stream().anyMatch(graph -> !graph.of(table).isEmpty())),
        !held.isEmpty());
  }

  private boolean isSearchedAgain(Sought person, List<SealedVersion> versions) {
    EarlierErasures screening = set.screening();
    Optional<Long> first = screening.read(() -> screening.entries().first(person.request()));
    return versions.stream()
        .map(version -> set.screened().upTo(version.pin()))
        .anyMatch(upTo -> first.filter(number -> number <= upTo).isPresent());
  }

  /** Somebody whom an earlier run erased is sought again if an earlier attempt had found them. */
  private int number(Persons persons, String request, Set<String> held) {
    int known = persons.of(request);
    return known >= 0 || held.contains(request)
        ? known
        : earlier(request).map(persons::add).orElse(Persons.NOBODY);
  }

  private void sayUnread(String column) {
    set.task()
        .notes()
        .accept(
            "backup set '%s': column '%s' of an object holds values that cannot be read; their rows are left for review"
                .formatted(set.settings().name(), column));
  }

  private void sayUnreadKey(SealedVersion held, String column) {
    set.task()
        .notes()
        .accept(
            "backup set '%s': object %s: column '%s' holds values that cannot be read, so that nobody can tell whose those rows are; they stay%s"
                .formatted(set.settings().name(), set.names().of(held), column, remedy(column)));
  }

  /** A moment is often not read because nothing says in which zone it is written. */
  private String remedy(String tableAndColumn) {
    int dot = tableAndColumn.indexOf('.');
    return set.catalog()
        .table(tableAndColumn.substring(0, dot))
        .flatMap(table -> table.column(tableAndColumn.substring(dot + 1)))
        .filter(column -> column.type() == Column.Type.TIMESTAMP)
        .map(column -> "; give the set a 'zone' if its dumps set none")
        .orElse("");
  }

  RowJudge judge(Searched searched) {
    return new RowJudge(graphs, searched.keys(), fate);
  }

  VersionCounts newTally(Searched searched) {
    return new VersionCounts(searched.persons().all(), set.requests());
  }

  /** What becomes of the rows of a version; nothing is written. */
  VersionCounts tally(SealedVersion held, Searched searched) {
    RowJudge judge = judge(searched);
    VersionCounts tally = newTally(searched);
    set.dump(held).scan(searched.wanted(), (bound, row) -> tally.add(judge.judge(bound, row)));
    judge.unread().stream().filter(said::add).forEach(this::sayUnread);
    judge
        .unreadKeys()
        .forEach(
            column -> {
              tally.addUnread();
              if (said.add("key " + column)) {
                sayUnreadKey(held, column);
              }
            });
    return tally;
  }
}
