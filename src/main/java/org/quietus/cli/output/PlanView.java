package org.quietus.cli.output;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.ForeignKey;
import org.quietus.job.ApprovalState;
import org.quietus.job.DueCount;
import org.quietus.job.JobSession;
import org.quietus.job.PartitionOutlook;
import org.quietus.job.RequestCount;
import org.quietus.job.Scope;
import org.quietus.job.WindDownPlan;
import org.quietus.plan.Action;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.Counted;
import org.quietus.policy.Problem;
import org.quietus.policy.SubjectType;
import org.quietus.target.AccessPath;
import org.quietus.target.BackupStock;

/**
 * A plan as it is printed.
 *
 * @param sql the statements, if they were asked for
 * @param windDown whether it is about closing the service, rather than a run of any day
 */
public record PlanView(
    String job,
    String database,
    List<StepView> steps,
    List<PartitionOutlook> partitions,
    List<RequestCount> requests,
    List<BackupView> backups,
    List<FileView> files,
    List<Problem> warnings,
    List<String> sql,
    String fingerprint,
    ApprovalState approval,
    boolean windDown) {

  /**
   * One step.
   *
   * @param then what happens to the rows of the step's own table
   * @param with the tables whose rows go along
   * @param others other kinds of person that rows of these tables point at as well
   * @param counts what is due now; absent where that is known only at run time
   */
  record StepView(
      int step,
      String part,
      String rule,
      String table,
      String then,
      List<String> with,
      List<String> others,
      Optional<DueCount> counts) {}

  /** The plan of a run of any day, counted now. */
  public static PlanView of(JobSession session, Set<Scope> only, boolean sql) {
    return of(session, only, sql, false);
  }

  /** {@code windDown} if it is about closing the service. */
  public static PlanView of(JobSession session, Set<Scope> only, boolean sql, boolean windDown) {
    Plan plan = session.plan(only);
    List<DueCount> counts = session.dueCounts(plan);
    String whole = session.fingerprint(plan);
    String fingerprint = windDown ? WindDownPlan.fingerprint(whole) : whole;
    List<BackupStock> stock = only.contains(Scope.BACKUPS) ? session.backupStock() : List.of();
    return new PlanView(
        session.job().job(),
        databases(session.catalogs()),
        plan.steps().stream()
            .map(step -> view(step, counts, session.job().subjects().values()))
            .toList(),
        session.partitions(plan),
        session.requestCounts(plan),
        BackupView.of(stock),
        FileView.of(stock, session.job().files()),
        plan.warnings(),
        sql ? session.sql(plan) : List.of(),
        fingerprint,
        approval(session.approval(fingerprint), windDown),
        windDown);
  }

  /** What the databases are, by name if there are several. */
  private static String databases(List<Catalog> catalogs) {
    return catalogs.size() == 1
        ? catalogs.get(0).product()
        : catalogs.stream()
            .map(catalog -> catalog.database() + " (" + catalog.product() + ")")
            .collect(Collectors.joining(", "));
  }

  /** Not even the first closing of a service goes without approval. */
  private static ApprovalState approval(ApprovalState state, boolean windDown) {
    return windDown && state == ApprovalState.FIRST ? ApprovalState.NEEDED : state;
  }

  private static StepView view(Step step, List<DueCount> counts, Collection<SubjectType> subjects) {
    return new StepView(
        step.number(),
        step.part().name().toLowerCase(Locale.ROOT),
        step.rule(),
        step.root().table().toString(),
        then(step.root().action()),
        step.members().stream().map(member -> member.table().toString()).distinct().toList(),
        others(step, subjects),
        counts.stream().filter(count -> count.step() == step.number()).findFirst());
  }

  private static List<String> others(Step step, Collection<SubjectType> subjects) {
    Set<String> pointedAt =
        step.members().stream()
            .flatMap(
                member ->
                    Stream.concat(
                        Stream.of(member.catalogTable().name()),
                        member.catalogTable().foreignKeys().stream()
                            .map(ForeignKey::referencedTable)))
            .collect(Collectors.toSet());
    return subjects.stream()
        .filter(subject -> subject.records().database().equals(step.database()))
        .filter(subject -> !subject.records().equals(step.root().table()))
        .filter(subject -> pointedAt.contains(subject.records().table()))
        .map(SubjectType::name)
        .toList();
  }

  private static String then(Action action) {
    return action.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** For people; {@code file} is the job file as they called it. */
  public String text(String file) {
    StringBuilder text = new StringBuilder("Plan of job '" + job + "' on " + database + ":\n\n");
    TextTable table = table();
    text.append(table.isEmpty() ? "  nothing to do\n" : table)
        .append(BackupView.text(backups))
        .append(FileView.text(files));
    paths(text);
    partitions(text);
    requests(text);
    warnings.forEach(warning -> text.append("\nwarning: ").append(warning).append('\n'));
    if (!sql.isEmpty()) {
      text.append(sql.stream().collect(Collectors.joining("\n\n", "\nThe statements:\n\n", "\n")));
    }
    return text.append("\nfingerprint ")
        .append(fingerprint)
        .append('\n')
        .append(advice(file))
        .toString();
  }

  private void paths(StringBuilder text) {
    List<DueCount> counts = steps.stream().flatMap(step -> step.counts().stream()).toList();
    if (!counts.isEmpty()) {
      text.append("\nHow due rows are found:\n");
      counts.forEach(count -> text.append(path(count)));
    }
  }

  private static String path(DueCount count) {
    AccessPath path = count.path();
    return String.format(
        Locale.ROOT,
        "  step %d, %s: by %s (%s), %s: %s\n",
        count.step(),
        count.table(),
        (path.byIndex() ? "index " : "key ") + path.index(),
        String.join(", ", path.columns()),
        path.ranges() == 1
            ? "one range"
            : String.format(
                Locale.ROOT, "about %,d ranges of %,d rows", path.ranges(), path.rowsPerRange()),
        path.why());
  }

  private void partitions(StringBuilder text) {
    for (PartitionOutlook outlook : partitions) {
      text.append(
          "\nPartitions of %s (step %d): %s\n"
              .formatted(
                  outlook.table(),
                  outlook.step(),
                  outlook.whole().isEmpty()
                      ? "none is dropped"
                      : "%s would be dropped, with %s that are due and no others"
                          .formatted(
                              String.join(", ", outlook.whole()),
                              Counted.of(outlook.rows(), "row"))));
      outlook.staying().forEach(why -> text.append("  row by row: ").append(why).append('\n'));
    }
  }

  private void requests(StringBuilder text) {
    TextTable table = new TextTable("step", "requests for", "table", "rows now");
    for (RequestCount count : requests) {
      String subject =
          "%d %s%s"
              .formatted(
                  count.requests(),
                  count.subject(),
                  count.ambiguous() == 0 ? "" : " (" + count.ambiguous() + " ambiguous)");
      if (count.rows().isEmpty()) {
        table.row(count.step(), subject, "-", 0);
      }
      count.rows().forEach((name, rows) -> table.row(count.step(), subject, name, rows));
    }
    if (!table.isEmpty()) {
      text.append("\nOpen erasure requests:\n\n").append(table);
    }
    steps.stream()
        .filter(step -> !step.others().isEmpty())
        .forEach(
            step ->
                text.append(
                    "\nStep %d touches tables that also point at: %s\n"
                        .formatted(step.step(), String.join(", ", step.others()))));
  }

  /** With the rows that are held, if there are any. */
  private TextTable table() {
    boolean held =
        steps.stream().flatMap(step -> step.counts().stream()).anyMatch(count -> count.held() > 0);
    List<String> columns =
        new ArrayList<>(
            List.of(
                "step",
                "part",
                "rule",
                "table",
                "action",
                "dependent tables",
                "due",
                "kept by law",
                "no date"));
    if (held) {
      columns.add("held");
    }
    TextTable table = new TextTable(columns.toArray(String[]::new));
    for (StepView step : steps) {
      Optional<DueCount> count = step.counts();
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  step.step(),
                  step.part(),
                  step.rule(),
                  step.table(),
                  step.then(),
                  step.with().size(),
                  count.map(DueCount::due),
                  count.map(DueCount::kept),
                  count.map(DueCount::undated)));
      if (held) {
        cells.add(count.map(DueCount::held));
      }
      table.row(cells.toArray());
    }
    return table;
  }

  private String advice(String file) {
    if (approval == ApprovalState.NEEDED) {
      return (windDown
              ? "Closing the service erases every person by the steps of erasure; it waits for"
                  + " approval: quietus approve "
              : "This plan waits for approval: quietus approve ")
          + file
          + " "
          + fingerprint
          + (windDown ? " --wind-down\n" : "\n");
    }
    return approval == ApprovalState.APPROVED
        ? "This plan is approved.\n"
        : "This is the job's first plan, which needs no approval.\n";
  }
}
