package org.quietus.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quietus.catalog.Catalog;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.HoldWatch;
import org.quietus.control.KnownDatabases;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.Holds;
import org.quietus.job.DatabaseDown;
import org.quietus.job.HoldBook;
import org.quietus.job.Scope;
import org.quietus.job.Unreached;
import org.quietus.plan.Plan;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.recipient.Channels;
import org.quietus.request.ErasureRequests;
import org.quietus.request.mirror.Mirror;
import org.quietus.run.desk.IntakeDesk;
import org.quietus.run.desk.JobHoldBook;
import org.quietus.run.desk.OpenRequestDesk;
import org.quietus.run.desk.TargetHoldBook;
import org.quietus.target.Backups;
import org.quietus.target.Target;

/** A job with everything that it needs once its databases are connected. */
record OpenJob(JobFile job, Sites sites, Backups backups, JobPlans plans) {

  /** The tables of home, where persons are. */
  Catalog catalog() {
    return sites.home().catalog();
  }

  /** The rows of home. */
  Target target() {
    return sites.home().target();
  }

  /** The control schema of home. */
  Control control() {
    return sites.home().control();
  }

  /** The same on some of its databases, home among them. */
  OpenJob on(Sites some) {
    return some.equals(sites) ? this : new OpenJob(job, some, backups, new JobPlans(job, some));
  }

  /** The same without databases, other than home, that are not the ones that are meant. */
  OpenJob onOwn() {
    return on(new KnownDatabases(job, sites).own());
  }

  /**
   * The same without databases that take no changes.
   *
   * @throws DatabaseDown if home takes none
   */
  OpenJob onWritable() {
    if (!sites.areSeveral()) {
      return this;
    }
    Map<String, Unreached> readOnly = new LinkedHashMap<>();
    for (Site site : sites.all()) {
      site.target()
          .readOnly(job.text())
          .ifPresent(why -> readOnly.put(site.name(), takesNone(site, why)));
    }
    if (readOnly.containsKey(sites.home().name())) {
      throw new DatabaseDown(readOnly.values());
    }
    return readOnly.isEmpty() ? this : on(sites.without(readOnly));
  }

  private Unreached takesNone(Site site, Problem why) {
    return new Unreached(
        job.text()
            .problem(
                why.id(),
                "/databases/" + site.name(),
                "database '" + site.name() + "' takes no changes: " + why.what(),
                why.mend()),
        true);
  }

  Instant now() {
    return control().clock().instant();
  }

  /**
   * What a run of some parts would do now.
   *
   * @throws InvalidInput with everything that stands against running it
   */
  Plan plan(Set<Scope> only) {
    List<Problem> objections =
        only.contains(Scope.ERASURE) ? new ArrayList<>(recipientObjections()) : new ArrayList<>();
    try {
      Plan plan = plans.of(only, now());
      if (objections.isEmpty()) {
        return plan;
      }
    } catch (InvalidInput more) {
      objections.addAll(more.problems());
    }
    objections.sort(Comparator.comparingInt(Problem::line));
    throw new InvalidInput(objections);
  }

  /** Reads the holds on home, for what the whole job would do as of an instant. */
  HoldWatch watch(Instant asOf) {
    return watch(sites.home(), asOf);
  }

  /** Reads the holds on a database, for what the whole job would do as of an instant. */
  HoldWatch watch(Site site, Instant asOf) {
    return new HoldWatch(
        job.job(),
        site.legalHolds(),
        () -> EvidenceAccess.sealingKey(job),
        site.catalog(),
        HoldWatch.graphs(job, plans.whole(asOf).in(site.name())));
  }

  /** What is held in each database now, as far as it was ever written down. */
  Map<String, Holds> holdsNow() {
    Map<String, Holds> holds = new HashMap<>();
    for (Site site : sites.all()) {
      holds.put(
          site.name(),
          site.control().schema().hasHolds()
              ? site.control().holds(watch(site, now()))
              : Holds.NONE);
    }
    return holds;
  }

  /**
   * Insists that every database of the job was reached.
   *
   * @throws DatabaseDown with each that was not, and why
   */
  void requireAll() {
    if (!sites.unreached().isEmpty()) {
      throw new DatabaseDown(sites.unreached().values());
    }
  }

  HoldBook holds() {
    return new JobHoldBook(
        job, sites, site -> new TargetHoldBook(job, sites, site, () -> watch(site, now())));
  }

  IntakeDesk intake() {
    return new IntakeDesk(job, catalog(), control());
  }

  OpenRequestDesk desk() {
    return new OpenRequestDesk(job, catalog(), control(), holds());
  }

  /** What of the job outlives the database. */
  Mirror mirror(EvidenceAccess evidence) {
    return control().mirror(job.job(), evidence.store());
  }

  /** The job's requests, whose moves the mirror gets to know. */
  ErasureRequests requests(EvidenceAccess evidence) {
    return control().requests(job, evidence.sealing(), mirror(evidence));
  }

  /** Everything that stands against telling recipients. */
  List<Problem> recipientObjections() {
    return new Channels(control().jdbc(), control().transaction(), control().clock())
        .objections(job);
  }
}
