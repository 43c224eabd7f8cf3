package org.quietus.policy.read;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.policy.Edge;
import org.quietus.policy.JobFile;
import org.quietus.policy.Nearest;
import org.quietus.policy.NoticeRoute;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/**
 * Checks which database keeps the runs, and that the others have only what this version does there:
 * retention rules, persons who are found by identifiers, with what hangs on their rows, and
 * backups.
 */
final class DatabaseChecks {
  private final JobFile job;
  private final String home;
  private final Problems problems;

  private DatabaseChecks(JobFile job, Problems problems) {
    this.job = job;
    this.home = job.home();
    this.problems = problems;
  }

  static void check(JobFile job, Problems problems) {
    if (isHomeKnown(job, problems) && job.databases().size() > 1) {
      DatabaseChecks checks = new DatabaseChecks(job, problems);
      checks.alone();
      checks.persons();
      checks.sets();
      checks.places();
      checks.children();
    }
  }

  private static boolean isHomeKnown(JobFile job, Problems problems) {
    if (job.evidence().control().isEmpty()) {
      if (job.databases().size() > 1) {
        problems.add(
            "NO-CONTROL",
            "/evidence",
            "the job file has several databases, and 'evidence' does not say which of them keeps"
                + " runs, requests and approvals",
            "add e.g. 'control: " + job.databases().keySet().iterator().next() + "'");
      }
      return job.databases().size() == 1;
    }
    String named = job.evidence().control().get();
    if (!job.databases().containsKey(named)) {
      problems.add(
          "UNKNOWN-DATABASE",
          "/evidence/control",
          "there is no database '" + named + "'",
          Nearest.to(named, job.databases().keySet())
              .map(near -> "did you mean '" + near + "'?")
              .orElse("name one of " + String.join(", ", job.databases().keySet())));
      return false;
    }
    return true;
  }

  /** Rules under two names of one database would count its rows twice. */
  private void alone() {
    Map<String, String> seen = new HashMap<>();
    job.databases()
        .forEach(
            (name, database) -> {
              String twin =
                  database.url().isEmpty() ? null : seen.putIfAbsent(database.url(), name);
              if (twin != null) {
                problems.add(
                    "SAME-DATABASE",
                    JobTree.child("/databases", name),
                    "databases '" + twin + "' and '" + name + "' are the same: they have one url",
                    "write all of its rules under one name");
              }
            });
  }

  /** All that a kind of person has is in one database. */
  private void persons() {
    job.subjects()
        .forEach(
            (name, subject) -> {
              String database = subject.records().database();
              String pointer = JobTree.child("/subjects", name);
              if (isStandIn(subject.records())) {
                return;
              }
              for (int n = 0; n < subject.owns().size(); n++) {
                within(subject, subject.owns().get(n), pointer + "/owns/" + n);
              }
              for (int n = 0; n < subject.shares().size(); n++) {
                within(database, subject.shares().get(n).table(), pointer + "/shares/" + n, name);
              }
              subject
                  .purposes()
                  .forEach(
                      (purpose, of) ->
                          Stream.concat(of.rows().stream(), of.columns().keySet().stream())
                              .forEach(
                                  table ->
                                      within(
                                          database,
                                          table,
                                          JobTree.child(pointer + "/purposes", purpose),
                                          name)));
            });
    Set<String> ofPersons =
        job.subjects().values().stream()
            .map(subject -> subject.records().database())
            .collect(Collectors.toSet());
    job.erasure().keySet().stream()
        .filter(table -> !ofPersons.contains(table.database()))
        .forEach(
            table ->
                atHome(
                    table, JobTree.child("/erasure/records", table.toString()), "persons' rows"));
  }

  private void within(SubjectType subject, Edge edge, String pointer) {
    String database = subject.records().database();
    Stream.of(edge.from().table(), edge.to().table())
        .filter(table -> !isStandIn(table) && !table.database().equals(database))
        .findFirst()
        .ifPresent(
            table ->
                problems.add(
                    "OTHER-DATABASE",
                    pointer,
                    "the persons of '"
                        + subject.name()
                        + "' are in database '"
                        + database
                        + "', and 'owns' follows references there alone",
                    "write a subject of its own for "
                        + table
                        + " with 'same-as: { subject: "
                        + subject.name()
                        + ", by: "
                        + edge
                        + " }'"));
  }

  private void within(String database, TableName table, String pointer, String subject) {
    if (!isStandIn(table) && !table.database().equals(database)) {
      problems.add(
          "OTHER-DATABASE",
          pointer,
          "the persons of '"
              + subject
              + "' are in database '"
              + database
              + "', and so has to be all that is theirs",
          "write a subject of its own for those in '" + table.database() + "'");
    }
  }

  private void sets() {
    job.files()
        .forEach(
            (name, set) -> {
              String pointer = JobTree.child("/files", name);
              atHome(set.database(), pointer + "/of", "files");
              set.namedBy().forEach(by -> atHome(by.table(), pointer + "/named-by", "files"));
            });
  }

  private void places() {
    job.requests()
        .inbox()
        .ifPresent(table -> atHome(table, "/requests/inbox", "the inbox of requests"));
    job.recipients()
        .forEach(
            (name, recipient) -> {
              if (recipient.route() instanceof NoticeRoute.Outbox outbox) {
                atHome(
                    outbox.table(),
                    JobTree.child("/recipients", name) + "/notify",
                    "the outboxes of recipients");
              }
            });
    job.answering()
        .filter(answering -> answering.route() instanceof NoticeRoute.Outbox)
        .map(answering -> (NoticeRoute.Outbox) answering.route())
        .ifPresent(outbox -> atHome(outbox.table(), "/answers/notify", "the outbox of answers"));
  }

  private void children() {
    job.retention()
        .forEach(
            (name, rule) ->
                rule.with().keySet().stream()
                    .filter(table -> !table.database().equals(rule.records().database()))
                    .filter(table -> !isStandIn(table) && !isStandIn(rule.records()))
                    .forEach(
                        table ->
                            problems.add(
                                "OTHER-DATABASE",
                                JobTree.child(
                                    JobTree.child("/retention", name) + "/with", table.toString()),
                                "rule '"
                                    + name
                                    + "' is about database '"
                                    + rule.records().database()
                                    + "', and no row of another one hangs on its rows",
                                "write a rule of its own for " + table)));
  }

  private void atHome(TableName table, String pointer, String what) {
    if (!isStandIn(table)) {
      atHome(table.database(), pointer, what);
    }
  }

  private void atHome(String database, String pointer, String what) {
    if (!database.equals(home) && job.databases().containsKey(database)) {
      problems.add(
          "NOT-AT-HOME",
          pointer,
          "this version looks for "
              + what
              + " in the database that 'evidence: control' names, '"
              + home
              + "', and not in '"
              + database
              + "'",
          "write a job file of its own for '" + database + "', or leave that out");
    }
  }

  private static boolean isStandIn(TableName table) {
    return table.equals(Scalars.NO_TABLE);
  }
}
