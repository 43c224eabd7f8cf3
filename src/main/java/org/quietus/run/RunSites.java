package org.quietus.run;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.quietus.control.Control;
import org.quietus.control.HoldWatch;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.HoldCheck;
import org.quietus.hold.Holds;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;

/** The databases that a run works on, each with what binds there. */
record RunSites(Sites sites, Map<String, HoldWatch> watches) {

  HoldWatch watch(Site site) {
    return Objects.requireNonNull(watches.get(site.name()), site.name());
  }

  /**
   * The same for each chunk of a run. Who gives a run up while a database is down cannot raise its
   * fence, so that away from home each chunk asks at home as well.
   */
  HoldCheck watch(Site site, long token) {
    HoldWatch watch = watch(site);
    Control home = sites.home().control();
    return sites.isElsewhere(site)
        ? epoch -> {
          home.transaction().executeWithoutResult(status -> home.fence().requireNewest(token));
          return watch.at(epoch);
        }
        : watch;
  }

  /** What is held in a database now. */
  Holds holds(Site site) {
    return site.control().holds(watch(site));
  }

  /** The same for a run that owns it. */
  Holds holds(Site site, long token) {
    return site.control().holds(watch(site), token);
  }

  /** The steps whose chunks are queued in the control schema that a database has or shares. */
  List<Step> queuedAt(Site ledger, Plan plan) {
    return plan.steps().stream()
        .filter(step -> sites.ledgerOf(sites.of(step)).name().equals(ledger.name()))
        .toList();
  }
}
