package org.quietus.plan.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.policy.JobFileBuilder.aJob;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.catalog.Join;
import org.quietus.plan.Action;
import org.quietus.plan.CatalogBuilder;
import org.quietus.plan.Member;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFileBuilder;
import org.quietus.policy.Problem;

/** Runs the planner in tests, and tells briefly what came of it. */
final class Planning {
  static final Instant NOW = Instant.parse("2026-03-31T22:30:00Z");

  private Planning() {}

  static Plan plan(JobFileBuilder job, CatalogBuilder catalog) {
    return Planner.plan(job.build(), catalog.build(), NOW);
  }

  /** The problems; fails if there are none. */
  static List<Problem> problems(JobFileBuilder job, CatalogBuilder catalog) {
    InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> plan(job, catalog));
    assertThat(refused).as("the plan was not refused").isNotNull();
    return refused.problems();
  }

  /** The problem; fails unless it is the only one. */
  static Problem problem(JobFileBuilder job, CatalogBuilder catalog) {
    List<Problem> problems = problems(job, catalog);
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  /** One line per member: role, action and path. */
  static List<String> members(Step step) {
    return step.members().stream().map(Planning::describe).toList();
  }

  private static String describe(Member member) {
    String action =
        member.action() instanceof Action.Unlink unlink
            ? "unlink " + unlink.columns()
            : member.action() instanceof Action.Delete ? "delete" : "anonymise";
    return member.path().stream()
        .map(Join::toString)
        .collect(
            Collectors.joining(
                ", ", member.role() + " " + member.table().table() + " " + action + ": ", ""));
  }

  /** A job on customers, who are known by their address. */
  static JobFileBuilder customers() {
    return aJob().subject("customer", "customer", "email");
  }

  /** Customers and their orders. */
  static CatalogBuilder shop(OnDelete onDelete, String customerColumn) {
    return aCatalog()
        .table("customer", "id int pk", "email varchar(50) null")
        .table("orders", "id int pk", "customer_id " + customerColumn, "at datetime")
        .key("orders.customer_id -> customer.id", onDelete);
  }
}
