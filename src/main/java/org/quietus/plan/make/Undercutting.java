package org.quietus.plan.make;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.plan.Lifetime;
import org.quietus.policy.ErasureRule;
import org.quietus.policy.JobFile;
import org.quietus.policy.Keep;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.Then;

/**
 * Compares what a request does to a table with what a retention rule keeps there for a reason.
 * Whether that reason stands against a request nobody but the controller can say, and has to.
 */
final class Undercutting {
  private final JobFile job;
  private final Resolver resolver;
  private final Edges edges;
  private final Set<String> persons;
  private final Findings findings;

  /** {@code persons} are the tables of persons, whose rows keep nothing that hangs on them. */
  Undercutting(
      JobFile job, Resolver resolver, Edges edges, Set<String> persons, Findings findings) {
    this.job = job;
    this.resolver = resolver;
    this.edges = edges;
    this.persons = persons;
    this.findings = findings;
  }

  /**
   * Refuses requests that take rows before a rule that keeps them for a reason does, or perhaps so,
   * unless the job file says that they come before that rule. So does one that keeps what they hang
   * on, which could not be read without them.
   *
   * @param taken tables of which a request takes rows also where they stay with what they hang on
   */
  void check(Set<String> taken) {
    for (ErasureRule erasure : job.erasure().values()) {
      if (resolver.here(erasure.records())) {
        Map<String, List<Join>> above = above(erasure.records().table());
        refuseNeedless(erasure, above.keySet());
        if (!erasure.withParent() || taken.contains(erasure.records().table())) {
          check(erasure, above);
        }
      }
    }
  }

  private void check(ErasureRule erasure, Map<String, List<Join>> above) {
    for (RetentionRule rule : job.retention().values()) {
      if (!resolver.here(rule.records())
          || rule.because().isEmpty()
          || erasure.despite().contains(rule.name())) {
        continue;
      }
      List<Join> path = above.get(rule.records().table());
      if (rule.records().equals(erasure.records())) {
        if (!isWithin(rule, erasure)) {
          refuse(erasure, rule);
        }
      } else if (path != null) {
        refuseBelow(erasure, rule, path);
      }
    }
  }

  /**
   * The tables that rows of one may hang on without being a person's, and by what joins. What is
   * said of one that is, is said of all that hangs on its rows.
   */
  private Map<String, List<Join>> above(String table) {
    Map<String, List<Join>> paths = new LinkedHashMap<>();
    Deque<String> ahead = new ArrayDeque<>(List.of(table));
    while (!ahead.isEmpty()) {
      String next = ahead.remove();
      for (ForeignKey edge : edges.from(next)) {
        String above = edge.referencedTable();
        if (!persons.contains(above)
            && !job.erasure().containsKey(resolver.name(above))
            && !paths.containsKey(above)) {
          List<Join> path = new ArrayList<>(paths.getOrDefault(next, List.of()));
          path.add(Join.up(edge));
          paths.put(above, List.copyOf(path));
          ahead.add(above);
        }
      }
    }
    return paths;
  }

  /** Refuses to put a request before rules that keep neither its rows nor what these hang on. */
  private void refuseNeedless(ErasureRule erasure, Set<String> above) {
    for (int n = 0; n < erasure.despite().size(); n++) {
      RetentionRule rule = job.retention().get(erasure.despite().get(n));
      if (rule != null
          && !rule.records().equals(erasure.records())
          && !(resolver.here(rule.records()) && above.contains(rule.records().table()))) {
        findings.refuse(
            "DESPITE-NOTHING",
            Pointer.to("erasure", "records", erasure.records(), "despite", n),
            "rule '"
                + rule.name()
                + "' keeps neither rows of "
                + erasure.records()
                + " nor rows that these hang on and no request takes",
            "remove it; a request need not be put before it");
      }
    }
  }

  /**
   * Whether a request keeps the rows as long as a rule does; nobody can tell from two moments, or
   * from two conditions.
   */
  private static boolean isWithin(RetentionRule rule, ErasureRule erasure) {
    return keepsAll(rule, erasure)
        && erasure
            .keep()
            .filter(keep -> keep.from().equals(rule.from()))
            .filter(keep -> !Lifetime.isLonger(rule.keep(), keep.period()))
            .isPresent();
  }

  private static boolean keepsAll(RetentionRule rule, ErasureRule erasure) {
    return erasure.where().isEmpty() || erasure.where().equals(rule.where());
  }

  /** When rows go, and for what they stay until then. */
  private static String when(RetentionRule rule, ErasureRule erasure) {
    Optional<Keep> keep = erasure.keep();
    if (keep.isEmpty()) {
      return "at once";
    }
    return keepsAll(rule, erasure)
        ? "after %s from %s for '%s'"
            .formatted(keep.get().period(), keep.get().from(), keep.get().because())
        : "at once where they do not meet its 'where'";
  }

  private void refuse(ErasureRule erasure, RetentionRule rule) {
    Optional<Keep> keep = erasure.keep();
    String takes = erasure.then() == Then.DELETE ? "deletes" : "anonymises";
    findings.refuse(
        keep.isPresent() ? "KEPT-LONGER-BY-RULE" : "REQUEST-BEFORE-RULE",
        Pointer.to("erasure", "records", erasure.records()),
        "a request "
            + takes
            + " rows of '"
            + erasure.records()
            + "' "
            + when(rule, erasure)
            + ", which rule '"
            + rule.name()
            + "' keeps "
            + rule.keep()
            + " from "
            + rule.from()
            + " for '"
            + rule.because().orElseThrow()
            + "'",
        "if that reason stands against requests too, write 'keep: "
            + rule.keep()
            + ", from: "
            + rule.from()
            + ", because: …' here; if a request comes first, 'despite: [ "
            + rule.name()
            + " ]'");
  }

  private void refuseBelow(ErasureRule erasure, RetentionRule rule, List<Join> path) {
    findings.refuse(
        "REQUEST-BEFORE-RULE",
        Pointer.to("erasure", "records", erasure.records()),
        "a request "
            + (erasure.then() == Then.DELETE ? "deletes" : "anonymises")
            + " rows of '"
            + erasure.records()
            + "'"
            + erasure
                .keep()
                .map(
                    keep ->
                        " after %s from %s for '%s'"
                            .formatted(keep.period(), keep.from(), keep.because()))
                .orElse(" at once")
            + ", which hang by "
            + path.stream().map(Join::toString).collect(Collectors.joining(", "))
            + " on rows that rule '"
            + rule.name()
            + "' keeps "
            + rule.keep()
            + " from "
            + rule.from()
            + " for '"
            + rule.because().orElseThrow()
            + "'; these could not be read without them",
        "if a request comes first, or what it takes is not needed to read those rows, write"
            + " 'despite: [ "
            + rule.name()
            + " ]' here; if that reason stands against requests too, also a 'keep … from …"
            + " because' that lasts as long");
  }
}
