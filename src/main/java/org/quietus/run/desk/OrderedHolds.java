package org.quietus.run.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.RowValues;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.HoldWatch;
import org.quietus.control.OpaqueIds;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.HeldGraph;
import org.quietus.hold.Hold;
import org.quietus.hold.LegalHold;
import org.quietus.job.CannotRun;
import org.quietus.job.HoldOrder;
import org.quietus.job.HoldSummary;
import org.quietus.job.RunFailure;
import org.quietus.plan.make.Planner;
import org.quietus.policy.Condition;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.RecordedRequests;
import org.quietus.request.RequestRules;
import org.quietus.request.SealedPerson;
import org.quietus.request.SealingKey;
import org.quietus.request.mirror.Mirror;
import org.quietus.run.person.ErasedRows;
import org.quietus.run.person.HeldPersons;
import org.quietus.run.person.SamePersons;
import org.quietus.subject.Identifier;
import org.quietus.target.Target;
import org.springframework.dao.DataAccessException;

/** Makes holds of checked orders: on rows that meet a condition, and on persons, once looked up. */
final class OrderedHolds {
  private final JobFile job;
  private final Sites sites;
  private final Site site;
  private final Catalog catalog;
  private final Target target;
  private final Control control;
  private final HoldChanges changes;

  OrderedHolds(JobFile job, Sites sites, Site site, HoldChanges changes) {
    this.job = job;
    this.sites = sites;
    this.site = site;
    this.catalog = site.catalog();
    this.target = site.target();
    this.control = sites.home().control();
    this.changes = changes;
  }

  /**
   * Holds the rows of a table that meet a condition.
   *
   * @throws CannotRun if the database cannot apply it
   */
  HoldSummary onRows(HoldOrder order, HoldOrder.Rows rows, Condition condition) {
    String table = rows.records().substring(catalog.database().length() + 1);
    LegalHold hold = hold(order, Optional.empty(), new LegalHold.Matching(table, condition.text()));
    long count = count(new Hold.OfRows(hold.id(), false, table, condition));
    SealingKey key = EvidenceAccess.sealingKey(job);
    control.schema().migrate();
    site.control().schema().migrate();
    changes.set(hold, key);
    return HoldSummary.of(hold, catalog.database(), today()).holding(count);
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

  /**
   * Holds a person who is known by identifiers.
   *
   * @throws CannotRun with everything that stands against it
   */
  HoldSummary onPerson(HoldOrder order, HoldOrder.Person person) {
    RequestRules rules = new RequestRules(job.subjects(), Set.of(), now());
    IntakeDesk.requireNone( // a hold is on the person at every tenant
        job, rules.ofPerson(person.subject(), person.identifiers()).stream());
    return addPerson(
        order,
        Optional.empty(),
        graph(person.subject()),
        new SealedPerson("", person.identifiers()));
  }

  /** The same of the person of a request, who is of a kind. */
  List<Identifier> asOther(String request, String kind, SubjectType other) {
    personOf(request, graph(kind));
    SealedPerson person = requests().person(request);
    return asOther(new HoldOrder.Person(kind, person.identifiers()), other, person.traits());
  }

  /** By what a person is known who is of another kind too: of every row that may be theirs. */
  List<Identifier> asOther(HoldOrder.Person person, SubjectType other) {
    return asOther(person, other, Map.of());
  }

  private List<Identifier> asOther(
      HoldOrder.Person person, SubjectType other, Map<String, String> known) {
    SubjectType kind = job.subject(person.subject()).orElseThrow();
    SamePersons same = new SamePersons(job);
    List<Map<String, String>> rows =
        new HeldPersons(sites, site, EvidenceAccess.sealingKey(job))
            .traits(graph(person.subject()), person.identifiers());
    return Stream.concat(Stream.of(known), rows.stream())
        .flatMap(
            row ->
                same
                    .identifiers(kind, other, person.identifiers(), List.of(row), one -> true)
                    .stream())
        .distinct()
        .toList();
  }

  /** The requests about an erased person as one of another kind. */
  List<ErasureRequest> tied(HoldOrder.Person person, SubjectType other) {
    return control.schema().exists()
        ? tied(
            new ErasedRows(job, control, EvidenceAccess.sealingKey(job))
                .requests(person.subject(), person.identifiers()),
            other)
        : List.of();
  }

  /** Those that are tied to some requests. */
  List<ErasureRequest> tied(Set<String> requests, SubjectType other) {
    return SamePersons.tied(new RecordedRequests(control.jdbc(), job.job()), requests, other);
  }

  /**
   * Holds who is of that kind too, by identifiers if there are any, and by the rows that requests
   * know.
   */
  void onSame(HoldOrder order, HoldOrder.Person same, List<ErasureRequest> tied) {
    HeldGraph graph = graph(same.subject());
    List<String> rows =
        tied.stream()
            .flatMap(request -> remembered(request.id()).stream())
            .flatMap(person -> ErasedRows.of(person, graph).stream())
            .map(RowValues::encode)
            .distinct()
            .toList();
    if (!rows.isEmpty() || !same.identifiers().isEmpty()) {
      SealedPerson person = new SealedPerson("", same.identifiers()).found(rows, Map.of());
      addPerson(order, Optional.empty(), graph, person);
    }
  }

  private Optional<SealedPerson> remembered(String request) {
    try {
      return requests().remembered(request);
    } catch (SealingKey.SealedOtherwise e) {
      return Optional.empty(); // no run can act on it either
    }
  }

  /**
   * Holds the person of a request, whatever was asked for.
   *
   * @throws CannotRun if there is no such request, or its person is forgotten
   */
  HoldSummary onPersonOf(String request, HoldOrder order) {
    ErasureRequest found =
        requests()
            .find(request)
            .orElseThrow(() -> TargetHoldBook.refused("there is no request " + request));
    HeldGraph graph = graph(found.filing().kind());
    return addPerson(order, Optional.of(request), graph, personOf(request, graph));
  }

  private HoldSummary addPerson(
      HoldOrder order, Optional<String> request, HeldGraph graph, SealedPerson known) {
    SealingKey key = EvidenceAccess.sealingKey(job);
    control.schema().migrate();
    site.control().schema().migrate();
    List<RowValues> found =
        Stream.concat(
                new HeldPersons(sites, site, key).find(graph, known.identifiers()).stream(),
                new ErasedRows(job, control, key).find(graph, known.identifiers()).stream())
            .toList();
    SealedPerson person = known.found(withKnown(found, known), known.traits());
    LegalHold hold = hold(order, request, new LegalHold.OfPerson(graph.table(), graph.text()));
    changes.set(hold, person, key);
    return HoldSummary.of(hold, catalog.database(), today())
        .holding(person.rows().orElse(List.of()).size());
  }

  private static List<String> withKnown(List<RowValues> found, SealedPerson known) {
    Set<String> rows = new LinkedHashSet<>(known.rows().orElse(List.of()));
    found.forEach(row -> rows.add(row.encode()));
    return List.copyOf(rows);
  }

  private HeldGraph graph(String subject) {
    return HoldWatch.graphs(
            job, Planner.plan(job.within(site.name()), catalog, control.clock().instant()))
        .stream()
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

  private ErasureRequests requests() {
    Mirror mirror = control.mirror(job.job());
    return control.requests(job, EvidenceAccess.sealingKey(job), mirror);
  }

  /** Whom a request is about, by the keys alone that a hold goes by. */
  private SealedPerson personOf(String request, HeldGraph graph) {
    try {
      SealedPerson person = requests().person(request);
      List<String> rows = ErasedRows.of(person, graph).stream().map(RowValues::encode).toList();
      if (rows.isEmpty() && person.identifiers().isEmpty()) {
        throw TargetHoldBook.refused(
            "the rows of request "
                + request
                + " were known by columns that table '"
                + graph.table()
                + "' does not have; hold the person by identifiers");
      }
      return new SealedPerson("", person.identifiers()).found(rows, Map.of());
    } catch (IllegalStateException e) {
      throw TargetHoldBook.refused(
          "the person of request " + request + " is forgotten; hold them by identifiers");
    }
  }

  private Instant now() {
    return control.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  private LocalDate today() {
    return control.clock().instant().atZone(job.zone()).toLocalDate();
  }
}
