package org.quietus.backup.person;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Identifier;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenMaker;
import org.quietus.target.BackupTask;
import org.quietus.target.ErasedBefore;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;

/**
 * Those whom filed rows may be about: whoever is sought in a backup already, and whoever an earlier
 * run erased and is known by tokens alone.
 */
final class FiledPersons {
  private final Persons persons;
  private final EarlierErasures screening;
  private final Optional<EarlierErasures.Part> part;
  private final BackupTask task;
  private final Set<String> held;
  private final Map<Identifier, Set<Integer>> known = new HashMap<>();
  private final Map<String, Integer> earlier = new HashMap<>();

  /**
   * Prepares for one backup.
   *
   * @param part whom earlier runs erased and this backup was not searched for; empty if it was
   * @param held takes the requests whose persons are in it and held
   */
  FiledPersons(
      Persons persons,
      FoundKeys found,
      EarlierErasures screening,
      Optional<EarlierErasures.Part> part,
      BackupTask task,
      Set<String> held) {
    this.persons = persons;
    this.screening = screening;
    this.part = part;
    this.task = task;
    this.held = held;
    for (int person = 0; person < persons.all().size(); person++) {
      int one = person;
      if (isErased(persons.all().get(person))) {
        found
            .traits()
            .getOrDefault(person, Set.of())
            .forEach(
                trait ->
                    known.computeIfAbsent(trait.canonical(), of -> new LinkedHashSet<>()).add(one));
      }
    }
  }

  /** Whose consent alone was withdrawn is still known to the application. */
  private static boolean isErased(Sought person) {
    return person.subject().purpose().isEmpty();
  }

  Sought get(int person) {
    return persons.all().get(person);
  }

  /** Whose each of some notices is, by its id; of somebody who is not sought there is nothing. */
  Map<String, Integer> byNotice(Collection<String> notices) {
    Map<String, Integer> found = new HashMap<>();
    Map<String, String> requests = screening.read(() -> task.notices().apply(notices));
    requests.forEach(
        (notice, request) -> {
          int person = of(request);
          if (person >= 0) {
            found.put(notice, person);
          }
        });
    return found;
  }

  private int of(String request) {
    int sought = persons.of(request);
    return sought >= 0 && isErased(get(sought)) ? sought : erased(request);
  }

  private int erased(String request) {
    List<SuppressionEntry> entries =
        part.isEmpty() ? List.of() : screening.read(() -> screening.entries().of(request));
    return entries.isEmpty() ? Persons.NOBODY : earlier(entries.get(0), Optional.empty());
  }

  /** Whom of those sought each identifier of some rows may name. */
  Map<Identifier, Set<Integer>> named(Collection<FiledRow> rows) {
    Map<Identifier, Set<Integer>> named = new LinkedHashMap<>();
    Map<Token, Set<Identifier>> asked = new LinkedHashMap<>();
    for (FiledRow row : rows) {
      for (Identifier told : row.told()) {
        named
            .computeIfAbsent(told, of -> new LinkedHashSet<>())
            .addAll(known.getOrDefault(told.canonical(), Set.of()));
        part.ifPresent(of -> ask(of, row, told, asked));
      }
    }
    if (!asked.isEmpty()) {
      List<Token> tokens = List.copyOf(asked.keySet());
      for (SuppressionEntry entry : screening.read(() -> part.orElseThrow().range().with(tokens))) {
        for (Identifier told : asked.getOrDefault(entry.token(), Set.of())) {
          int person = earlier(entry, Optional.of(told));
          if (person >= 0) {
            named.computeIfAbsent(told, of -> new LinkedHashSet<>()).add(person);
          }
        }
      }
    }
    return named;
  }

  private static void ask(
      EarlierErasures.Part part, FiledRow row, Identifier told, Map<Token, Set<Identifier>> asked) {
    TokenKind kind = TokenKind.of(told.type());
    for (ErasedBefore.Kind each : kind.isStrong() ? part.all() : List.<ErasedBefore.Kind>of()) {
      SubjectType subject = each.subject();
      for (Optional<String> tenant : tenants(part, subject, row)) {
        for (TokenMaker maker : part.makers()) {
          for (Identifier spelling : told.spellings()) {
            Token token = maker.of(tenant, subject.name(), kind, spelling.value());
            if (part.filter().mayHold(token)) {
              asked.computeIfAbsent(token, of -> new LinkedHashSet<>()).add(told);
            }
          }
        }
      }
    }
  }

  /** A row that does not tell whose customer somebody is may be about any tenant's. */
  private static List<Optional<String>> tenants(
      EarlierErasures.Part part, SubjectType subject, FiledRow row) {
    return subject.tenant().isEmpty() || row.tenant().isPresent()
        ? List.of(row.tenant().filter(of -> subject.tenant().isPresent()))
        : part.tenants().getOrDefault(subject.name(), Set.of()).stream().map(Optional::of).toList();
  }

  /**
   * Somebody whom an earlier run erased, unless a hold binds or the request was not carried out.
   */
  private int earlier(SuppressionEntry entry, Optional<Identifier> told) {
    String request = entry.request();
    int sought = persons.of(request);
    if (sought >= 0) {
      return isErased(get(sought)) ? sought : Persons.NOBODY;
    }
    return held.contains(request)
        ? Persons.NOBODY
        : earlier.computeIfAbsent(request, of -> add(entry, told));
  }

  private int add(SuppressionEntry entry, Optional<Identifier> told) {
    Optional<Sought> found =
        part.orElseThrow().all().stream()
            .filter(kind -> kind.subject().name().equals(entry.subject()))
            .findFirst()
            .filter(kind -> screening.read(() -> screening.isWanted(entry.request())))
            .map(kind -> sought(kind, entry, told))
            .filter(FiledPersons::isErased);
    if (found.filter(task.erased().isHeld()).isPresent()) {
      held.add(entry.request());
      task.notes()
          .accept(
              "a backup that is new has what was filed for a person of request "
                  + entry.request()
                  + ", who is held; left as it is");
      return Persons.NOBODY;
    }
    return found.map(persons::add).orElse(Persons.NOBODY);
  }

  private static Sought sought(
      ErasedBefore.Kind kind, SuppressionEntry entry, Optional<Identifier> told) {
    return new Sought(
        entry.request(),
        kind.step(),
        kind.subject(),
        new PersonKeys(List.of(), entry.erasedAt()),
        new PersonTraits(entry.tenant(), new ArrayList<>(told.stream().toList()), Map.of()));
  }
}
