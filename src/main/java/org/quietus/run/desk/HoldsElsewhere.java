package org.quietus.run.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.LegalHold;
import org.quietus.hold.LegalHolds;

/**
 * Has the holds that home keeps bind beside the data of other databases: one of them may have been
 * restored or moved since, or a command was killed half-way.
 */
public final class HoldsElsewhere {
  private final Sites sites;
  private final KeptHolds kept;

  /** The holds that a job has set. */
  public HoldsElsewhere(String job, Sites sites) {
    this.sites = sites;
    this.kept = new KeptHolds(job, sites);
  }

  /** Adds what is missing there, and ends what was released; what home does not know of stays. */
  public void bind() {
    sites.others().forEach(site -> bind(site, kept.on(site.name())));
  }

  private static void bind(Site site, List<LegalHold> kept) {
    LegalHolds there = site.legalHolds();
    Set<String> onItsTables = there.all().stream().map(LegalHold::id).collect(Collectors.toSet());
    List<Runnable> changes = new ArrayList<>();
    for (LegalHold hold : kept) {
      Optional<LegalHold> known = there.find(hold.id());
      if (known.isEmpty() && hold.isActive()) {
        changes.add(() -> there.add(hold));
      } else if (known.filter(LegalHold::isActive).isPresent()) {
        hold.release()
            .ifPresent(end -> changes.add(() -> there.release(hold, end.at(), end.reason())));
      }
      if (known.isPresent() && !onItsTables.contains(hold.id())) {
        changes.add(() -> there.takeOver(hold));
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
