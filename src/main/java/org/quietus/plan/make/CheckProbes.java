package org.quietus.plan.make;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.Blackout;
import org.quietus.anonymise.Bucket;
import org.quietus.anonymise.Grid;
import org.quietus.anonymise.JsonParts;
import org.quietus.anonymise.Network;
import org.quietus.anonymise.RandomShape;
import org.quietus.anonymise.Redact;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.Truncate;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.plan.CheckProbe;
import org.quietus.policy.Problem;

/** Collects the CHECK constraints that a change of columns might break. */
final class CheckProbes {
  private static final LocalDate SOME_DAY = LocalDate.of(2024, 2, 29);

  /** Each is a question to the database. */
  private static final long MOST_SAMPLES = 40_000;

  private final List<CheckProbe> probes = new ArrayList<>();
  private final Resolver resolver;
  private final Findings findings;

  CheckProbes(Resolver resolver, Findings findings) {
    this.resolver = resolver;
    this.findings = findings;
  }

  List<CheckProbe> all() {
    return probes.stream().distinct().toList();
  }

  /**
   * Looks at each CHECK of a table whose columns change, and refuses what no sample can show.
   *
   * @param samples by column what it may become; none if it may become anything
   */
  void add(Table table, Map<String, List<@Nullable Object>> samples, String pointer) {
    for (Table.Check check : table.checks()) {
      List<String> mentioned =
          table.columns().keySet().stream()
              .filter(name -> mentions(check.condition(), name))
              .toList();
      List<String> changed = mentioned.stream().filter(samples::containsKey).toList();
      if (changed.isEmpty()) {
        continue;
      }
      String what = "CHECK '" + check.name() + "' of '" + table.name() + "' ";
      boolean provable =
          changed.size() == mentioned.size()
              && changed.stream()
                  .noneMatch(name -> samples.getOrDefault(name, List.of()).isEmpty());
      if (provable && combinations(changed, samples) > MOST_SAMPLES) {
        findings.refuse(
            "CHECK-TOO-WIDE",
            pointer,
            what
                + "depends on "
                + String.join(", ", changed)
                + " together, which may become more combinations than can be tried: over "
                + MOST_SAMPLES,
            "use 'set-null' or 'fixed' for some of these columns, or split the constraint");
      } else if (provable) {
        probes.add(
            new CheckProbe(
                resolver.name(table.name()),
                check,
                combine(changed, samples),
                findings.problem(
                    "CHECK-VIOLATED",
                    pointer,
                    what + "forbids what " + String.join(", ", changed) + " would become",
                    "use another strategy or loosen the constraint")));
      } else {
        findings.refuse(
            "CHECK-UNPROVABLE",
            pointer,
            what
                + "also depends on more than what "
                + String.join(", ", changed)
                + " become, so that nothing shows beforehand that the change is allowed",
            "use another strategy or leave these columns: "
                + String.join(", ", new TreeSet<>(changed)));
      }
    }
  }

  /** Lets the database show that an expression is NULL where these columns are. */
  void addNull(Table table, String expression, Set<String> columns, Problem refusal) {
    Map<String, @Nullable Object> nulls = new LinkedHashMap<>();
    columns.forEach(column -> nulls.put(column, null));
    probes.add(
        new CheckProbe(
            resolver.name(table.name()),
            new Table.Check("", "(" + expression + ") IS NULL"),
            List.of(nulls),
            refusal));
  }

  /** What each column of an anonymisation may become, its mark column included. */
  static Map<String, List<@Nullable Object>> changes(
      Table table, Map<String, Strategy> columns, Optional<String> mark) {
    Map<String, List<@Nullable Object>> samples = new LinkedHashMap<>();
    columns.forEach(
        (name, strategy) ->
            table.column(name).ifPresent(c -> samples.put(name, samples(strategy, c))));
    mark.flatMap(table::column)
        .ifPresent(column -> samples.put(column.name(), List.of(day(SOME_DAY, column))));
    return samples;
  }

  /** The column may become NULL. */
  static List<@Nullable Object> none() {
    return Collections.singletonList(null);
  }

  private static List<@Nullable Object> samples(Strategy strategy, Column column) {
    if (strategy instanceof RandomShape || strategy instanceof Blackout || unproven(strategy)) {
      return List.of();
    }
    Stream<Object> originals = Stream.of("an original value");
    if (strategy instanceof Redact) {
      int longest = column.length() > 0 ? (int) Math.min(8, column.length()) : 8;
      originals = IntStream.rangeClosed(1, longest).mapToObj("x"::repeat);
    } else if (strategy instanceof Network) {
      originals = Stream.of("none", "198.51.100.77", "2001:db8:abcd::1");
    } else if (strategy instanceof JsonParts) {
      originals = Stream.of("none", "{}", "[]", "1");
    } else if (strategy instanceof Truncate) {
      originals =
          Stream.of(LocalDate.of(1981, 7, 9), LocalDate.of(2003, 11, 30), SOME_DAY)
              .map(date -> day(date, column));
    }
    SplittableRandom random = new SplittableRandom(1);
    List<@Nullable Object> samples = new ArrayList<>();
    originals.forEach(original -> samples.add(strategy.apply(original, random)));
    return samples;
  }

  /** What depends on which numbers there are. */
  private static boolean unproven(Strategy strategy) {
    return strategy instanceof Bucket || strategy instanceof Grid;
  }

  private static Object day(LocalDate date, Column column) {
    LocalDateTime moment = date.atStartOfDay();
    return column.type() == Column.Type.DATE ? date : moment;
  }

  /** How many rows {@link #combine} makes; a number above the most that are tried may be less. */
  private static long combinations(
      List<String> columns, Map<String, List<@Nullable Object>> samples) {
    long rows = 1;
    for (String column : columns) {
      rows = Math.min(rows, MOST_SAMPLES + 1) * samples.getOrDefault(column, List.of()).size();
    }
    return rows;
  }

  private static List<Map<String, @Nullable Object>> combine(
      List<String> columns, Map<String, List<@Nullable Object>> samples) {
    List<Map<String, @Nullable Object>> rows = List.of(Map.of());
    for (String column : columns) {
      List<Map<String, @Nullable Object>> longer = new ArrayList<>();
      for (Map<String, @Nullable Object> row : rows) {
        for (Object sample : samples.getOrDefault(column, List.of())) {
          Map<String, @Nullable Object> more = new LinkedHashMap<>(row);
          more.put(column, sample);
          longer.add(Collections.unmodifiableMap(more));
        }
      }
      rows = longer;
    }
    return List.copyOf(rows);
  }

  /** Text in quotes counts too: rather one mention too many than one too few. */
  static boolean mentions(String condition, String column) {
    String word = "(?<![\\p{L}\\p{N}_$])" + Pattern.quote(column) + "(?![\\p{L}\\p{N}_$])";
    return Pattern.compile(word, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
        .matcher(condition)
        .find();
  }
}
