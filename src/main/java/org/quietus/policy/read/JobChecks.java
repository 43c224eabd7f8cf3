package org.quietus.policy.read;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.quietus.policy.Condition;
import org.quietus.policy.FormerPlace;
import org.quietus.policy.JobFile;
import org.quietus.policy.Nearest;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.TableName;
import org.quietus.policy.Then;

/** Checks that the parts of a job file fit together. */
final class JobChecks {
  private final JobFile job;
  private final Problems problems;

  private JobChecks(JobFile job, Problems problems) {
    this.job = job;
    this.problems = problems;
  }

  /** Notes every contradiction between parts; the job file may hold stand-ins. */
  static void check(JobFile job, Problems problems) {
    JobChecks checks = new JobChecks(job, problems);
    checks.hasSomethingToDo();
    checks.everyAnonymisedTableHasStrategies();
    checks.onlyDeletedRowsGoWithTheirPartition();
    checks.everySubjectCanBeErased();
    checks.formerSubjectsAreGone();
    checks.noRulesOverlap();
    checks.everyRuleThatARequestComesBeforeKeepsItsRows();
    checks.everySubjectCanSettle();
    BackupChecks.check(job, problems);
    FileChecks.check(job, problems);
    MomentChecks.check(job, problems);
    CombinedChecks.check(job, problems);
    CategoryChecks.check(job, problems);
    TenantChecks.check(job, problems);
    RecipientChecks.check(job, problems);
    PaceChecks.check(job, problems);
    DatabaseChecks.check(job, problems);
    SameAsChecks.check(job, problems);
    SchemaChecks.check(job, problems);
  }

  private void hasSomethingToDo() {
    Map<String, Integer> lines = job.text().lines();
    if (!lines.containsKey("/retention")
        && !lines.containsKey("/erasure")
        && !lines.containsKey("/backups")
        && !lines.containsKey("/files")) {
      problems.add(
          "NOTHING-TO-DO",
          "",
          "the job file has neither 'retention' nor 'erasure', 'backups' nor 'files'",
          "add a rule, e.g. 'retention: { old-visits: { records: crm.visit, keep: P6M, from:"
              + " visited_at, then: delete } }'");
    }
  }

  private void everyAnonymisedTableHasStrategies() {
    job.retention()
        .forEach(
            (name, rule) ->
                hasStrategies(JobTree.child("/retention", name), rule.then(), rule.records()));
    job.retention()
        .forEach(
            (name, rule) ->
                rule.with()
                    .forEach(
                        (table, each) ->
                            hasStrategies(
                                JobTree.child(
                                    JobTree.child("/retention", name) + "/with", table.toString()),
                                each.then(),
                                table)));
    job.erasure()
        .forEach((table, rule) -> hasStrategies(erasurePointer(table), rule.then(), table));
  }

  /** Rows that are made anonymous stay, and so does what they lie in. */
  private void onlyDeletedRowsGoWithTheirPartition() {
    job.retention()
        .forEach(
            (name, rule) -> {
              if (rule.wholePartitions() && rule.then() == Then.ANONYMISE) {
                problems.add(
                    "PARTITIONS-ANONYMISED",
                    JobTree.child("/retention", name) + "/partitions",
                    "rule '" + name + "' drops partitions, but anonymises their rows",
                    "remove 'partitions', or write 'then: delete'");
              }
            });
  }

  private void hasStrategies(String pointer, Then then, TableName table) {
    if (then == Then.ANONYMISE && known(table) && !job.anonymise().containsKey(table)) {
      problems.add(
          "NO-STRATEGIES",
          pointer + "/then",
          JobTree.path(pointer) + " anonymises " + table + ", for which there are no strategies",
          Nearest.to(
                  table.toString(),
                  job.anonymise().keySet().stream().map(TableName::toString).toList())
              .map(near -> "did you mean '" + near + "'?")
              .orElse("add e.g. 'anonymise: { " + table + ": { with: { full_name: redact } } }'"));
    }
  }

  private void formerSubjectsAreGone() {
    job.formerSubjects()
        .keySet()
        .forEach(
            name -> {
              identifierIsGone(name);
              Optional<String> database = FormerPlace.database(name);
              if (database.filter(of -> !job.databases().containsKey(of)).isPresent()) {
                problems.add(
                    "UNKNOWN-DATABASE",
                    JobTree.child("/former-subjects", name),
                    "'" + name + "' names database '" + database.get() + "', which is not there",
                    "use one of: " + String.join(", ", job.databases().keySet()));
              }
              if (job.subject(FormerPlace.kind(name))
                  .filter(
                      kind ->
                          database.isEmpty() || database.get().equals(kind.records().database()))
                  .isPresent()) {
                problems.add(
                    "NOT-FORMER",
                    JobTree.child("/former-subjects", name),
                    "'" + name + "' stands under 'subjects' and under 'former-subjects'",
                    "take it out of one of them");
              }
            });
  }

  /** An identifier is called as the kind of person is, with its type behind a dot. */
  private void identifierIsGone(String name) {
    int dot = name.lastIndexOf('.');
    if (job.subject(name).isEmpty()
        && job.subject(name.substring(0, Math.max(0, dot)))
            .filter(kind -> kind.identifiers().containsValue(name.substring(dot + 1)))
            .isPresent()) {
      problems.add(
          "NOT-FORMER",
          JobTree.child("/former-subjects", name),
          "'" + name + "' is an identifier under 'subjects' and stands under 'former-subjects'",
          "take it out of one of them");
    }
  }

  /** What a table without an entry needs is told with the tables that there are. */
  private void everySubjectCanBeErased() {
    if (job.text().lines().containsKey("/erasure")
        && !job.text().lines().containsKey("/subjects")) {
      problems.add(
          "NO-SUBJECTS",
          "/erasure",
          "'erasure' is there but no 'subjects', so that no person could be found",
          "add e.g. 'subjects: { customer: { records: crm.customer, identifiers: { email: email }"
              + " } }'");
    }
    job.subjects()
        .forEach(
            (name, subject) -> {
              TableName table = subject.records();
              if (known(table) && job.erasure().isEmpty()) {
                problems.add(
                    "NO-DISPOSITION",
                    JobTree.child("/subjects", name),
                    "subject '" + name + "' is in " + table + ", which 'erasure' does not mention",
                    "add e.g. 'erasure: { records: { " + table + ": { then: delete } } }'");
              }
            });
  }

  private void everyRuleThatARequestComesBeforeKeepsItsRows() {
    job.erasure()
        .forEach(
            (table, entry) -> {
              for (int n = 0; n < entry.despite().size(); n++) {
                comesBefore(table, entry.despite().get(n), erasurePointer(table) + "/despite/" + n);
              }
            });
    job.retention()
        .forEach(
            (name, rule) ->
                rule.with().values().stream()
                    .filter(child -> !child.despite().isEmpty())
                    .forEach(
                        child ->
                            problems.add(
                                "DESPITE-WITHOUT-REQUEST",
                                JobTree.child(
                                    JobTree.child("/retention", name) + "/with",
                                    child.records().toString()),
                                "'despite' is about requests, and rule '" + name + "' is none",
                                "write it under 'erasure: records'")));
  }

  private void comesBefore(TableName table, String name, String pointer) {
    RetentionRule rule = job.retention().get(name);
    if (rule == null && !job.text().lines().containsKey(JobTree.child("/retention", name))) {
      problems.add(
          "UNKNOWN-RULE",
          pointer,
          "there is no retention rule '" + name + "'",
          Nearest.to(name, job.retention().keySet())
              .map(near -> "did you mean '" + near + "'?")
              .orElse("name a rule of 'retention' that keeps rows of " + table));
    } else if (rule != null && known(rule.records()) && rule.because().isEmpty()) {
      problems.add(
          "DESPITE-NOTHING",
          pointer,
          "rule '" + name + "' does not keep rows for a reason",
          "remove it; a request need not be put before it");
    }
  }

  /** On searching once more, who came back has to be told from what was loaded late. */
  private void everySubjectCanSettle() {
    if (job.clock().settle().isEmpty()) {
      return;
    }
    job.subjects()
        .forEach(
            (name, subject) -> {
              if (subject.created().isEmpty()) {
                problems.add(
                    "SETTLE-NEEDS-CREATED",
                    JobTree.child("/subjects", name),
                    "subject '" + name + "' has no 'created', but 'erasure.clock' has 'settle'",
                    "add the column that says when a person's row was created, so that who comes"
                        + " back is told from what was loaded late");
              }
            });
  }

  /**
   * Two rules that the same rows fall under would leave open which of them counts. Different
   * conditions may overlap too; then a row that is to be deleted by one rule is deleted.
   */
  private void noRulesOverlap() {
    Map<String, String> first = new HashMap<>();
    job.retention()
        .forEach(
            (name, rule) -> {
              String pointer = JobTree.child("/retention", name);
              boolean unread =
                  rule.where().isEmpty() && job.text().lines().containsKey(pointer + "/where");
              if (!known(rule.records()) || unread) {
                return;
              }
              String rows = rule.records() + " " + rule.where().map(Condition::text).orElse("");
              String other = first.putIfAbsent(rows, name);
              if (other != null) {
                problems.add(
                    "OVERLAPPING-RULES",
                    pointer,
                    "rules '"
                        + other
                        + "' and '"
                        + name
                        + "' take the same rows of "
                        + rule.records(),
                    "join them, or tell the rows apart by 'where'");
              }
            });
  }

  private static boolean known(TableName table) {
    return !table.equals(Scalars.NO_TABLE);
  }

  private static String erasurePointer(TableName table) {
    return JobTree.child("/erasure/records", table.toString());
  }
}
