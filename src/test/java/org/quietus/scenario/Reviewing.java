package org.quietus.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Staff look at rows that may be somebody else's, and say whose they are. */
final class Reviewing {
  /** How likely it is on a day that staff look at what a request leads to, and at copies. */
  private static final double LOOKING = 0.12;

  /** How often a row is the person's. */
  private static final double THEIRS = 0.5;

  private final Course course;
  private final Life life;
  private final Office office;
  private final Events events;

  Reviewing(Course course, Life life, Office office, Events events) {
    this.course = course;
    this.life = life;
    this.office = office;
    this.events = events;
  }

  void staff() {
    for (Ask ask : List.copyOf(life.asks.values())) {
      boolean named = life.unsure.stream().anyMatch(line -> line.startsWith(ask.id() + " "));
      if (named && course.chance(LOOKING)) {
        look(ask);
      }
    }
  }

  private void look(Ask ask) {
    boolean asThen = !life.restored && !life.reviewed.contains(ask.id());
    if (ask.state() == Ask.State.READY && !ask.isFrozen()) {
      rows(ask);
    } else if (ask.state() == Ask.State.ERASED) {
      late(ask);
    }
    if (ask.isMet() && asThen) { // else what is known of dumps is what was known then
      copies(ask);
    }
  }

  /** One of those whom a request leads to is meant, or nobody. */
  private void rows(Ask ask) {
    if (!life.meant(ask).ambiguous()) {
      return;
    }
    List<Account> named = life.accounts(account -> Life.isNamed(ask, account));
    @Nullable Account chosen = course.chance(0.7) ? course.any(named) : null;
    decide(ask, named, chosen == null ? List.of() : List.of(chosen));
    events.count(chosen == null ? Events.Kind.NOBODY_MEANT : Events.Kind.ROW_CHOSEN);
  }

  /** Any of those that were loaded since are the person's. */
  private void late(Ask ask) {
    Loaded loaded = Loaded.of(ask, life);
    List<Account> undecided = loaded.unsure();
    if (!undecided.isEmpty() || loaded.isAsked()) {
      List<Account> chosen = undecided.stream().filter(account -> course.chance(THEIRS)).toList();
      decide(ask, undecided, chosen);
      if (!chosen.isEmpty()) {
        events.count(Events.Kind.LATE_ROW_THEIRS);
      }
      if (chosen.size() < undecided.size()) {
        events.count(Events.Kind.LATE_ROW_OF_OTHERS);
      }
    }
  }

  private void decide(Ask ask, List<Account> all, List<Account> chosen) {
    JsonNode review = office.look(ask.id()).orElseThrow();
    Map<Integer, String> numbers = new HashMap<>();
    for (JsonNode row : review.get("rows")) {
      numbers.put(Integer.valueOf(row.get("primaryKey").asString()), row.get("number").asString());
    }
    assertThat(numbers.keySet())
        .as("rows that request " + ask.id() + " leads to")
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Account::id).toList());
    assertThat(review.get("ambiguous").asBoolean()).isTrue();
    List<String> words = new ArrayList<>(List.of("--of", review.get("list").asString()));
    if (chosen.isEmpty()) {
      words.add("--nobody");
    } else {
      words.add("--choose");
      words.add(chosen.stream().map(one -> numbers.get(one.id())).collect(Collectors.joining(",")));
    }
    office.decide("request review", ask.id(), words.toArray(String[]::new));
    life.reviewed.add(ask.id());
    course.tell("review of %s: %s of %s".formatted(ask.id(), ids(chosen), ids(all)));
    life.asks.put(
        ask.id(),
        ask.reviewed(new Reviewed(course.now(), byId(chosen), byId(without(all, chosen)))));
  }

  private static List<Account> without(List<Account> all, List<Account> some) {
    return all.stream().filter(one -> !some.contains(one)).toList();
  }

  private static Map<Integer, Account> byId(List<Account> accounts) {
    return accounts.stream().collect(Collectors.toMap(Account::id, one -> one));
  }

  private static List<Integer> ids(List<Account> accounts) {
    return accounts.stream().map(Account::id).toList();
  }

  /** Rows of dumps are the person's, or not; those of one number are one person's. */
  private void copies(Ask ask) {
    office.look(ask.id()).ifPresent(review -> copies(ask, review.get("copies")));
  }

  private void copies(Ask ask, JsonNode copies) {
    Map<Integer, Set<Life.Told>> rows = new TreeMap<>();
    Map<Integer, List<String>> names = new TreeMap<>();
    for (JsonNode row : copies.get("rows")) {
      int number = Integer.parseInt(row.get("primaryKey").asString());
      rows.computeIfAbsent(number, of -> new HashSet<>()).addAll(told(ask, row));
      names.computeIfAbsent(number, of -> new ArrayList<>()).add(row.get("id").asString());
    }
    Set<String> theirs = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    Map<Life.Told, Boolean> said = new HashMap<>();
    names.forEach(
        (number, ids) -> {
          boolean is = course.chance(THEIRS);
          if (course.chance(0.8) && rows.get(number).size() == ids.size()) {
            (is ? theirs : others).addAll(ids);
            rows.get(number).forEach(row -> said.put(row, is));
          }
        });
    if (said.isEmpty()) {
      return;
    }
    List<String> words = new ArrayList<>(List.of("--of", copies.get("list").asString()));
    words.addAll(List.of("--reason", "known-by-support"));
    say(words, "--theirs", theirs, Events.Kind.COPIED_ROW_THEIRS);
    say(words, "--not-theirs", others, Events.Kind.COPIED_ROW_OF_OTHERS);
    office.decide("request review", ask.id(), words.toArray(String[]::new));
    course.tell("review of copies of " + ask.id() + ": " + said);
    life.said.computeIfAbsent(ask.id(), of -> new HashMap<>()).putAll(said);
  }

  private void say(List<String> words, String option, Set<String> names, Events.Kind kind) {
    if (!names.isEmpty()) {
      words.add(option);
      words.add(String.join(",", names));
      events.count(kind);
    }
  }

  /** The rows that one of the list is, of which there must be one that may be the person's. */
  private Set<Life.Told> told(Ask ask, JsonNode row) {
    Set<Life.Told> told = new HashSet<>();
    for (Dump dump : life.dumps) {
      boolean named =
          row.get("places")
              .valueStream()
              .anyMatch(place -> place.get("object").asString().contains(dump.key()));
      if (named) {
        dump.left().stream()
            .filter(one -> row.get("primaryKey").asString().equals(String.valueOf(one.id())))
            .filter(one -> life.match(ask, one, true) != Life.Match.NONE)
            .map(Life.Told::of)
            .forEach(told::add);
      }
    }
    assertThat(told).as("of request " + ask.id() + ": " + row).isNotEmpty();
    return told;
  }
}
