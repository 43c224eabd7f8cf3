package org.quietus.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quietus.control.Sites;
import org.quietus.job.CannotRun;
import org.quietus.job.DatabaseDown;
import org.quietus.job.Unreached;
import org.quietus.ledger.RunDatabases;
import org.quietus.ledger.Runs;
import org.quietus.plan.Fingerprint;

/**
 * Which of a job's databases a run works on, and the fingerprint of the whole job. The tables of
 * one that is down cannot be read: for it, what the last run on all of them was approved for
 * counts.
 *
 * @param sites those that it works on
 * @param parts the fingerprint of each database; none if the job has only one
 * @param down databases that it began in and that cannot be reached now
 */
record Reached(Sites sites, String fingerprint, List<RunDatabases.Part> parts, Set<String> down) {

  /**
   * Those of a run that begins now.
   *
   * @throws CannotRun with {@link CannotRun#PARTIAL} if a database is down and nobody can tell
   *     whether the plan of the others is approved
   * @throws DatabaseDown likewise if one of them is to be mended
   */
  static Reached now(OpenJob open, Instant asOf) {
    Sites sites = open.sites();
    SortedMap<String, String> read = open.plans().fingerprints(asOf);
    List<RunDatabases.Part> parts = new ArrayList<>();
    read.forEach((name, of) -> parts.add(new RunDatabases.Part(name, of, true)));
    if (!sites.areSeveral()) {
      return new Reached(sites, Fingerprint.joined(read), List.of(), Set.of());
    }
    if (sites.unreached().isEmpty()) {
      return new Reached(sites, Fingerprint.joined(read), parts, Set.of());
    }
    RunDatabases.Whole last =
        open.control()
            .databases()
            .lastWhole(open.job().job())
            .filter(whole -> whole.parts().containsAll(parts))
            .orElseThrow(() -> unknown(sites.unreached()));
    last.parts().stream()
        .filter(part -> sites.unreached().containsKey(part.name()))
        .forEach(part -> parts.add(new RunDatabases.Part(part.name(), part.fingerprint(), false)));
    return new Reached(sites, last.fingerprint(), parts, Set.of());
  }

  private static RuntimeException unknown(Map<String, Unreached> unreached) {
    if (!unreached.values().stream().allMatch(Unreached::passing)) {
      return new DatabaseDown(unreached.values());
    }
    return new CannotRun(
        CannotRun.PARTIAL,
        unreached.values().stream().map(Unreached::what).collect(Collectors.joining("; "))
            + "; no run did the same in the other databases while all of them could be reached, so"
            + " nobody can tell whether that is approved; nothing was touched");
  }

  /** Those that an unfinished run began with, as far as they are there now. */
  static Reached of(Runs.Run run, OpenJob open) {
    Sites all = open.sites();
    List<RunDatabases.Part> parts =
        all.areSeveral() ? open.control().databases().of(run.id()) : List.of();
    if (parts.isEmpty()) {
      return new Reached(all, open.plans().fingerprint(run.asOf()), parts, Set.of());
    }
    Set<String> begun =
        parts.stream()
            .filter(RunDatabases.Part::reached)
            .map(RunDatabases.Part::name)
            .collect(Collectors.toSet());
    Map<String, String> read = open.plans().fingerprints(run.asOf());
    SortedMap<String, String> joined = new TreeMap<>();
    parts.forEach(
        part ->
            joined.put(
                part.name(),
                part.reached()
                    ? read.getOrDefault(part.name(), part.fingerprint())
                    : part.fingerprint()));
    return new Reached(all.only(begun), Fingerprint.joined(joined), parts, down(run, open));
  }

  /**
   * The databases that a run began in and that are not reached now, whatever its plan is now; the
   * job file may have dropped them.
   */
  static Set<String> down(Runs.Run run, OpenJob open) {
    return open.control().databases().of(run.id()).stream()
        .filter(RunDatabases.Part::reached)
        .map(RunDatabases.Part::name)
        .filter(name -> open.sites().find(name).isEmpty())
        .collect(Collectors.toSet());
  }
}
