package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/**
 * Each type of an engine by each strategy: either {@code validate} names table and column, or a run
 * ends with every row done, and another run finds nothing.
 */
abstract class TypesAndStrategiesContract {
  private static final String SCHEMA = "types";
  private static final int ROWS = 5;

  private static final String JOB =
      """
      quietus: 1
      job: types
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects: { person: { records: crm.blacked_out, identifiers: { who: name } } }
      erasure: { records: { crm.blacked_out: { then: delete } } }
      """;

  /** By table. */
  private static final Map<String, String> STRATEGIES = strategies();

  private static final Set<String> MARKED = Set.of("randomised", "in_part", "blacked_out");

  static final List<String> TEXTS = List.of("'Ann Lee 42'", "''", "'a'", "'10.9.8.7'", "'x y z'");
  static final List<String> DATES = List.of("'1000-01-01'", "'1970-05-05'", "'9999-12-31'");
  static final List<String> MOMENTS =
      List.of("'1000-01-01 00:00:00'", "'1970-01-20 08:30:00'", "'9999-12-31 23:59:59'");
  static final List<String> INSTANTS =
      List.of("'1970-01-01 00:00:01'", "'1970-01-20 08:30:00'", "'2038-01-19 03:14:07'");

  @TempDir Path directory;

  private static Map<String, String> strategies() {
    Map<String, String> strategies = new LinkedHashMap<>();
    strategies.put("emptied", "set-null");
    strategies.put("fixed_number", "{ fixed: \"1\" }");
    strategies.put("fixed_word", "{ fixed: a }");
    strategies.put("fixed_day", "{ fixed: \"2020-02-03\" }");
    strategies.put("fixed_time", "{ fixed: \"12:30:00\" }");
    strategies.put("by_year", "year");
    strategies.put("by_month", "month");
    strategies.put("by_decade", "decade");
    strategies.put("network", "{ network: 16 }");
    strategies.put("redacted", "redact");
    strategies.put("filled", "{ template: \"x-{random}\" }");
    strategies.put("randomised", "random");
    strategies.put("by_day", "day");
    strategies.put("in_buckets", "{ bucket: 10 }");
    strategies.put("in_fine_buckets", "{ bucket: 0.05 }");
    strategies.put("on_grid", "{ grid: 10 }");
    strategies.put("on_fine_grid", "{ grid: 0.05 }");
    strategies.put("in_part", "{ json: { a: set-null } }");
    strategies.put("blacked_out", "text");
    return strategies;
  }

  abstract ShopEngine engine();

  /** Makes types that there are none of by themselves. */
  void prepare() throws Exception {}

  /** Types as {@code CREATE TABLE} takes them, and literals of extreme and of ordinary values. */
  abstract Map<String, List<String>> types();

  @Test
  void eachIsRefusedByNameOrWorkedOnceAndForAll() throws Exception {
    engine().fresh(SCHEMA);
    prepare();
    List<String> statements = new ArrayList<>();
    STRATEGIES.keySet().forEach(table -> statements.addAll(filled(table)));
    engine().execute(SCHEMA, statements.toArray(String[]::new));
    Map<String, List<String>> columns = new LinkedHashMap<>();
    STRATEGIES.keySet().forEach(table -> columns.put(table, names()));

    withoutRefused(columns);
    withoutRefused(columns); // what the database itself objects to is only asked of the rest
    assertThat(columns.values()).doesNotContain(List.of());
    assertThat(columns.get("emptied")).isEqualTo(names());
    OpenedJob job = opened(columns);
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    STRATEGIES
        .keySet()
        .forEach(
            table ->
                assertThat(run.json().get("byTable").get("crm." + table).get("anonymised").asInt())
                    .as(table)
                    .isBetween(1, ROWS + 1));
    assertThat(engine().rows(SCHEMA).get("emptied"))
        .allSatisfy(row -> assertThat(row.split("=null", -1)).hasSizeGreaterThan(names().size()));
    for (String table :
        List.of("redacted", "filled", "randomised", "network", "in_part", "blacked_out")) {
      assertThat(engine().rows(SCHEMA).get(table))
          .allSatisfy(
              row ->
                  columns
                      .get(table)
                      .forEach(column -> assertThat(row).doesNotContain(column + "=Ann Lee 42")));
    }
    CommandRun again = job.at("2026-03-02T12:00:00Z").run();
    assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    assertThat(again.json().get("byTable").size()).as(again.out()).isZero();
  }

  private void withoutRefused(Map<String, List<String>> columns) throws Exception {
    List<String> refusals = opened(columns).command("validate").out().lines().toList();
    columns.replaceAll(
        (table, names) ->
            names.stream()
                .filter(name -> refusals.stream().noneMatch(line -> names(line, table, name)))
                .toList());
  }

  private static boolean names(String refusal, String table, String column) {
    return refusal.contains("'" + table + "." + column + "'")
        || (refusal.contains("'" + table + "'") && refusal.contains("'" + column + "'"));
  }

  private List<String> filled(String table) {
    List<String> statements = new ArrayList<>();
    List<String> types = List.copyOf(types().keySet());
    List<String> names = names();
    StringBuilder columns = new StringBuilder();
    for (int n = 0; n < types.size(); n++) {
      columns.append(", ").append(names.get(n)).append(' ').append(types.get(n));
    }
    statements.add(
        "CREATE TABLE %s (id INT NOT NULL PRIMARY KEY, closed_on DATE, marked_on DATE, who VARCHAR(20)%s)"
            .formatted(table, columns));
    for (int row = 0; row < ROWS; row++) {
      int n = row;
      statements.add(
          "INSERT INTO %s VALUES (%d, '2020-01-01', NULL, 'Ann Lee', %s)"
              .formatted(
                  table,
                  row,
                  types().values().stream()
                      .map(values -> values.get(n % values.size()))
                      .collect(Collectors.joining(", "))));
    }
    statements.add(
        "INSERT INTO %s VALUES (%d, '2020-01-01', NULL, 'Ann Lee'%s)"
            .formatted(table, ROWS, ", NULL".repeat(types.size())));
    return statements;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (String type : types().keySet()) {
      names.add("c%d_%s".formatted(names.size(), type.replaceAll("\\W.*", "").toLowerCase()));
    }
    return names;
  }

  private OpenedJob opened(Map<String, List<String>> columns) throws Exception {
    StringBuilder text = new StringBuilder(JOB).append("anonymise:\n");
    columns.forEach(
        (table, names) -> {
          String strategy = STRATEGIES.get(table);
          text.append("  crm.%s: { ".formatted(table))
              .append(MARKED.contains(table) ? "mark: marked_on, " : "")
              .append("with: { ")
              .append(
                  names.stream()
                      .map(name -> name + ": " + strategy)
                      .collect(Collectors.joining(", ")))
              .append(" } }\n");
        });
    text.append("retention:\n");
    columns
        .keySet()
        .forEach(
            table ->
                text.append(
                    "  %s: { records: crm.%s, keep: P1Y, from: closed_on, then: anonymise }\n"
                        .formatted(table.replace('_', '-'), table)));
    OpenedJob job = new OpenedJob(directory, engine().server(), SCHEMA, text.toString());
    job.generateKeys();
    return job;
  }
}
