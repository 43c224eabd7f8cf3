package org.quietus.backup.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quietus.backup.RowOutcome;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.VersionCounts;
import org.quietus.backup.person.Judgement;
import org.quietus.request.CopyReviews;
import org.quietus.target.Sought;

/**
 * Adds up what becomes of the rows of one object version. Of persons whom earlier runs erased only
 * what is new counts: what is kept of them stands on their certificates.
 */
final class DumpCounts {
  private final List<Sought> persons;
  private final Set<String> ofRun;
  private final Map<String, CountLine> lines = new LinkedHashMap<>();
  private final List<CopyReviews.Seen> doubted = new ArrayList<>();
  private long changes;
  private boolean unread;

  /** {@code ofRun} are the requests of the run itself. */
  DumpCounts(List<Sought> persons, Collection<String> ofRun) {
    this.persons = persons;
    this.ofRun = Set.copyOf(ofRun);
  }

  void add(Judgement judgement) {
    changes += judgement.changes() ? 1 : 0;
    for (RowOutcome effect : judgement.effects()) {
      Sought person = persons.get(effect.person());
      CountLine line = CountLine.of(person.request(), person.step().number(), effect);
      lines.merge(line.group(), line, CountLine::plus);
    }
  }

  /** Notes rows of which somebody has to say whose they are. */
  void doubt(List<CopyReviews.Seen> rows) {
    doubted.addAll(
        rows.subList(0, Math.min(rows.size(), VersionCounts.MOST_DOUBTED - doubted.size())));
  }

  /** There are rows of which it cannot be read whose they are. */
  void addUnread() {
    unread = true;
  }

  VersionCounts total() {
    return new VersionCounts(changes, unread, lines(), comeDue(), doubted);
  }

  private Map<String, LocalDate> comeDue() {
    Map<String, LocalDate> days = new HashMap<>();
    for (CountLine line : lines.values()) {
      if (line.kept() > 0 && line.firstUntil() != null && !ofRun.contains(line.request())) {
        LocalDate day = LocalDate.parse(line.firstUntil());
        days.merge(line.request(), day, (one, other) -> one.isBefore(other) ? one : other);
      }
    }
    return days;
  }

  /** How many rows go or are changed. */
  long changes() {
    return changes;
  }

  List<CountLine> lines() {
    Set<String> worked = new HashSet<>(ofRun);
    lines.values().stream()
        .filter(line -> line.changed() + line.ambiguous() > 0)
        .forEach(line -> worked.add(line.request()));
    return lines.values().stream().filter(line -> worked.contains(line.request())).toList();
  }
}
