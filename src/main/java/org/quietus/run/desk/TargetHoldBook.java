package org.quietus.run.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.RowValues;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.HoldWatch;
import org.quietus.control.OpaqueIds;
import org.quietus.evidence.EvidenceStores;
import org.quietus.hold.HeldGraph;
import org.quietus.hold.Hold;
import org.quietus.hold.LegalHold;
import org.quietus.hold.LegalHolds;
import org.quietus.job.CannotRun;
import org.quietus.job.HoldBook;
import org.quietus.job.HoldOrder;
import org.quietus.job.HoldSummary;
import org.quietus.job.RunFailure;
import org.quietus.plan.Planner;
import org.quietus.policy.Condition;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.RequestRules;
import org.quietus.request.SealedPerson;
import org.quietus.request.SealingKey;
import org.quietus.request.mirror.Mirror;
import org.quietus.run.person.HeldPersons;
import org.quietus.target.FrozenRow;
import org.quietus.target.Target;
import org.springframework.dao.DataAccessException;

/** The holds on a target: orders are checked, persons looked up, and what comes of it is told. */
public final class TargetHoldBook implements HoldBook {
  private final JobFile job;
  private final Catalog catalog;
  private final Supplier<HoldWatch> watch;
  private final Target target;
  private final Control control;
  private final LegalHolds holds;
  private final HoldChanges changes;

  public TargetHoldBook(
      JobFile job, Catalog catalog, Supplier<HoldWatch> watch, Target target, Control control) {
    this.job = job;
    this.catalog = catalog;
    this.watch = watch;
    this.target = target;
    this.control = control;
    this.holds = control.legalHolds(target.schema());
    this.changes = new HoldChanges(job, holds, control);
  }

  @Override
  public HoldSummary add(HoldOrder order) {
    Optional<Condition> condition = HoldOrderChecks.check(order, catalog, today());
    if (condition.isPresent()) {
      return addRows(order, (HoldOrder.Rows) order.extent(), condition.get());
    }
    HoldOrder.Person person = (HoldOrder.Person) order.extent();
    RequestRules rules = new RequestRules(job.subjects(), now());
    OpenRequestDesk.requireNone( // a hold is on the person at every tenant
        job, rules.ofPerson(person.subject(), person.identifiers()).stream());
    return addPerson(
        order,
        Optional.empty(),
        graph(person.subject()),
        new SealedPerson("", person.identifiers()));
  }

  private HoldSummary addRows(HoldOrder order, HoldOrder.Rows rows, Condition condition) {
    String table = rows.records().substring(catalog.database().length() + 1);
    LegalHold hold = hold(order, Optional.empty(), new LegalHold.Matching(table, condition.text()));
    long count = count(new Hold.OfRows(hold.id(), false, table, condition));
    SealingKey key = EvidenceAccess.sealingKey(job);
    control.schema().migrate();
    changes.set(hold, key);
    return summary(hold).holding(count);
  }

  private long count(Hold.OfRows rows) {
    try {
      return target.count(rows);
    } catch (DataAccessException e) {
      throw new CannotRun(
          CannotRun.REFUSED,
          "--where: the database cannot apply the condition to "
              + rows.table()
              + " ("
              + RunFailure.stripped("counting", e).getMessage()
              + "); compare columns with values of their own type");
    }
  }

  private HoldSummary addPerson(
      HoldOrder order, Optional<String> request, HeldGraph graph, SealedPerson known) {
    SealingKey key = EvidenceAccess.sealingKey(job);
    control.schema().migrate();
    List<RowValues> found =
        new HeldPersons(target, catalog, control, key).find(graph, known.identifiers());
    SealedPerson person = known.found(withKnown(found, known), known.traits());
    LegalHold hold = hold(order, request, new LegalHold.OfPerson(graph.table(), graph.text()));
    changes.set(hold, person, key);
    return summary(hold).holding(person.rows().orElse(List.of()).size());
  }

  private static List<String> withKnown(List<RowValues> found, SealedPerson known) {
    List<String> rows = new ArrayList<>(known.rows().orElse(List.of()));
    found.stream().map(RowValues::encode).filter(row -> !rows.contains(row)).forEach(rows::add);
    return rows;
  }

  private HeldGraph graph(String subject) {
    return HoldWatch.graphs(job, Planner.plan(job, catalog, control.clock().instant())).stream()
        .filter(graph -> graph.subject().equals(subject))
        .findFirst()
        .orElseThrow(
            () ->
                new CannotRun(
                    CannotRun.REFUSED,
                    job.text().file()
                        + " does not say what belongs to a "
                        + subject
                        + ": write 'erasure: records', or hold the rows by --records and --where"));
  }

  private LegalHold hold(HoldOrder order, Optional<String> request, LegalHold.Extent extent) {
    return new LegalHold(
        OpaqueIds.next(),
        job.job(),
        order.kind(),
        order.reference().or(order::caseReference).orElseThrow(),
        order.caseReference(),
        order.basis(),
        order.review(),
        request,
        extent,
        now(),
        "operator",
        Optional.empty());
  }

  @Override
  public List<HoldSummary> list() {
    return all().stream().map(this::summary).toList();
  }

  private List<LegalHold> all() {
    return control.schema().hasHolds() ? holds.all() : List.of();
  }

  @Override
  public HoldSummary release(String id, String reason) {
    LegalHold hold =
        all().stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(() -> refused("there is no hold " + id + "; see 'quietus hold list'"));
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
    ending.stream()
        .filter(hold -> !hold.job().equals(job.job()))
        .findFirst()
        .ifPresent(
            hold -> {
              throw refused(
                  "hold " + hold.id() + " was set by job '" + hold.job() + "'; release it there");
            });
    lookAgain(ending);
    changes.release(ending, now(), reason);
    return ending.stream().map(hold -> summary(holds.find(hold.id()).orElseThrow())).toList();
  }

  private void lookAgain(List<LegalHold> ending) {
    if (ending.stream().anyMatch(hold -> hold.extent() instanceof LegalHold.OfPerson)) {
      new HeldPersons(target, catalog, control, EvidenceAccess.sealingKey(job))
          .lookAgain(watch.get(), ending);
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

  @Override
  public HoldSummary restrict(String request, String reference, String basis, LocalDate review) {
    HoldOrder order =
        new HoldOrder(
            LegalHold.Kind.RESTRICTION,
            Optional.of(reference),
            Optional.empty(),
            basis,
            review,
            new HoldOrder.Person("", List.of()));
    HoldOrderChecks.check(order, catalog, today());
    if (!restrictions(request).isEmpty()) {
      throw refused("request " + request + " is restricted already");
    }
    ErasureRequest found =
        requests().find(request).orElseThrow(() -> refused("there is no request " + request));
    HeldGraph graph = graph(found.filing().kind()); // whatever was asked for
    return addPerson(order, Optional.of(request), graph, personOf(request, graph));
  }

  private ErasureRequests requests() {
    Mirror mirror = control.mirror(job.job(), EvidenceStores.open(job.evidence().store()));
    return control.requests(job, EvidenceAccess.sealingKey(job), mirror);
  }

  /** Whom a request is about, by the keys alone that a hold goes by. */
  private SealedPerson personOf(String request, HeldGraph graph) {
    try {
      SealedPerson person = requests().person(request);
      List<String> rows =
          person.rows().orElse(List.of()).stream()
              .map(FrozenRow::decode)
              .filter(row -> row.table().equals(graph.table()))
              .flatMap(row -> row.values(graph.key()).stream())
              .map(RowValues::encode)
              .toList();
      if (rows.isEmpty() && person.identifiers().isEmpty()) {
        throw refused(
            "the rows of request "
                + request
                + " were known by columns that table '"
                + graph.table()
                + "' does not have; hold the person by identifiers");
      }
      return new SealedPerson("", person.identifiers()).found(rows, Map.of());
    } catch (IllegalStateException e) {
      throw refused("the person of request " + request + " is forgotten; hold them by identifiers");
    }
  }

  @Override
  public List<HoldSummary> lift(String request, String reason) {
    List<LegalHold> restrictions = restrictions(request);
    if (restrictions.isEmpty()) {
      throw refused("request " + request + " is not restricted");
    }
    return release(restrictions, reason);
  }

  private List<LegalHold> restrictions(String request) {
    return all().stream()
        .filter(hold -> hold.isActive() && hold.request().equals(Optional.of(request)))
        .toList();
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

  private static CannotRun refused(String message) {
    return new CannotRun(CannotRun.REFUSED, message);
  }
}
