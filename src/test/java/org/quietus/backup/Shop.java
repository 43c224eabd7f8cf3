package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.quietus.backup.journal.VersionEnds;
import org.quietus.backup.set.StoredBackups;
import org.quietus.backup.set.Stores;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.RowValues;
import org.quietus.database.engine.OpenDatabase;
import org.quietus.ledger.LedgerReader;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.PendingUpload;
import org.quietus.plan.Step;
import org.quietus.plan.make.Planner;
import org.quietus.policy.JobFile;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.policy.read.JobFiles;
import org.quietus.request.CopyReviews;
import org.quietus.request.SealingKey;
import org.quietus.request.mirror.MirrorEntry;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.TokenKeys;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenMaker;
import org.quietus.target.BackupEnd;
import org.quietus.target.BackupTask;
import org.quietus.target.ChunkId;
import org.quietus.target.ChunkRecord;
import org.quietus.target.ChunkRecorder;
import org.quietus.target.ErasedBefore;
import org.quietus.target.GoneKey;
import org.quietus.target.HeldBackups;
import org.quietus.target.LedgerLine;
import org.quietus.target.NamedObject;
import org.quietus.target.NamedObjects;
import org.quietus.target.Others;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;
import org.quietus.target.SoughtKinds;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** A shop of three customers in an H2, its job file, and what a run would hand to the backups. */
final class Shop implements AutoCloseable {
  static final Instant ERASED = Instant.parse("2026-03-01T12:00:00Z");
  static final String ANN = "(1,'Ann Ado','ann@example.org','+49 1555 1',1,'2020-01-01 00:00:00')";
  static final String BEN = "(2,'Ben Bo','ben@example.org','+49 1555 2',2,'2020-01-02 00:00:00')";
  static final String CID = "(3,'Cid Cu','cid@example.org','+49 1555 3',3,'2020-01-03 00:00:00')";

  /** So that whatever is tried of files is tried over the borders of windows. */
  private static final int FEW_KEYS = 2;

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE address (id BIGINT PRIMARY KEY, street VARCHAR(100))",
          "CREATE TABLE customer (id BIGINT PRIMARY KEY, full_name VARCHAR(100), email"
              + " VARCHAR(200), phone VARCHAR(40), address_id BIGINT REFERENCES address (id),"
              + " created_at TIMESTAMP)",
          "CREATE TABLE orders (id BIGINT PRIMARY KEY, customer_id BIGINT NOT NULL REFERENCES"
              + " customer (id), address_id BIGINT REFERENCES address (id))",
          "CREATE TABLE order_item (id BIGINT PRIMARY KEY, order_id BIGINT NOT NULL REFERENCES"
              + " orders (id), article VARCHAR(60))",
          "CREATE TABLE invoice (id BIGINT PRIMARY KEY, customer_id BIGINT REFERENCES customer"
              + " (id), issued_at DATE)",
          "CREATE TABLE chat_message (id BIGINT PRIMARY KEY, customer_ref BIGINT, body"
              + " VARCHAR(200))",
          "CREATE INDEX chat_by_customer ON chat_message (customer_ref)",
          "CREATE TABLE erasure_inbox (id BIGINT PRIMARY KEY, subject VARCHAR(100), identifier_type"
              + " VARCHAR(20), identifier_value VARCHAR(1000), ground VARCHAR(30), requester"
              + " VARCHAR(12), evidence VARCHAR(64), received_at TIMESTAMP(6), verified BOOLEAN,"
              + " state VARCHAR(12), outcome VARCHAR(40))",
          "CREATE INDEX inbox_state ON erasure_inbox (state)",
          "CREATE TABLE notices (notice_id VARCHAR(40) PRIMARY KEY, recipient VARCHAR(100), body"
              + " CLOB, created_at TIMESTAMP(6), acknowledged_at TIMESTAMP(6))",
          "INSERT INTO address VALUES (1, '1 Ann Lane'), (2, '2 Ben Road'), (3, 'shared')",
          "INSERT INTO customer VALUES " + ANN + ", " + BEN + ", " + CID);

  private static final String JOB =
      """
      quietus: 1
      job: shop
      controller: Example Shop
      zone: Europe/Berlin
      evidence: { store: "file:///nowhere/evidence", keys: /nowhere/keys }
      databases: { shop: { url: "${URL}", username: sa, password: "", zone: Europe/Berlin } }
      subjects:
        customer:
          records: shop.customer
          identifiers: { email: email, phone: phone }
          created: created_at
          owns:
            - "shop.chat_message.customer_ref -> shop.customer.id"
            - "shop.customer.address_id -> shop.address.id"
      retention:
        old-invoices: { records: shop.invoice, keep: P10Y, from: issued_at, then: delete }
      erasure:
        records:
          shop.customer: { then: delete }
          shop.address: { then: delete }
          shop.orders: { then: delete }
          shop.order_item: { then: delete }
          shop.chat_message: { then: delete }
          shop.invoice: { keep: P10Y, from: issued_at, then: delete, because: bookkeeping }
      object-stores:
        vault: { url: "${STORE}", endpoint: "${ENDPOINT:}",
                 access-key: "${ACCESS:}", secret-key: "${SECRET:}" }
      backups:
        nightly: { of: shop, in: vault, objects: "nightly/**.sql*", format: mysqldump,
                    keep: P90D, on-erasure: rewrite, keep-generations: 0, databases: [ shop ] }
        logs: { of: shop, in: vault, objects: "logs/*", format: opaque,
                    keep: P7D, on-erasure: expire, keep-generations: 0 }
        weekly: { of: shop, in: vault, objects: "weekly/**", format: opaque,
                    keep: P7D, on-erasure: expire }
        monthly: { of: shop, in: vault, objects: "monthly/**.sql*", format: mysqldump,
                    keep: P90D, on-erasure: rewrite }
        refreshed: { of: shop, in: vault, objects: "refreshed/**.sql*", format: mysqldump,
                    keep: P90D, on-erasure: at-refresh, keep-generations: 0 }
        twice: { of: shop, in: vault, objects: "twice/**.sql*", format: mysqldump,
                    keep: P90D, on-erasure: at-refresh, keep-generations: 2 }
      """;

  /** A kill, as far as anybody can tell: nothing after it happens. */
  static final class Killed extends RuntimeException {}

  private final BiFunction<ObjectStoreSettings, Clock, ObjectStore> opening;
  private final Path directory;
  private final Map<String, String> environment;
  private JobFile job;
  private boolean isRewritten;
  private final OpenDatabase database;
  private Catalog catalog;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final SealingKey key;
  private final TokenKeys tokens;
  private final Sought ann;
  private final Map<ChunkId, List<LedgerLine>> ledger = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private Clock clock = Clock.fixed(ERASED.plusSeconds(60), ZoneOffset.UTC);
  private int runs = 1;
  private String run = "run-1";
  private int killAt = Integer.MAX_VALUE;
  private boolean killBefore;
  private int eventAt = Integer.MAX_VALUE;
  private Runnable event = () -> {};
  private HeldBackups holds = HeldBackups.NONE;
  private final Map<String, String> noticed = new LinkedHashMap<>();
  private boolean carriedOut = true;
  private Predicate<Sought> held = sought -> false;
  private int keysAtOnce = FEW_KEYS;
  private int transactions;
  private final List<NamedObjects.Pending> waiting = new ArrayList<>();
  private final Set<String> stillNamed = new HashSet<>();
  private Runnable whenRead = () -> {};
  private BooleanSupplier stopping = () -> false;

  /**
   * {@code store} says where backups lie: STORE, and for a bucket ENDPOINT, ACCESS and SECRET;
   * {@code opening} gets what the job file says of it, and the time.
   */
  Shop(
      Path directory,
      Map<String, String> store,
      BiFunction<ObjectStoreSettings, Clock, ObjectStore> opening)
      throws IOException, SQLException {
    this(directory, store, opening, "");
  }

  /** The same with more lines at the end of the job file. */
  Shop(
      Path directory,
      Map<String, String> store,
      BiFunction<ObjectStoreSettings, Clock, ObjectStore> opening,
      String more)
      throws IOException, SQLException {
    this(directory, store, opening, job -> job + more, List.of());
  }

  /** The same with another job file, and a database of more than the tables of it. */
  Shop(
      Path directory,
      Map<String, String> store,
      BiFunction<ObjectStoreSettings, Clock, ObjectStore> opening,
      UnaryOperator<String> edited,
      List<String> statements)
      throws IOException, SQLException {
    this.opening = opening;
    this.directory = directory;
    this.environment = new LinkedHashMap<>(store);
    environment.put(
        "URL",
        "jdbc:h2:mem:"
            + UUID.randomUUID()
            + ";DB_CLOSE_DELAY=-1;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE");
    job = job(edited);
    execute(environment.get("URL"), SCHEMA);
    execute(environment.get("URL"), statements);
    database = OpenDatabase.open(job.databases().get("shop"), clock);
    catalog = database.catalog();
    jdbc = new JdbcTemplate(database.control().dataSource());
    transaction = new TransactionTemplate(database.control().transactionManager());
    jdbc.execute("CREATE SCHEMA quietus");
    for (String part :
        List.of(
            "V1__control_schema",
            "V3__backup_journal",
            "V7__suppression",
            "V8__screened",
            "V21__screened_without",
            "V22__due_lines",
            "V44__several_databases",
            "V47__outliving",
            "V48__replay_doubts",
            "V50__screened_later",
            "V54__searched_graphs",
            "V57__copy_reviews",
            "V60__unfinished_uploads",
            "V71__uncounted_rows",
            "V72__folders_going",
            "V61__value_filters",
            "V67__carried_out",
            "V46__replay_requests")) {
      jdbc.execute(Files.readString(Path.of("sql/control/h2/" + part + ".sql")));
    }
    SealingKey.generate(directory);
    key = SealingKey.load(directory);
    tokens = new TokenKeys(directory);
    tokens.generate();
    ann = sought("request-1", "Ann@Example.org");
  }

  private JobFile job(UnaryOperator<String> edited) throws IOException {
    String all = edited.apply(JOB);
    String text =
        environment.containsKey("ENDPOINT")
            ? all
            : all.replaceAll(", endpoint: (?s:.*)SECRET:}\" }", " }");
    return JobFiles.load(Files.writeString(directory.resolve("shop.yaml"), text), environment);
  }

  /** Runs have what no job file of an H2 can say. */
  void with(UnaryOperator<JobFile> changed) {
    job = changed.apply(job);
  }

  /** Later runs have another job file, and are planned with it. */
  void rewritten(UnaryOperator<String> edited) throws IOException {
    job = job(edited);
    isRewritten = true;
  }

  private static void execute(String url, List<String> statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** A person as a run would freeze them, before anything is removed. */
  private Sought sought(String request, String address) {
    Step step = Planner.plan(job, database.catalog(), ERASED).stepsOf("customer").get(0);
    SubjectType subject = job.subjects().get("customer");
    Identifier email = Identifier.of(IdentifierType.EMAIL, address).orElseThrow();
    List<RowValues> rows = database.persons(step, subject).find(Optional.empty(), List.of(email));
    PersonKeys keys = new PersonKeys(rows, ERASED);
    return new Sought(
        request,
        step,
        subject,
        keys,
        new PersonTraits(
            Optional.empty(), List.of(email), database.persons(step, subject).traits(keys)));
  }

  /** The next attempt is killed at its n-th transaction, from 1, before or after it commits. */
  void killAt(int n, boolean before) {
    killAt = n;
    killBefore = before;
  }

  /** In the next attempt, something happens just before its n-th transaction, from 1. */
  void beforeTransaction(int n, Runnable event) {
    eventAt = n;
    this.event = event;
  }

  /** What holds on the data mean for the backups from now on. */
  void hold(HeldBackups meaning) {
    holds = meaning;
  }

  /** When the run is asked to stop. */
  void stopWhen(BooleanSupplier asked) {
    stopping = asked;
  }

  void at(Instant moment) {
    clock = Clock.fixed(moment, ZoneOffset.UTC);
  }

  /** The run is abandoned, as a person may do with one that was killed. */
  void abandon() {
    noteRun("abandoned");
  }

  private void noteRun(String state) {
    jdbc.update(
        "INSERT INTO quietus.run (run_id, job, sequence_no, state, scope, as_of, job_digest,"
            + " job_text, fingerprint, started_at) VALUES (?, ?, ?, ?, '',"
            + " CURRENT_TIMESTAMP, '', '', '', CURRENT_TIMESTAMP)",
        run,
        job.job(),
        runs,
        state);
  }

  /** How many names of objects and keys of persons are remembered of abandoned runs. */
  int remembered() {
    String abandoned = "(SELECT run_id FROM quietus.run)";
    return jdbc.queryForList(
                "SELECT 1 FROM quietus.backup_version WHERE sealed IS NOT NULL AND run_id IN "
                    + abandoned)
            .size()
        + jdbc.queryForList("SELECT 1 FROM quietus.backup_key WHERE run_id IN " + abandoned).size();
  }

  /** How many uploads were begun in the store, and neither finished nor given up. */
  long uploads() {
    ObjectStoreSettings settings = job.objectStores().values().iterator().next();
    ObjectStore store = opening.apply(settings, clock);
    try (Stream<PendingUpload> uploads = store.pendingUploads("")) {
      return uploads.count();
    }
  }

  /** The run comes to its end, with what it could not do. */
  void end() {
    noteRun("partial");
    try (StoredBackups backups = backups()) {
      backups.forget(run);
    }
  }

  void nextRun() {
    run = "run-" + ++runs;
    ledger.clear();
  }

  /** An earlier run erased somebody, who is known by tokens of these values alone. */
  void erasedEarlier(String request, Map<TokenKind, String> values) throws IOException {
    erasedEarlier(request, Optional.empty(), values);
  }

  /** The same of a customer of one tenant. */
  void erasedEarlier(String request, Optional<String> tenant, Map<TokenKind, String> values)
      throws IOException {
    TokenMaker maker = tokens.current().orElseThrow();
    values.forEach(
        (kind, value) ->
            jdbc.update(
                "INSERT INTO quietus.suppression (job, request_id, tenant, subject, kind,"
                    + " kind_version, epoch, token, erased_at) VALUES ('shop', ?, ?, 'customer', ?,"
                    + " ?, ?, ?, ?)",
                request,
                tenant.orElse(null),
                kind.name(),
                kind.version(),
                maker.epoch(),
                maker.of(tenant, "customer", kind, value).bytes(),
                LocalDateTime.ofInstant(ERASED, ZoneOffset.UTC)));
  }

  /** An earlier run erased Ann, by everything that she was known by. */
  void annErasedEarlier() throws IOException {
    erasedEarlier(
        "request-0",
        Map.of(
            TokenKind.of(IdentifierType.EMAIL),
            "ann@example.org",
            TokenKind.of(IdentifierType.PHONE),
            "+4915551",
            TokenKind.ROW_KEY,
            new RowValues(List.of(1L)).encode()));
  }

  /** A new epoch of token keys begins. */
  void rotate() {
    tokens.begin(tokens.epochs().last() + 1);
  }

  TokenKeys tokens() {
    return tokens;
  }

  JdbcTemplate jdbc() {
    return jdbc;
  }

  /** The rows of copies of which somebody has to say whose they are. */
  CopyReviews reviews() {
    return new CopyReviews(jdbc, job.job(), key);
  }

  /** Where persons of earlier runs are still to be sought, a line for each set. */
  List<String> unsearched() {
    try (StoredBackups backups = backups()) {
      return backups.unsearched(
          key, request -> carriedOut, database -> new SoughtKinds(kinds(), List.of()));
    }
  }

  /** Somebody says of all such rows of a request whether they are the person's. */
  void say(String request, boolean theirs) {
    say(request, theirs, ERASED);
  }

  /** The same at some moment. */
  void say(String request, boolean theirs, Instant at) {
    List<String> tokens =
        reviews().of(request).stream().map(row -> row.seen().token()).distinct().toList();
    reviews()
        .restore(
            new MirrorEntry(
                1,
                MirrorEntry.Kind.REVIEW,
                request,
                at,
                Map.of(
                    theirs ? "theirs" : "others", tokens, "role", "operator", "reason", "told")));
  }

  /** Whether the requests of earlier runs were carried out. */
  void carriedOut(boolean were) {
    carriedOut = were;
  }

  /** Whom of earlier runs a hold binds from now on. */
  void hold(Predicate<Sought> persons) {
    held = persons;
  }

  /** Works the backups off in a run without requests. */
  void screen() {
    work(List.of());
  }

  /** Works the backups off for Ann; an attempt after a kill goes on with the same run. */
  void erase() {
    work(List.of(ann));
  }

  /** The same for Ann and Ben. */
  void eraseBoth() {
    work(List.of(ann, ben()));
  }

  /** The same for whom an address is of in the database, if for anybody. */
  void erase(String request, String address) {
    work(List.of(sought(request, address)));
  }

  /** The same where a run has deleted rows between the person's own and others. */
  void erase(String request, String address, List<GoneKey> gone) {
    Sought known = sought(request, address);
    work(
        List.of(
            new Sought(
                request, known.step(), known.subject(), known.keys().gone(gone), known.traits())));
  }

  void expire() {
    work(List.of());
  }

  private void work(List<Sought> persons) {
    transactions = 0;
    try (StoredBackups backups = backups()) {
      backups.work(
          new BackupTask(
              "shop",
              run,
              clock.instant(),
              1,
              persons,
              new ErasedBefore(
                  kinds(),
                  List.of(),
                  Set.of(),
                  subject -> false,
                  (after, upTo) ->
                      !new LedgerReader(jdbc).tablesErased(job.job(), after, upTo).isEmpty(),
                  Set.of(ann.request()),
                  tokens,
                  request -> carriedOut,
                  () -> carriedOut ? Set.of() : Set.of("request-0"),
                  sought -> held.test(sought),
                  this::isPresent,
                  sought ->
                      database.persons(sought.step(), sought.subject()).areKeysTaken(sought.keys()),
                  sought ->
                      database
                          .persons(sought.step(), sought.subject())
                          .traits(sought.keys())
                          .equals(sought.traits().columns()),
                  request -> Optional.empty()),
              Others.NONE,
              new Waiting(),
              new NamingRows(),
              this::noticed,
              holds,
              Map.of("nightly", 100, "logs", 101),
              this::transaction,
              new Recorder(),
              key,
              () -> stopping.getAsBoolean(),
              notes::add));
    }
  }

  /** The rows of customers in all dumps, with their keys, addresses and numbers. */
  List<RowValues> customers() {
    List<RowValues> customers = new ArrayList<>();
    try (StoredBackups backups = backups()) {
      assertThat(backups.eachPerson(ann.step(), ann.subject(), List.of(), customers::add))
          .isEmpty();
    }
    return customers;
  }

  /** A notice tells a recipient of a request's person. */
  void noticed(String notice, String request) {
    noticed.put(notice, request);
  }

  private Map<String, String> noticed(Collection<String> notices) {
    Map<String, String> of = new LinkedHashMap<>(noticed);
    of.keySet().retainAll(notices);
    return of;
  }

  /** Rows of a request that are gone named an object; others of the store still do, if so. */
  void named(String set, String value, boolean still) {
    NamedObjects.Pending pending =
        new NamedObjects.Pending(
            "p" + waiting.size(), new NamedObject(set, value), Optional.of("request-1"), 1);
    waiting.add(pending);
    if (still) {
      stillNamed.add(value);
    }
  }

  /** Another row names an object, whatever it is called there. */
  void isNamed(String value) {
    stillNamed.add(value);
  }

  /** Another row begins to name an object once all rows have been looked at. */
  void isNamedLater(String value) {
    whenRead = () -> stillNamed.add(value);
  }

  /** What still waits to be removed. */
  int waiting() {
    return waiting.size();
  }

  private final class NamingRows implements BackupTask.Naming {
    @Override
    public boolean isNamed(String set, List<String> spellings) {
      return spellings.stream().anyMatch(stillNamed::contains);
    }

    @Override
    public void texts(String set, Consumer<String> each) {
      stillNamed.forEach(each);
      whenRead.run();
    }
  }

  private final class Waiting implements NamedObjects {
    @Override
    public void note(ChunkId chunk, Optional<String> request, int step, List<NamedObject> objects) {
      throw new AssertionError("no chunk");
    }

    @Override
    public List<Pending> pending(String set) {
      return waiting.stream().filter(one -> one.object().set().equals(set)).toList();
    }

    @Override
    public void done(Pending object) {
      waiting.remove(object);
    }
  }

  /** What is left of objects and records past their period: table, due, given up. */
  List<String> overdue() {
    try (StoredBackups backups = backups()) {
      return backups.rereading(run).expired().stream()
          .map(t -> t.table() + " " + t.due() + " " + t.failed())
          .toList();
    }
  }

  /** What reading again found of Ann and of Ben: table, rows due, rows given up. */
  List<String> reread() {
    List<String> found = new ArrayList<>();
    try (StoredBackups backups = backups()) {
      for (Sought person : List.of(ann, ben())) {
        backups.rereading(run).of(person).stream()
            .filter(table -> table.due() + table.failed() > 0)
            .map(t -> person.request() + " " + t.table() + " " + t.due() + " " + t.failed())
            .forEach(found::add);
      }
    }
    return found;
  }

  /** The digest of what was checked, of each table of Ann in each set. */
  Map<String, String> checks() {
    Map<String, String> checks = new LinkedHashMap<>();
    try (StoredBackups backups = backups()) {
      backups
          .rereading(run)
          .of(ann)
          .forEach(check -> checks.put(check.table().toString(), check.queryDigest()));
    }
    return checks;
  }

  private List<ErasedBefore.Kind> kinds() {
    SubjectType subject = job.subjects().get("customer");
    if (!isRewritten) {
      return List.of(new ErasedBefore.Kind(ann.step(), subject));
    }
    return Planner.plan(job, catalog, ERASED).stepsOf("customer").stream()
        .map(step -> new ErasedBefore.Kind(step, subject))
        .toList();
  }

  private Sought ben() {
    return sought("request-3", "ben@example.org");
  }

  private StoredBackups backups() {
    return new StoredBackups(
        job,
        Map.of("shop", catalog),
        database.control().dataSource(),
        clock,
        new Stores(job.objectStores(), settings -> opening.apply(settings, clock)),
        keysAtOnce);
  }

  /** Takes in so many keys at once, instead of few. */
  Shop withKeysAtOnce(int keys) {
    keysAtOnce = keys;
    return this;
  }

  private boolean isPresent(Sought sought) {
    return !database.persons(sought.step(), sought.subject()).ages(sought.keys()).all().isEmpty();
  }

  /** Changes the database as its users do. */
  void change(String sql) {
    jdbc.execute(sql);
  }

  /** Changes its tables, which later runs find so. */
  void reshape(String sql) throws SQLException {
    change(sql);
    try (OpenDatabase anew = OpenDatabase.open(job.databases().get("shop"), clock)) {
      catalog = anew.catalog();
    }
  }

  private void transaction(Runnable work) {
    transactions++;
    boolean kill = transactions == killAt;
    if (transactions == eventAt) {
      event.run();
    }
    if (kill && killBefore) {
      throw new Killed();
    }
    transaction.executeWithoutResult(status -> work.run());
    if (kill) {
      throw new Killed();
    }
  }

  private final class Recorder implements ChunkRecorder {
    @Override
    public long unmatchedFor(String run, String request, TableName table) {
      return 0;
    }

    @Override
    public boolean hasDeletedByRule(String run, TableName table, Instant since) {
      return false;
    }

    @Override
    public boolean hasActedOn(String request, TableName table, int rows) {
      return false;
    }

    @Override
    public boolean hasActedOn(String request, TableName table, int rows, Instant since) {
      return false;
    }

    @Override
    public boolean hasKeptFor(String run, String request, TableName table) {
      return false;
    }

    @Override
    public Map<TableName, Long> keptFor(String run, String request) {
      return Map.of();
    }

    @Override
    public boolean hasDeletedFor(String request) {
      return false;
    }

    @Override
    public void record(ChunkRecord chunk) {
      if (ledger.put(chunk.id(), chunk.lines()) != null) {
        throw new IllegalStateException("the ledger has " + chunk.id() + " already");
      }
    }

    @Override
    public boolean isBegun(String of, String request) {
      return false;
    }

    @Override
    public boolean recorded(ChunkId id) {
      return ledger.containsKey(id);
    }
  }

  /** The lines of the ledger, each as {@code table method counts}, sorted. */
  List<String> ledger() {
    return ledger.values().stream()
        .flatMap(List::stream)
        .map(
            line ->
                line.table()
                    + " "
                    + line.method()
                    + " "
                    + (line.counts().matched() + line.counts().unlinked()))
        .sorted()
        .toList();
  }

  /** How versions ended, as {@code set state versions}. */
  List<String> ends() {
    return backupEnds().stream()
        .map(end -> end.set() + " " + end.state() + " " + end.versions())
        .toList();
  }

  /** How many versions were removed in spite of a retention, by set. */
  Map<String, Long> bypassed(Optional<String> request) {
    try (StoredBackups backups = backups()) {
      return backups.bypassed(run, request);
    }
  }

  /** What of the sets outlives the deletion of a version. */
  Map<String, List<String>> outliving() {
    try (StoredBackups backups = backups()) {
      return backups.outliving(run);
    }
  }

  List<BackupEnd> backupEnds() {
    return new VersionEnds(jdbc, run).all();
  }

  List<String> notes() {
    return notes;
  }

  /** Everything that the journal holds in clear. */
  String journalText() {
    return jdbc.queryForList("SELECT * FROM quietus.backup_version").toString();
  }

  @Override
  public void close() {
    database.close();
  }
}
