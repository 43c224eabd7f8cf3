package org.quietus.run.desk;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.control.Control;
import org.quietus.control.OpaqueIds;
import org.quietus.job.CannotRun;
import org.quietus.job.RequestSummary;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;
import org.quietus.request.Deadlines;
import org.quietus.request.Decisions;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.Inbox;
import org.quietus.request.Intake;
import org.quietus.request.ListedRequests;
import org.quietus.request.NewRequest;
import org.quietus.request.RejectedRows;
import org.quietus.request.RequestRules;
import org.quietus.request.Role;
import org.quietus.request.SealedPerson;
import org.quietus.run.person.ListedPersons;
import org.quietus.run.person.PersonsFound;
import org.quietus.run.person.Requested;
import org.quietus.run.person.SamePersons;
import org.quietus.subject.Identifier;

/** Takes persons into requests: who asks, by command or inbox, and whom a list or a rule names. */
public final class IntakeDesk {
  private final JobFile job;
  private final Catalog catalog;
  private final Control control;
  private final Deadlines deadlines;
  private final RequestChanges changes;

  public IntakeDesk(JobFile job, Catalog catalog, Control control) {
    this.job = job;
    this.catalog = catalog;
    this.control = control;
    this.deadlines = Deadlines.of(job);
    this.changes = new RequestChanges(job, control);
  }

  /**
   * Takes in who asks.
   *
   * @throws CannotRun with everything that stands against any of them
   */
  List<RequestSummary> take(List<NewRequest> wanted, Role role) {
    Instant now = changes.now();
    requireNone(job, wanted.stream().flatMap(request -> rules(now).ofFiled(request).stream()));
    return changes.make(
        requests -> {
          Intake intake = new Intake(requests, deadlines);
          return wanted.stream().map(one -> take(requests, intake, one, role, now)).toList();
        });
  }

  /** Takes in who asked by the inbox, as of a moment; what was received later waits. */
  public Inbox.Emptied takeFromInbox(Instant at) {
    Inbox.Emptied all = Inbox.Emptied.NOTHING;
    if (job.requests().inbox().isEmpty()) {
      return all;
    }
    Inbox inbox = inbox(job.requests().inbox().get(), at);
    control.transaction().executeWithoutResult(status -> inbox.rejected().forgetOld());
    for (Inbox.Emptied some = batch(inbox, at); !some.isNothing(); some = batch(inbox, at)) {
      all = all.plus(some);
    }
    return all.plus(inbox.passed());
  }

  /** How many rows wait in the inbox; none if it cannot be used. */
  public long waitingInInbox() {
    return job.requests()
        .inbox()
        .map(table -> new Inbox(control.jdbc(), job, table.table(), zone(table), changes.now()))
        .filter(Inbox::isUsable)
        .map(Inbox::waiting)
        .orElse(0L);
  }

  /** Takes the identifiers of persons who are erased out of rows that no request was made of. */
  public void forgetRejected(Instant at, Predicate<RejectedRows.Row> erased) {
    job.requests()
        .inbox()
        .map(table -> inbox(table, at))
        .ifPresent(
            inbox ->
                control
                    .transaction()
                    .executeWithoutResult(status -> inbox.rejected().forget(erased)));
  }

  private Inbox inbox(TableName table, Instant at) {
    Inbox inbox = new Inbox(control.jdbc(), job, table.table(), zone(table), at);
    if (!inbox.isUsable()) {
      throw new CannotRun(
          CannotRun.REFUSED,
          job.text().file()
              + ": the inbox "
              + table
              + " is not there, lacks a column, or may not be read; see sql/samples/inbox.sql");
    }
    return inbox;
  }

  /** Of the moments in the inbox: sessions read what is an instant in UTC. */
  private ZoneId zone(TableName inbox) {
    boolean instants =
        catalog
            .table(inbox.table())
            .flatMap(table -> table.columnInAnyCase("received_at"))
            .filter(column -> column.type() == Column.Type.TIMESTAMP)
            .isPresent();
    return instants
        ? ZoneOffset.UTC
        : Objects.requireNonNull(job.databases().get(inbox.database())).zone();
  }

  private Inbox.Emptied batch(Inbox inbox, Instant at) {
    return changes.make(
        requests -> {
          Intake intake = new Intake(requests, deadlines);
          return inbox.takeNext(one -> take(requests, intake, one, Role.SYSTEM, at).id());
        });
  }

  private RequestRules rules(Instant now) {
    return new RequestRules(job.subjects(), job.requests().kinds().keySet(), now);
  }

  /**
   * Refuses if something stands against it.
   *
   * @throws CannotRun with all of it
   */
  static void requireNone(JobFile job, Stream<RequestRules.Fault> found) {
    List<String> faults =
        found.map(fault -> fault.what() + "; " + fault.mend()).distinct().toList();
    if (!faults.isEmpty()) {
      throw new CannotRun(
          CannotRun.REFUSED,
          job.text().file() + ": " + String.join(System.lineSeparator(), faults));
    }
  }

  /**
   * Takes in persons who have not asked; returns how many there were, and how many no request can
   * be made of.
   */
  public PersonsFound.Found takeFound(PersonsFound persons, Instant at) {
    return changes.make(
        requests -> {
          PersonsFound.Found found = persons.in(requests, at);
          Intake intake = new Intake(requests, deadlines);
          for (PersonsFound.Person one : found.persons()) {
            PersonCommitment made = PersonCommitment.of(one.request());
            intake.takeDecided(
                OpaqueIds.next(),
                one.request(),
                new SealedPerson(made.receipt(), one.request().identifiers())
                    .reviewed(one.reviewed()),
                made.hex(),
                at);
          }
          return found;
        });
  }

  /**
   * Takes in the requests that follow others of persons who are of several kinds, and gives up
   * those that follow one that was given up.
   *
   * @param rows what each row of a person holds of their identifiers, by column
   * @param shared whether others have an identifier of a person too
   */
  public SamePersons.Missing takeFollowing(
      SamePersons persons,
      Map<String, Requested> due,
      Function<Requested, List<Map<String, String>>> rows,
      BiPredicate<Requested, Identifier> shared,
      Instant at) {
    return changes.make(
        requests -> {
          Intake intake = new Intake(requests, deadlines);
          intake.alone();
          Decisions decisions = new Decisions(requests, deadlines);
          for (ErasureRequest one : SamePersons.inVain(requests)) {
            decisions.cancel(one.id(), Role.OPERATOR, at);
          }
          SamePersons.Missing missing = persons.missing(due, requests, rows, shared);
          for (NewRequest one : missing.requests()) {
            PersonCommitment made = PersonCommitment.of(one);
            intake.takeFollowing(
                OpaqueIds.next(),
                one,
                new SealedPerson(made.receipt(), one.identifiers()),
                made.hex(),
                at);
          }
          return missing;
        });
  }

  /**
   * Refuses what could never be acted on.
   *
   * @throws CannotRun with everything that stands against any of them
   */
  void requireListable(List<NewRequest> wanted) {
    Instant now = changes.now();
    requireNone(job, wanted.stream().flatMap(request -> rules(now).faults(request).stream()));
  }

  /**
   * Takes in those of a list that nobody has taken in yet; returns them.
   *
   * @param listed what was taken in before
   */
  List<ListedPersons.Listed> takeListed(
      ListedRequests listed, List<ListedPersons.Listed> wanted, Role role) {
    Instant now = changes.now();
    return changes.make(
        requests -> {
          Intake intake = new Intake(requests, deadlines);
          intake.alone();
          Set<String> before =
              listed.settledAmong(wanted.stream().map(ListedPersons.Listed::entry).toList());
          List<ListedPersons.Listed> others =
              wanted.stream().filter(one -> !before.contains(one.entry())).toList();
          for (ListedPersons.Listed one : others) {
            PersonCommitment made = PersonCommitment.of(one.request());
            SealedPerson person = new SealedPerson(made.receipt(), one.request().identifiers());
            intake.takeListed(
                OpaqueIds.next(),
                one.request(),
                one.reviewed().map(person::reviewed).orElse(person),
                made.hex(),
                role,
                now);
          }
          return others;
        });
  }

  private RequestSummary take(
      ErasureRequests requests, Intake intake, NewRequest wanted, Role role, Instant now) {
    PersonCommitment made = PersonCommitment.of(wanted);
    Intake.Taken taken =
        intake.take(
            OpaqueIds.next(),
            wanted,
            new SealedPerson(made.receipt(), wanted.identifiers()),
            made.hex(),
            role,
            now);
    return RequestSummaries.changed(deadlines, now)
        .of(
            requests.find(taken.id()).orElseThrow(),
            requests.events(taken.id()),
            taken.merged() ? Optional.empty() : Optional.of(made.receipt()),
            taken.merged());
  }
}
