package org.quietus.policy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.policy.condition.Conditions;
import org.quietus.policy.condition.InvalidCondition;

/**
 * Builds job files on one database, {@code shop}; each key that is added stands on the next line.
 */
public final class JobFileBuilder {
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Map<TableName, String> tenants = new LinkedHashMap<>();
  private final Map<TableName, List<String>> triggers = new LinkedHashMap<>();
  private final Map<String, String> ignored = new LinkedHashMap<>();
  private final Map<String, SubjectType> subjects = new LinkedHashMap<>();
  private final Map<TableName, Anonymisation> anonymise = new LinkedHashMap<>();
  private final Map<String, RetentionRule> retention = new LinkedHashMap<>();
  private final Map<TableName, ErasureRule> erasure = new LinkedHashMap<>();

  private final Map<TableName, Map<String, String>> categories = new LinkedHashMap<>();
  private final Set<String> sensitive = new LinkedHashSet<>();
  private final Map<String, Period> maxLifetime = new LinkedHashMap<>();
  private final Map<String, BackupSettings> backups = new LinkedHashMap<>();

  private ZoneId zone = ZoneId.of("Europe/Berlin");

  private JobFileBuilder() {}

  public static JobFileBuilder aJob() {
    return new JobFileBuilder();
  }

  /** A retention rule; the table is written without its database. */
  public RuleBuilder rule(String name, String table) {
    line("/retention/" + name);
    return new RuleBuilder(this, name, shop(table));
  }

  /** What is left out on purpose; the name is written without its database. */
  public JobFileBuilder ignored(String name, String reason) {
    line("/ignored/shop." + name);
    ignored.put("shop." + name, reason);
    return this;
  }

  /** Days are counted in that zone, and not in Europe/Berlin. */
  public JobFileBuilder in(String name) {
    zone = ZoneId.of(name);
    return this;
  }

  /** Where the triggers of a table write to. */
  public JobFileBuilder triggers(String table, String... places) {
    line("/triggers/acknowledged/shop." + table);
    triggers.put(shop(table), List.of(places));
    return this;
  }

  /** The column that tells whose data a table's rows are; before the subject is added. */
  public JobFileBuilder tenant(String table, String column) {
    line("/tenant/shop." + table);
    tenants.put(shop(table), column);
    return this;
  }

  /** A subject type with one row per person in the table. */
  public JobFileBuilder subject(String name, String table, String... identifiers) {
    Map<String, String> types = new LinkedHashMap<>();
    Arrays.stream(identifiers).forEach(column -> types.put(column, column));
    line("/subjects/" + name);
    return put(
        new SubjectType(
            name,
            shop(table),
            types,
            Optional.empty(),
            Optional.ofNullable(tenants.get(shop(table))),
            List.of(),
            List.of()));
  }

  /** A purpose of the subject added last, which needs rows of one table. */
  public JobFileBuilder purpose(String name, String table) {
    SubjectType last = last();
    Map<String, Purpose> purposes = new LinkedHashMap<>(last.purposes());
    purposes.put(name, new Purpose(name, Set.of(shop(table)), Map.of()));
    line("/subjects/" + last.name() + "/purposes/" + name);
    return put(
        new SubjectType(
            last.name(),
            last.records(),
            last.identifiers(),
            last.created(),
            last.tenant(),
            last.owns(),
            last.shares(),
            last.minor(),
            purposes,
            last.purpose()));
  }

  /** An edge of the subject added last, {@code table.column -> table.column}. */
  public JobFileBuilder owns(String edge) {
    SubjectType last = last();
    String[] ends = edge.split(" -> ");
    line("/subjects/" + last.name() + "/owns/" + last.owns().size());
    List<Edge> owns = new ArrayList<>(last.owns());
    owns.add(Edge.parse("shop." + ends[0] + " -> shop." + ends[1]));
    return put(
        new SubjectType(
            last.name(),
            last.records(),
            last.identifiers(),
            last.created(),
            last.tenant(),
            owns,
            last.shares()));
  }

  /** A shared table of the subject added last. */
  public JobFileBuilder shares(String table) {
    return shares(table, Map.of());
  }

  /** A shared table with the columns that are one person's, by the column that points at them. */
  public JobFileBuilder shares(String table, Map<String, List<String>> own) {
    SubjectType last = last();
    List<SharedTable> shares = new ArrayList<>(last.shares());
    shares.add(new SharedTable(shop(table), own));
    return put(
        new SubjectType(
            last.name(),
            last.records(),
            last.identifiers(),
            last.created(),
            last.tenant(),
            last.owns(),
            shares));
  }

  /**
   * An anonymisation; each of {@code with} is {@code column: strategy} or has its argument after.
   */
  public JobFileBuilder anonymise(String table, String... with) {
    return marked(Optional.empty(), table, with);
  }

  /** An anonymisation with a mark column. */
  public JobFileBuilder anonymiseMarked(String mark, String table, String... with) {
    return marked(Optional.of(mark), table, with);
  }

  private JobFileBuilder marked(Optional<String> mark, String table, String... with) {
    Map<String, StrategySpec> strategies = new LinkedHashMap<>();
    line("/anonymise/shop." + table);
    for (String entry : with) {
      String[] parts = entry.split(": ", 3);
      line("/anonymise/shop." + table + "/with/" + parts[0]);
      Optional<String> argument = parts.length < 3 ? Optional.empty() : Optional.of(parts[2]);
      strategies.put(parts[0], new StrategySpec(parts[1], argument));
    }
    anonymise.put(shop(table), new Anonymisation(shop(table), mark, strategies));
    return this;
  }

  /** What erasure does with a table. */
  public JobFileBuilder erase(String table, Then then) {
    return erase(table, then, Optional.empty());
  }

  /** What erasure does with a table whose rows are kept for a while. */
  public JobFileBuilder eraseLater(String table, Then then, String period, String from) {
    return erase(
        table, then, Optional.of(new Keep(false, Period.parse(period), from, "bookkeeping")));
  }

  /** The same for rows that meet a condition alone; the others go at once. */
  public JobFileBuilder eraseLaterWhere(
      String table, Then then, String period, String from, String where) {
    ErasureRule ofAll = eraseLater(table, then, period, from).erasure.get(shop(table));
    erasure.put(
        shop(table),
        new ErasureRule(
            shop(table), then, ofAll.keep(), Optional.of(parsed(where)), false, List.of()));
    return this;
  }

  private static Condition parsed(String where) {
    try {
      return Conditions.parse(where);
    } catch (InvalidCondition e) {
      throw new IllegalArgumentException(where, e);
    }
  }

  /** What erasure does with a table for which a law prescribes how long at least it is kept. */
  public JobFileBuilder eraseAtLeast(String table, Then then, String period, String from) {
    return erase(
        table, then, Optional.of(new Keep(true, Period.parse(period), from, "bookkeeping")));
  }

  /** What erasure does at once with a table whose rows a rule keeps for a reason. */
  public JobFileBuilder eraseDespite(String table, Then then, String rule) {
    line("/erasure/records/shop." + table);
    erasure.put(
        shop(table), new ErasureRule(shop(table), then, Optional.empty(), false, List.of(rule)));
    return this;
  }

  /** What erasure does with a table whose rows stay with an anonymised one. */
  public JobFileBuilder eraseWithParent(String table, Then then) {
    line("/erasure/records/shop." + table);
    erasure.put(shop(table), new ErasureRule(shop(table), then, Optional.empty(), true, List.of()));
    return this;
  }

  private JobFileBuilder erase(String table, Then then, Optional<Keep> keep) {
    line("/erasure/records/shop." + table);
    erasure.put(shop(table), new ErasureRule(shop(table), then, keep, false, List.of()));
    return this;
  }

  /** Columns of a table by category, each {@code column: category}. */
  public JobFileBuilder categories(String table, String... columns) {
    Map<String, String> byColumn = new LinkedHashMap<>();
    line("/categories/shop." + table);
    for (String entry : columns) {
      String[] parts = entry.split(": ");
      line("/categories/shop." + table + "/" + parts[0]);
      byColumn.put(parts[0], parts[1]);
    }
    categories.put(shop(table), byColumn);
    return this;
  }

  /** A category that needs special care. */
  public JobFileBuilder sensitive(String category) {
    line("/sensitive/" + sensitive.size());
    sensitive.add(category);
    return this;
  }

  /** How long data of a category may exist. */
  public JobFileBuilder maxLifetime(String category, String period) {
    line("/max-lifetime/" + category);
    maxLifetime.put(category, Period.parse(period));
    return this;
  }

  /** Backups of the shop that are kept for a while. */
  public JobFileBuilder backups(String name, String keep) {
    line("/backups/" + name);
    backups.put(
        name,
        new BackupSettings(
            name,
            "shop",
            "vault",
            new ObjectGlob(name + "/*"),
            "mysqldump",
            Period.parse(keep),
            OnErasure.REWRITE,
            1,
            List.of(),
            Optional.empty()));
    return this;
  }

  public JobFile build() {
    DatabaseSettings shop =
        new DatabaseSettings(
            "shop",
            "jdbc:h2:mem:shop",
            new DatabaseSettings.Credential("shop", new Secret("shop")),
            ZoneId.of("UTC"),
            Optional.empty());
    return new JobFile(
        new JobText("jobs/test.yaml", "", "00", Map.copyOf(lines)),
        "test",
        "Example GmbH",
        zone,
        Optional.empty(),
        new EvidenceSettings(
            new ObjectStoreSettings(
                "evidence",
                URI.create("file:///evidence"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            Path.of("keys"),
            Optional.empty()),
        Map.of("shop", shop),
        tenants,
        triggers,
        subjects,
        Map.of(),
        ignored,
        anonymise,
        retention,
        erasure,
        ErasureClock.NONE,
        new Categories(categories, sensitive, maxLifetime),
        RequestSettings.NONE,
        Map.of(),
        Optional.empty(),
        Map.of(),
        backups,
        Map.of(),
        Limits.NONE,
        Optional.empty(),
        Optional.empty(),
        false,
        false);
  }

  private void line(String pointer) {
    lines.put(pointer, lines.size() + 2);
  }

  private JobFileBuilder put(SubjectType subject) {
    subjects.put(subject.name(), subject);
    return this;
  }

  private SubjectType last() {
    return subjects.values().stream().reduce((one, next) -> next).orElseThrow();
  }

  private static TableName shop(String table) {
    return new TableName("shop", table);
  }

  /** Completes a retention rule; two years from {@code at} unless told otherwise. */
  public static final class RuleBuilder {
    private final JobFileBuilder job;
    private final String name;
    private final TableName table;
    private Optional<Condition> where = Optional.empty();
    private String keep = "P2Y";
    private String from = "at";
    private boolean scan;
    private Optional<String> because = Optional.empty();
    private final Map<TableName, ErasureRule> with = new LinkedHashMap<>();

    private RuleBuilder(JobFileBuilder job, String name, TableName table) {
      this.job = job;
      this.name = name;
      this.table = table;
    }

    public RuleBuilder keeping(String period) {
      keep = period;
      return this;
    }

    public RuleBuilder from(String column) {
      from = column;
      return this;
    }

    public RuleBuilder where(String condition) {
      where = Optional.of(parsed(condition));
      return this;
    }

    public RuleBuilder because(String reason) {
      because = Optional.of(reason);
      return this;
    }

    /** What happens to rows that hang on the records. */
    public RuleBuilder with(String child, Then then) {
      job.line("/retention/" + name + "/with/shop." + child);
      with.put(shop(child), new ErasureRule(shop(child), then, Optional.empty(), false, List.of()));
      return this;
    }

    public RuleBuilder scanAllowed() {
      scan = true;
      return this;
    }

    public JobFileBuilder then(Then then) {
      job.retention.put(
          name,
          new RetentionRule(
              name,
              table,
              where,
              Optional.empty(),
              Period.parse(keep),
              from,
              then,
              because,
              scan,
              false,
              with));
      return job;
    }
  }
}
