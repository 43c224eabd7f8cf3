package org.quietus.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.RetentionRule;
import org.springframework.jdbc.core.JdbcTemplate;

/** The steps of each run as certificates name them, frozen when it begins. */
public final class RunSteps {
  private final JdbcTemplate jdbc;

  public RunSteps(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One step.
   *
   * @param ofRequests whether it erases persons who asked for it
   * @param keep the retention period
   * @param startEvent the column that it starts at
   * @param cutoff what started strictly earlier is due
   * @param keeper the basis of what may keep a due record back
   * @param tenant whose records alone it is about
   */
  public record RunStep(
      int number,
      String rule,
      boolean ofRequests,
      Optional<Period> keep,
      Optional<String> startEvent,
      Optional<Instant> cutoff,
      Optional<String> keeper,
      Optional<String> tenant) {

    public static RunStep of(Step step, JobFile job) {
      if (step.selection() instanceof Selection.Due due) {
        return new RunStep(
            step.number(),
            step.rule(),
            false,
            rule(step, job).map(RetentionRule::keep),
            Optional.of(due.from()),
            Optional.of(due.cutoff().instant()),
            keeper(step),
            rule(step, job).flatMap(RetentionRule::tenant));
      }
      return new RunStep(
          step.number(),
          "erasure of " + step.rule(),
          true,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    private static Optional<RetentionRule> rule(Step step, JobFile job) {
      return Optional.ofNullable(job.retention().get(step.rule()));
    }

    private static Optional<String> keeper(Step step) {
      String bases =
          Stream.concat(Stream.of(step.root()), step.members().stream())
              .flatMap(member -> member.bases().stream())
              .map(basis -> basis.kept().keep().because())
              .distinct()
              .collect(Collectors.joining("; "));
      return Optional.of(bases).filter(text -> !text.isEmpty());
    }
  }

  public void insert(String run, List<RunStep> steps) {
    for (RunStep step : steps) {
      jdbc.update(
          "INSERT INTO quietus.run_step (run_id, step_no, rule_name, of_requests, keep_period,"
              + " start_event, cutoff_at, keeper, tenant) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          run,
          step.number(),
          step.rule(),
          step.ofRequests() ? 1 : 0,
          step.keep().map(Period::toString).orElse(null),
          step.startEvent().orElse(null),
          step.cutoff().map(at -> LocalDateTime.ofInstant(at, ZoneOffset.UTC)).orElse(null),
          step.keeper().orElse(null),
          step.tenant().orElse(null));
    }
  }

  /** The steps of a run by number. */
  public Map<Integer, RunStep> of(String run) {
    Map<Integer, RunStep> steps = new LinkedHashMap<>();
    jdbc.query(
        "SELECT * FROM quietus.run_step WHERE run_id = ? ORDER BY step_no",
        row -> {
          steps.put(row.getInt("step_no"), step(row));
        },
        run);
    return steps;
  }

  private static RunStep step(ResultSet row) throws SQLException {
    return new RunStep(
        row.getInt("step_no"),
        row.getString("rule_name"),
        row.getInt("of_requests") == 1,
        Optional.ofNullable(row.getString("keep_period")).map(Period::parse),
        Optional.ofNullable(row.getString("start_event")),
        Optional.ofNullable(row.getObject("cutoff_at", LocalDateTime.class))
            .map(at -> at.toInstant(ZoneOffset.UTC)),
        Optional.ofNullable(row.getString("keeper")),
        Optional.ofNullable(row.getString("tenant")));
  }
}
