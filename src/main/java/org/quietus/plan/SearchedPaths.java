package org.quietus.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quietus.anonymise.Strategy;

/**
 * The paths by which a step searched for a person, without their names.
 *
 * @param bases by the digest of a path, that of what keeps rows at its end, whatever the period is
 * @param columns the digests of the columns that tell of the person's own row that it is done
 * @param kept the digests of the tables in which rows were kept
 * @param dated of those of which each kept row had a moment that was not to come, up to when that
 *     may be; what has a later one is none of these rows
 */
public record SearchedPaths(
    Map<String, String> bases, Set<String> columns, Set<String> kept, Map<String, Dated> dated) {
  private static final int DIGITS = 32;
  private static final String COLUMN = "own";
  private static final String KEPT = "kept";
  private static final String DATED = "dated";

  /**
   * Of which rows a table's kept ones were.
   *
   * @param upTo the latest moment that one may have
   * @param columns the digests of those that hold it
   */
  public record Dated(Instant upTo, Set<String> columns) {
    public Dated {
      columns = Set.copyOf(columns);
    }
  }

  public SearchedPaths {
    bases = Map.copyOf(bases);
    columns = Set.copyOf(columns);
    kept = Set.copyOf(kept);
    dated = Map.copyOf(dated);
  }

  /**
   * Those of some steps.
   *
   * @param kept the tables in which rows were kept
   * @param dated of those of which each of these rows had a moment, up to when that was; empty for
   *     others
   */
  public static SearchedPaths of(
      List<Step> steps, Collection<String> kept, Function<String, Optional<Instant>> dated) {
    Map<String, String> bases = new LinkedHashMap<>();
    Set<String> columns = new TreeSet<>();
    for (Step step : steps) {
      step.members().forEach(member -> bases.put(path(member), bases(member)));
      if (step.root().action() instanceof Action.Anonymise anonymise) {
        anonymise
            .how()
            .columns()
            .forEach(
                (name, strategy) ->
                    strategy.done().ifPresent(done -> columns.add(column(name, strategy))));
      }
    }
    Map<String, Dated> moments = new LinkedHashMap<>();
    for (String table : kept) {
      dated
          .apply(table)
          .ifPresent(
              upTo -> moments.putIfAbsent(table(table), new Dated(upTo, moments(steps, table))));
    }
    return new SearchedPaths(
        bases,
        columns,
        kept.stream().map(SearchedPaths::table).collect(Collectors.toSet()),
        moments);
  }

  private static Set<String> moments(List<Step> steps, String table) {
    return steps.stream()
        .flatMap(step -> step.members().stream())
        .filter(member -> member.catalogTable().name().equalsIgnoreCase(table))
        .flatMap(member -> member.bases().stream())
        .filter(basis -> basis.isOwn() && !basis.kept().isWithoutEnd())
        .map(basis -> moment(table, basis.kept().keep().from()))
        .collect(Collectors.toSet());
  }

  /** These, and others that were searched before; what was dated then tells of it for good. */
  public SearchedPaths and(SearchedPaths before) {
    Map<String, String> all = new LinkedHashMap<>(before.bases());
    all.putAll(bases);
    Map<String, Dated> moments = new LinkedHashMap<>(dated);
    moments.putAll(before.dated());
    moments.keySet().retainAll(kept);
    return new SearchedPaths(all, columns, kept, moments);
  }

  /** Whether rows of a table were kept. */
  boolean isKept(String table) {
    return kept.contains(table(table));
  }

  /** The latest moment that a row of a table may have which was kept; empty if nothing tells. */
  public Optional<Instant> dated(String table) {
    return Optional.ofNullable(dated.get(table(table))).map(Dated::upTo);
  }

  /** Whether a column held that moment of such a row. */
  boolean isDatedBy(String table, String column) {
    return Optional.ofNullable(dated.get(table(table)))
        .filter(rows -> rows.columns().contains(moment(table, column)))
        .isPresent();
  }

  /** Whether a member's path is among them. */
  boolean has(Member member) {
    return bases.containsKey(path(member));
  }

  /** Whether what keeps rows at the end of a member's path is what it was. */
  boolean hasSameBases(Member member) {
    return bases(member).equals(bases.get(path(member)));
  }

  /** Whether a column told then, as it does now, that a row is done. */
  public boolean has(String column, Strategy strategy) {
    return columns.contains(column(column, strategy));
  }

  private static String table(String name) {
    return digest(name.toLowerCase(Locale.ROOT));
  }

  private static String moment(String table, String column) {
    return digest((table + "." + column).toLowerCase(Locale.ROOT));
  }

  private static String path(Member member) {
    return digest(member.catalogTable().name() + " " + member.path());
  }

  private static String bases(Member member) {
    return digest(
        member.bases().stream()
            .map(basis -> basis.table().name() + " " + basis.above() + " " + basis.kept().where())
            .collect(Collectors.toCollection(TreeSet::new))
            .toString());
  }

  private static String column(String name, Strategy strategy) {
    return digest(name + " " + strategy.done());
  }

  /** As it is kept. */
  public String encode() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(bases).forEach((path, kept) -> text.append(path + " " + kept + "\n"));
    new TreeSet<>(columns).forEach(column -> text.append(COLUMN + " " + column + "\n"));
    new TreeSet<>(kept).forEach(table -> text.append(KEPT + " " + table + "\n"));
    new TreeMap<>(dated)
        .forEach(
            (table, rows) -> {
              text.append(DATED + " " + table + " " + rows.upTo());
              new TreeSet<>(rows.columns()).forEach(column -> text.append(" " + column));
              text.append("\n");
            });
    return text.toString();
  }

  /** Reads what was kept. */
  public static SearchedPaths decode(String text) {
    Map<String, String> bases = new LinkedHashMap<>();
    Set<String> columns = new TreeSet<>();
    Set<String> kept = new TreeSet<>();
    Map<String, Dated> dated = new LinkedHashMap<>();
    text.lines()
        .map(line -> line.split(" "))
        .forEach(
            line -> {
              switch (line[0]) {
                case COLUMN -> columns.add(line[1]);
                case KEPT -> kept.add(line[1]);
                case DATED ->
                    dated.put(
                        line[1],
                        new Dated(
                            Instant.parse(line[2]),
                            Arrays.stream(line).skip(3).collect(Collectors.toSet())));
                default -> bases.put(line[0], line[1]);
              }
            });
    return new SearchedPaths(bases, columns, kept, dated);
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
          .substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
