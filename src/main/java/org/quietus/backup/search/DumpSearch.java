package org.quietus.backup.search;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.DumpTables;
import org.quietus.backup.dump.IndexedColumns;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.person.EarlierErasures;
import org.quietus.backup.person.FiledSearch;
import org.quietus.backup.person.FoundKeys;
import org.quietus.backup.person.KeptToday;
import org.quietus.backup.person.Persons;
import org.quietus.backup.person.RowFate;
import org.quietus.backup.person.Screen;
import org.quietus.backup.person.Search;
import org.quietus.backup.version.SetContext;
import org.quietus.backup.version.UnitSearch;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.format.DumpSchema;
import org.quietus.objectstore.Pin;
import org.quietus.target.Sought;

/**
 * Finds in one backup the keys of everybody who is sought: the persons of the run, and those of
 * earlier runs for whom it has not been searched yet.
 */
final class DumpSearch implements UnitSearch {
  private static final int MOST_KEYS = 1_000_000;

  private final DumpContents contents;
  private final SetContext set;
  private final String unit;
  private final RowFate fate;
  private final Optional<EarlierErasures.Part> earlier;
  private final Optional<Screen> screen;
  private final List<PersonGraph> graphs;
  private final UnreadNotes notes;
  private final IndexedVersions versions;
  private final LateObjects late;
  private final WiderSearches wider;
  private final PastSearches past;
  private final RowsBeside beside;

  /**
   * Prepares a search.
   *
   * @param entries all of the backup
   * @param further kinds of person for whom its rows are taken down as well
   */
  DumpSearch(
      DumpContents contents,
      SetContext set,
      String unit,
      List<JournalEntry> entries,
      List<PersonGraph> further) {
    this.beside = new RowsBeside(set, contents.format());
    this.contents = contents;
    this.set = set;
    this.unit = unit;
    this.fate = new RowFate(contents.zones(), set.clock(), new SecureRandom());
    Optional<Long> searchedUpTo =
        set.searchedUpTo(entries.stream().map(entry -> entry.held().pin()).toList());
    this.screen = searchedUpTo.map(upTo -> set.screening().above(upTo, fate, contents.zones()));
    this.past = new PastSearches(set);
    this.late = LateObjects.of(set, entries);
    this.wider = WiderSearches.of(set, entries);
    this.earlier = searchedUpTo.map(set.screening()::part);
    this.notes =
        new UnreadNotes(
            set,
            contents.catalog(),
            searchedUpTo.map(upTo -> set.screening().part(upTo).lost()).orElse(Set.of()));
    Map<Integer, Sought> oneOfEach = new LinkedHashMap<>();
    set.task().own().forEach(person -> oneOfEach.putIfAbsent(person.step().number(), person));
    Stream<PersonGraph> ofRun =
        oneOfEach.values().stream().map(person -> new PersonGraph(person.step(), person.subject()));
    Stream<PersonGraph> earlier = screen.stream().flatMap(one -> one.graphs().stream());
    this.graphs =
        Stream.concat(ofRun, earlier)
            .collect(
                Collectors.toMap(
                    graph -> graph.step().number(), graph -> graph, (one, same) -> one))
            .values()
            .stream()
            .toList();
    this.versions =
        new IndexedVersions(
            contents,
            IndexedColumns.of(
                contents.catalog(),
                Stream.concat(graphs.stream(), further.stream()).toList(),
                contents.filed()));
  }

  @Override
  public void close() {
    versions.close();
  }

  @Override
  public int distance(CountLine line) {
    return PersonGraph.distance(graphs, line.table());
  }

  @Override
  public Set<String> leadingTo(CountLine line) {
    return graphs.stream()
        .filter(graph -> graph.step().number() == line.step())
        .flatMap(graph -> graph.step().members().stream())
        .filter(member -> member.catalogTable().name().equals(line.table()))
        .flatMap(member -> member.path().stream())
        .map(Join::toTable)
        .collect(Collectors.toSet());
  }

  /**
   * Whether the person of a request is still sought, so that what was made ready is still right. Of
   * earlier runs' persons only their dump tells who they are, and so of rows of which somebody said
   * whose they are: any hold may be theirs.
   */
  @Override
  public boolean isSought(String request) {
    return set.isKnown(request)
        || (!set.task().holds().any() && set.screening().read(() -> earlier(request)).isPresent());
  }

  private Optional<Sought> earlier(String request) {
    return screen.flatMap(one -> one.known(request));
  }

  @Override
  public void check(SealedVersion version) {
    DumpSchema schema = versions.schema(version);
    contents.named().requireOne(set, contents, version, schema);
    beside.requireNone(version, RowsBeside.isBare(schema));
    if (!contents.isEnded(version.pin())) {
      FreshDumps.requireNone(set, version.pin());
    }
  }

  /** What one reading of each version showed. */
  IndexedVersions versions() {
    return versions;
  }

  /** Whether objects may have come when others of the backup had been searched. */
  boolean isLate() {
    return late.any();
  }

  /** What was written has been read by the gate. */
  @Override
  public void standsAs(Pin pin, String sha256) {
    versions.standsAs(pin, sha256);
  }

  /** Finds the keys in object versions that make up the backup now. */
  @Override
  public Found in(List<SealedVersion> standing) {
    List<DumpSchema> schemas = standing.stream().map(versions::schema).toList();
    DumpTables tables = new DumpTables(contents.catalog(), graphs, contents.filed());
    Dump.Wanted wanted = contents.named().matched(set, contents, tables, schemas);
    Set<String> present =
        schemas.stream()
            .flatMap(schema -> schema.declarations().stream())
            .map(table -> wanted.table(table.name()))
            .filter(Objects::nonNull)
            .map(Table::name)
            .collect(Collectors.toSet());
    Set<String> filtered = DumpTables.filtered(schemas, wanted);
    requireAllPersons(filtered);
    KeptToday today = new KeptToday(present, filtered, set.task().others(), MOST_KEYS);
    FoundKeys keys = new FoundKeys(set.tokens(), today, MOST_KEYS, set.doubts().reviews());
    Persons persons = new Persons(set.persons());
    List<Dump> dumps = standing.stream().map(versions::dump).toList();
    Instant made =
        standing.stream()
            .map(SealedVersion::createdAt)
            .min(Instant::compareTo)
            .orElse(Instant.EPOCH);
    FoundKeys known = new FoundKeys(set.tokens(), today, MOST_KEYS);
    set.task().fenced().transaction(() -> set.journal().keys().recall(unit, known, request -> 0));
    Screen.Before before = new Screen.Before(known, request -> past.were(request, standing));
    Set<String> held =
        screen
            .map(one -> one.search(dumps, wanted, made, persons, keys, before))
            .orElseGet(HashSet::new);
    set.task()
        .fenced()
        .transaction(
            () ->
                set.journal().keys().recall(unit, keys, request -> number(persons, request, held)));
    List<Dump> lately = late.among(standing).stream().map(versions::dump).toList();
    Dump.Wanted read = wanted.only(versions::isRead);
    if (late.any()) {
      screen.ifPresentOrElse(
          one -> one.searchLate(lately, dumps, read, persons, keys, held),
          () -> keys.lost().read(graphs, lately, dumps, read));
    }
    wider.ask(set.screened(), graphs, standing, versions::dump, read, keys.lost());
    if (!persons.all().isEmpty()) {
      new Search(
              graphs,
              persons.all(),
              contents.zones(),
              fate,
              keys,
              person -> past.were(persons.all().get(person).request(), standing),
              set.task().erased().isPresent(),
              set.task().erased().isHeld())
          .run(dumps, wanted);
      requireUnnamed(schemas, keys);
    }
    new FiledSearch(
            contents.filed(),
            graphs,
            persons,
            keys,
            contents.zones(),
            set.screening(),
            earlier,
            set.task(),
            held)
        .run(dumps, wanted, SealedVersion.youngest(standing));
    set.task()
        .fenced()
        .transaction(() -> set.journal().keys().remember(unit, keys, persons.requests()));
    return new SearchedDumps(
            versions,
            contents,
            set.requests(),
            persons,
            keys,
            graphs,
            fate,
            wanted.only(
                table ->
                    contents.filed().has(table)
                        || graphs.stream().anyMatch(graph -> !graph.of(table).isEmpty())),
            notes,
            !held.isEmpty())
        .with(standing, pin -> PastSearches.isForgotten(set, pin));
  }

  /** Whom an earlier run erased is known by nothing but their own row. */
  private void requireAllPersons(Set<String> filtered) {
    screen.stream()
        .flatMap(one -> one.graphs().stream())
        .map(graph -> graph.step().root().catalogTable().name())
        .filter(filtered::contains)
        .findFirst()
        .ifPresent(
            table -> {
              throw new Trouble(
                  VersionState.UNMATCHED_SCHEMA,
                  "it holds only those rows of table '%s' that --where chose, so that persons who were erased before cannot be found by theirs; dump it without --where"
                      .formatted(table));
            });
  }

  /** A comment is copied as it is, so that whoever it names is not taken out. */
  private static void requireUnnamed(List<DumpSchema> schemas, FoundKeys keys) {
    List<String> comments =
        schemas.stream().flatMap(schema -> schema.filtered().values().stream()).toList();
    if (comments.stream().anyMatch(keys::isSomebodyNamed)) {
      throw new Trouble(
          VersionState.UNMATCHED_SCHEMA,
          "its comment '-- WHERE:', or 'where' in a file of MySQL Shell, names somebody who is to"
              + " be taken out of it; remove that line, or dump without it");
    }
  }

  /** Somebody whom an earlier run erased is sought again if an earlier attempt had found them. */
  private int number(Persons persons, String request, Set<String> held) {
    int known = persons.of(request);
    return known >= 0 || held.contains(request)
        ? known
        : earlier(request).map(persons::add).orElse(Persons.NOBODY);
  }
}
