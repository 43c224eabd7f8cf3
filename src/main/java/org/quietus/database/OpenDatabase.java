package org.quietus.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.quietus.plan.Action;
import org.quietus.plan.Catalog;
import org.quietus.plan.Member;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.JobText;
import org.quietus.policy.Problem;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Identifier;
import org.quietus.target.BeforeImages;
import org.quietus.target.ControlAccess;
import org.quietus.target.Key;
import org.quietus.target.KeyRange;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepCounts;
import org.quietus.target.StepTarget;
import org.quietus.target.TableDue;
import org.quietus.target.Target;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** One database of a job, connected. */
public final class OpenDatabase implements Target, AutoCloseable {
  private static final int MOST_CONNECTIONS = 40;
  private static final long WORTH_ESTIMATING = 100_000;
  private static final long PATIENCE_MILLIS = 5_000;

  private final DatabaseSettings settings;
  private final DatabaseConnections connections;
  private final HikariDataSource pool;
  private final PlatformTransactionManager transactionManager;
  private final JdbcTemplate jdbc;
  private final Dialect dialect;
  private final Catalog catalog;
  private final Clock clock;

  private OpenDatabase(
      DatabaseSettings settings,
      DatabaseConnections connections,
      Dialect dialect,
      Catalog catalog,
      Clock clock) {
    this.settings = settings;
    this.connections = connections;
    this.dialect = dialect;
    this.catalog = catalog;
    this.clock = clock;
    HikariConfig config = new HikariConfig();
    config.setDataSource(connections);
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setPoolName("quietus");
    this.pool = new HikariDataSource(config);
    this.transactionManager = new JdbcTransactionManager(pool);
    this.jdbc = new JdbcTemplate(pool);
  }

  /**
   * Connects and reads the catalog.
   *
   * @throws SQLException as the driver gave it; its message may quote values and is not for
   *     printing
   */
  public static OpenDatabase open(DatabaseSettings settings, Clock clock) throws SQLException {
    DatabaseConnections connections =
        new DatabaseConnections(settings.url(), settings.credential());
    try (Connection connection = connections.getConnection()) {
      return new OpenDatabase(
          settings,
          connections,
          Dialects.of(connection),
          CatalogReader.read(connection, settings.name()),
          clock);
    }
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String product() {
    return dialect.product();
  }

  public Catalog catalog() {
    return catalog;
  }

  /** The way to the control schema beside the data. */
  public ControlAccess control() {
    return new ControlAccess(
        pool,
        transactionManager,
        dialect.controlFolder(),
        dialect.forShare(),
        () -> new NamedLock(connections, dialect));
  }

  @Override
  public StepTarget step(Step step, Optional<SubjectType> subject, byte[] blinding) {
    Parts parts = new Parts(jdbc);
    return new TableStep(
        step,
        dialect,
        parts.reader,
        parts.changer,
        parts.predicates,
        subject.map(type -> parts.persons(step, type)),
        blinding);
  }

  @Override
  public List<KeyRange> ranges(Step step, Selection.Due due) {
    Parts parts = new Parts(jdbc);
    return new KeyRanges(parts.reader, dialect, parts.predicates).of(step, due);
  }

  @Override
  public List<Key> find(Step step, SubjectType subject, List<Identifier> identifiers) {
    return new Parts(jdbc).persons(step, subject).find(identifiers);
  }

  @Override
  public Map<String, String> traits(Step step, SubjectType subject, PersonKeys person) {
    return new Parts(jdbc).persons(step, subject).traits(person);
  }

  @Override
  public StepCounts count(Step step, Selection.Due due) {
    Parts parts = new Parts(jdbc);
    return new Recount(parts.reader, parts.predicates).due(step, due);
  }

  @Override
  public long rows(Step step) {
    long estimated = step.root().catalogTable().estimatedRows();
    return estimated > WORTH_ESTIMATING
        ? estimated
        : new Parts(jdbc).reader.count(step.root().catalogTable(), Predicates.TRUE);
  }

  @Override
  public Recheck recheck() {
    DatabaseConnections eyes =
        new DatabaseConnections(settings.url(), settings.verify().orElse(settings.credential()));
    return new Eyes(new Parts(new JdbcTemplate(eyes)), settings.verify().isPresent());
  }

  @Override
  public List<Problem> objections(Plan plan, JobText text) {
    try (Connection connection = connections.getConnection()) {
      List<Problem> problems =
          new ArrayList<>(ProbedChecks.refusals(connection, plan.checkProbes()));
      for (Objection objection : Preflight.check(connection, catalog, touched(plan))) {
        problems.add(
            text.problem(
                objection.id(),
                "/databases/" + settings.name(),
                objection.what(),
                objection.mend()));
      }
      return problems;
    } catch (SQLException e) {
      throw DatabaseTrouble.stripped("preflight", e);
    }
  }

  @Override
  public Optional<BeforeImages> beforeImages() {
    try (Connection connection = connections.getConnection()) {
      return dialect.binaryLog(connection).map(log -> new BeforeImages(log.expiry()));
    } catch (SQLException e) {
      throw DatabaseTrouble.stripped("asking for the binary log", e);
    }
  }

  @Override
  public Instant now() {
    try (Connection connection = connections.getConnection()) {
      return dialect.now(connection);
    } catch (SQLException e) {
      throw DatabaseTrouble.stripped("asking for the time", e);
    }
  }

  @Override
  public List<String> statements(Step step) {
    Parts parts = new Parts(jdbc);
    return new StepSql(step, dialect, parts.reader, parts.changer, parts.predicates).statements();
  }

  @Override
  public void close() {
    pool.close();
  }

  private static Collection<Touched> touched(Plan plan) {
    Map<String, Touched> touched = new LinkedHashMap<>();
    for (Step step : plan.steps()) {
      Stream.concat(Stream.of(step.root()), step.members().stream())
          .forEach(
              member ->
                  touched.merge(
                      member.catalogTable().name(), touched(member), OpenDatabase::joined));
    }
    return touched.values();
  }

  private static Touched touched(Member member) {
    Set<String> updated = new TreeSet<>();
    if (member.action() instanceof Action.Anonymise anonymise) {
      updated.addAll(anonymise.how().columns().keySet());
      anonymise.how().mark().ifPresent(updated::add);
    } else if (member.action() instanceof Action.Unlink unlink) {
      updated.addAll(unlink.columns());
    }
    return new Touched(
        member.catalogTable().name(), member.action() instanceof Action.Delete, updated);
  }

  private static Touched joined(Touched one, Touched other) {
    List<String> updated = new ArrayList<>(one.updated());
    updated.addAll(other.updated());
    return new Touched(one.table(), one.deleted() || other.deleted(), new TreeSet<>(updated));
  }

  /** The engine's parts over one way to reach the database. */
  private final class Parts {
    private final RowReader reader;
    private final Predicates predicates = new Predicates(dialect, settings.zone());
    private final RowChanger changer;

    Parts(JdbcTemplate jdbc) {
      this.reader = new RowReader(jdbc, dialect);
      this.changer = new RowChanger(jdbc, dialect, predicates, settings.zone(), clock);
    }

    PersonRows persons(Step step, SubjectType subject) {
      return new PersonRows(step, subject, reader, dialect, predicates, settings.zone());
    }

    MemberRows rows(Member member) {
      return new MemberRows(member, dialect, reader, changer, predicates);
    }
  }

  /** Counting on a connection of its own. */
  private final class Eyes implements Recheck {
    private final Parts parts;
    private final boolean separate;

    Eyes(Parts parts, boolean separate) {
      this.parts = parts;
      this.separate = separate;
    }

    @Override
    public boolean isSeparate() {
      return separate;
    }

    @Override
    public StepCounts due(Step step, Selection.Due due) {
      return new Recount(parts.reader, parts.predicates).due(step, due);
    }

    @Override
    public List<TableDue> members(Step step, Selection.Due due) {
      return new Recount(parts.reader, parts.predicates).members(step, due);
    }

    @Override
    public List<TableDue> person(Step step, SubjectType subject, PersonKeys person) {
      return new Recount(parts.reader, parts.predicates)
          .person(
              step,
              person,
              parts.persons(step, subject),
              step.members().stream().map(parts::rows).toList());
    }
  }
}
