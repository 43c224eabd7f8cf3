package org.quietus.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.quietus.job.DatabaseDown;
import org.quietus.job.Unreached;
import org.quietus.policy.JobFile;

/** The databases of a job that persons are in, and home, which knows who was erased. */
final class PersonDatabases {
  private PersonDatabases() {}

  /** Their names. */
  static Set<String> of(JobFile job) {
    Set<String> names = new TreeSet<>(Set.of(job.home()));
    job.subjects().values().forEach(subject -> names.add(subject.records().database()));
    return names;
  }

  /**
   * Insists that all of them were reached.
   *
   * @throws DatabaseDown with those that are down
   */
  static void requireReached(OpenJob open) {
    Set<String> needed = of(open.job());
    List<Unreached> down =
        open.sites().unreached().entrySet().stream()
            .filter(site -> needed.contains(site.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    if (!down.isEmpty()) {
      throw new DatabaseDown(down);
    }
  }
}
