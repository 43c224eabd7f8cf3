package org.quietus.run.person;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.control.Control;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.FilingTables;
import org.quietus.policy.JobFile;
import org.quietus.policy.Purpose;
import org.quietus.policy.TableName;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RecordedRequests;
import org.quietus.subject.TokenKeys;
import org.quietus.target.ErasedBefore;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;
import org.quietus.target.SoughtKinds;
import org.quietus.target.Target;

/** Those whom earlier runs erased, as far as a run has to do with them: in backups alone. */
public final class EarlierRuns {
  private final JobFile job;
  private final Plan plan;
  private final Target target;
  private final Control control;
  private final TokenKeys keys;

  public EarlierRuns(JobFile job, Plan plan, Target target, Control control, TokenKeys keys) {
    this.job = job;
    this.plan = plan;
    this.target = target;
    this.control = control;
    this.keys = keys;
  }

  /** The kinds of person that the run takes out of the database. */
  public List<ErasedBefore.Kind> kinds() {
    return kinds(job, plan);
  }

  private static List<ErasedBefore.Kind> kinds(JobFile job, Plan plan) {
    List<ErasedBefore.Kind> kinds = new ArrayList<>();
    for (Step step : plan.steps()) {
      step.subject()
          .map(name -> job.subject(name).orElseThrow())
          .ifPresent(subject -> kinds.add(new ErasedBefore.Kind(step, subject)));
    }
    return kinds;
  }

  /** The kinds of person whom a run under a plan would seek in the copies of a database. */
  public static SoughtKinds sought(JobFile job, Plan plan, String database) {
    boolean areFiled = FilingTables.of(job).areIn(database);
    return new SoughtKinds(
        kinds(job, plan.in(database)),
        kinds(job, plan).stream()
            .filter(kind -> areFiled && !kind.step().database().equals(database))
            .filter(kind -> kind.subject().purpose().isEmpty())
            .toList());
  }

  /**
   * How they are sought; nobody is in a run that would take nobody out either.
   *
   * @param ofRun the requests of the run whose persons are sought by what they gave
   * @param byKeys those of it of whose persons nothing but keys is known any more
   * @param filed kinds of other databases for which something may have been filed in this one
   * @param unreached those of them whose databases were not reached
   */
  public ErasedBefore sought(
      Set<String> ofRun,
      Set<String> byKeys,
      List<ErasedBefore.Kind> filed,
      Set<String> unreached,
      Predicate<Sought> isHeld) {
    Map<String, Boolean> elsewhere = new HashMap<>();
    Predicate<String> isElsewhere =
        name -> elsewhere.computeIfAbsent(Purpose.kind(name), this::isElsewhere);
    return new ErasedBefore(
        kinds(),
        filed,
        unreached,
        isElsewhere,
        this::isChanged,
        ofRun,
        keys,
        request ->
            byKeys.contains(request)
                || requests().find(request).filter(ErasureRequest::isCarriedOut).isPresent(),
        () -> requests().notCarriedOut(isFiledIn() ? subject -> false : isElsewhere),
        isHeld,
        this::isPresent,
        sought -> target.persons(sought.step(), sought.subject()).areKeysTaken(sought.keys()),
        this::isUnchanged,
        request -> requests().find(request).flatMap(ErasureRequest::keptUntil));
  }

  /** Whether backups of the database may hold what was filed for persons of any other. */
  private boolean isFiledIn() {
    return FilingTables.of(job).areIn(target.name());
  }

  /** Whether all who were erased as a subject are another database's, as far as is known. */
  private boolean isElsewhere(String subject) {
    if (job.subject(subject)
        .filter(kind -> !kind.records().database().equals(target.name()))
        .isEmpty()) {
      return false;
    }
    List<String> requests = control.suppression(job.job()).requestsOf(subject);
    Set<String> filed =
        places()
            .flatMap(place -> FilingTables.of(job).all().map(table -> place + "." + table.table()))
            .collect(Collectors.toSet());
    return places().noneMatch(place -> control.reader().hasAny(requests, place, filed));
  }

  /** What the ledger calls the database, and each set of its copies. */
  private Stream<String> places() {
    JobFile here = job.within(target.name());
    return Stream.of(Set.of(target.name()), here.backups().keySet(), here.files().keySet())
        .flatMap(Set::stream);
  }

  private boolean isChanged(Instant after, Instant upTo) {
    return control.reader().tablesErased(job.job(), after, upTo).stream()
        .map(TableName::parse)
        .map(TableName::database)
        .anyMatch(
            database -> database.equals(target.name()) || !job.databases().containsKey(database));
  }

  private boolean isPresent(Sought sought) {
    return !target.persons(sought.step(), sought.subject()).ages(sought.keys()).all().isEmpty();
  }

  /** Somebody who is in the data today by the very same traits is one of today's customers. */
  private boolean isUnchanged(Sought sought) {
    return !sought.traits().columns().isEmpty()
        && target
            .persons(sought.step(), sought.subject())
            .traits(sought.keys())
            .equals(sought.traits().columns());
  }

  /** The requests, none of the run's own, that the ledger has something of. */
  public Map<String, Requested> worked(Runs.Run run, Set<String> ofRun) {
    Map<String, Requested> worked = new LinkedHashMap<>();
    control.reader().requests(run.id()).stream()
        .filter(request -> !ofRun.contains(request))
        .flatMap(request -> requests().find(request).stream())
        .forEach(request -> worked.put(request.id(), requested(request, run)));
    return worked;
  }

  /** Nothing is left but the request itself. */
  private static Requested requested(ErasureRequest request, Runs.Run run) {
    return new Requested(
        request,
        new PersonKeys(List.of(), request.resolvedAt().orElse(run.asOf())),
        PersonTraits.NONE);
  }

  private RecordedRequests requests() {
    return new RecordedRequests(control.jdbc(), job.job());
  }
}
