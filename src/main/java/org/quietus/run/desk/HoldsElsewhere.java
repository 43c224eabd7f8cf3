package org.quietus.run.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.LegalHold;
import org.quietus.hold.LegalHolds;

/**
 * Has the holds that home keeps bind beside the data of other databases: one of them may have been
 * restored since, or a command was killed half-way.
 */
public final class HoldsElsewhere {
  private final String job;
  private final Sites sites;

  /** The holds that a job has set. */
  public HoldsElsewhere(String job, Sites sites) {
    this.job = job;
    this.sites = sites;
  }

  /** Adds what is missing there, and ends what was released; what home does not know of stays. */
  public void bind() {
    for (Site site : sites.all()) {
      if (sites.isElsewhere(site)) {
        bind(site, sites.keptHolds(site.name()).all());
      } else if (site != sites.home()) {
        sites.keptHolds(site.name()).takeOver(Sites.away(site.name()));
      }
    }
  }

  private void bind(Site site, List<LegalHold> kept) {
    LegalHolds there = site.legalHolds();
    List<Runnable> changes = new ArrayList<>();
    for (LegalHold hold : kept) {
      if (hold.job().equals(job)) {
        Optional<LegalHold> known = there.find(hold.id());
        if (known.isEmpty() && hold.isActive()) {
          changes.add(() -> there.add(hold));
        } else if (known.filter(LegalHold::isActive).isPresent()) {
          hold.release()
              .ifPresent(end -> changes.add(() -> there.release(hold, end.at(), end.reason())));
        }
      }
    }
    if (!changes.isEmpty()) {
      Control control = site.control();
      control
          .transaction()
          .executeWithoutResult(
              status -> {
                control.fence().raiseEpoch();
                changes.forEach(Runnable::run);
              });
    }
  }
}
