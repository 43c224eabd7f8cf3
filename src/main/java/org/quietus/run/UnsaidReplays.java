package org.quietus.run;

import java.util.List;
import org.quietus.control.Site;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;

/**
 * Backups of which the job file does not say whether binary logs are replayed on them, though the
 * server keeps such: those that say where the logs go on are not rewritten then.
 */
final class UnsaidReplays {
  private UnsaidReplays() {}

  /** Of one database. */
  static List<Problem> warnings(JobFile job, Site site) {
    List<BackupSettings> unsaid =
        job.backups().values().stream()
            .filter(set -> set.database().equals(site.name()) && set.isRewritten())
            .filter(set -> !set.format().equals("pg_dump") && set.pitr().isEmpty())
            .toList();
    return unsaid.isEmpty() || site.target().beforeImages().isEmpty()
        ? List.of()
        : unsaid.stream().map(set -> warning(job, set)).toList();
  }

  private static Problem warning(JobFile job, BackupSettings set) {
    return job.text()
        .problem(
            "PITR-NOT-SAID",
            "/backups/" + set.name(),
            "the server keeps a binary log, and backup set '"
                + set.name()
                + "' does not say whether that is replayed on its dumps; those that say from which"
                + " position the log goes on are not rewritten",
            "write 'pitr: none' if that is never done, or 'pitr: idempotent' if changes of missing"
                + " rows are passed over");
  }
}
