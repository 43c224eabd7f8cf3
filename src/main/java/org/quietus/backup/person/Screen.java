package org.quietus.backup.person;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Created;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadValue;
import org.quietus.backup.dump.Zones;
import org.quietus.catalog.RowValues;
import org.quietus.format.Row;
import org.quietus.plan.Member;
import org.quietus.policy.Counted;
import org.quietus.subject.Age;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.TokenCandidates;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenSieve;
import org.quietus.target.BackupTask;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;

/**
 * The search of one backup for persons whom earlier runs erased: one reading of their own tables.
 * Whoever is recognised is sought like those of the run from then on, starting from their own row.
 */
public final class Screen {
  private final EarlierErasures.Part part;
  private final EarlierErasures screening;
  private final BackupTask task;
  private final RowFate fate;
  private final Zones zones;
  private final List<PersonGraph> graphs;
  private final Map<String, Boolean> wanted = new HashMap<>();
  private final Map<String, Suspect> suspects = new LinkedHashMap<>();
  private final Set<String> said = new HashSet<>();
  private Instant made = Instant.EPOCH;

  Screen(
      EarlierErasures.Part part,
      EarlierErasures screening,
      BackupTask task,
      RowFate fate,
      Zones zones) {
    this.part = part;
    this.screening = screening;
    this.task = task;
    this.fate = fate;
    this.zones = zones;
    this.graphs =
        part.kinds().stream().map(kind -> new PersonGraph(kind.step(), kind.subject())).toList();
  }

  /**
   * Backups that are made this long after a withdrawal may hold what the person has agreed to
   * again; a dump takes less.
   */
  private static final Duration LONGEST_DUMP = Duration.ofDays(1);

  /** How the persons' tables hang together. */
  public List<PersonGraph> graphs() {
    return graphs;
  }

  /** What is known of a row that may be somebody's. */
  private record Copy(
      List<String> key, RowValues primaryKey, PersonTraits traits, Created created) {}

  /** The rows that may be the person's whom a request was about. */
  private record Suspect(
      PersonGraph graph,
      String request,
      Instant erasedAt,
      TokenCandidates<List<String>> candidates,
      List<Copy> copies) {

    Sought sought(List<RowValues> rows, PersonTraits traits) {
      return new Sought(
          request, graph.step(), graph.subject(), new PersonKeys(rows, erasedAt), traits);
    }

    /** As whom others of the person's rows are sought: by nothing but the rows that are known. */
    Sought sought() {
      return sought(List.of(), PersonTraits.NONE);
    }

    /** Whether something is true of a row, by its own traits. */
    boolean is(List<String> row, Predicate<Sought> test) {
      return copies.stream()
          .filter(copy -> copy.key().equals(row))
          .map(copy -> sought(List.of(copy.primaryKey()), copy.traits()))
          .anyMatch(test);
    }

    Relation relation() {
      return Relation.root(graph.step());
    }
  }

  /**
   * Reads the persons' own tables in a backup, and adds whoever is found.
   *
   * @param made when the first of its objects was
   * @return the requests whose persons are in it and held
   */
  public Set<String> search(
      List<Dump> dumps, Dump.Wanted tables, Instant made, Persons persons, FoundKeys keys) {
    suspects.clear();
    this.made = made;
    KeyHolders holders = new KeyHolders();
    read(dumps, tables, holders, keys);
    holders.requireOneEach();
    otherKeys().requireOneEach(dumps, tables);
    Set<String> held = new HashSet<>();
    List<Suspect> unsure = new ArrayList<>();
    for (Suspect suspect : suspects.values()) {
      List<List<String>> own = own(suspect);
      if (own.stream().anyMatch(row -> suspect.is(row, task.erased().isHeld()))) {
        held.add(suspect.request());
        say("holds a person of request " + suspect.request() + ", who is held; left as it is");
      } else {
        if (!own.isEmpty()) {
          int person = persons.add(suspect.sought());
          own.forEach(row -> keys.own(suspect.relation(), row, person));
        }
        unsure.add(suspect);
      }
    }
    unsure.forEach(suspect -> doubt(suspect, persons, keys));
    return held;
  }

  private OtherKeys otherKeys() {
    OtherKeys others = new OtherKeys(fate, zones);
    suspects.values().stream()
        .filter(suspect -> suspect.candidates().certainByKey().isEmpty())
        .forEach(suspect -> own(suspect).forEach(row -> others.add(suspect.graph(), row)));
    return others;
  }

  /** Under another key nobody who is in the database today is taken for somebody else. */
  private List<List<String>> own(Suspect suspect) {
    List<List<String>> byKey = suspect.candidates().certainByKey();
    return byKey.isEmpty()
        ? suspect.candidates().certain().stream()
            .filter(row -> !suspect.is(row, task.erased().isPresent()))
            .toList()
        : byKey;
  }

  /**
   * Of whom too little agrees a person has to look, unless it is somebody of today's customers, who
   * is named if two traits agree.
   */
  private void doubt(Suspect suspect, Persons persons, FoundKeys keys) {
    Map<Boolean, List<List<String>>> today =
        suspect.candidates().doubtful(own(suspect)).stream()
            .filter(row -> !keys.isOwned(suspect.relation(), row))
            .collect(
                Collectors.partitioningBy(row -> suspect.is(row, task.erased().isUnchanged())));
    long others =
        today.getOrDefault(true, List.of()).stream().filter(suspect.candidates()::isTheirs).count();
    if (others > 0) {
      say(
          "%s of %s %s with the person of request %s, and %s of somebody who is in the database today; left as %s"
              .formatted(
                  Counted.of(others, "row"),
                  suspect.graph().subject().records(),
                  Counted.verb(others, "agrees", "agree"),
                  suspect.request(),
                  Counted.verb(others, "is", "are"),
                  Counted.verb(others, "it is", "they are")));
    }
    List<List<String>> rows = today.getOrDefault(false, List.of());
    if (!rows.isEmpty()) {
      int known = persons.of(suspect.request());
      int person = known == Persons.NOBODY ? persons.add(suspect.sought()) : known;
      rows.forEach(row -> keys.doubt(suspect.relation(), row, person));
      say(
          "%s of %s may be of the person of request %s, but not enough identifiers match; left for review"
              .formatted(
                  Counted.of(rows.size(), "row"),
                  suspect.graph().subject().records(),
                  suspect.request()));
    }
  }

  private void say(String what) {
    if (said.add(what)) {
      task.notes().accept("a backup that is new " + what);
    }
  }

  private record Sieved(PersonGraph graph, TokenSieve<Copy> sieve) {}

  private void read(List<Dump> dumps, Dump.Wanted tables, KeyHolders holders, FoundKeys keys) {
    List<Sieved> sieved =
        graphs.stream().map(graph -> new Sieved(graph, sieve(graph, holders))).toList();
    Dump.Wanted own =
        Search.only(tables, table -> graphs.stream().anyMatch(graph -> graph.isRoot(table)));
    Dump.Look look =
        (bound, row) -> {
          for (Sieved one : sieved) {
            Member root = one.graph().step().root();
            // what is anonymised has gone through an erasure
            Set<String> identifiers = one.graph().subject().identifiers().keySet();
            if (one.graph().isRoot(bound.table())
                && fate.isOpen(root, bound, row)
                && !fate.isAnonymous(root, identifiers, bound, row)) {
              sift(one.graph(), bound, row, one.sieve(), keys);
            }
          }
        };
    dumps.forEach(dump -> dump.scan(own, look.ofReadable()));
    sieved.forEach(one -> one.sieve().finish());
  }

  private TokenSieve<Copy> sieve(PersonGraph graph, KeyHolders holders) {
    return new TokenSieve<>(
        graph.subject(),
        part.makers(),
        part.filter(),
        tokens -> screening.read(() -> part.range().with(tokens)),
        (copy, entries) -> {
          hold(graph, copy, entries, holders);
          suspect(graph, copy, entries);
        });
  }

  private void sift(
      PersonGraph graph, BoundTable bound, Row row, TokenSieve<Copy> sieve, FoundKeys keys)
      throws IOException {
    RowValues primaryKey = bound.primaryKey(row);
    Map<String, @Nullable Object> identifiers = new LinkedHashMap<>();
    for (String column : graph.subject().identifiers().keySet()) {
      @Nullable Object value = bound.value(row, column);
      keys.unread().look(value);
      identifiers.put(column, value instanceof UnreadValue ? null : value);
    }
    Optional<List<String>> key = bound.key(row, bound.table().primaryKey());
    Created created = Created.of(graph.subject(), bound, row, zones);
    if (key.isPresent()) {
      sieve.sift(
          () -> new Copy(key.get(), primaryKey, traits(graph, identifiers), created),
          primaryKey.encode(),
          OwnRow.tenant(graph.subject(), bound, row),
          new ArrayList<>(identifiers.values()));
    }
  }

  private static PersonTraits traits(PersonGraph graph, Map<String, @Nullable Object> identifiers) {
    Map<String, String> columns = new HashMap<>();
    identifiers.forEach(
        (column, value) ->
            Optional.ofNullable(value)
                .flatMap(known -> graph.identifier(column, known.toString()))
                .ifPresent(identifier -> columns.put(column, identifier.value())));
    return new PersonTraits(Optional.empty(), List.of(), columns);
  }

  /** Notes for each request of which a row has the key whether it is certainly that person's. */
  private void hold(
      PersonGraph graph, Copy copy, Set<SuppressionEntry> entries, KeyHolders holders) {
    entries.stream()
        .filter(entry -> entry.kind().equals(TokenKind.ROW_KEY))
        .filter(entry -> isWanted(entry.request()))
        .forEach(
            entry -> {
              long agreeing =
                  entries.stream().filter(one -> one.request().equals(entry.request())).count();
              boolean after = copy.created().beside(entry.erasedAt()) == Age.AFTER;
              holders.add(
                  entry.request(),
                  graph.step().root().catalogTable(),
                  copy.key(),
                  agreeing > 1 && !after,
                  copy.created());
            });
  }

  private boolean isWanted(String request) {
    return wanted.computeIfAbsent(request, one -> screening.read(() -> screening.isWanted(one)));
  }

  private void suspect(PersonGraph graph, Copy copy, Set<SuppressionEntry> entries) {
    Map<String, Set<SuppressionEntry>> byRequest =
        entries.stream()
            .filter(entry -> copy.created().beside(entry.erasedAt()) != Age.AFTER)
            .filter(entry -> !mayBeAgreedAgain(graph, entry))
            .collect(Collectors.groupingBy(SuppressionEntry::request, Collectors.toSet()));
    byRequest.forEach(
        (request, agreeing) -> {
          if (isWanted(request)) {
            Instant erasedAt = agreeing.iterator().next().erasedAt();
            Suspect suspect =
                suspects.computeIfAbsent(
                    request,
                    one ->
                        new Suspect(
                            graph, one, erasedAt, new TokenCandidates<>(), new ArrayList<>()));
            suspect.candidates().add(copy.key(), agreeing, copy.created().beside(erasedAt));
            suspect.copies().add(copy);
          }
        });
  }

  private boolean mayBeAgreedAgain(PersonGraph graph, SuppressionEntry entry) {
    return graph.subject().purpose().isPresent()
        && made.isAfter(entry.erasedAt().plus(LONGEST_DUMP));
  }

  /** Whom an earlier attempt of the run recognised, while their own row stood; in a transaction. */
  public Optional<Sought> known(String request) {
    return screening.isWanted(request)
        ? screening.entries().of(request).stream()
            .findFirst()
            .flatMap(entry -> graph(entry.subject()).map(graph -> sought(graph, entry)))
        : Optional.empty();
  }

  private Optional<PersonGraph> graph(String subject) {
    return graphs.stream().filter(graph -> graph.subject().name().equals(subject)).findFirst();
  }

  private static Sought sought(PersonGraph graph, SuppressionEntry entry) {
    return new Suspect(graph, entry.request(), entry.erasedAt(), new TokenCandidates<>(), List.of())
        .sought();
  }
}
