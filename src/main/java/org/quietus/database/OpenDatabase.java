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
import javax.sql.DataSource;
import org.quietus.plan.Action;
import org.quietus.plan.Catalog;
import org.quietus.plan.Member;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Identifier;
import org.quietus.target.Key;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepTarget;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** One database of a job, connected: what the steps of a plan can be worked off, counted and searched on. */
public final class OpenDatabase implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 40;
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
   * @throws SQLException as the driver gave it; its message may quote values and is not for printing
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

  public DatabaseSettings settings() {
    return settings;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Dialect dialect() {
    return dialect;
  }

  public DataSource dataSource() {
    return pool;
  }

  public PlatformTransactionManager transactionManager() {
    return transactionManager;
  }

  public JdbcTemplate jdbc() {
    return jdbc;
  }

  /** Opens a transaction of its own each time, READ COMMITTED as its sessions are. */
  public TransactionTemplate transaction() {
    TransactionTemplate template = new TransactionTemplate(transactionManager);
    template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    return template;
  }

  /** A connection outside the pool, for what must outlive a transaction. */
  public Connection connect() throws SQLException {
    return connections.getConnection();
  }

  /** The step as something to be worked off; {@code blinding} keys the tokens of its rows. */
  public StepTarget target(Step step, Optional<SubjectType> subject, byte[] blinding) {
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

  /** The ranges that a retention step's work is divided into. */
  public List<KeyRange> ranges(Step step, Selection.Due due) {
    Parts parts = new Parts(jdbc);
    return new KeyRanges(parts.reader, dialect, parts.predicates).of(step, due);
  }

  /** The rows of the persons that the identifiers lead to. */
  public List<Key> find(Step step, SubjectType subject, List<Identifier> identifiers) {
    return new Parts(jdbc).persons(step, subject).find(identifiers);
  }

  /** Counts what a retention step would find now. */
  public StepCounts count(Step step, Selection.Due due) {
    return new Recount(new Parts(jdbc).reader, new Parts(jdbc).predicates).due(step, due);
  }

  /** Counts again through another connection: the verifying credential's, or a new one of the main one. */
  public Recheck recheck() {
    DatabaseConnections eyes =
        new DatabaseConnections(
            settings.url(), settings.verify().orElse(settings.credential()));
    return new Recheck(new Parts(new JdbcTemplate(eyes)), settings.verify().isPresent());
  }

  /** Counting by eyes that took no part in the run. */
  public final class Recheck {
    private final Parts parts;
    private final boolean separate;

    private Recheck(Parts parts, boolean separate) {
      this.parts = parts;
      this.separate = separate;
    }

    /** Whether the job file has a credential of its own for verification. */
    public boolean isSeparate() {
      return separate;
    }

    public StepCounts due(Step step, Selection.Due due) {
      return new Recount(parts.reader, parts.predicates).due(step, due);
    }

    public StepCounts person(Step step, SubjectType subject, PersonKeys person) {
      return new Recount(parts.reader, parts.predicates)
          .person(
              step,
              person,
              parts.persons(step, subject),
              step.members().stream().map(parts::rows).toList());
    }
  }

  /** Everything of the server and its tables that speaks against a run of the plan. */
  public List<Objection> preflight(Plan plan) throws SQLException {
    try (Connection connection = connections.getConnection()) {
      return Preflight.check(connection, catalog, touched(plan));
    }
  }

  /** The binary log that holds before-images of what is removed, if there is one. */
  public Optional<BinaryLog> binaryLog() throws SQLException {
    try (Connection connection = connections.getConnection()) {
      return dialect.binaryLog(connection);
    }
  }

  /** The database's own clock. */
  public Instant now() throws SQLException {
    try (Connection connection = connections.getConnection()) {
      return dialect.now(connection);
    }
  }

  /** The statements that a step consists of, values left out. */
  public List<String> sql(Step step) {
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
    return new Touched(
        one.table(), one.deleted() || other.deleted(), new TreeSet<>(updated));
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
}
