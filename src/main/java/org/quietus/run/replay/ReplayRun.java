package org.quietus.run.replay;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.quietus.catalog.RowValues;
import org.quietus.control.Control;
import org.quietus.control.ReplayDoubts;
import org.quietus.control.Replays;
import org.quietus.control.WorkQueue;
import org.quietus.ledger.RunRequests;
import org.quietus.ledger.RunSteps;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.request.ReplayedRequests;
import org.quietus.request.SealingKey;
import org.quietus.request.mirror.Mirror;
import org.quietus.run.person.FrozenRows;
import org.quietus.run.person.Requested;
import org.quietus.subject.Identifier;

/** What sets the run of a replay apart: whom it works for, and what its end means. */
public final class ReplayRun {
  private final Control control;
  private final Replays replays;
  private final ReplayDoubts doubts;
  private final ReplayPersons persons;
  private final ReplayedRequests requests;
  private final Mirror mirror;
  private final Predicate<String> reviewed;
  private final boolean lost;
  private final boolean unread;
  private final boolean sealed;

  /**
   * {@code reviewed} tells of a request whether somebody has looked at the rows left for review;
   * {@code lost} if something cannot be brought back that nobody has looked at; {@code unread} and
   * {@code sealed} if a key is missing that tells persons, or that seals requests.
   */
  public ReplayRun(
      String job,
      Control control,
      ReplayPersons persons,
      Mirror mirror,
      SealingKey key,
      Predicate<String> reviewed,
      boolean lost,
      boolean unread,
      boolean sealed) {
    this.control = control;
    this.replays = control.replays(job);
    this.doubts = control.doubts(job);
    this.persons = persons;
    this.requests = control.replayed(job, key);
    this.mirror = mirror;
    this.reviewed = reviewed;
    this.lost = lost;
    this.unread = unread;
    this.sealed = sealed;
  }

  /** Whether something is left for somebody to look at. */
  public boolean isPartial(String run) {
    return unread || lost || sealed || !persons.incomplete(run).stream().allMatch(reviewed);
  }

  /**
   * Writes the run, its persons and its queue, and whose rows unfinished requests are about; from
   * here on a kill loses nothing.
   *
   * @param atHome the numbers of the steps that are queued at home
   * @param mayAct whether the person of a request may be erased now; else the next run does it
   * @param now what the rows tell that were found
   */
  public void begin(
      Runs.Run run,
      Plan plan,
      List<RunSteps.RunStep> steps,
      Set<Integer> atHome,
      List<Recognised> found,
      Predicate<String> mayAct,
      RowsNow now,
      long token) {
    List<Recognised> worked =
        found.stream().filter(person -> mayAct.test(person.request())).toList();
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              control.fence().check(token);
              control.runs().insert(run);
              control.steps().insert(run.id(), steps);
              persons.add(run.id(), worked, now);
              doubts.end(told());
              doubts.end(lookedAt());
              doubts.add(unsure(found));
              freeze(run, plan, found, mayAct, now);
              queue(run, plan, worked, atHome);
              replays.attach(run.id());
            });
  }

  /**
   * Takes into a run that goes on whom it does not know of: an earlier moment is given now, a key
   * is there again, or another database was put back since.
   *
   * @return how many persons that are
   */
  public int takeIn(
      Runs.Run run,
      Plan plan,
      Set<Integer> atHome,
      List<Recognised> found,
      Predicate<String> mayAct,
      RowsNow now,
      long token) {
    List<Recognised> further =
        persons.further(
            run.id(),
            found.stream().filter(person -> mayAct.test(person.request())).toList(),
            keyColumns(plan));
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              control.fence().check(token);
              persons.replace(run.id(), further, now);
              doubts.end(lookedAt());
              doubts.add(unsure(found));
              freeze(run, plan, found, mayAct, now);
              queue(run, plan, further, atHome);
            });
    return further.size();
  }

  /** Whether what a run knows of its persons is sealed under the key that is there. */
  public boolean isReadable(String run) {
    return persons.areReadable(run);
  }

  /** Some persons without doubts about the rows that a run which goes on knows to be theirs. */
  public List<Recognised> sure(String run, Plan plan, List<Recognised> found) {
    return persons.sure(run, found, keyColumns(plan));
  }

  private static ToIntFunction<String> keyColumns(Plan plan) {
    return subject -> plan.stepsOf(subject).get(0).root().catalogTable().primaryKey().size();
  }

  /** Away from home the queue is made once the run is noted there, or what is due is found. */
  private void queue(Runs.Run run, Plan plan, List<Recognised> worked, Set<Integer> atHome) {
    List<WorkQueue.NewRange> ranges = new ArrayList<>();
    List<RunRequests.Part> elsewhere = new ArrayList<>();
    Set<String> noted = Set.copyOf(control.runRequests().requests(run.id()));
    for (Recognised person : worked) {
      for (Step step : plan.stepsOf(person.subject())) {
        if (atHome.contains(step.number())) {
          ranges.add(WorkQueue.NewRange.of(step.number(), person.request()));
        } else if (!noted.contains(person.request())) {
          elsewhere.add(new RunRequests.Part(person.request(), step.number()));
        }
      }
    }
    control.queue().append(run.id(), ranges);
    control.runRequests().insert(run.id(), run.job(), elsewhere);
  }

  /** Has the next run take by their rows who is back and may not be acted on now, too. */
  private void freeze(
      Runs.Run run, Plan plan, List<Recognised> found, Predicate<String> mayAct, RowsNow now) {
    requests.unfinished().forEach(id -> freeze(id, plan, found, now));
    for (Recognised person : found) {
      control.carriedOut().forget(person.request());
      if (person.certain() && !mayAct.test(person.request())) {
        requests.keep(
            person.request(),
            frozen(plan, person.subject()).texts(person.rows()),
            now.named(person),
            today(control.clock().instant()).minusDays(1),
            Optional.of(run.startedAt()).filter(since -> person.isSeen()));
      }
    }
  }

  /** Those in doubt of whom somebody has looked at the rows. */
  private Set<String> lookedAt() {
    return doubts.open().stream().filter(reviewed).collect(Collectors.toSet());
  }

  /** The requests that are looked at anew, of which nothing is missing that could be found. */
  private Set<String> told() {
    return unread || lost
        ? Set.of()
        : requests.open().stream().filter(replays.sought()).collect(Collectors.toSet());
  }

  /** The requests of which nobody can tell whose some rows are. */
  private Set<String> unsure(List<Recognised> found) {
    return found.stream()
        .filter(person -> !person.doubtful().isEmpty() && !reviewed.test(person.request()))
        .map(Recognised::request)
        .collect(Collectors.toSet());
  }

  private static LocalDate today(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  /** Not as long as nobody can tell whether the person is back, or if they were not sought. */
  private void freeze(String request, Plan plan, List<Recognised> found, RowsNow now) {
    List<String> rows = new ArrayList<>();
    Map<String, String> traits = new LinkedHashMap<>();
    List<Identifier> given = new ArrayList<>();
    Map<String, Map<String, String>> held = new LinkedHashMap<>();
    for (Recognised person : found) {
      if (person.request().equals(request) && person.certain()) {
        rows.addAll(frozen(plan, person.subject()).texts(person.rows()));
        traits.putAll(now.traits(person).columns());
        given.addAll(now.traits(person).given());
        held.putAll(now.named(person));
      }
    }
    boolean untold = (unread || lost) && requests.isForgotten(request);
    boolean isClear = replays.sought().test(request) && !unsure(found).contains(request);
    if (isClear && (!rows.isEmpty() || !untold)) {
      requests.freeze(request, rows, traits, given, held);
    }
  }

  private static FrozenRows frozen(Plan plan, String subject) {
    return new FrozenRows(plan.stepsOf(subject).get(0));
  }

  /** Whom a run works for, by request. */
  public Map<String, Requested> persons(String run) {
    return persons.of(run);
  }

  /**
   * Ends the replay, inside the transaction that ends its run.
   *
   * @param nextDue by request, when the first of the rows that a law keeps comes due, or at once
   *     where something stays that a hold keeps or that could not be changed
   */
  public void end(
      String run,
      Plan plan,
      Map<String, Requested> worked,
      Function<String, Optional<LocalDate>> nextDue) {
    Instant now = control.clock().instant();
    worked.forEach((id, person) -> nextDue.apply(id).ifPresent(day -> keep(id, plan, person, day)));
    Set<String> unsure = doubts.open();
    Predicate<String> isSought = replays.sought();
    requests.deferredInVain().stream()
        .filter(id -> !unread && !lost && !unsure.contains(id))
        .filter(id -> reviewed.test(id) || isSought.test(id))
        .forEach(
            id ->
                requests.keep(id, List.of(), Map.of(), today(now).minusDays(1), Optional.empty()));
    requests.expireLost(now, mirror);
    persons.remove(run);
    replays.end();
  }

  /** Rows that had to stay come due at once, and are there once more; of others that is unknown. */
  private void keep(String id, Plan plan, Requested worked, LocalDate day) {
    boolean known = !worked.person().isAmbiguous();
    List<RowValues> rows = known ? worked.person().rows() : List.of();
    requests.keep(
        id,
        frozen(plan, worked.request().subject()).texts(rows),
        Map.of(),
        day,
        worked.again().filter(since -> day.isBefore(today(control.clock().instant()))));
  }

  /** Gives a run up under which the job file or schema was changed; the replay goes on anew. */
  public void giveUp(String run, Instant at) {
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              control.runs().end(run, "abandoned", "FAILED", at);
              persons.remove(run);
              replays.attach(null);
            });
  }
}
