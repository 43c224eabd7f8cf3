package org.quietus.run.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.certificate.HoldDetail;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.HoldWatch;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.LegalHold;
import org.quietus.hold.LegalHolds;
import org.quietus.job.CannotRun;
import org.quietus.job.HoldBook;
import org.quietus.job.HoldOrder;
import org.quietus.job.HoldSummary;
import org.quietus.policy.Condition;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RecordedRequests;
import org.quietus.run.certify.HoldDetails;
import org.quietus.run.person.HeldPersons;

/**
 * The holds on one database: orders are checked and carried out, holds released, and all listed.
 */
public final class TargetHoldBook implements HoldBook {
  private final JobFile job;
  private final Catalog catalog;
  private final Supplier<HoldWatch> watch;
  private final Sites sites;
  private final Site site;
  private final Control control;
  private final LegalHolds holds;
  private final Optional<Site> elsewhere;
  private final HoldChanges changes;
  private final OrderedHolds made;

  public TargetHoldBook(JobFile job, Sites sites, Site site, Supplier<HoldWatch> watch) {
    this.job = job;
    this.catalog = site.catalog();
    this.watch = watch;
    this.sites = sites;
    this.site = site;
    this.control = sites.home().control();
    this.holds = sites.keptHolds(site.name());
    this.elsewhere = Optional.of(site).filter(sites::isElsewhere);
    this.changes = new HoldChanges(job, sites, site);
    this.made = new OrderedHolds(job, sites, site, changes);
  }

  @Override
  public HoldSummary add(HoldOrder order) {
    Optional<Condition> condition = HoldOrderChecks.check(order, catalog, today());
    if (condition.isPresent()) {
      return made.onRows(order, (HoldOrder.Rows) order.extent(), condition.get());
    }
    return made.onPerson(order, (HoldOrder.Person) order.extent());
  }

  /** Makes holds of orders that are checked. */
  OrderedHolds made() {
    return made;
  }

  /** Refuses an order with everything that is wrong with it. */
  void check(HoldOrder order) {
    HoldOrderChecks.check(order, catalog, today());
  }

  /** Refuses to release holds that another job has set. */
  void requireOwn(Predicate<LegalHold> which) {
    requireOwn(inForce(which));
  }

  @Override
  public List<HoldSummary> list() {
    return all().stream().map(this::summary).toList();
  }

  private List<LegalHold> all() {
    Map<String, LegalHold> all = new LinkedHashMap<>();
    if (control.schema().hasHolds()) {
      holds.all().stream().filter(this::isHere).forEach(hold -> all.put(hold.id(), hold));
    }
    elsewhere
        .filter(site -> site.control().schema().hasHolds())
        .ifPresent(site -> site.legalHolds().all().forEach(hold -> all.put(hold.id(), hold)));
    return List.copyOf(all.values());
  }

  /** What home keeps for other jobs of a database of that name may be on another one. */
  private boolean isHere(LegalHold hold) {
    return elsewhere.isEmpty() || hold.job().equals(job.job());
  }

  /** Those in force that meet a condition. */
  List<LegalHold> inForce(Predicate<LegalHold> which) {
    return all().stream().filter(hold -> hold.isActive() && which.test(hold)).toList();
  }

  boolean has(String id) {
    return all().stream().anyMatch(hold -> hold.id().equals(id));
  }

  private LegalHold find(String id) {
    return all().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> refused("there is no hold " + id + "; see 'quietus hold list'"));
  }

  @Override
  public List<HoldDetail> details(String id) {
    return new HoldDetails(EvidenceAccess.sealingKey(job)).of(find(id));
  }

  @Override
  public HoldSummary release(String id, String reason) {
    LegalHold hold = find(id);
    hold.release()
        .ifPresent(
            before -> {
              throw refused("hold " + id + " was released at " + before.at());
            });
    return release(List.of(hold), reason).get(0);
  }

  @Override
  public HoldSummary releaseReference(String reference, String reason) {
    List<LegalHold> found =
        all().stream()
            .filter(hold -> hold.isActive() && hold.reference().equals(reference))
            .toList();
    if (found.isEmpty()) {
      throw refused("no hold in force has that reference; see 'quietus hold list'");
    }
    if (found.size() > 1) {
      throw refused(
          found.size()
              + " holds in force have that reference: "
              + found.stream().map(LegalHold::id).collect(Collectors.joining(", "))
              + "; release each by its id, or all holds of a case with --case");
    }
    return release(found, reason).get(0);
  }

  @Override
  public List<HoldSummary> releaseCase(String caseReference, String reason) {
    List<LegalHold> found =
        all().stream()
            .filter(
                hold -> hold.isActive() && hold.caseReference().equals(Optional.of(caseReference)))
            .toList();
    if (found.isEmpty()) {
      throw refused("no hold in force has that case; see 'quietus hold list'");
    }
    return release(found, reason);
  }

  private List<HoldSummary> release(List<LegalHold> ending, String reason) {
    HoldOrderChecks.reason(reason);
    requireOwn(ending);
    requireLifted(ending);
    lookAgain(ending);
    changes.release(ending, now(), reason);
    return ending.stream().map(hold -> summary(find(hold.id()))).toList();
  }

  private void requireOwn(List<LegalHold> ending) {
    ending.stream()
        .filter(hold -> !hold.job().equals(job.job()))
        .findFirst()
        .ifPresent(
            hold -> {
              throw refused(
                  "hold " + hold.id() + " was set by job '" + hold.job() + "'; release it there");
            });
  }

  /** A request would go on to say that its person is left alone. */
  private void requireLifted(List<LegalHold> ending) {
    RecordedRequests requests = new RecordedRequests(control.jdbc(), job.job());
    ending.stream()
        .flatMap(hold -> hold.request().stream())
        .flatMap(id -> requests.find(id).stream())
        .filter(ErasureRequest::restricted)
        .findFirst()
        .ifPresent(
            request -> {
              throw refused(
                  "that hold is the restriction of request %s; lift it there: quietus request unrestrict %s %1$s"
                      .formatted(request.id(), job.text().file()));
            });
  }

  private void lookAgain(List<LegalHold> ending) {
    if (ending.stream().anyMatch(hold -> hold.extent() instanceof LegalHold.OfPerson)) {
      new HeldPersons(sites, site, EvidenceAccess.sealingKey(job)).lookAgain(watch.get(), ending);
    }
  }

  @Override
  public void beforeLifting(String request) {
    lookAgain(restrictions(request));
  }

  @Override
  public void liftWithin(String request, String reason) {
    changes.releaseWithin(restrictions(request), now(), reason);
  }

  /** What was ended at home alone is ended beside the data by whoever knows all databases. */
  @Override
  public void lifted(String request) {}

  /** Whether its holds bind beside data that is away from home. */
  boolean isElsewhere() {
    return elsewhere.isPresent();
  }

  @Override
  public HoldSummary restrict(String request, String reference, String basis, LocalDate review) {
    HoldOrder order = HoldOrder.restriction(reference, basis, review);
    HoldOrderChecks.check(order, catalog, today());
    if (!restrictions(request).isEmpty()) {
      throw refused("request " + request + " is restricted already");
    }
    return made.onPersonOf(request, order);
  }

  @Override
  public List<HoldSummary> lift(String request, String reason) {
    List<LegalHold> restrictions = restrictions(request);
    if (restrictions.isEmpty()) {
      throw refused("request " + request + " is not restricted");
    }
    return release(restrictions, reason);
  }

  List<LegalHold> restrictions(String request) {
    return inForce(hold -> hold.request().equals(Optional.of(request)));
  }

  /** Those of whoever is of another kind too than a request is about. */
  List<LegalHold> following(String request) {
    return inForce(hold -> isFollowing(hold, request));
  }

  static boolean isFollowing(LegalHold hold, String request) {
    return hold.kind() == LegalHold.Kind.RESTRICTION
        && hold.request().isEmpty()
        && hold.reference().equals(request);
  }

  /** Ends these. */
  void endFollowing(String request, String reason) {
    List<LegalHold> ending = following(request);
    if (!ending.isEmpty()) {
      release(ending, reason);
    }
  }

  private HoldSummary summary(LegalHold hold) {
    return HoldSummary.of(hold, catalog.database(), today());
  }

  private Instant now() {
    return control.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  private LocalDate today() {
    return control.clock().instant().atZone(job.zone()).toLocalDate();
  }

  static CannotRun refused(String message) {
    return new CannotRun(CannotRun.REFUSED, message);
  }
}
