package org.quietus.backup.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.backup.dump.SearchedGraph;
import org.quietus.objectstore.Pin;
import org.quietus.plan.Member;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * With which graph of each kind of person the versions of a set were searched; inside the caller's
 * transaction.
 */
public final class GraphsOfVersions {
  private static final String OF_VERSION = " WHERE job = ? AND set_name = ? AND version_token = ?";

  private final JdbcTemplate jdbc;
  private final String job;
  private final String set;
  private final Map<String, SearchedGraph> today;
  private final Map<String, Map<String, SearchedGraph>> known = new HashMap<>();
  private final Set<String> wider = new HashSet<>();
  private final Map<String, SearchedGraph> graphs = new HashMap<>();
  private final VersionRows rows;

  /** {@code today} has the graph of each kind of person who is sought now. */
  public GraphsOfVersions(
      JdbcTemplate jdbc, String job, String set, Map<String, SearchedGraph> today) {
    this.jdbc = jdbc;
    this.job = job;
    this.set = set;
    this.today = Map.copyOf(today);
    this.rows = new VersionRows(jdbc, job, set);
  }

  /** Reads what was noted of some versions, in place of what was read before; of all if empty. */
  public void read(Optional<Collection<String>> versions) {
    known.clear();
    wider.clear();
    rows.each(
        "version_token, subject, graph, paths",
        "screened_with",
        versions,
        row ->
            known
                .computeIfAbsent(row.getString(1), of -> new HashMap<>())
                .put(row.getString(2), graph(row.getString(3), row.getString(4))));
  }

  /** There are as many versions as objects, and few graphs. */
  private SearchedGraph graph(String digest, String paths) {
    return graphs.computeIfAbsent(
        digest + " " + paths,
        of ->
            new SearchedGraph(
                digest,
                Arrays.stream(paths.split(" "))
                    .filter(Predicate.not(String::isEmpty))
                    .collect(Collectors.toSet())));
  }

  /**
   * Gives those of some versions that were searched for somebody of whom more is sought today, and
   * the last entry before theirs.
   *
   * @param searched up to which entry each version was
   * @param firstOf the number of the first entry of a kind of person
   */
  public void wider(
      Map<String, Long> searched,
      Function<String, Optional<Long>> firstOf,
      BiConsumer<String, Long> upTo) {
    searched.forEach(
        (version, last) -> {
          for (String kind : others(version)) {
            Optional<Long> first = firstOf.apply(kind).filter(number -> number <= last);
            first.ifPresent(number -> upTo.accept(version, number - 1));
            first.ifPresent(number -> wider.add(version));
          }
        });
  }

  /** Whether a version is one of these. */
  boolean isWider(String version) {
    return wider.contains(version);
  }

  private Set<String> others(String version) {
    Map<String, SearchedGraph> then = known.getOrDefault(version, Map.of());
    Set<String> others = new TreeSet<>();
    today.forEach(
        (kind, graph) -> {
          SearchedGraph before = then.get(kind);
          if (before == null || !before.digest().equals(graph.digest())) {
            others.add(kind);
          }
        });
    return others;
  }

  /** Whether a version was searched for a kind of person before a path led to them. */
  boolean wasWithout(String version, String kind, Member member) {
    SearchedGraph then = known.getOrDefault(version, Map.of()).get(kind);
    return then != null && !then.paths().contains(SearchedGraph.path(member));
  }

  /**
   * Notes that versions were searched as everybody is sought today. What was not searched to its
   * end is still to be sought with what it was not searched with before.
   */
  void note(
      List<JournalEntry> entries,
      Set<String> searched,
      Set<String> unfinished,
      Function<Pin, String> token) {
    searched.stream().filter(of -> !today.isEmpty()).forEach(of -> put(of, today));
    for (JournalEntry entry : entries) {
      Map<String, SearchedGraph> before =
          Map.copyOf(known.getOrDefault(token.apply(entry.held().pin()), today));
      entry
          .standing()
          .map(now -> token.apply(now.pin()))
          .filter(unfinished::contains)
          .ifPresent(now -> put(now, before));
    }
  }

  private void put(String version, Map<String, SearchedGraph> graphs) {
    if (graphs.equals(known.get(version))) {
      return;
    }
    if (known.containsKey(version)) {
      remove(version);
    }
    known.put(version, new HashMap<>(graphs));
    List<Object[]> added = new ArrayList<>();
    graphs.forEach(
        (kind, graph) ->
            added.add(
                new Object[] {
                  job,
                  set,
                  version,
                  kind,
                  graph.digest(),
                  String.join(" ", new TreeSet<>(graph.paths()))
                }));
    rows.update(
        "INSERT INTO quietus.screened_with (job, set_name, version_token, subject, graph, paths)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        added);
  }

  /** Forgets all other versions. */
  void keepOnly(Predicate<String> versions) {
    rows.keepOnly("screened_with", versions, this::remove);
  }

  private void remove(String version) {
    known.remove(version);
    jdbc.update("DELETE FROM quietus.screened_with" + OF_VERSION, job, set, version);
  }
}
