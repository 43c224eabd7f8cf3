package org.quietus.run.certify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.job.RunFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What the binary log of each server may still have that a run works on. */
public final class BinaryLogsOfSites {
  private static final Logger LOG = LoggerFactory.getLogger(BinaryLogsOfSites.class);

  private final Sites sites;
  private final Map<String, BinaryLogs> byLedger = new LinkedHashMap<>();

  BinaryLogsOfSites(String job, Sites sites) {
    this.sites = sites;
    for (Site site : sites.ledgers()) {
      byLedger.put(site.name(), new BinaryLogs(job, site.target(), site.control()));
    }
  }

  BinaryLogs atHome() {
    return of(sites.home()).orElseThrow();
  }

  /** The requests of which the last file of any of them has just been seen gone. */
  Set<String> requestsGone() {
    return byLedger.values().stream()
        .flatMap(logs -> logs.requestsGone().stream())
        .collect(Collectors.toSet());
  }

  /** That of the server which a database is on; none where nothing was ever done. */
  Optional<BinaryLogs> of(Site site) {
    return Optional.ofNullable(byLedger.get(sites.ledgerOf(site).name()));
  }

  /** Notes that a run begins; {@code restored} if any of them was put back before it. */
  public void begin(String run, boolean restored) {
    byLedger.values().forEach(logs -> logs.begin(run, restored));
  }

  /** Notes that a run has changed its last row, and looks which files are left. */
  public void end(String run) {
    byLedger.values().forEach(logs -> logs.end(run));
  }

  /** Keeps what was seen gone at home, once it is certified; in the caller's transaction. */
  public void certified(Instant now) {
    atHome().certified(now);
  }

  /**
   * The same elsewhere, in transactions of its own. By then all is certified and the run has ended,
   * and the next run sees once more what was not kept.
   *
   * @return the databases that failed to keep it
   */
  public List<String> certifiedElsewhere(Instant now) {
    List<String> failed = new ArrayList<>();
    for (Site site : sites.ledgers()) {
      if (site != sites.home()) {
        Control there = site.control();
        try {
          there
              .transaction()
              .executeWithoutResult(status -> of(site).ifPresent(logs -> logs.certified(now)));
        } catch (DataAccessException | TransactionException e) {
          LOG.warn(
              "{}",
              RunFailure.stripped("what was seen gone in database " + site.name(), e).getMessage());
          failed.add(site.name());
        }
      }
    }
    return failed;
  }
}
