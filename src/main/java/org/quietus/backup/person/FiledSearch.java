package org.quietus.backup.person;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.quietus.backup.Trouble;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.Zones;
import org.quietus.catalog.Table;
import org.quietus.format.Row;
import org.quietus.subject.Age;
import org.quietus.subject.Identifier;
import org.quietus.subject.TokenKind;
import org.quietus.target.BackupTask;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;

/**
 * Finds in one backup the rows in which requests of those sought were filed, whatever became of
 * these, and notices of them left. A notice is known by its id; else one identifier has to do, so
 * that it must be nobody else's, in the backup or in the database today.
 */
public final class FiledSearch {
  private static final int MOST_AT_ONCE = 500;

  private final FiledTables tables;
  private final List<PersonGraph> graphs;
  private final FoundKeys found;
  private final Zones zones;
  private final BackupTask task;
  private final FiledPersons persons;
  private final List<FiledRow> read = new ArrayList<>();
  private final List<FiledMatch> matches = new ArrayList<>();
  private final List<FiledMatch> reviewed = new ArrayList<>();
  private final List<FiledMatch> refused = new ArrayList<>();
  private final List<FiledMatch> heldBack = new ArrayList<>();
  private final Map<Identifier, Set<Integer>> wanted = new HashMap<>();
  private final Set<Held> elsewhere = new HashSet<>();
  private final Map<Held, Boolean> today = new HashMap<>();

  /** That an identifier of a person is somebody else's. */
  private record Held(int person, Identifier identifier) {}

  /**
   * Prepares a search, after those sought were searched for.
   *
   * @param graphs of all persons who are sought, or may be
   * @param part whom earlier runs erased and this backup was not searched for; empty if it was
   * @param held takes the requests whose persons are in it and held
   */
  public FiledSearch(
      FiledTables tables,
      List<PersonGraph> graphs,
      Persons persons,
      FoundKeys found,
      Zones zones,
      EarlierErasures screening,
      Optional<EarlierErasures.Part> part,
      BackupTask task,
      Set<String> held) {
    this.tables = tables;
    this.graphs = graphs;
    this.found = found;
    this.zones = zones;
    this.task = task;
    this.persons = new FiledPersons(persons, found, screening, part, task, held);
  }

  /**
   * Reads the dumps of one backup.
   *
   * @param made when the youngest of its objects was
   */
  public void run(List<Dump> dumps, Dump.Wanted all, Instant made) {
    if (tables.all().findAny().isEmpty()) {
      return;
    }
    Dump.Wanted filed = Search.only(all, tables::has);
    Dump.Look reading = this::read;
    dumps.forEach(dump -> dump.scan(filed, reading.ofReadable()));
    match();
    if (!matches.isEmpty()) {
      Dump.Wanted own =
          Search.only(all, table -> graphs.stream().anyMatch(graph -> graph.isRoot(table)));
      Dump.Look looking = this::look;
      dumps.forEach(dump -> dump.scan(own, looking.ofReadable()));
      matches.forEach(match -> decide(match, made));
      decideReviewed(dumps, filed);
      refused.forEach(match -> requireLeft(match, KeyHolders::notOneEach));
      heldBack.forEach(match -> requireLeft(match, KeyHolders::held));
    }
  }

  /** Nothing may take a row by its id of which somebody said otherwise, or that is held. */
  private void requireLeft(FiledMatch match, Function<Table, Trouble> end) {
    FiledRow row = match.row();
    if (found.ownerOf(row.relation(), List.of(row.id())) == match.person()) {
      throw end.apply(row.table());
    }
  }

  private void read(BoundTable bound, Row row) throws IOException {
    read.add(FiledRow.of(tables, bound, row, zones));
    if (read.size() == MOST_AT_ONCE) {
      match();
    }
  }

  private void match() {
    List<String> notices =
        read.stream().filter(row -> !tables.isInbox(row.table())).map(FiledRow::id).toList();
    Map<String, Integer> byNotice = notices.isEmpty() ? Map.of() : persons.byNotice(notices);
    List<FiledRow> others = new ArrayList<>();
    for (FiledRow row : read) {
      Integer person = tables.isInbox(row.table()) ? null : byNotice.get(row.id());
      if (person == null) {
        others.add(row);
      } else {
        found.own(row.relation(), List.of(row.id()), person);
      }
    }
    Map<Identifier, Set<Integer>> named = persons.named(others);
    others.forEach(row -> match(row, named));
    read.clear();
  }

  private void match(FiledRow row, Map<Identifier, Set<Integer>> named) {
    for (Identifier told : row.told()) {
      for (int person : named.getOrDefault(told, Set.of())) {
        boolean wholly =
            row.told().stream()
                .filter(other -> TokenKind.of(other.type()).isStrong())
                .allMatch(other -> named.getOrDefault(other, Set.of()).contains(person));
        matches.add(new FiledMatch(row, person, told, wholly));
        wanted.computeIfAbsent(told.canonical(), of -> new LinkedHashSet<>()).add(person);
      }
    }
  }

  /** Who is in the backup under an identifier of somebody else may have filed the request. */
  private void look(BoundTable bound, Row row) throws IOException {
    for (PersonGraph graph : graphs) {
      if (graph.isRoot(bound.table()) && found.root(graph, bound, row) < 0) {
        OwnRow own = OwnRow.of(graph.subject(), bound, row, zones, found.unread());
        for (Identifier identifier : own.identifiers().values()) {
          for (int person : wanted.getOrDefault(identifier.canonical(), Set.of())) {
            Sought sought = persons.get(person);
            if (sought.step().number() == graph.step().number()
                && own.created().beside(sought.keys().erasedAt()) != Age.AFTER) {
              elsewhere.add(new Held(person, identifier.canonical()));
            }
          }
        }
      }
    }
  }

  private void decide(FiledMatch match, Instant made) {
    Sought sought = persons.get(match.person());
    boolean shared = isShared(new Held(match.person(), match.by().canonical()), sought);
    FiledMatch.Verdict verdict = match.judge(sought, tables, made, shared);
    Optional<Boolean> said =
        verdict == FiledMatch.Verdict.ANOTHERS ? Optional.empty() : said(match, match.row());
    if (said.isPresent()) {
      if (!said.get()) {
        refused.add(match);
      } else if (isHeld(match, sought)) {
        heldBack.add(match);
        doubt(match);
      } else {
        reviewed.add(match);
      }
      return;
    }
    switch (verdict) {
      case THEIRS -> own(match);
      case UNSURE -> doubt(match);
      case ANOTHERS -> {}
    }
  }

  private Optional<Boolean> said(FiledMatch match, FiledRow row) {
    String request = persons.get(match.person()).request();
    return found.doubts().reviews().said(request, row.table().name(), row::identity);
  }

  private void own(FiledMatch match) {
    found.own(match.row().relation(), List.of(match.row().id()), match.person());
  }

  private void doubt(FiledMatch match) {
    FiledRow row = match.row();
    found.doubts().add(row.relation(), List.of(row.id()), match.person());
    found
        .doubts()
        .tell(
            persons.get(match.person()).request(),
            row.table(),
            row.identity(),
            new DoubtedKeys.Telling(
                Set.of(match.by().type().name().toLowerCase(Locale.ROOT)), Set.of()));
  }

  /** Whether a hold binds somebody whom the row tells of. */
  private boolean isHeld(FiledMatch match, Sought sought) {
    return task.erased()
        .isHeld()
        .test(
            new Sought(
                sought.request(),
                sought.step(),
                sought.subject(),
                new PersonKeys(List.of(), sought.keys().erasedAt()),
                new PersonTraits(sought.traits().tenant(), match.row().told(), Map.of())));
  }

  /**
   * A row goes by its id, so that no other row of the backup may have it and tell something else.
   */
  private void decideReviewed(List<Dump> dumps, Dump.Wanted filed) {
    if (reviewed.isEmpty()) {
      return;
    }
    Set<FiledMatch> unlike = new HashSet<>();
    Dump.Look looking =
        (bound, row) -> {
          FiledRow other = FiledRow.of(tables, bound, row, zones);
          reviewed.stream()
              .filter(match -> match.row().table().name().equals(other.table().name()))
              .filter(match -> match.row().id().equals(other.id()))
              .filter(match -> !said(match, other).orElse(false))
              .forEach(unlike::add);
        };
    dumps.forEach(dump -> dump.scan(filed, looking.ofReadable()));
    for (FiledMatch match : reviewed) {
      if (unlike.contains(match)) {
        doubt(match);
      } else {
        own(match);
      }
    }
  }

  private boolean isShared(Held of, Sought sought) {
    return elsewhere.contains(of)
        || today.computeIfAbsent(of, one -> task.others().have(sought, one.identifier()));
  }
}
