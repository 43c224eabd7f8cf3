package org.quietus.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.catalog.RowName;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.control.Control;
import org.quietus.control.ErasedSince;
import org.quietus.control.Sites;
import org.quietus.hold.Holds;
import org.quietus.job.Accepted;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.KeyEpochs;
import org.quietus.request.RecordedRequests;
import org.quietus.request.SealingKey;
import org.quietus.run.person.FrozenRows;
import org.quietus.run.person.NamedRows;
import org.quietus.run.replay.Recognised;
import org.quietus.run.replay.ReplaySearch;
import org.quietus.run.replay.RowsNow;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.StepPersons;
import org.quietus.target.Target;

/** Finds in a restored database those who were erased before, and what is known of them by now. */
final class ReplayCandidates {
  private final RunSetup setup;
  private final JobFile job;
  private final Sites sites;
  private final Control control;
  private final ReplaySearch search;

  ReplayCandidates(RunSetup setup, int slots) {
    this.setup = setup;
    this.job = setup.open().job();
    this.sites = setup.open().sites();
    this.control = setup.open().control();
    RecordedRequests requests = new RecordedRequests(control.jdbc(), job.job());
    this.search =
        new ReplaySearch(
            job,
            sites,
            control.suppression(job.job()),
            new KeyEpochs(control.jdbc(), job.job()).own(setup.evidence().tokens()),
            request -> requests.find(request).filter(ErasureRequest::isBegun).isPresent(),
            slots);
  }

  /** The search itself. */
  ReplaySearch search() {
    return search;
  }

  /** Those who are found, without doubts about rows that are known to be theirs. */
  List<Recognised> since(ErasedSince erased, Plan plan) {
    return search.since(erased, plan).stream()
        .map(
            person ->
                person.doubtful().isEmpty()
                    ? person
                    : person.knowing(frozen(person, plan), keyColumns(person, plan)))
        .toList();
  }

  private static int keyColumns(Recognised person, Plan plan) {
    return plan.stepsOf(person.subject()).get(0).root().catalogTable().primaryKey().size();
  }

  /** The rows that a request is known to be about, as long as something of them is kept. */
  private List<RowValues> frozen(Recognised person, Plan plan) {
    ErasureRequests requests = setup.requests();
    try {
      return requests
          .find(person.request())
          .filter(request -> request.resolvedAt().isPresent())
          .flatMap(
              request ->
                  requests
                      .remembered(request.id())
                      .filter(known -> known.rows().isPresent())
                      .map(
                          known ->
                              new FrozenRows(plan.stepsOf(person.subject()).get(0))
                                  .of(request, known)
                                  .rows()))
          .orElse(List.of());
    } catch (SealingKey.SealedOtherwise e) {
      return List.of(); // nobody can tell, and somebody has to look
    }
  }

  /**
   * Those too whose rows the backup knew, for they may be anonymised in it, and known by nothing.
   */
  List<Recognised> withKnown(List<Recognised> found, Plan plan, Instant asOf) {
    ErasureRequests requests = setup.requests();
    Map<String, Recognised> all = new LinkedHashMap<>();
    found.forEach(person -> all.put(person.request(), person));
    for (ErasureRequest request : requests.due(asOf, job.zone())) {
      if (request.isCarriedOut()
          && !plan.stepsOf(request.subject()).isEmpty()
          && !FrozenRows.areUnknown(request, requests)) { // the next run names it
        PersonKeys known =
            new FrozenRows(plan.stepsOf(request.subject()).get(0))
                .of(request, requests.person(request.id()));
        Recognised person =
            new Recognised(
                request.id(), request.subject(), known.erasedAt(), known.rows(), List.of());
        all.merge(request.id(), person, Recognised::with);
      }
    }
    return all.values().stream().filter(Recognised::isThere).toList();
  }

  /** Whether something of a person has to go again: rows may be as the erasure left them. */
  boolean isBack(Plan plan, Recognised person) {
    SubjectType subject = job.subject(person.subject()).orElseThrow();
    PersonKeys keys =
        new PersonKeys(person.rows(), person.erasedAt(), PersonKeys.Whose.ONE_PERSON).actedOn(true);
    return plan.stepsOf(person.subject()).stream()
        .anyMatch(
            step -> {
              Target target = sites.of(step).target();
              return !target.persons(step, subject).ages(keys).all().isEmpty()
                  || target.recheck(Holds.NONE).person(step, subject, keys).stream()
                      .anyMatch(table -> table.due() > 0);
            });
  }

  /** What the rows of such persons tell now. */
  RowsNow now(Plan plan) {
    return new RowsNow() {
      @Override
      public PersonTraits traits(Recognised person) {
        return ReplayCandidates.this.traits(plan, person);
      }

      @Override
      public Map<RowValues, Map<String, String>> held(Recognised person) {
        SubjectType subject = job.subject(person.subject()).orElseThrow();
        Step step = plan.stepsOf(person.subject()).get(0);
        return new NamedRows(step, subject, sites.of(step).target().persons(step, subject))
            .held(person.rows());
      }

      @Override
      public Map<String, Map<String, String>> named(Recognised person) {
        Table table = plan.stepsOf(person.subject()).get(0).root().catalogTable();
        return held(person).entrySet().stream()
            .collect(
                Collectors.toMap(
                    row -> RowName.of(table, row.getKey()).encode(), Map.Entry::getValue));
      }
    };
  }

  /**
   * What their rows hold of the identifiers of such persons, by column; and what says who somebody
   * is in any of several rows beside that.
   */
  private PersonTraits traits(Plan plan, Recognised person) {
    SubjectType subject = job.subject(person.subject()).orElseThrow();
    Map<String, String> columns = new LinkedHashMap<>();
    Set<Identifier> each = new LinkedHashSet<>();
    for (Step step : plan.stepsOf(person.subject())) {
      StepPersons persons = sites.of(step).target().persons(step, subject);
      columns.putAll(persons.traits(new PersonKeys(person.rows(), person.erasedAt())));
      for (RowValues row : person.rows().size() > 1 ? person.rows() : List.<RowValues>of()) {
        each.addAll(
            PersonTraits.of(persons.traits(new PersonKeys(List.of(row), person.erasedAt())))
                .identifiers(subject));
      }
    }
    PersonTraits.of(columns).identifiers(subject).forEach(each::remove);
    each.removeIf(one -> one.type() == IdentifierType.TEXT);
    return new PersonTraits(Optional.empty(), List.copyOf(each), columns);
  }

  /** A line for each person of whom rows were found that may be somebody else's. */
  List<String> unsure(List<Recognised> found) {
    List<String> lines = new ArrayList<>();
    for (Recognised person : found) {
      if (!person.doubtful().isEmpty()) {
        lines.add(
            "request "
                + person.request()
                + ": "
                + person.doubtful().size()
                + " of "
                + job.subject(person.subject())
                    .map(subject -> subject.records().toString())
                    .orElse(person.subject())
                + " may be this person's, but not enough identifiers match; left for review; once"
                + " somebody has looked at them: "
                + Accepted.ROWS.remedy()
                + where(person));
      }
    }
    return lines;
  }

  /** What was looked at is said of one database at a time. */
  private String where(Recognised person) {
    return job.databases().size() == 1
        ? ""
        : job.subject(person.subject())
            .map(subject -> " with --database " + subject.records().database())
            .orElse("");
  }
}
