package org.quietus.job;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quietus.certificate.Outcome;
import org.quietus.target.RowCounts;

/**
 * How a run ended.
 *
 * @param resumed runs of earlier commands that were brought to their end first; the outcome, counts
 *     and certificates are then those of all of them together
 * @param exitCode as the command line documents it
 * @param outcome in the words of the certificate
 * @param byTable what became of the rows, by table name
 * @param concerns what an exit code of 0 may hide
 * @param messages what a person should know or do about it
 */
public record RunResult(
    String runId,
    List<String> resumed,
    int exitCode,
    String outcome,
    Map<String, RowCounts> byTable,
    Set<Concern> concerns,
    List<String> certificates,
    List<String> messages) {

  /** The outcome of a run that has not ended. */
  public static final String UNFINISHED = "UNFINISHED";

  /** A run that no other went before in its command. */
  public RunResult(
      String runId,
      int exitCode,
      String outcome,
      Map<String, RowCounts> byTable,
      Set<Concern> concerns,
      List<String> certificates,
      List<String> messages) {
    this(runId, List.of(), exitCode, outcome, byTable, concerns, certificates, messages);
  }

  /**
   * Whether the run ended, well or with something left for a person, rather than being cut short.
   */
  public boolean isOver() {
    return (exitCode == 0 || exitCode == CannotRun.PARTIAL) && !outcome.equals(UNFINISHED);
  }

  /**
   * This run and the one that followed it in the same command, as one result with the graver
   * outcome of the two.
   */
  public RunResult then(RunResult next) {
    Map<String, RowCounts> counts = new LinkedHashMap<>(byTable);
    next.byTable.forEach((table, more) -> counts.merge(table, more, RowCounts::then));
    Set<Concern> all = EnumSet.noneOf(Concern.class);
    all.addAll(concerns);
    all.addAll(next.concerns);
    List<String> files = new ArrayList<>(certificates);
    files.addAll(next.certificates);
    List<String> earlier = new ArrayList<>(resumed);
    earlier.add(runId);
    Set<String> said = new LinkedHashSet<>(messages); // what both of them left is left once
    said.addAll(next.messages);
    return new RunResult(
        next.runId,
        List.copyOf(earlier),
        next.isOver() ? Math.max(exitCode, next.exitCode) : next.exitCode,
        next.isOver() ? graver(outcome, next.outcome) : next.outcome,
        counts,
        all,
        files,
        List.copyOf(said));
  }

  private static String graver(String one, String other) {
    return Outcome.valueOf(one).compareTo(Outcome.valueOf(other)) <= 0 ? one : other;
  }
}
