package org.quietus.database.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Catalog;
import org.quietus.database.ControlRights;
import org.quietus.database.DatabaseTrouble;
import org.quietus.database.Dialect;
import org.quietus.database.Objection;
import org.quietus.plan.CheckProbe;
import org.quietus.plan.Plan;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.JobText;
import org.quietus.policy.Problem;

/** Tells what forbids to work on a database: missing rights, triggers, checks, crossed records. */
final class DatabaseObjections {
  private final DatabaseSettings settings;
  private final Dialect dialect;
  private final Catalog catalog;
  private final DataSource source;
  private final DatabaseEngine engine;
  private volatile @Nullable Optional<String> writable;

  /** {@code engine} reads as a run does on which nothing is held. */
  DatabaseObjections(
      DatabaseSettings settings,
      Dialect dialect,
      Catalog catalog,
      DataSource source,
      DatabaseEngine engine) {
    this.settings = settings;
    this.dialect = dialect;
    this.catalog = catalog;
    this.source = source;
    this.engine = engine;
  }

  /** What the credential of verification may do beside reading. */
  Optional<String> verifyMayWrite() {
    Optional<String> known = writable;
    if (known == null) {
      known =
          settings.verify().isEmpty()
              ? Optional.empty()
              : new VerifyLogin(settings, dialect).mayWrite(catalog.tables().values());
      writable = known;
    }
    return known;
  }

  /** What somebody should know and nothing forbids. */
  List<Problem> warnings(JobText text) {
    List<Problem> warnings = new ArrayList<>();
    verifyMayWrite().map(what -> verifyMayWrite(what, text)).ifPresent(warnings::add);
    if (isLogHidden()) {
      warnings.add(
          text.problem(
              "BINARY-LOG-HIDDEN",
              "/databases/" + settings.name(),
              "the server does not tell the user which files of its binary log are left, so that"
                  + " certificates name the log for good",
              "GRANT REPLICATION CLIENT ON *.* to the user"));
    }
    return warnings;
  }

  private boolean isLogHidden() {
    try (Connection connection = source.getConnection()) {
      return dialect.binaryLog(connection).filter(log -> log.currentFile().isEmpty()).isPresent();
    } catch (SQLException e) {
      throw DatabaseTrouble.stripped("asking for the binary log", e);
    }
  }

  private Problem verifyMayWrite(String what, JobText text) {
    return text.problem(
        "VERIFY-MAY-WRITE",
        "/databases/" + settings.name() + "/verify",
        "the 'verify' user "
            + what
            + ", so that certificates do not call it a read-only credential of its own",
        "name a user that has SELECT alone");
  }

  /** What forbids to run a plan. */
  List<Problem> objections(Plan plan, JobText text) {
    try (Connection connection = source.getConnection()) {
      List<Problem> problems =
          new ArrayList<>(ProbedChecks.refusals(connection, plan.checkProbes()));
      problems.addAll(new ProbedConditions(connection, dialect, text).refusals(plan));
      problems.addAll(standing(connection, Touched.by(plan), text));
      problems.addAll(new CrossedRecords(engine, text).in(plan));
      return problems;
    } catch (SQLException e) {
      throw DatabaseTrouble.stripped("preflight", e);
    }
  }

  /** What forbids to run a job file that no plan was made of. */
  List<Problem> objections(JobFile unplanned, List<CheckProbe> probes) {
    try (Connection connection = source.getConnection()) {
      List<Problem> problems = new ArrayList<>(ProbedChecks.refusals(connection, probes));
      problems.addAll(
          standing(connection, Touched.by(unplanned, settings.name(), catalog), unplanned.text()));
      return problems;
    } catch (SQLException e) {
      throw DatabaseTrouble.stripped("preflight", e);
    }
  }

  private List<Problem> standing(Connection connection, Collection<Touched> touched, JobText text)
      throws SQLException {
    String pointer = "/databases/" + settings.name();
    List<Problem> problems = new ArrayList<>();
    Preflight.check(connection, catalog, touched)
        .forEach(objection -> problems.add(problem(objection, pointer, text)));
    new VerifyLogin(settings, dialect)
        .objections(touched)
        .forEach(objection -> problems.add(problem(objection, pointer + "/verify", text)));
    return problems;
  }

  /** What forbids to make or change the control schema. */
  List<Problem> controlObjections(JobText text) {
    try (Connection connection = source.getConnection()) {
      return ControlRights.objections(connection, dialect).stream()
          .map(objection -> problem(objection, "/databases/" + settings.name(), text))
          .toList();
    } catch (SQLException e) {
      throw DatabaseTrouble.stripped("asking for the rights on the control schema", e);
    }
  }

  private static Problem problem(Objection objection, String pointer, JobText text) {
    return text.problem(objection.id(), pointer, objection.what(), objection.mend());
  }
}
