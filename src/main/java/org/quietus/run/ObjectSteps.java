package org.quietus.run;

import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.quietus.job.Scope;
import org.quietus.ledger.RunSteps;
import org.quietus.policy.Cutoffs;
import org.quietus.policy.FileSettings;
import org.quietus.policy.JobFile;

/** The rules of a job for objects and the records in them, as steps of a run. */
final class ObjectSteps {
  /** Between the numbers of plans' steps. */
  private static final int FIRST_STEP = JobPlans.OBJECTS;

  private ObjectSteps() {}

  /** The number under which the ledger counts the objects of each set that expire. */
  static Map<String, Integer> numbers(JobFile job) {
    Map<String, Integer> steps = new LinkedHashMap<>();
    job.backups().keySet().forEach(set -> steps.put(set, FIRST_STEP + steps.size()));
    job.files()
        .forEach(
            (name, set) -> {
              steps.put(name, FIRST_STEP + steps.size());
              steps.put(set.recordsTable().toString(), FIRST_STEP + steps.size());
            });
    return steps;
  }

  /** The expiry of each set of some databases as certificates name it. */
  static List<RunSteps.RunStep> runSteps(
      JobFile job, Predicate<String> databases, Set<Scope> scope, Instant asOf) {
    List<RunSteps.RunStep> expiries = new ArrayList<>();
    if (scope.contains(Scope.BACKUPS)) {
      Map<String, Integer> numbers = numbers(job);
      job.backups()
          .forEach(
              (name, set) -> {
                if (databases.test(set.database())) {
                  expiries.add(expiry(name, number(numbers, name), set.keep(), job, asOf));
                }
              });
      for (FileSettings set : job.files().values()) {
        if (!databases.test(set.database())) {
          continue;
        }
        String records = set.recordsTable().toString();
        if (set.keep().isEmpty() && !set.namedBy().isEmpty()) {
          expiries.add(
              new RunSteps.RunStep(
                  number(numbers, set.name()),
                  "objects of " + set.name(),
                  false,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
        }
        set.keep()
            .ifPresent(
                keep ->
                    expiries.add(expiry(set.name(), number(numbers, set.name()), keep, job, asOf)));
        set.records()
            .ifPresent(
                rule ->
                    expiries.add(
                        step(
                            number(numbers, records),
                            "records of " + set.name(),
                            rule.keep(),
                            set.from().orElseThrow(),
                            job,
                            asOf)));
      }
    }
    return expiries;
  }

  private static int number(Map<String, Integer> numbers, String of) {
    return Optional.ofNullable(numbers.get(of)).orElseThrow();
  }

  private static RunSteps.RunStep expiry(
      String set, int number, Period keep, JobFile job, Instant asOf) {
    return step(number, "expiry of " + set, keep, "creation of the object", job, asOf);
  }

  private static RunSteps.RunStep step(
      int number, String rule, Period keep, String start, JobFile job, Instant asOf) {
    return new RunSteps.RunStep(
        number,
        rule,
        false,
        Optional.of(keep),
        Optional.of(start),
        Optional.of(Cutoffs.of(keep, asOf, job.zone()).instant()),
        Optional.empty(),
        Optional.empty());
  }
}
