package org.quietus.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.Site;
import org.quietus.hold.Holds;
import org.quietus.hold.HoldsChanged;
import org.quietus.plan.Plan;
import org.quietus.policy.JobFile;
import org.quietus.recipient.Notices;
import org.quietus.request.SealingKey;
import org.quietus.run.person.Attempt;
import org.quietus.run.person.EarlierRuns;
import org.quietus.run.person.GoneKeysOfRequests;
import org.quietus.run.person.OthersToday;
import org.quietus.run.person.Requested;
import org.quietus.target.BackupTask;
import org.quietus.target.Backups;
import org.quietus.target.HeldBackups;
import org.quietus.target.NamedObjects;
import org.quietus.target.Sought;

/**
 * The backups of one database in one run: who is sought in them, and what is held there. What
 * becomes of them is noted at home.
 */
final class DatabaseBackups {
  private final JobFile job;
  private final RunOrder order;
  private final Site site;
  private final Backups backups;
  private final Control home;
  private final SealingKey key;
  private final EarlierRuns earlier;
  private final SoughtPersons persons;
  private Holds holds = Holds.NONE;

  DatabaseBackups(OpenJob open, RunOrder order, Site site, EvidenceAccess evidence) {
    this.job = open.job();
    this.order = order;
    this.site = site;
    this.backups = open.backups();
    this.home = open.control();
    this.key = evidence.sealing();
    Plan here = order.plan().in(site.name());
    this.earlier = new EarlierRuns(job, here, site.target(), home, evidence.tokens());
    this.persons =
        new SoughtPersons(
            job, here, site.target(), new GoneKeysOfRequests(site, open.requests(evidence)));
  }

  /** Those whom earlier runs erased. */
  EarlierRuns earlier() {
    return earlier;
  }

  /** Looks what is held there now, and whom of a run's persons that spares. */
  List<String> held(Collection<Requested> requested, long token) {
    holds = order.bound().holds(site, token);
    return requested.stream()
        .filter(
            one -> persons.isHere(one) && SoughtPersons.isKnown(one) && persons.isHeld(one, holds))
        .map(one -> one.request().id())
        .toList();
  }

  /**
   * Works them off.
   *
   * @throws HoldsChanged if they are to be planned again
   */
  void work(Attempt attempt, NamedObjects named, BooleanSupplier stopping, Consumer<String> notes) {
    List<Sought> sought = persons(attempt.requests().values());
    backups.work(
        new BackupTask(
            site.name(),
            order.id(),
            order.run().asOf(),
            attempt.token(),
            sought,
            earlier.sought(attempt.requests().keySet(), one -> persons.isHeld(one, holds)),
            new OthersToday(site.target(), site.catalog(), sought),
            named,
            new ObjectNaming(job, site.catalog(), site.target()),
            new Notices(home.jdbc(), job.job())::requests,
            new HeldBackups(
                !holds.isEmpty(),
                !holds.ofRows().isEmpty(),
                work -> transaction(attempt.token(), this::requireSameHolds, work)),
            ObjectSteps.numbers(job),
            work -> transaction(attempt.token(), epoch -> {}, work),
            home.ledger(),
            key,
            stopping,
            notes));
  }

  /** Checks the hold epoch of a fence. */
  private interface EpochCheck {
    void check(long epoch);
  }

  private void requireSameHolds(long epoch) {
    if (epoch != holds.epoch()) {
      throw new HoldsChanged();
    }
  }

  /**
   * One transaction at home. Whoever sets a hold on another database, or takes it over, waits for
   * it there as well, or is noticed.
   */
  private void transaction(long token, EpochCheck check, Runnable work) {
    if (!order.sites().isElsewhere(site)) {
      atHome(token, check, work);
      return;
    }
    Control there = site.control();
    there
        .transaction()
        .executeWithoutResult(
            status -> {
              check.check(there.fence().check(token));
              atHome(token, epoch -> {}, work);
            });
  }

  private void atHome(long token, EpochCheck check, Runnable work) {
    home.transaction()
        .executeWithoutResult(
            status -> {
              check.check(home.fence().check(token));
              work.run();
            });
  }

  /** Those whose rows are known for good and not held; nobody else is taken out of anything. */
  List<Sought> persons(Collection<Requested> requested) {
    List<Sought> sought = new ArrayList<>();
    List<String> spared = home.verifications().spared(order.id());
    for (Requested one : requested) {
      if (SoughtPersons.isKnown(one) && !spared.contains(one.request().id())) {
        sought.addAll(persons.of(one));
      }
    }
    return sought;
  }

  /** How persons whom earlier runs erased are named who were found by this one. */
  List<Sought> ofEarlierRuns(Collection<Requested> requested) {
    return requested.stream().flatMap(one -> persons.of(one).stream()).toList();
  }
}
