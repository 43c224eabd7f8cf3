package org.quietus.run.desk;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.certificate.HoldDetail;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.LegalHold;
import org.quietus.job.DatabaseDown;
import org.quietus.job.HoldBook;
import org.quietus.job.HoldOrder;
import org.quietus.job.HoldSummary;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RecordedRequests;

/** The holds on all databases of a job, each where the rows or persons are that it is on. */
public final class JobHoldBook implements HoldBook {
  private final JobFile job;
  private final Sites sites;
  private final KeptHolds kept;
  private final List<TargetHoldBook> books = new ArrayList<>();
  private final Function<Site, TargetHoldBook> open;

  public JobHoldBook(JobFile job, Sites sites, Function<Site, TargetHoldBook> open) {
    this.job = job;
    this.sites = sites;
    this.open = open;
    this.kept = new KeptHolds(job.job(), sites);
    sites.all().forEach(site -> books.add(open.apply(site)));
  }

  private TargetHoldBook home() {
    return books.get(0);
  }

  @Override
  public HoldSummary add(HoldOrder order) {
    Optional<Site> site =
        order.extent() instanceof HoldOrder.Rows rows
            ? ofRows(rows.records())
            : ofPersons(((HoldOrder.Person) order.extent()).subject());
    if (order.extent() instanceof HoldOrder.Person person) {
      job.sameAs(person.subject()).forEach(other -> ofPersons(other.name())); // none of them down
      HoldSummary held = add(order, site);
      TargetHoldBook book = site.map(open).orElseGet(this::home);
      for (SubjectType other : job.sameAs(person.subject())) {
        HoldOrder.Person same =
            new HoldOrder.Person(other.name(), book.made().asOther(person, other));
        addSame(order, same, book.made().tied(person, other));
      }
      return held;
    }
    return add(order, site);
  }

  private HoldSummary add(HoldOrder order, Optional<Site> site) {
    return book(order, site).add(order);
  }

  /** The one that an order is for, which is checked. */
  private TargetHoldBook book(HoldOrder order, Optional<Site> site) {
    site.map(open).orElseGet(this::home).check(order);
    if (site.isEmpty()) {
      return home();
    }
    sites.home().control().schema().migrate();
    site.get().control().schema().migrate(); // only then is it known whether they are the same
    return open.apply(site.get());
  }

  private void addSame(HoldOrder order, HoldOrder.Person same, List<ErasureRequest> tied) {
    if (!tied.isEmpty() || !same.identifiers().isEmpty()) {
      book(order.on(same), ofPersons(same.subject())).made().onSame(order.on(same), same, tied);
    }
  }

  /**
   * The database that a table is in, if it is not home.
   *
   * @throws DatabaseDown if it cannot be reached, where the hold would have to be in force
   */
  private Optional<Site> ofRows(String records) {
    return reached(
        job.databases().keySet().stream()
            .filter(name -> records.startsWith(name + "."))
            .findFirst());
  }

  private Optional<Site> ofPersons(String subject) {
    return reached(job.subject(subject).map(kind -> kind.records().database()));
  }

  private Optional<Site> reached(Optional<String> database) {
    database
        .map(sites.unreached()::get)
        .ifPresent(
            down -> {
              throw new DatabaseDown(List.of(down));
            });
    return database.flatMap(sites::find).filter(site -> site != sites.home());
  }

  @Override
  public List<HoldSummary> list() {
    LocalDate today = LocalDate.ofInstant(sites.home().control().clock().instant(), job.zone());
    return Stream.concat(
            books.stream().flatMap(book -> book.list().stream()),
            sites.unreached().keySet().stream()
                .flatMap(
                    name -> kept.on(name).stream().map(hold -> HoldSummary.of(hold, name, today))))
        .toList();
  }

  @Override
  public List<HoldDetail> details(String id) {
    return having(id).details(id);
  }

  @Override
  public HoldSummary release(String id, String reason) {
    requireReached(hold -> hold.id().equals(id));
    return having(id).release(id, reason);
  }

  /** A hold would go on to bind beside the data of a database that is down. */
  private void requireReached(Predicate<LegalHold> which) {
    sites
        .unreached()
        .forEach(
            (name, why) -> {
              if (kept.on(name).stream().anyMatch(hold -> hold.isActive() && which.test(hold))) {
                throw new DatabaseDown(List.of(why));
              }
            });
  }

  private TargetHoldBook having(String id) {
    return books.stream().filter(book -> book.has(id)).findFirst().orElseGet(this::home);
  }

  @Override
  public HoldSummary releaseReference(String reference, String reason) {
    requireReached(hold -> hold.reference().equals(reference));
    List<TargetHoldBook> having =
        books.stream()
            .filter(book -> !book.inForce(hold -> hold.reference().equals(reference)).isEmpty())
            .toList();
    if (having.size() < 2) {
      return (having.isEmpty() ? home() : having.get(0)).releaseReference(reference, reason);
    }
    List<LegalHold> found =
        having.stream()
            .flatMap(book -> book.inForce(hold -> hold.reference().equals(reference)).stream())
            .toList();
    throw TargetHoldBook.refused(
        found.size()
            + " holds in force have that reference: "
            + found.stream().map(LegalHold::id).collect(Collectors.joining(", "))
            + "; release each by its id, or all holds of a case with --case");
  }

  @Override
  public List<HoldSummary> releaseCase(String caseReference, String reason) {
    requireReached(hold -> hold.caseReference().equals(Optional.of(caseReference)));
    List<TargetHoldBook> having =
        books.stream()
            .filter(
                book ->
                    !book.inForce(hold -> hold.caseReference().equals(Optional.of(caseReference)))
                        .isEmpty())
            .toList();
    having.forEach(
        book -> book.requireOwn(hold -> hold.caseReference().equals(Optional.of(caseReference))));
    return having.isEmpty()
        ? home().releaseCase(caseReference, reason)
        : having.stream()
            .flatMap(book -> book.releaseCase(caseReference, reason).stream())
            .toList();
  }

  @Override
  public void beforeLifting(String request) {
    ofRequest(request).beforeLifting(request);
  }

  @Override
  public void liftWithin(String request, String reason) {
    requireReached(hold -> TargetHoldBook.isFollowing(hold, request));
    ofRequest(request).liftWithin(request, reason);
  }

  @Override
  public void lifted(String request) {
    TargetHoldBook own = ofRequest(request);
    if (own.isElsewhere()) {
      new HoldsElsewhere(job, sites).bind();
    }
    if (own.restrictions(request).isEmpty()) {
      books.forEach(book -> book.endFollowing(request, "restriction-lifted"));
    }
  }

  /** The holds on the database that a request's person is in. */
  private TargetHoldBook ofRequest(String request) {
    return request(request)
        .flatMap(found -> ofPersons(found.filing().kind()))
        .map(open)
        .orElseGet(this::home);
  }

  private Optional<ErasureRequest> request(String id) {
    Control home = sites.home().control();
    return home.schema().exists()
        ? new RecordedRequests(home.jdbc(), job.job()).find(id)
        : Optional.empty();
  }

  /** Whoever is of other kinds too is restricted as these first: a kill leaves too much held. */
  @Override
  public HoldSummary restrict(String request, String reference, String basis, LocalDate review) {
    TargetHoldBook own = ofRequest(request);
    if (own.restrictions(request).isEmpty()) {
      HoldOrder order = HoldOrder.restriction(request, basis, review);
      request(request)
          .map(ErasureRequest::filing)
          .filter(filing -> filing.purpose().isEmpty())
          .ifPresent(filing -> restrictAsOthers(request, filing.kind(), order, own));
    }
    return own.restrict(request, reference, basis, review);
  }

  private void restrictAsOthers(String request, String kind, HoldOrder order, TargetHoldBook own) {
    List<SubjectType> others = job.sameAs(kind);
    others.forEach(other -> ofPersons(other.name())); // none of them down
    for (SubjectType other : others) {
      Optional<Site> site = ofPersons(other.name());
      HoldOrder.Person same =
          new HoldOrder.Person(other.name(), own.made().asOther(request, kind, other));
      boolean done = !site.map(open).orElseGet(this::home).following(request).isEmpty();
      if (!done) {
        addSame(order, same, own.made().tied(Set.of(request), other));
      }
    }
  }

  @Override
  public List<HoldSummary> lift(String request, String reason) {
    List<HoldSummary> lifted = ofRequest(request).lift(request, reason);
    books.forEach(book -> book.endFollowing(request, reason));
    return lifted;
  }
}
