package org.quietus.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.quietus.anonymise.Strategy;

/**
 * The paths by which a step searched for a person, without their names.
 *
 * @param bases by the digest of a path, that of what keeps rows at its end, whatever the period is
 * @param columns the digests of the columns that tell of the person's own row that it is done
 */
public record SearchedPaths(Map<String, String> bases, Set<String> columns) {
  private static final int DIGITS = 32;
  private static final String COLUMN = "own";

  public SearchedPaths {
    bases = Map.copyOf(bases);
    columns = Set.copyOf(columns);
  }

  /** Those of some steps. */
  public static SearchedPaths of(List<Step> steps) {
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
    return new SearchedPaths(bases, columns);
  }

  /** These, and others that were searched before. */
  public SearchedPaths and(SearchedPaths before) {
    Map<String, String> all = new LinkedHashMap<>(before.bases());
    all.putAll(bases);
    return new SearchedPaths(all, columns);
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
    return text.toString();
  }

  /** Reads what was kept. */
  public static SearchedPaths decode(String text) {
    Map<String, String> bases = new LinkedHashMap<>();
    Set<String> columns = new TreeSet<>();
    text.lines()
        .map(line -> line.split(" ", 2))
        .forEach(
            line -> {
              if (line[0].equals(COLUMN)) {
                columns.add(line[1]);
              } else {
                bases.put(line[0], line[1]);
              }
            });
    return new SearchedPaths(bases, columns);
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
