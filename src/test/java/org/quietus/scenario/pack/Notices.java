package org.quietus.scenario.pack;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.quietus.scenario.pack.Promises.Recipient;

/**
 * What recipients should have been told, and how often: at least once, after a quarter of an hour
 * again, then twice as long each time, at most a day, until they confirm or their time is over.
 */
final class Notices {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int TRIES_OF_THE_DEAD = 3;

  /** By what means a recipient is told. */
  enum Route {
    HTTP,
    FILE,
    TABLE
  }

  private enum State {
    PENDING,
    TOLD,
    ACKNOWLEDGED,
    FAILED
  }

  /** How a server of recipients does. */
  enum Health {
    UP,
    REFUSING,
    DEAD
  }

  private static final class Notice {
    final Recipient to;
    final String identifier;
    final Instant since;
    State state = State.PENDING;
    Instant next;
    int attempts;
    int posts;

    Notice(Recipient to, String identifier, Instant since) {
      this.to = to;
      this.identifier = identifier;
      this.since = since;
      this.next = since;
    }

    boolean isOpen() {
      return state == State.PENDING || state == State.TOLD;
    }
  }

  private final List<Notice> all = new ArrayList<>();
  private final Map<String, Route> routes;
  private final ZoneId zone;

  Notices(Map<String, Route> routes, ZoneId zone) {
    this.routes = routes;
    this.zone = zone;
  }

  Map<String, Route> routes() {
    return routes;
  }

  void about(List<Recipient> recipients, Human human, Instant now) {
    for (Recipient to : recipients) {
      String identifier = to.identifier().apply(human);
      if (identifier != null) {
        all.add(new Notice(to, identifier, now));
      }
    }
  }

  boolean isDue(Instant now) {
    return all.stream()
        .anyMatch(one -> one.isOpen() && (!one.next.isAfter(now) || isOver(one, now)));
  }

  boolean areSettled() {
    return all.stream().noneMatch(Notice::isOpen);
  }

  /** A run tells whoever is to be told; the test says who has confirmed a file or row. */
  void run(Instant now, Health health, Predicate<String> confirmed) {
    routes.keySet().forEach(name -> run(name, now, health, confirmed.test(name)));
  }

  private void run(String name, Instant now, Health health, boolean confirmed) {
    int failures = 0;
    boolean http = routes.get(name) == Route.HTTP;
    for (Notice one : all) {
      if (!one.isOpen() || !one.to.name().equals(name)) {
        continue;
      }
      if (failures == TRIES_OF_THE_DEAD) {
        giveUp(one, now);
      } else if (!http && confirmed && one.state == State.TOLD) {
        one.state = State.ACKNOWLEDGED;
      } else if (one.next.isAfter(now)) {
        giveUp(one, now);
        failures = 0;
      } else if (http) {
        failures = post(one, now, health) ? 0 : failures + 1;
      } else {
        one.state = State.TOLD;
        attempted(one, now);
      }
    }
  }

  /** False if nobody is there at all. */
  private boolean post(Notice one, Instant now, Health health) {
    if (health != Health.DEAD) {
      one.posts++;
    }
    if (health == Health.UP) {
      one.state = State.ACKNOWLEDGED;
    } else {
      attempted(one, now);
    }
    return health != Health.DEAD;
  }

  private void attempted(Notice one, Instant now) {
    if (isOver(one, now)) {
      one.state = State.FAILED;
      return;
    }
    one.attempts++;
    Duration wait = Duration.ofMinutes(15).multipliedBy(1L << Math.min(one.attempts - 1, 20));
    one.next = now.plus(wait.compareTo(DAY) > 0 ? DAY : wait);
  }

  private void giveUp(Notice one, Instant now) {
    if (isOver(one, now)) {
      one.state = State.FAILED;
    }
  }

  private boolean isOver(Notice one, Instant now) {
    Period giveUp = one.to.giveUp();
    return !now.isBefore(one.since.atZone(zone).plus(giveUp).toInstant());
  }

  /** By recipient, how often each notice should have been posted, in order of that. */
  Map<String, List<Integer>> times() {
    Map<String, List<Integer>> times = new TreeMap<>();
    for (Notice one : all) {
      if (one.posts > 0) {
        times.computeIfAbsent(one.to.name(), r -> new ArrayList<>()).add(one.posts);
      }
    }
    times.values().forEach(list -> list.sort(null));
    return times;
  }

  /** By recipient, what each notice should say that was posted: one identifier, and no other. */
  Map<String, List<String>> told() {
    Map<String, List<String>> told = new TreeMap<>();
    for (Notice one : all) {
      if (one.posts > 0) {
        told.computeIfAbsent(one.to.name(), r -> new ArrayList<>())
            .add(List.of(one.identifier).toString());
      }
    }
    told.values().forEach(list -> list.sort(null));
    return told;
  }

  /** What the notices should say that lie with a recipient who fetches them. */
  List<String> left(String recipient) {
    return all.stream()
        .filter(one -> one.to.name().equals(recipient) && one.state == State.TOLD)
        .map(one -> List.of(one.identifier).toString())
        .sorted()
        .toList();
  }

  /** Recipient and state of each, in order. */
  List<String> states() {
    return all.stream()
        .map(one -> one.to.name() + " " + one.state.name().toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }
}
