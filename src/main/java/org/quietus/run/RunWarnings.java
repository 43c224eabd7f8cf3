package org.quietus.run;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quietus.control.Control;
import org.quietus.control.Sites;
import org.quietus.hold.LegalHold;
import org.quietus.job.Concern;
import org.quietus.job.HoldSummary;
import org.quietus.policy.JobFile;
import org.quietus.target.RowCounts;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What remains when a run has ended, and somebody may want to hear. */
final class RunWarnings {
  private final JobFile job;
  private final Control control;
  private final Sites sites;
  private final String run;

  RunWarnings(JobFile job, Sites sites, String run) {
    this.job = job;
    this.control = sites.home().control();
    this.sites = sites;
    this.run = run;
  }

  /** A line for each hold that somebody should have looked at again by now. */
  List<String> overdue() {
    LocalDate today = control.clock().instant().atZone(job.zone()).toLocalDate();
    try {
      return sites.legalHolds().stream()
          .filter(LegalHold::isActive)
          .filter(hold -> hold.isOverdue(today))
          .map(HoldSummary::overdue)
          .toList();
    } catch (DataAccessException | TransactionException e) {
      return List.of("the holds cannot be read at the moment");
    }
  }

  /** What its certificates, and the dates of holds, give reason for. */
  Set<Concern> concerns(IssuedCertificates issued) {
    Set<Concern> concerns = EnumSet.noneOf(Concern.class);
    if (!overdue().isEmpty()) {
      concerns.add(Concern.OVERDUE);
    }
    issued.outcomes().forEach(outcome -> Concern.of(outcome).ifPresent(concerns::add));
    return concerns;
  }

  /** Rows that were left under holds, by table, as the last reading found them. */
  Map<String, RowCounts> held() {
    Map<String, RowCounts> held = new LinkedHashMap<>();
    control.verifications().latestLeft(run).stream()
        .filter(line -> line.withheld().rows() > 0)
        .forEach(
            line ->
                held.merge(
                    line.table(), RowCounts.ofHeld(line.withheld().rows()), RowCounts::plus));
    return held;
  }
}
