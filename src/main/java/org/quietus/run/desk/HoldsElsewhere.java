package org.quietus.run.desk;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.LegalHold;
import org.quietus.hold.LegalHolds;
import org.quietus.hold.RestoredHolds;
import org.quietus.job.CannotRun;
import org.quietus.policy.JobFile;
import org.quietus.request.SealedPerson;
import org.quietus.request.SealingKey;
import org.quietus.request.mirror.MirrorEntry;

/**
 * Has the holds that home keeps bind beside the data of other databases: one of them may have been
 * restored or moved since, or a command was killed half-way.
 */
public final class HoldsElsewhere {
  private final JobFile job;
  private final Sites sites;
  private final KeptHolds kept;

  /** The holds that a job has set. */
  public HoldsElsewhere(JobFile job, Sites sites) {
    this.job = job;
    this.sites = sites;
    this.kept = new KeptHolds(job.job(), sites);
  }

  /**
   * Adds what is missing there, and ends what was released; what home does not know of stays.
   *
   * @throws CannotRun if a hold is in force on a database of which nobody knows where it is
   */
  public void bind() {
    sites.others().forEach(this::takeOverName);
    requireKnown();
    sites.others().forEach(this::takeOverRows);
    sites.others().forEach(this::bindKept);
  }

  /** Has home keep what was found of held persons there: another job may have done so. */
  private void takeOverRows(Site site) {
    if (sites.isElsewhere(site)) {
      for (LegalHold hold : kept.on(site.name())) {
        boolean both =
            hold.extent() instanceof LegalHold.OfPerson
                && hold.isActive()
                && site.legalHolds().find(hold.id()).filter(LegalHold::isActive).isPresent();
        if (both) {
          takeOverRows(hold, site);
        }
      }
    }
  }

  private void takeOverRows(LegalHold hold, Site site) {
    SealingKey key = EvidenceAccess.sealingKey(job);
    LegalHolds here = sites.keptHolds(site.name());
    try {
      SealedPerson known = here.person(hold, key);
      Set<String> rows = new LinkedHashSet<>(known.rows().orElse(List.of()));
      if (rows.addAll(site.legalHolds().person(hold, key).rows().orElse(List.of()))) {
        sites
            .home()
            .control()
            .transaction()
            .executeWithoutResult(
                status -> here.found(hold, known.found(List.copyOf(rows), known.traits()), key));
      }
    } catch (IllegalStateException sealedUnderAnotherKey) {
      // whoever looks what is held refuses that, and says how to correct it
    }
  }

  /** Notes what a database is called now that was called otherwise when holds were set there. */
  private void takeOverName(Site site) {
    Map<String, String> databases = kept.databases();
    Control home = sites.home().control();
    site.legalHolds().active().stream()
        .map(LegalHold::id)
        .filter(databases::containsKey)
        .filter(id -> !job.databases().containsKey(databases.get(id)))
        .forEach(
            id ->
                home.transaction()
                    .executeWithoutResult(
                        status ->
                            home.mirror(job.job())
                                .append(
                                    MirrorEntry.Kind.HOLD,
                                    id,
                                    home.clock().instant(),
                                    RestoredHolds.renamed(site.name()))));
  }

  private void requireKnown() {
    Map<String, String> databases = kept.databases();
    kept.all().stream()
        .filter(LegalHold::isActive)
        .filter(hold -> databases.containsKey(hold.id()))
        .filter(hold -> !job.databases().containsKey(databases.get(hold.id())))
        .findFirst()
        .ifPresent(
            hold -> {
              throw new CannotRun(
                  CannotRun.REFUSED,
                  "hold "
                      + hold.id()
                      + " ("
                      + hold.reference()
                      + ") is in force on database '"
                      + databases.get(hold.id())
                      + "', which "
                      + job.text().file()
                      + " does not have any more; call it that again, or release the hold under"
                      + " that name first");
            });
  }

  private void bindKept(Site site) {
    bind(site, kept.on(site.name()));
  }

  /** On whom it is stands beside the data too. */
  private void add(LegalHold hold, Site site) {
    if (hold.extent() instanceof LegalHold.OfPerson) {
      SealingKey key = EvidenceAccess.sealingKey(job);
      site.legalHolds().add(hold, held(hold, site, key), key);
    } else {
      site.legalHolds().add(hold);
    }
  }

  private SealedPerson held(LegalHold hold, Site site, SealingKey key) {
    try {
      return sites.keptHolds(site.name()).person(hold, key);
    } catch (SealingKey.SealedOtherwise e) {
      throw new CannotRun(
          CannotRun.REFUSED,
          "hold %s cannot be honoured in database '%s': whom it holds was sealed under another requests.key; bring that key back into %s from a copy of the keys; if it is lost, set the hold again, then release this one"
              .formatted(hold.id(), site.name(), job.evidence().keys()));
    }
  }

  private void bind(Site site, List<LegalHold> kept) {
    LegalHolds there = site.legalHolds();
    Set<String> onItsTables = there.all().stream().map(LegalHold::id).collect(Collectors.toSet());
    List<Runnable> changes = new ArrayList<>();
    for (LegalHold hold : kept) {
      Optional<LegalHold> known = there.find(hold.id());
      if (known.isEmpty() && hold.isActive()) {
        changes.add(() -> add(hold, site));
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
