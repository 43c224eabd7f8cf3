package org.quietus.backup.person;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.backup.RowReviews;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.Zones;
import org.quietus.policy.Counted;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.TokenCandidates;
import org.quietus.target.BackupTask;
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
  private final Set<String> said = new HashSet<>();

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
   * Earlier searches of a backup, who may have taken out what told others from a person.
   *
   * @param found by those of the same run
   * @param again whether an earlier run has searched it for the person of a request
   */
  public record Before(FoundKeys found, Predicate<String> again) {
    private boolean hasFound(Suspect suspect) {
      return found.isOwned(suspect.found(), List.of(suspect.request()));
    }

    /** Whether a row under another key than the person's may be taken for theirs. */
    private boolean allows(Suspect suspect, List<String> row) {
      return found.isOwned(suspect.relation(), row)
          || !(hasFound(suspect) || again.test(suspect.request()));
    }
  }

  /**
   * What people have said of rows that may be erased persons'.
   *
   * @param keys of those that are theirs
   */
  private record Reviewed(RowReviews reviews, ReviewedKeys keys) {

    /** The rows that are a person's, those included of which somebody said so. */
    List<List<String>> own(Suspect suspect, List<List<String>> certain) {
      Set<List<String>> own = new LinkedHashSet<>(withoutOthers(suspect, certain));
      suspect.candidates().all().stream()
          .filter(row -> suspect.isSaid(reviews, row, true))
          .filter(row -> keys.isAlike(suspect.graph(), suspect.request(), row))
          .forEach(own::add);
      return List.copyOf(own);
    }

    List<List<String>> withoutOthers(Suspect suspect, List<List<String>> rows) {
      return rows.stream().filter(row -> !suspect.isSaid(reviews, row, false)).toList();
    }

    /** Whether somebody said so of every row with that key. */
    boolean isOthers(Suspect suspect, List<String> row) {
      return suspect.isSaidOfEach(reviews, row, false);
    }
  }

  private Reviewed reviewed(Collection<Suspect> suspects, RowReviews reviews) {
    ReviewedKeys keys = new ReviewedKeys(reviews, fate, zones);
    for (Suspect suspect : suspects) {
      suspect.candidates().all().stream()
          .filter(row -> suspect.isSaid(reviews, row, true))
          .forEach(row -> keys.add(suspect.graph(), suspect.request(), row));
    }
    return new Reviewed(reviews, keys);
  }

  /** How the persons' tables hang together. */
  public List<PersonGraph> graphs() {
    return graphs;
  }

  /**
   * Reads the persons' own tables in a backup, and adds whoever is found.
   *
   * @param made when the first of its objects was
   * @param before what is known of earlier searches of it
   * @return the requests whose persons are in it and held
   */
  public Set<String> search(
      List<Dump> dumps,
      Dump.Wanted tables,
      Instant made,
      Persons persons,
      FoundKeys keys,
      Before before) {
    SuspectSearch search =
        new SuspectSearch(part, screening, fate, zones, graphs, this::isWanted, made);
    KeyHolders holders = new KeyHolders();
    search.read(dumps, tables, holders, keys);
    holders.requireOneEach();
    otherKeys(search.suspects(), before).requireOneEach(dumps, tables);
    Reviewed reviewed = reviewed(search.suspects(), keys.doubts().reviews());
    reviewed.keys().read(dumps, tables);
    Set<String> held = new HashSet<>();
    List<Suspect> unsure = new ArrayList<>();
    for (Suspect suspect : search.suspects()) {
      List<List<String>> own = reviewed.own(suspect, own(suspect, before));
      if (own.stream().anyMatch(row -> suspect.is(row, task.erased().isHeld()))) {
        held.add(suspect.request());
        say("holds a person of request " + suspect.request() + ", who is held; left as it is");
      } else {
        if (!own.isEmpty()) {
          int person = number(suspect, persons);
          own.forEach(row -> keys.own(suspect.relation(), row, person));
          keys.own(suspect.found(), List.of(suspect.request()), person);
        }
        unsure.add(suspect);
      }
    }
    unsure.forEach(suspect -> doubt(suspect, persons, keys, before, reviewed));
    return held;
  }

  /**
   * Adds whose rows are left in objects that came when the others of a backup had been searched,
   * and their own row taken out.
   *
   * @param late those of the dumps
   * @param held takes the requests of those who may be held
   */
  public void searchLate(
      List<Dump> late,
      List<Dump> dumps,
      Dump.Wanted tables,
      Persons persons,
      FoundKeys keys,
      Set<String> held) {
    new LateSearch(part, screening, task, fate, zones, this::isWanted, this::say)
        .search(graphs, late, dumps, tables, persons, keys, held);
  }

  private boolean isWanted(String request) {
    return wanted.computeIfAbsent(request, one -> screening.read(() -> screening.isWanted(one)));
  }

  private OtherKeys otherKeys(Collection<Suspect> suspects, Before before) {
    OtherKeys others = new OtherKeys(fate, zones);
    suspects.stream()
        .filter(suspect -> suspect.candidates().certainByKey().isEmpty())
        .forEach(suspect -> own(suspect, before).forEach(row -> others.add(suspect.graph(), row)));
    return others;
  }

  /**
   * Under another key nobody who is in the database today is taken for somebody else, and nobody
   * whom an earlier search did not take for the person, though their own row is gone.
   */
  private List<List<String>> own(Suspect suspect, Before before) {
    List<List<String>> byKey = suspect.candidates().certainByKey();
    return byKey.isEmpty()
        ? suspect.candidates().certain().stream()
            .filter(row -> before.allows(suspect, row))
            .filter(row -> !suspect.is(row, task.erased().isPresent()))
            .toList()
        : byKey;
  }

  /**
   * Of whom too little agrees a person has to look, unless it is somebody of today's customers, who
   * is named if two traits agree.
   */
  private void doubt(
      Suspect suspect, Persons persons, FoundKeys keys, Before before, Reviewed reviewed) {
    Map<Boolean, List<List<String>>> today =
        suspect
            .candidates()
            .doubtful(reviewed.withoutOthers(suspect, own(suspect, before)))
            .stream()
            .filter(row -> !reviewed.isOthers(suspect, row))
            .filter(row -> !before.hasFound(suspect) || suspect.candidates().isTheirs(row))
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
      int person = number(suspect, persons);
      rows.forEach(row -> keys.doubts().add(suspect.relation(), row, person));
      say(
          "%s of %s may be of the person of request %s, but not enough identifiers match; left for review"
              .formatted(
                  Counted.of(rows.size(), "row"),
                  suspect.graph().subject().records(),
                  suspect.request()));
    }
  }

  /** Whom the run seeks by what a law had kept of theirs is not somebody else. */
  private static int number(Suspect suspect, Persons persons) {
    int known = persons.of(suspect.request());
    return known == Persons.NOBODY ? persons.add(suspect.sought()) : known;
  }

  private void say(String what) {
    if (said.add(what)) {
      task.notes().accept("a backup that is new " + what);
    }
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
    return graphs.stream()
        .filter(graph -> graph.subject().name().equals(subject))
        .findFirst()
        .or(
            () ->
                part.filed().stream()
                    .filter(kind -> kind.subject().name().equals(subject))
                    .findFirst()
                    .map(kind -> new PersonGraph(kind.step(), kind.subject())));
  }

  private static Sought sought(PersonGraph graph, SuppressionEntry entry) {
    return new Suspect(graph, entry.request(), entry.erasedAt(), new TokenCandidates<>(), List.of())
        .sought();
  }
}
