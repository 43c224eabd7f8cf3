package org.quietus.database.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.AskedServers;
import org.quietus.database.CatalogReader;
import org.quietus.database.DatabaseConnections;
import org.quietus.database.DatabaseWays;
import org.quietus.database.Dialect;
import org.quietus.database.Dialects;
import org.quietus.database.FenceSpelling;
import org.quietus.database.ImmediateChecks;
import org.quietus.database.NamedLock;
import org.quietus.database.ServerAnswers;
import org.quietus.hold.Hold;
import org.quietus.hold.Holds;
import org.quietus.plan.Basis;
import org.quietus.plan.CheckProbe;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.JobText;
import org.quietus.policy.Problem;
import org.quietus.policy.SubjectType;
import org.quietus.target.AccessPath;
import org.quietus.target.BeforeImages;
import org.quietus.target.ControlAccess;
import org.quietus.target.FoundPerson;
import org.quietus.target.GoneKey;
import org.quietus.target.PartitionedTables;
import org.quietus.target.PersonKeys;
import org.quietus.target.ReadCap;
import org.quietus.target.Remnant;
import org.quietus.target.ServerLoad;
import org.quietus.target.StepCounts;
import org.quietus.target.StepPersons;
import org.quietus.target.StepTarget;
import org.quietus.target.Target;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** One database of a job, connected. */
public final class OpenDatabase implements Target, AutoCloseable {
  private final DatabaseSettings settings;
  private final DatabaseConnections connections;
  private final DatabaseWays ways;
  private final PlatformTransactionManager transactionManager;
  private final Dialect dialect;
  private final Catalog catalog;
  private final String schema;
  private final Clock clock;
  private final DatabaseObjections objections;
  private final ServerAnswers answers;

  private OpenDatabase(
      DatabaseSettings settings,
      DatabaseConnections connections,
      Dialect dialect,
      Catalog catalog,
      String schema,
      Clock clock) {
    this.settings = settings;
    this.connections = connections;
    this.dialect = dialect;
    this.catalog = catalog;
    this.schema = schema;
    this.clock = clock;
    this.ways = new DatabaseWays(settings, connections, dialect);
    this.transactionManager = new ImmediateChecks(ways.dataSource(), dialect);
    this.answers = new ServerAnswers(ways.dataSource(), dialect);
    this.objections =
        new DatabaseObjections(settings, dialect, catalog, ways.dataSource(), parts(Holds.NONE));
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
    Connection connection = connections.getConnectionToLook();
    try {
      Dialect dialect = Dialects.of(connection);
      Catalog catalog = CatalogReader.read(connection, settings.name());
      String schema = dialect.currentSchema(connection);
      connections.keep(connection);
      return new OpenDatabase(settings, connections, dialect, catalog, schema, clock);
    } catch (SQLException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String schema() {
    return schema;
  }

  @Override
  public String product() {
    return dialect.product();
  }

  @Override
  public ReadCap reads() {
    return ways.cap();
  }

  public Catalog catalog() {
    return catalog;
  }

  /** The way to the control schema beside the data. */
  public ControlAccess control() {
    return new ControlAccess(
        ways.dataSource(),
        transactionManager,
        dialect.controlFolder(),
        FenceSpelling.of(dialect),
        () -> new NamedLock(connections, dialect));
  }

  @Override
  public StepTarget step(Step step, Optional<SubjectType> subject, byte[] blinding) {
    return new StepWork(
        step,
        subject,
        blinding,
        this::parts,
        new SameTables(step, catalog, () -> SameTables.read(ways.work(), settings.name(), schema)));
  }

  @Override
  public PartitionedTables partitions() {
    return new OpenPartitions(connections, dialect, catalog, schema, ways.work(), this::parts);
  }

  @Override
  public StepPersons persons(Step step, SubjectType subject) {
    return parts(Holds.NONE).persons(step, subject);
  }

  @Override
  public AccessPath path(Step step, Selection.Due due) {
    return parts(Holds.NONE).ranges().path(step, due);
  }

  @Override
  public boolean holds(Table table, String column, List<String> texts) {
    return parts(Holds.NONE).holds(table, column, texts);
  }

  @Override
  public boolean keeps(Basis basis, Table table, List<String> columns, RowValues values) {
    return parts(Holds.NONE).keeps(basis, table, columns, values);
  }

  @Override
  public void texts(Table table, String column, Consumer<String> each) {
    parts(Holds.NONE).texts(table, column, each);
  }

  @Override
  public List<GoneKey> stillGone(Step step, List<GoneKey> keys) {
    return parts(Holds.NONE).belowGone(step).still(keys);
  }

  @Override
  public List<FoundPerson> minors(
      Step step, SubjectType subject, LocalDate today, Optional<RowValues> after, int size) {
    return parts(Holds.NONE).distrustingMarks().minors(step, subject).find(today, after, size);
  }

  @Override
  public List<FoundPerson> everybody(
      Step step, SubjectType subject, Optional<RowValues> after, int size) {
    return parts(Holds.NONE).distrustingMarks().minors(step, subject).everybody(after, size);
  }

  @Override
  public StepCounts count(Step step, Selection.Due due, Holds holds) {
    return new Recount(parts(holds), SparedRows.none()).due(step, due);
  }

  @Override
  public long count(Hold hold) {
    return parts(Holds.NONE).count(hold, catalog);
  }

  @Override
  public boolean isHeld(Step step, SubjectType subject, PersonKeys person, Holds holds) {
    return !holds.isEmpty()
        && new Recount(parts(holds), SparedRows.none()).isHeld(step, subject, person);
  }

  @Override
  public long rows(Table table) {
    return parts(Holds.NONE).rows(table);
  }

  @Override
  public Recheck recheck(Holds holds) {
    boolean separate = ways.areTwo() && objections.verifyMayWrite().isEmpty();
    return new Eyes(parts(ways.verification(), holds), SparedRows.none(), separate);
  }

  @Override
  public List<Problem> warnings(JobText text) {
    return objections.warnings(text);
  }

  @Override
  public List<Problem> objections(Plan plan, JobText text) {
    return objections.objections(plan, text);
  }

  @Override
  public List<Problem> objections(JobFile unplanned, List<CheckProbe> probes) {
    return objections.objections(unplanned, probes);
  }

  @Override
  public List<Problem> controlObjections(JobText text) {
    return objections.controlObjections(text);
  }

  @Override
  public ServerLoad load() {
    return new AskedServers(settings);
  }

  @Override
  public Optional<BeforeImages> beforeImages() {
    return answers.beforeImages();
  }

  @Override
  public Optional<List<String>> beforeImageFiles() {
    return answers.beforeImageFiles();
  }

  @Override
  public List<Remnant> remnants(Set<String> tables) {
    return answers.remnants(schema, tables);
  }

  @Override
  public Instant now() {
    return answers.now(clock);
  }

  @Override
  public boolean isAsRead(Set<String> tables) {
    return answers.catalog(settings.name(), schema).around(tables).equals(catalog.around(tables));
  }

  @Override
  public void requireSame(Set<String> tables) {
    SameTables.require(tables, catalog, answers.catalog(settings.name(), schema));
  }

  @Override
  public List<String> statements(Step step) {
    DatabaseEngine parts = parts(Holds.NONE);
    return (step.subject().isPresent() ? parts.distrustingMarks() : parts).sql(step).statements();
  }

  @Override
  public void close() {
    ways.close();
  }

  private DatabaseEngine parts(Holds holds) {
    return parts(ways.work(), holds);
  }

  private DatabaseEngine parts(JdbcTemplate way, Holds holds) {
    return new DatabaseEngine(way, dialect, settings.zone(), clock, holds);
  }
}
