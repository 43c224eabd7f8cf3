package org.quietus.backup.journal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.StoreException;
import org.quietus.target.BackupTask;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What runs had begun to write that somebody abandoned: no listing shows it, and it holds everybody
 * who was in the backup and had not been erased by then.
 */
public final class AbandonedUploads {
  private static final String NOT_REMOVED = "an unfinished upload could not be removed: ";
  private static final String NOT_KNOWN = "an unfinished upload is not known any more: ";

  private final JdbcTemplate jdbc;
  private final String job;
  private final Clock clock;
  private final BackupTask task;

  public AbandonedUploads(JdbcTemplate jdbc, String job, Clock clock, BackupTask task) {
    this.jdbc = jdbc;
    this.job = job;
    this.clock = clock;
    this.task = task;
  }

  /**
   * Discards those of a set; what cannot be discarded now is tried again by the next run.
   *
   * @param uncounted takes, in a transaction, rows that went with what was not noted
   */
  public void discard(String set, ObjectStore store, Consumer<UncountedRows> uncounted) {
    discardLeft(set, store, uncounted);
    for (String run : runs(set)) {
      Journal journal = new Journal(jdbc, task.key(), clock, run);
      List<UncountedRows> rows = new ArrayList<>();
      try {
        journal.each(
            set,
            entry -> {
              UncountedRows.of(entry, store).ifPresent(rows::add);
              entry.held().ticket().ifPresent(store::discard);
            });
      } catch (StoreException e) {
        task.notes().accept(NOT_REMOVED + e.getMessage());
        continue;
      } catch (IllegalStateException e) {
        task.notes().accept(NOT_KNOWN + e.getMessage());
      }
      task.fenced()
          .transaction(
              () -> {
                rows.forEach(uncounted);
                journal.forget(set);
              });
    }
  }

  /** What runs that came to their end could not give up. */
  private void discardLeft(String set, ObjectStore store, Consumer<UncountedRows> uncounted) {
    for (String run : runsThatLeft(set)) {
      Journal journal = new Journal(jdbc, task.key(), clock, run);
      try {
        for (Journal.LeftUpload left : journal.left(set)) {
          Optional<UncountedRows> rows = UncountedRows.of(left.held(), left.counts(), store);
          left.held().ticket().ifPresent(store::discard);
          task.fenced()
              .transaction(
                  () -> {
                    rows.ifPresent(uncounted);
                    journal.givenUp(left.number());
                  });
        }
      } catch (StoreException e) {
        task.notes().accept(NOT_REMOVED + e.getMessage());
      } catch (IllegalStateException e) {
        task.notes().accept(NOT_KNOWN + e.getMessage());
      }
    }
  }

  private List<String> runs(String set) {
    return jdbc.queryForList(
        "SELECT DISTINCT v.run_id FROM quietus.backup_version v JOIN quietus.run r"
            + " ON r.run_id = v.run_id WHERE r.job = ? AND r.state = 'abandoned'"
            + " AND v.set_name = ? AND v.sealed IS NOT NULL",
        String.class,
        job,
        set);
  }

  private List<String> runsThatLeft(String set) {
    return jdbc.queryForList(
        "SELECT DISTINCT u.run_id FROM quietus.backup_upload u JOIN quietus.run r"
            + " ON r.run_id = u.run_id WHERE r.job = ? AND u.set_name = ?",
        String.class,
        job,
        set);
  }
}
