package org.quietus.run.certify;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;

/** What the binary log of each server may still have that a run works on. */
public final class BinaryLogsOfSites {
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

  /** That of the server which a database is on; none where nothing was ever done. */
  Optional<BinaryLogs> of(Site site) {
    return Optional.ofNullable(byLedger.get(sites.ledgerOf(site).name()));
  }

  /** Notes that a run begins; {@code restored} if home was put back before it. */
  public void begin(String run, boolean restored) {
    byLedger.values().forEach(logs -> logs.begin(run, restored && logs == atHome()));
  }

  /** Notes that a run has changed its last row, and looks which files are left. */
  public void end(String run) {
    byLedger.values().forEach(logs -> logs.end(run));
  }

  /** Keeps what was seen gone at home, once it is certified; in the caller's transaction. */
  public void certified(Instant now) {
    atHome().certified(now);
  }

  /** The same elsewhere, in transactions of its own. */
  public void certifiedElsewhere(Instant now) {
    for (Site site : sites.ledgers()) {
      if (site != sites.home()) {
        Control there = site.control();
        there
            .transaction()
            .executeWithoutResult(status -> of(site).ifPresent(logs -> logs.certified(now)));
      }
    }
  }
}
