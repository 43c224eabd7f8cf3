package org.quietus.policy.read;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.quietus.policy.Anonymisation;
import org.quietus.policy.Categories;
import org.quietus.policy.Condition;
import org.quietus.policy.ErasureRule;
import org.quietus.policy.JobFile;
import org.quietus.policy.JobText;
import org.quietus.policy.Keep;
import org.quietus.policy.Minor;
import org.quietus.policy.Purpose;
import org.quietus.policy.RecipientSettings;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.SharedTable;
import org.quietus.policy.StrategySpec;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.policy.WindDown;

/** Reads a job file's tree into records, noting what cannot be read. */
final class JobReader {
  private final JobEntry root;
  private final JobText text;
  private final Scalars scalars;
  private final Map<TableName, String> tenants;

  JobReader(JobText text, JobEntry root) {
    this.text = text;
    this.root = root;
    this.scalars = new Scalars(root.get("databases").entries().keySet());
    this.tenants = byTable(root.get("tenant"), (table, entry) -> Scalars.text(entry.get("column")));
  }

  /** The job file, with stand-ins where a problem was noted. */
  JobFile read() {
    return new JobFile(
        text,
        Scalars.text(root.get("job")),
        Scalars.line(root.get("controller")),
        Scalars.zone(root.get("zone")),
        ClockReader.calendar(root.get("calendar")),
        SettingsReader.evidence(root.get("evidence")),
        SettingsReader.databases(root.get("databases")),
        tenants,
        byTable(root.get("triggers").get("acknowledged"), (table, entry) -> lines(entry)),
        named(root.get("subjects"), this::subject),
        named(root.get("former-subjects"), (name, entry) -> Scalars.line(entry)),
        named(root.get("ignored"), this::ignored),
        byTable(root.get("anonymise"), this::anonymisation),
        named(root.get("retention"), this::retention),
        byTable(root.get("erasure").get("records"), this::erasure),
        ClockReader.clock(root.get("erasure").get("clock"), root.get("calendar").isPresent()),
        categories(),
        RequestReader.read(
            root.get("requests"),
            scalars,
            root.get("answers").isPresent(),
            root.get("calendar").isPresent()),
        named(root.get("recipients"), new RecipientReader(scalars)::recipient),
        answering(root.get("answers")),
        named(root.get("object-stores"), BackupReader::store),
        named(root.get("backups"), BackupReader::backups),
        named(root.get("files"), FileReader::files),
        LimitsReader.read(root.get("limits")),
        windDown(root.get("wind-down")),
        Optional.of(root.get("incidents").get("tell-within"))
            .filter(JobEntry::isPresent)
            .map(Scalars::period),
        root.get("approval").isPresent(),
        root.get("anonymisation").isPresent());
  }

  static <T> Map<String, T> named(JobEntry entry, BiFunction<String, JobEntry, T> read) {
    Map<String, T> map = new LinkedHashMap<>();
    entry.entries().forEach((name, each) -> map.put(name, read.apply(name, each)));
    return Collections.unmodifiableMap(map);
  }

  private <T> Map<TableName, T> byTable(JobEntry entry, BiFunction<TableName, JobEntry, T> read) {
    Map<TableName, T> map = new LinkedHashMap<>();
    entry
        .entries()
        .forEach(
            (key, each) -> {
              TableName table = scalars.tableKey(key, each);
              map.put(table, read.apply(table, each));
            });
    return Collections.unmodifiableMap(map);
  }

  private SubjectType subject(String name, JobEntry entry) {
    TableName records = scalars.table(entry.get("records"));
    return new SubjectType(
        name,
        records,
        named(entry.get("identifiers"), (column, type) -> Scalars.text(type)),
        entry.get("created").text(),
        Optional.ofNullable(tenants.get(records)),
        entry.get("owns").entries().values().stream()
            .flatMap(edge -> scalars.edge(edge).stream())
            .toList(),
        entry.get("shares").entries().values().stream().map(this::shared).toList(),
        Optional.of(entry.get("minor")).filter(JobEntry::isPresent).map(JobReader::minor),
        named(entry.get("purposes"), this::purpose),
        Optional.empty(),
        SameAsChecks.read(entry.get("same-as"), scalars));
  }

  private String ignored(String name, JobEntry entry) {
    TableName table = scalars.tableKey(name, entry);
    if (table.table().matches("\\*+")) {
      entry.problem(
          "IGNORES-EVERYTHING",
          entry.path() + " names every table, so that nobody would hear of a new one",
          "name the tables, e.g. '" + table.database() + ".country', or those that begin alike");
    }
    return Scalars.line(entry);
  }

  private Purpose purpose(String name, JobEntry entry) {
    Set<TableName> rows = new LinkedHashSet<>();
    Map<TableName, Set<String>> columns = new LinkedHashMap<>();
    byTable(entry, (table, needs) -> needs.text().isPresent() ? List.<String>of() : texts(needs))
        .forEach(
            (table, named) -> {
              if (named.isEmpty()) {
                rows.add(table);
              } else {
                columns.put(table, Set.copyOf(named));
              }
            });
    return new Purpose(name, rows, columns);
  }

  private static Minor minor(JobEntry entry) {
    return new Minor(
        Scalars.text(entry.get("born")),
        entry.get("age").scalar().map(Integer::parseInt).orElse(1),
        entry.get("consent").text());
  }

  private SharedTable shared(JobEntry entry) {
    return entry.entries().entrySet().stream()
        .findFirst()
        .map(
            table ->
                new SharedTable(
                    scalars.tableKey(table.getKey(), table.getValue()),
                    named(table.getValue(), (reference, columns) -> texts(columns))))
        .orElseGet(() -> new SharedTable(scalars.table(entry), Map.of()));
  }

  private static List<String> lines(JobEntry list) {
    return list.entries().values().stream().map(Scalars::line).toList();
  }

  private static List<String> texts(JobEntry list) {
    return list.entries().values().stream().map(Scalars::text).toList();
  }

  private Anonymisation anonymisation(TableName table, JobEntry entry) {
    return new Anonymisation(
        table,
        entry.get("mark").text(),
        named(entry.get("with"), (column, strategy) -> strategy(strategy)));
  }

  static StrategySpec strategy(JobEntry entry) {
    return entry.entries().entrySet().stream()
        .findFirst()
        .map(
            e ->
                new StrategySpec(
                    e.getKey(),
                    e.getValue().scalar(),
                    named(e.getValue(), (path, part) -> strategy(part))))
        .orElseGet(() -> new StrategySpec(Scalars.text(entry), Optional.empty()));
  }

  private RetentionRule retention(String name, JobEntry entry) {
    TableName records = scalars.table(entry.get("records"));
    JobEntry tenant = entry.get("tenant");
    Optional<Condition> where = Scalars.condition(entry.get("where"));
    return new RetentionRule(
        name,
        records,
        tenant.isPresent()
            ? TenantRows.of(tenant, Optional.ofNullable(tenants.get(records)), where)
            : where,
        tenant.text(),
        Scalars.period(entry.get("keep")),
        Scalars.text(entry.get("from")),
        Scalars.then(entry.get("then")),
        Optional.of(entry.get("because")).filter(JobEntry::isPresent).map(Scalars::line),
        entry.get("scan").isPresent(),
        entry.get("partitions").isPresent(),
        byTable(entry.get("with"), this::erasure));
  }

  private ErasureRule erasure(TableName table, JobEntry entry) {
    return new ErasureRule(
        table,
        Scalars.then(entry.get("then")),
        keep(entry),
        keptWhere(entry),
        entry.get("with").isPresent(),
        texts(entry.get("despite")));
  }

  private static Optional<Condition> keptWhere(JobEntry entry) {
    JobEntry where = entry.get("where");
    if (where.isPresent()
        && !entry.get("keep").isPresent()
        && !entry.get("keep-at-least").isPresent()) {
      where.problem(
          "NO-PERIOD",
          entry.path() + " has 'where' but no period",
          "add 'keep' or 'keep-at-least', which it is the condition of, or remove it");
    }
    return Scalars.condition(where);
  }

  private static Optional<Keep> keep(JobEntry entry) {
    boolean minimum = entry.get("keep-at-least").isPresent();
    boolean own = entry.get("keep").isPresent();
    if (minimum && own) {
      entry.problem(
          "TWO-PERIODS",
          entry.path() + " has both 'keep' and 'keep-at-least'",
          "choose 'keep-at-least' if a law forbids erasure until then, else 'keep'");
    }
    String key = minimum ? "keep-at-least" : "keep";
    for (String companion : List.of("from", "because")) {
      boolean there = entry.get(companion).isPresent();
      if ((minimum || own) && !there) {
        entry.problem(
            "MISSING-KEY",
            entry.path() + " has '" + key + "' but no '" + companion + "'",
            companion.equals("from")
                ? "add the column that the period starts at, e.g. 'from: issued_at'"
                : "add the legal basis, e.g. 'because: bookkeeping'");
      }
      if (!minimum && !own && there) {
        entry
            .get(companion)
            .problem(
                "NO-PERIOD",
                entry.path() + " has '" + companion + "' but no period",
                "add 'keep' or 'keep-at-least', or remove it");
      }
    }
    return minimum || own
        ? Optional.of(
            new Keep(
                minimum,
                Scalars.period(entry.get(key)),
                Scalars.text(entry.get("from")),
                Scalars.line(entry.get("because"))))
        : Optional.empty();
  }

  private Categories categories() {
    return new Categories(
        byTable(
            root.get("categories"),
            (table, entry) -> named(entry, (column, category) -> Scalars.text(category))),
        root.get("sensitive").entries().values().stream()
            .map(Scalars::text)
            .collect(Collectors.toCollection(LinkedHashSet::new)),
        named(root.get("max-lifetime"), (category, period) -> Scalars.period(period)));
  }

  private Optional<RecipientSettings> answering(JobEntry entry) {
    return entry.isPresent()
        ? Optional.of(new RecipientReader(scalars).answering(entry))
        : Optional.empty();
  }

  private static Optional<WindDown> windDown(JobEntry entry) {
    return entry.isPresent()
        ? Optional.of(
            new WindDown(Scalars.day(entry.get("notice")), Scalars.period(entry.get("after"))))
        : Optional.empty();
  }
}
