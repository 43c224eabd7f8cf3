package org.quietus.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.quietus.certificate.Outcome;
import org.quietus.control.Control;
import org.quietus.job.CannotRun;
import org.quietus.job.RunListener;
import org.quietus.job.RunResult;
import org.quietus.ledger.LedgerEntry;
import org.quietus.run.batch.BatchLauncher;
import org.quietus.run.person.Requested;
import org.quietus.target.RowCounts;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Puts together what a run's end means to whoever started it. */
final class RunReport {
  private final OpenJob open;
  private final Control control;
  private final String run;
  private final RunEnding ending;
  private final RunListener listener;

  RunReport(OpenJob open, String run, RunEnding ending, RunListener listener) {
    this.open = open;
    this.control = open.control();
    this.run = run;
    this.ending = ending;
    this.listener = listener;
  }

  /** The result, which says for each thing that was left why, and what comes next. */
  RunResult of(BatchLauncher.End end, Collection<Requested> worked) {
    List<String> messages = new ArrayList<>();
    if (!end.why().isEmpty()) {
      messages.add(end.why());
    }
    int exitCode =
        switch (end.kind()) {
          case COMPLETED -> ending.outcome() == Outcome.PARTIAL ? CannotRun.PARTIAL : 0;
          case DUE_ROWS_LEFT -> CannotRun.NOT_GONE;
          case DATABASES_MISSING -> CannotRun.PARTIAL;
          case FENCED_OUT -> CannotRun.LOCKED;
          case STOPPED, FAILED -> CannotRun.FAILED;
        };
    boolean ended = end.kind() == BatchLauncher.End.Kind.COMPLETED;
    if (ended) {
      messages.addAll(ending.unreached());
      messages.addAll(ending.unasked());
      messages.addAll(ending.lackingPdfs());
      messages.addAll(ending.leftObjects());
      messages.addAll(told(() -> new RowsLeft(control, run).lines()));
      messages.addAll(
          told(
              () ->
                  new Reasons(open.job(), open.sites(), run)
                      .lines(worked, ending.issued(), ending.stranded().lines())));
    } else if (end.kind() != BatchLauncher.End.Kind.DATABASES_MISSING) {
      messages.add("stopped; run the same command to continue");
    }
    RunWarnings left = new RunWarnings(open.job(), open.sites(), run);
    messages.addAll(left.overdue());
    messages.addAll(otherJobs(ended));
    return new RunResult(
        run,
        exitCode,
        ended ? ending.outcome().name() : RunResult.UNFINISHED,
        byTable(ended, left),
        left.concerns(ending.issued()),
        ending.files(),
        messages);
  }

  /** The run has ended by then, whether or not its databases are still there. */
  private static List<String> told(Supplier<List<String>> lines) {
    try {
      return lines.get();
    } catch (DataAccessException | TransactionException e) {
      return List.of("what the run left cannot be read at the moment; its certificate states it");
    }
  }

  private List<String> otherJobs(boolean ended) {
    return ended ? told(() -> new OtherJobs(open.job(), open.sites()).lines()) : List.of();
  }

  private Map<String, RowCounts> byTable(boolean ended, RunWarnings left) {
    Map<String, RowCounts> counts = new LinkedHashMap<>();
    try {
      counts.putAll(ending.byTable().orElseGet(this::fromLedger));
      if (ended) {
        left.held().forEach((table, held) -> counts.merge(table, held, RowCounts::plus));
      }
    } catch (RuntimeException e) {
      listener.note("the ledger cannot be read at the moment");
    }
    return counts;
  }

  private Map<String, RowCounts> fromLedger() {
    Map<String, RowCounts> counts = new LinkedHashMap<>();
    for (LedgerEntry entry : control.reader().entries(run)) {
      counts.merge(entry.table(), entry.counts(), RowCounts::plus);
    }
    return counts;
  }
}
