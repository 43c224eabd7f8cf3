package org.quietus.database.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.database.StatementFailure;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.Condition;
import org.quietus.policy.JobText;
import org.quietus.policy.Problem;

/**
 * Has the database read every condition of a plan, on no row: some compare values of whatever
 * types, others refuse to.
 */
final class ProbedConditions {
  private final Connection connection;
  private final Dialect dialect;
  private final JobText text;

  ProbedConditions(Connection connection, Dialect dialect, JobText text) {
    this.connection = connection;
    this.dialect = dialect;
    this.text = text;
  }

  /** Those that the database does not take, each once. */
  List<Problem> refusals(Plan plan) {
    return plan.steps().stream().flatMap(this::of).flatMap(Optional::stream).distinct().toList();
  }

  private Stream<Optional<Problem>> of(Step step) {
    Stream<Optional<Problem>> kept =
        Stream.concat(Stream.of(step.root()), step.members().stream())
            .flatMap(member -> member.bases().stream())
            .map(basis -> refusal(basis.table(), basis.kept().where(), "/erasure"));
    return step.selection() instanceof Selection.Due due
        ? Stream.concat(
            Stream.of(
                refusal(
                    step.root().catalogTable(),
                    due.where(),
                    "/retention/" + step.rule() + "/where")),
            kept)
        : kept;
  }

  private Optional<Problem> refusal(Table table, Optional<Condition> where, String pointer) {
    if (where.isEmpty()) {
      return Optional.empty();
    }
    SqlFragment condition = dialect.condition(table, where.get());
    String sql =
        "SELECT 1 FROM " + dialect.quote(table.name()) + " WHERE 1=0 AND (" + condition.sql() + ")";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      condition.bind(statement, 1);
      statement.execute();
      return Optional.empty();
    } catch (SQLException e) {
      if (dialect.failure(e).filter(StatementFailure.DENIED::equals).isPresent()) {
        return Optional.empty(); // said of the table
      }
      return Optional.of(
          text.problem(
              "WHERE-REFUSED",
              pointer,
              "the database does not take the condition on table '"
                  + table.name()
                  + "' (SQL state "
                  + e.getSQLState()
                  + ")",
              "compare each column with values of its own type, e.g. a BOOLEAN with TRUE"));
    }
  }
}
