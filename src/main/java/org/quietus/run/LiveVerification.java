package org.quietus.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.certificate.Authority;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.Verification;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.HoldWatch;
import org.quietus.hold.Holds;
import org.quietus.job.LiveReading;
import org.quietus.ledger.Runs;
import org.quietus.ledger.Verifications;
import org.quietus.plan.Draft;
import org.quietus.plan.Part;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.plan.make.Planner;
import org.quietus.policy.Cutoffs;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.run.certify.TableLabels;
import org.quietus.run.replay.PersonByTokens;
import org.quietus.subject.TokenKeys;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepCounts;
import org.quietus.target.TableDue;
import org.quietus.target.Target;

/**
 * Asks the verification queries of a certificate again: those that the job file of that time makes
 * on today's catalog with the certificate's cutoffs and that have the digest which the certificate
 * names; for persons, whose identifiers are forgotten, by their tokens.
 */
final class LiveVerification {
  /** A run goes on for some days at the most between its start and its certificate. */
  private static final int MOST_DAYS = 400;

  private static final String FORGOTTEN =
      "the person's keys are forgotten, and by the tokens nobody in the database is certainly the"
          + " person";

  private final JobFile job;
  private final Catalog catalog;
  private final Target target;
  private final Control control;

  LiveVerification(OpenJob open, JobFile then) {
    this.job = then;
    this.catalog = open.catalog();
    this.target = open.target();
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
    Draft draft = Planner.draft(job, catalog, asOf.get(), Set.of(Part.values()));
    Map<Query, Long> rules = rules(certificate, draft.plan().steps(), asOf.get());
    Map<String, Long> persons = persons(certificate, draft);
    return new LiveReading(
        checks.stream()
            .map(check -> line(check, certificate, draft.refusals(), rules, persons))
            .toList());
  }

  /** An instant under which every rule has the cutoff that the certificate names. */
  private Optional<Instant> asOf(Certificate certificate) {
    Instant issued = certificate.identity().issuedAt();
    Optional<Instant> frozen =
        run(certificate).map(Runs.Run::asOf).filter(at -> fits(certificate.authority(), at));
    for (int days = 0; frozen.isEmpty() && days < MOST_DAYS; days++) {
      frozen =
          Optional.of(issued.minus(days, ChronoUnit.DAYS))
              .filter(at -> fits(certificate.authority(), at));
    }
    return frozen;
  }

  private Optional<Runs.Run> run(Certificate certificate) {
    Occasion occasion = certificate.identity().occasion();
    return occasion.kind() == Occasion.Kind.RUN && control.schema().exists()
        ? control.runs().find(occasion.id())
        : Optional.empty();
  }

  private static boolean fits(Authority authority, Instant asOf) {
    return authority.rules().stream()
        .filter(rule -> rule.keep().isPresent() && rule.cutoff().isPresent())
        .allMatch(
            rule ->
                Cutoffs.of(rule.keep().get(), asOf, authority.zone())
                    .instant()
                    .equals(rule.cutoff().get()));
  }

  /** What each query of the certificate's rules finds, under the holds of today and under none. */
  private Map<Query, Long> rules(Certificate certificate, List<Step> steps, Instant asOf) {
    Set<String> named =
        certificate.authority().rules().stream()
            .map(Authority.AppliedRule::id)
            .collect(Collectors.toSet());
    Map<Query, Map<Integer, Long>> found = new HashMap<>();
    for (Holds holds : new LinkedHashSet<>(List.of(holds(steps, asOf), Holds.NONE))) {
      Target.Recheck eyes = target.recheck(holds);
      for (Step step : steps) {
        if (step.selection() instanceof Selection.Due due && named.contains(step.rule())) {
          ask(eyes, step, due)
              .forEach(
                  (query, rows) ->
                      found
                          .computeIfAbsent(query, one -> new HashMap<>())
                          .putIfAbsent(step.number(), rows));
        }
      }
    }
    Map<Query, Long> sums = new HashMap<>();
    found.forEach(
        (query, byStep) -> sums.put(query, byStep.values().stream().mapToLong(n -> n).sum()));
    return sums;
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

  private Holds holds(List<Step> steps, Instant asOf) {
    if (!control.schema().hasHolds()) {
      return Holds.NONE;
    }
    return control.holds(
        new HoldWatch(
            job.job(),
            control.legalHolds(target.schema()),
            () -> EvidenceAccess.sealingKey(job),
            catalog,
            HoldWatch.graphs(job, steps)));
  }

  /** What is found of the persons whom a certificate is about, by table as it calls them. */
  private Map<String, Long> persons(Certificate certificate, Draft draft) {
    Map<String, Long> found = new HashMap<>();
    if (!control.schema().has("suppression")) {
      return found;
    }
    boolean ofRequest = certificate.identity().occasion().kind() == Occasion.Kind.REQUEST;
    Function<String, String> label = ofRequest ? TableLabels.ofRequests(job) : table -> table;
    PersonByTokens tokens =
        new PersonByTokens(
            target, control.suppression(job.job()), new TokenKeys(job.evidence().keys()));
    for (String request : requests(certificate)) {
      Optional<String> name = tokens.subject(request);
      for (Step step : name.map(draft.plan()::stepsOf).orElse(List.of())) {
        SubjectType subject = job.subject(name.get()).orElseThrow();
        tokens
            .find(request, step, subject)
            .ifPresent(
                person ->
                    byTable(step, subject, person)
                        .forEach(
                            (table, rows) -> found.merge(label.apply(table), rows, Long::sum)));
      }
    }
    return found;
  }

  private List<String> requests(Certificate certificate) {
    Occasion occasion = certificate.identity().occasion();
    if (occasion.kind() == Occasion.Kind.REQUEST) {
      return List.of(occasion.id());
    }
    return run(certificate)
        .map(run -> control.verifications().latest(run.id()))
        .orElse(List.of())
        .stream()
        .map(Verifications.Line::request)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private Map<String, Long> byTable(Step step, SubjectType subject, PersonKeys person) {
    Map<String, Long> found = new HashMap<>();
    found.put(step.root().table().toString(), 0L); // every row was held against the tokens
    if (!person.rows().isEmpty()) {
      target
          .recheck(Holds.NONE)
          .person(step, subject, person)
          .forEach(table -> found.merge(table.table().toString(), table.due(), Long::sum));
    }
    return found;
  }

  private LiveReading.Line line(
      Verification.Check check,
      Certificate certificate,
      List<Problem> refusals,
      Map<Query, Long> rules,
      Map<String, Long> persons) {
    Optional<Long> same =
        Optional.ofNullable(rules.get(new Query(check.target(), check.query().hex())));
    if (same.isPresent()) {
      return found(check, certificate, same.get(), "the same query");
    }
    Optional<Long> person = Optional.ofNullable(persons.get(check.target()));
    if (isOfPersons(check, certificate) && person.isPresent()) {
      return found(
          check, certificate, person.get(), "by the tokens of the persons, not the same query");
    }
    return cannot(check, why(check, certificate, refusals));
  }

  /** Whether only erasures were about it. */
  private boolean isOfPersons(Verification.Check check, Certificate certificate) {
    return certificate.targets().stream()
        .filter(record -> record.name().equals(check.target()))
        .flatMap(record -> record.rules().stream())
        .anyMatch(rule -> !job.retention().containsKey(rule));
  }

  private String why(Verification.Check check, Certificate certificate, List<Problem> refusals) {
    String place = check.target().replaceFirst("[.:].*$", "");
    if (job.backups().containsKey(place) || job.files().containsKey(place)) {
      return "backups and files are read again by the next run, and by 'replay --check'";
    }
    if (!job.databases().containsKey(place)) {
      return "the job file has nothing that is called " + place;
    }
    if (check.target().startsWith(place + ".")
        && catalog.table(TableName.parse(check.target()).table()).isEmpty()) {
      return "the table is not in the database any more";
    }
    if (!refusals.isEmpty()) {
      return "the job file of that time does not fit the database any more: "
          + refusals.get(0).what();
    }
    return isOfPersons(check, certificate)
        ? FORGOTTEN
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
