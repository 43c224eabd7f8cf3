package org.quietus.backup.set;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.journal.RunFindings;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Outliving;
import org.quietus.policy.JobFile;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.target.BackupTask;

/**
 * Copies of a set's objects that no deletion of them takes away. Those in a bucket in which another
 * set of the job looks after the same objects are none.
 */
final class OutlivingCopies {
  private final JobFile job;
  private final List<ObjectSet> sets;
  private final RunFindings findings;
  private final BackupTask task;
  private final Set<String> told = new HashSet<>();

  OutlivingCopies(JobFile job, List<ObjectSet> sets, RunFindings findings, BackupTask task) {
    this.job = job;
    this.sets = sets;
    this.findings = findings;
    this.task = task;
  }

  /** Finds those of a set, tells of each once, and notes them for the certificates. */
  void of(ObjectSet set, ObjectStore store) {
    for (Outliving one : store.outliving(set.objects().prefix())) {
      boolean copies = !one.code().equals(Outliving.MFA_DELETE);
      if (copies && isLookedAfter(set, one)) {
        continue;
      }
      String note = "object store '" + set.store() + "' " + one.told();
      if (told.add(note)) {
        task.notes().accept(note);
      }
      if (copies) {
        task.fenced().transaction(() -> findings.outliving(set.name(), one.code()));
      }
    }
  }

  /** Whether a set has the same objects of the bucket that they are copied to. */
  private boolean isLookedAfter(ObjectSet set, Outliving copies) {
    return sets.stream()
        .filter(other -> copies.bucket().equals(Optional.ofNullable(place(other).url().getHost())))
        .anyMatch(other -> keys(other).equals(keys(set)));
  }

  private ObjectStoreSettings place(ObjectSet set) {
    return Objects.requireNonNull(job.objectStores().get(set.store()));
  }

  /** Its keys as the bucket has them. */
  private String keys(ObjectSet set) {
    return (place(set).url().getPath() + "/" + set.objects().text()).replaceAll("/+", "/");
  }
}
