package org.quietus.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.Site;
import org.quietus.hold.Hold;
import org.quietus.hold.Holds;
import org.quietus.hold.HoldsChanged;
import org.quietus.plan.Plan;
import org.quietus.policy.FilingTables;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.recipient.Notices;
import org.quietus.request.ErasureRequests;
import org.quietus.request.SealingKey;
import org.quietus.run.person.Attempt;
import org.quietus.run.person.EarlierRuns;
import org.quietus.run.person.ErasedRows;
import org.quietus.run.person.GoneKeysOfRequests;
import org.quietus.run.person.OthersToday;
import org.quietus.run.person.Requested;
import org.quietus.target.BackupTask;
import org.quietus.target.Backups;
import org.quietus.target.ErasedBefore;
import org.quietus.target.HeldBackups;
import org.quietus.target.NamedObjects;
import org.quietus.target.Others;
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
  private final ErasureRequests requests;
  private final EarlierRuns earlier;
  private final SoughtPersons persons;
  private List<DatabaseBackups> filed = List.of();
  private Holds holds = Holds.NONE;
  private Set<String> heldBefore = Set.of();

  private DatabaseBackups(OpenJob open, RunOrder order, Site site, EvidenceAccess evidence) {
    this.job = open.job();
    this.order = order;
    this.site = site;
    this.backups = open.backups();
    this.home = open.control();
    this.key = evidence.sealing();
    this.requests = open.requests(evidence);
    Plan here = order.plan().in(site.name());
    this.earlier = new EarlierRuns(job, here, site.target(), home, evidence.tokens());
    this.persons =
        new SoughtPersons(job, here, site.target(), new GoneKeysOfRequests(site, requests));
  }

  /** Of all databases of a run, for whose persons something may have been filed in each other. */
  static List<DatabaseBackups> of(OpenJob open, RunOrder order, EvidenceAccess evidence) {
    List<DatabaseBackups> all =
        order.sites().all().stream()
            .map(site -> new DatabaseBackups(open, order, site, evidence))
            .toList();
    FilingTables filing = FilingTables.of(open.job());
    for (DatabaseBackups one : all) {
      if (filing.areIn(one.site.name())) {
        one.filed = all.stream().filter(other -> other != one).toList();
      }
    }
    return all;
  }

  /** Those whom earlier runs erased. */
  EarlierRuns earlier() {
    return earlier;
  }

  private Stream<DatabaseBackups> all() {
    return Stream.concat(Stream.of(this), filed.stream());
  }

  /** Looks what is held there now, and whom of a run's persons that spares. */
  List<String> held(Collection<Requested> requested, long token) {
    return all().flatMap(one -> one.ownHeld(requested, token).stream()).toList();
  }

  private List<String> ownHeld(Collection<Requested> requested, long token) {
    holds = order.bound().holds(site, token);
    heldBefore = heldBefore();
    requested.forEach(one -> heldBefore.remove(one.request().id())); // of whom more is known
    return requested.stream()
        .filter(
            one -> persons.isHere(one) && SoughtPersons.isKnown(one) && persons.isHeld(one, holds))
        .map(one -> one.request().id())
        .toList();
  }

  /**
   * The requests of earlier runs whose persons are held: of these nothing but tokens tells that,
   * where a copy has a row that has nothing in common with what the hold was set by.
   */
  private Set<String> heldBefore() {
    ErasedRows erased = new ErasedRows(job, home, key);
    Set<String> held = new HashSet<>();
    for (Hold.OfPersons hold : holds.ofPersons()) {
      home.transaction()
          .executeWithoutResult(
              status ->
                  kindsIn(hold.table())
                      .forEach(kind -> held.addAll(erased.requests(kind, hold.identifiers()))));
    }
    return held;
  }

  /** The kinds of person in a table of the database. */
  private Stream<String> kindsIn(String table) {
    return job.subjects().values().stream()
        .filter(kind -> kind.records().equals(new TableName(site.name(), table)))
        .map(SubjectType::name);
  }

  /** Whether a hold protects somebody, wherever their rows are. */
  private boolean isHeld(Sought sought) {
    return all()
        .filter(one -> one.site.name().equals(sought.step().database()))
        .anyMatch(
            one ->
                one.heldBefore.contains(sought.request()) || one.persons.isHeld(sought, one.holds));
  }

  /** The persons of other databases, of whom nothing but what was filed is sought. */
  private List<Sought> ofFiled(Collection<Requested> requested) {
    return filed.stream()
        .flatMap(other -> other.persons(requested).stream())
        .filter(sought -> sought.subject().purpose().isEmpty())
        .map(
            sought ->
                new Sought(
                    sought.request(),
                    sought.step(),
                    sought.subject(),
                    sought.keys().gone(List.of()),
                    sought.traits()))
        .toList();
  }

  /** The kinds of person of databases that were not reached. */
  private Set<String> unreached() {
    return FilingTables.of(job).areIn(site.name())
        ? job.subjects().values().stream()
            .filter(kind -> order.sites().find(kind.records().database()).isEmpty())
            .map(SubjectType::name)
            .collect(Collectors.toSet())
        : Set.of();
  }

  /**
   * Works them off.
   *
   * @throws HoldsChanged if they are to be planned again
   */
  void work(Attempt attempt, NamedObjects named, BooleanSupplier stopping, Consumer<String> notes) {
    BackupFences fences = new BackupFences(order.sites(), site, attempt.token());
    List<Sought> sought = new ArrayList<>(persons(attempt.requests().values()));
    sought.addAll(ofFiled(attempt.requests().values()));
    List<ErasedBefore.Kind> kinds =
        filed.stream()
            .flatMap(other -> other.earlier.kinds().stream())
            .filter(kind -> kind.subject().purpose().isEmpty())
            .toList();
    Set<String> ofRun = new HashSet<>(attempt.requests().keySet());
    Set<String> byKeys = byKeys(ofRun);
    ofRun.removeAll(byKeys);
    backups.work(
        new BackupTask(
            site.name(),
            order.id(),
            order.run().asOf(),
            attempt.token(),
            sought,
            earlier.sought(ofRun, byKeys, kinds, unreached(), this::isHeld),
            others(sought),
            named,
            new ObjectNaming(job, site.catalog(), site.target()),
            new Notices(home.jdbc(), job.job())::requests,
            new HeldBackups(
                all().anyMatch(one -> !one.holds.isEmpty()),
                !holds.ofRows().isEmpty(),
                work -> fences.transaction(epochs(), work)),
            ObjectSteps.numbers(job),
            work -> fences.transaction(Map.of(), work),
            home.ledger(),
            key,
            stopping,
            notes));
  }

  /** Those of whose persons nothing but keys is known, since something of theirs had been kept. */
  private Set<String> byKeys(Set<String> ofRun) {
    Set<String> byKeys = new HashSet<>();
    home.transaction()
        .executeWithoutResult(
            status ->
                requests
                    .persons()
                    .each(ofRun)
                    .forEach(
                        (request, person) -> {
                          if (person.isKeysAlone()) {
                            byKeys.add(request);
                          }
                        }));
    return byKeys;
  }

  private Others others(List<Sought> sought) {
    Map<String, Others> today =
        all()
            .collect(
                Collectors.toMap(
                    one -> one.site.name(),
                    one -> new OthersToday(one.site.target(), one.site.catalog(), sought)));
    return new OthersByDatabase(site.name(), today);
  }

  /** The holds that are known of all who are sought, by their database. */
  private Map<Site, Long> epochs() {
    return all().collect(Collectors.toMap(one -> one.site, one -> one.holds.epoch()));
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
