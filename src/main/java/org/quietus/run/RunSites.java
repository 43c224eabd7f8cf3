package org.quietus.run;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.quietus.control.HoldWatch;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.Holds;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;

/** The databases that a run works on, each with what binds there. */
record RunSites(Sites sites, Map<String, HoldWatch> watches) {

  HoldWatch watch(Site site) {
    return Objects.requireNonNull(watches.get(site.name()), site.name());
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
