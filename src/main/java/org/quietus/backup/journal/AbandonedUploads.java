package org.quietus.backup.journal;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.Ticket;
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

  /** Discards those of a set; what cannot be discarded now is tried again by the next run. */
  public void discard(String set, ObjectStore store) {
    discardLeft(set, store);
    for (String run : runs(set)) {
      Journal journal = new Journal(jdbc, task.key(), clock, run);
      try {
        tickets(journal, set).forEach(store::discard);
      } catch (StoreException e) {
        task.notes().accept(NOT_REMOVED + e.getMessage());
        continue;
      }
      task.fenced().transaction(() -> journal.forget(set));
    }
  }

  /** What runs that came to their end could not give up. */
  private void discardLeft(String set, ObjectStore store) {
    for (String run : runsThatLeft(set)) {
      Journal journal = new Journal(jdbc, task.key(), clock, run);
      try {
        journal
            .left(set)
            .forEach(
                (number, ticket) -> {
                  store.discard(ticket);
                  task.fenced().transaction(() -> journal.givenUp(number));
                });
      } catch (StoreException e) {
        task.notes().accept(NOT_REMOVED + e.getMessage());
      } catch (IllegalStateException e) {
        task.notes().accept(NOT_KNOWN + e.getMessage());
      }
    }
  }

  private List<Ticket> tickets(Journal journal, String set) {
    try {
      return journal.of(set).stream()
          .map(entry -> entry.held().ticket())
          .flatMap(Optional::stream)
          .toList();
    } catch (IllegalStateException e) {
      task.notes().accept(NOT_KNOWN + e.getMessage());
      return List.of();
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
