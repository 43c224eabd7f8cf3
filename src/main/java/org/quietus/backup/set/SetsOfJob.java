package org.quietus.backup.set;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.FileSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.ObjectSet;

/** The sets of a job: its backups, and then its files. */
final class SetsOfJob {
  private SetsOfJob() {}

  /** Those of some databases, by name. */
  static List<ObjectSet> of(JobFile job, Predicate<String> databases) {
    return Stream.concat(
            job.backups().values().stream()
                .filter(set -> databases.test(set.database()))
                .map(BackupSettings::set),
            job.files().values().stream()
                .filter(set -> databases.test(set.database()))
                .map(FileSettings::set))
        .toList();
  }
}
