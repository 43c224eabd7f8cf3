package org.quietus.run;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.certificate.Authority;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.Verification;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.HoldWatch;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.Holds;
import org.quietus.job.LiveReading;
import org.quietus.ledger.Runs;
import org.quietus.plan.Draft;
import org.quietus.plan.Part;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.plan.make.Planner;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.policy.TableName;
import org.quietus.target.StepCounts;
import org.quietus.target.TableDue;
import org.quietus.target.Target;

/**
 * Asks the verification queries of a certificate again: those that the job file of that time makes
 * on today's catalog with the certificate's cutoffs and that have the digest which the certificate
 * names; for persons, whose identifiers are forgotten, by their tokens.
 */
final class LiveVerification {
  private final JobFile job;
  private final Sites sites;
  private final Control control;

  LiveVerification(OpenJob open, JobFile then) {
    this.job = then;
    this.sites = open.sites();
    this.control = open.control();
  }

  /** A query of a certificate: the digest of its text, and the table that it is about. */
  private record Query(String table, String digest) {}

  LiveReading of(Certificate certificate) {
    List<Verification.Check> checks =
        certificate.verification().map(Verification::checks).orElse(List.of());
    Optional<Instant> asOf = asOf(certificate);
    if (asOf.isEmpty()) {
      return new LiveReading(
          checks.stream()
              .map(check -> cannot(check, "its cutoffs do not follow from the rules that it names"))
              .toList());
    }
    Map<Site, Draft> drafts = new LinkedHashMap<>();
    for (Site site : sites.all()) {
      if (job.databases().containsKey(site.name())) {
        drafts.put(
            site,
            Planner.draft(
                job.within(site.name()), site.catalog(), asOf.get(), Set.of(Part.values())));
      }
    }
    Rules rules = new Rules(new HashMap<>(), new HashMap<>());
    drafts.forEach((site, draft) -> ask(site, certificate, draft.plan().steps(), rules));
    List<Problem> refusals =
        drafts.values().stream().flatMap(draft -> draft.refusals().stream()).toList();
    Plan plan = Plan.joined(drafts.values().stream().map(Draft::plan).toList());
    LivePersons.Found persons = new LivePersons(job, sites, control).of(certificate, plan);
    return new LiveReading(
        checks.stream().map(check -> line(check, certificate, refusals, rules, persons)).toList());
  }

  /** An instant under which every rule has the cutoff that the certificate names. */
  private Optional<Instant> asOf(Certificate certificate) {
    Instant issued = certificate.identity().issuedAt();
    Optional<Instant> frozen =
        run(control, certificate)
            .map(Runs.Run::asOf)
            .filter(at -> CutoffDay.fits(certificate.authority(), at));
    return frozen.or(() -> CutoffDay.before(issued, certificate.authority()));
  }

  /** The run that a certificate is of, if the control schema still has it. */
  static Optional<Runs.Run> run(Control control, Certificate certificate) {
    Occasion occasion = certificate.identity().occasion();
    return occasion.kind() == Occasion.Kind.RUN && control.schema().exists()
        ? control.runs().find(occasion.id())
        : Optional.empty();
  }

  /**
   * What each query of the certificate's rules finds, by the steps that ask it, under the holds of
   * today and under none.
   */
  private record Rules(Map<Query, Map<Integer, Long>> found, Map<Integer, String> byStep) {

    Optional<Long> of(Query query) {
      return Optional.ofNullable(found.get(query))
          .map(rows -> rows.values().stream().mapToLong(n -> n).sum());
    }

    /** Whether all that a rule asks of a table is among some queries. */
    boolean isAsked(String rule, String table, Set<Query> among) {
      Set<Integer> all = steps(rule, query -> query.table().equals(table));
      return !all.isEmpty()
          && steps(rule, query -> query.table().equals(table) && among.contains(query)).equals(all);
    }

    private Set<Integer> steps(String rule, Predicate<Query> which) {
      return found.entrySet().stream()
          .filter(entry -> which.test(entry.getKey()))
          .flatMap(entry -> entry.getValue().keySet().stream())
          .filter(step -> rule.equals(byStep.get(step)))
          .collect(Collectors.toSet());
    }
  }

  private void ask(Site site, Certificate certificate, List<Step> steps, Rules rules) {
    Set<String> named =
        certificate.authority().rules().stream()
            .map(Authority.AppliedRule::id)
            .collect(Collectors.toSet());
    // the steps of each database are numbered from 1, and not all of them are asked
    int first = rules.byStep().keySet().stream().mapToInt(step -> step).max().orElse(0);
    for (Holds holds : new LinkedHashSet<>(List.of(holds(site, steps), Holds.NONE))) {
      Target.Recheck eyes = site.target().recheck(holds);
      for (Step step : steps) {
        if (step.selection() instanceof Selection.Due due && named.contains(step.rule())) {
          rules.byStep().put(first + step.number(), step.rule());
          ask(eyes, step, due)
              .forEach(
                  (query, rows) ->
                      rules
                          .found()
                          .computeIfAbsent(query, one -> new HashMap<>())
                          .putIfAbsent(first + step.number(), rows));
        }
      }
    }
  }

  private static Map<Query, Long> ask(Target.Recheck eyes, Step step, Selection.Due due) {
    Map<Query, Long> asked = new LinkedHashMap<>();
    StepCounts root = eyes.due(step, due);
    asked.put(new Query(step.root().table().toString(), root.queryDigest()), root.due());
    for (TableDue member : eyes.members(step, due)) {
      asked.merge(
          new Query(member.table().toString(), member.queryDigest()), member.due(), Long::sum);
    }
    return asked;
  }

  private Holds holds(Site site, List<Step> steps) {
    if (!site.control().schema().hasHolds()) {
      return Holds.NONE;
    }
    return site.control()
        .holds(
            new HoldWatch(
                job.job(),
                site.legalHolds(),
                () -> EvidenceAccess.sealingKey(job),
                site.catalog(),
                HoldWatch.graphs(job, steps)));
  }

  private LiveReading.Line line(
      Verification.Check check,
      Certificate certificate,
      List<Problem> refusals,
      Rules rules,
      LivePersons.Found persons) {
    Optional<Long> same = rules.of(new Query(check.target(), check.query().hex()));
    if (same.isPresent()) {
      return found(check, certificate, same.get(), "the same query");
    }
    boolean ofPersons = isOfPersons(check, certificate, rules);
    Optional<LiveReading.Line> sought =
        persons
            .in(check.target())
            .filter(rows -> ofPersons)
            .map(
                rows ->
                    found(
                        check,
                        certificate,
                        rows,
                        "by the tokens of the persons, not the same query"))
            .filter(line -> persons.isWhole() || line.isFound());
    return sought.orElseGet(() -> cannot(check, why(check, ofPersons, refusals)));
  }

  /** Whether erasures were about it, and what rules asked of it is all in other checks. */
  private boolean isOfPersons(Verification.Check check, Certificate certificate, Rules rules) {
    Set<String> named =
        certificate.targets().stream()
            .filter(record -> record.name().equals(check.target()))
            .flatMap(record -> record.rules().stream())
            .collect(Collectors.toSet());
    Set<Query> checked =
        certificate.verification().map(Verification::checks).orElse(List.of()).stream()
            .map(one -> new Query(one.target(), one.query().hex()))
            .collect(Collectors.toSet());
    return named.stream().anyMatch(rule -> !job.retention().containsKey(rule))
        && named.stream()
            .filter(job.retention()::containsKey)
            .allMatch(rule -> rules.isAsked(rule, check.target(), checked));
  }

  private String why(Verification.Check check, boolean ofPersons, List<Problem> refusals) {
    String place = check.target().replaceFirst("[.:].*$", "");
    if (job.backups().containsKey(place) || job.files().containsKey(place)) {
      return "backups and files are read again by the next run, and by 'replay --check'";
    }
    if (!job.databases().containsKey(place)) {
      return "the job file has nothing that is called " + place;
    }
    if (sites.find(place).isEmpty()) {
      return "database '" + place + "' cannot be reached";
    }
    if (check.target().startsWith(place + ".")
        && sites
            .find(place)
            .orElseThrow()
            .catalog()
            .table(TableName.parse(check.target()).table())
            .isEmpty()) {
      return "the table is not in the database any more";
    }
    if (!refusals.isEmpty()) {
      return "the job file of that time does not fit the database any more: "
          + refusals.get(0).what();
    }
    return ofPersons
        ? LivePersons.FORGOTTEN
        : "holds, the schema or Quietus itself have changed, so that today's query has another"
            + " text";
  }

  private static LiveReading.Line found(
      Verification.Check check, Certificate certificate, long due, String remark) {
    long stated =
        certificate.targets().stream()
            .filter(record -> record.name().equals(check.target()))
            .map(TargetRecord::counts)
            .mapToLong(counts -> counts.failed() + counts.ambiguous())
            .sum();
    return new LiveReading.Line(
        check.target(),
        check.query().hex(),
        OptionalLong.of(due),
        Math.max(stated, check.due()),
        remark);
  }

  static LiveReading.Line cannot(Verification.Check check, String why) {
    return new LiveReading.Line(check.target(), check.query().hex(), OptionalLong.empty(), 0, why);
  }
}
