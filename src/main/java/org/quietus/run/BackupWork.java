package org.quietus.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.hold.HoldsChanged;
import org.quietus.job.RunListener;
import org.quietus.policy.JobFile;
import org.quietus.run.person.Attempt;
import org.quietus.run.person.Requested;
import org.quietus.target.BackupEnd;
import org.quietus.target.Backups;
import org.quietus.target.NamedObjects;
import org.quietus.target.Sought;
import org.quietus.target.TableDue;

/** Works the backups of all databases off in one run, and reads them again. */
final class BackupWork {
  private final JobFile job;
  private final String run;
  private final Backups backups;
  private final Control control;
  private final RunListener listener;
  private final NamedObjects named;
  private final List<DatabaseBackups> databases;
  private final BackupOutcome outcome;

  BackupWork(
      OpenJob open,
      RunOrder order,
      EvidenceAccess evidence,
      NamedObjects named,
      RunListener listener) {
    this.named = named;
    this.job = open.job();
    this.run = order.id();
    this.backups = open.backups();
    this.control = open.control();
    this.listener = listener;
    this.databases = DatabaseBackups.of(open, order, evidence);
    this.outcome = new BackupOutcome(open, order, evidence.sealing(), databases.get(0).earlier());
  }

  /** What became of them, so far. */
  BackupOutcome outcome() {
    return outcome;
  }

  /**
   * Works the backups off, those of a database anew whenever holds have changed there meanwhile;
   * returns how many object versions have come to an end.
   */
  long perform(Attempt attempt, BooleanSupplier stopping) {
    for (DatabaseBackups some : databases) {
      boolean done = false;
      while (!done) {
        spare(attempt, some.held(attempt.requests().values(), attempt.token()));
        try {
          some.work(attempt, named, stopping, listener::note);
          done = true;
        } catch (HoldsChanged e) {
          listener.note("a hold was set or released; the backups are planned again");
        }
      }
    }
    return backups.ends(run).stream().mapToLong(BackupEnd::versions).sum();
  }

  /**
   * Notes whom a hold spares: for all of the run, even if it is released, since objects that were
   * done by then are not read again.
   */
  private void spare(Attempt attempt, List<String> held) {
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              control.fence().check(attempt.token());
              control.verifications().spare(run, held);
            });
  }

  /** What reading the backups again showed, in the words of verification. */
  List<ZeroDueScan.BackupLine> reread(Attempt attempt) {
    List<ZeroDueScan.BackupLine> lines = new ArrayList<>();
    if (!outcome.isWanted()) {
      return lines;
    }
    Map<String, Requested> before = outcome.ofEarlierRuns(attempt);
    Backups.Rereading again = backups.rereading(run);
    for (DatabaseBackups some : databases) {
      List<Sought> sought = new ArrayList<>(some.persons(attempt.requests().values()));
      sought.addAll(some.ofEarlierRuns(before.values()));
      sought.forEach(person -> again.of(person).forEach(table -> lines.add(line(person, table))));
    }
    again
        .expired()
        .forEach(
            objects ->
                lines.add(
                    new ZeroDueScan.BackupLine(
                        ObjectSteps.numbers(job)
                            .getOrDefault(
                                objects.table().toString(),
                                ObjectSteps.numbers(job)
                                    .getOrDefault(objects.table().database(), 0)),
                        Optional.empty(),
                        objects)));
    return lines;
  }

  private static ZeroDueScan.BackupLine line(Sought person, TableDue table) {
    return new ZeroDueScan.BackupLine(person.step().number(), Optional.of(person.request()), table);
  }
}
