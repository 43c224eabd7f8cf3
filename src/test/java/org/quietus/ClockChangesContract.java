package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.cli.CommandRun;

/**
 * Rows of the hours at which Berlin puts its clocks forward and back, and of leap days, go when
 * their time has come and not before: instants to the microsecond, and what clocks showed once the
 * later of the moments at which they may have shown it is due.
 */
abstract class ClockChangesContract {
  private static final String SCHEMA = "clock_changes";

  private static final String JOB =
      """
      quietus: 1
      job: clocks
      controller: Example GmbH
      zone: "%s"
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      retention:
        instants: { records: crm.instants, keep: P1M, from: at, scan: allowed, then: delete }
        clocks: { records: crm.clocks, keep: P1M, from: at, scan: allowed, then: delete }
        days: { records: crm.days, keep: %s, from: at, scan: allowed, then: delete }
      """;

  @TempDir Path directory;
  private final Map<String, List<String>> filled = new HashMap<>();
  private OpenedJob job;

  abstract ShopEngine engine();

  private void open(String zone, String keepDays) throws Exception {
    engine().fresh(SCHEMA);
    String id = " (id INT NOT NULL PRIMARY KEY, at ";
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE instants" + id + engine().columns().instant() + " NULL)",
            "CREATE TABLE clocks" + id + engine().columns().moment() + ")",
            "CREATE TABLE days" + id + "DATE)");
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB.formatted(zone, keepDays));
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  /** Clocks show 02:00 to 03:00 from 00:00Z on and from 01:00Z on. */
  @ParameterizedTest
  @CsvSource({
    // zone of the job, whose 26 October begins …, first row left of instants, and of clocks
    "Europe/Berlin, 23:59:59.999999, 01:59:59.999999",
    "UTC, 00:00:00, 02:00:00",
    "-00:30, 00:30:00, 02:00:00",
    "Atlantic/Cape_Verde, 01:00:00, 02:00:00",
    "-01:30, 01:30:00, 02:30:00",
    "America/Noronha, 02:00:00, 03:00:00",
  })
  void onTheDayThatClocksGoBack(String zone, String instant, String clock) throws Exception {
    open(zone, "P1M");
    fill(
        "instants",
        "2025-10-25 23:59:59.999999",
        "2025-10-26 00:00:00",
        "2025-10-26 00:29:59.999999",
        "2025-10-26 00:30:00",
        "2025-10-26 00:59:59.999999",
        "2025-10-26 01:00:00",
        "2025-10-26 01:29:59.999999",
        "2025-10-26 01:30:00",
        "2025-10-26 01:59:59.999999",
        "2025-10-26 02:00:00");
    fill(
        "clocks",
        "2025-10-26 01:59:59.999999",
        "2025-10-26 02:00:00",
        "2025-10-26 02:15:00",
        "2025-10-26 02:29:59.999999",
        "2025-10-26 02:30:00",
        "2025-10-26 02:59:59.999999",
        "2025-10-26 03:00:00");
    run("2025-11-26T12:00:00Z");
    assertThat(left("instants")).isEqualTo(from("instants", instant));
    assertThat(left("clocks")).isEqualTo(from("clocks", clock));
    run("2025-11-28T12:00:00Z");
    assertThat(left("instants")).isEmpty();
    assertThat(left("clocks")).isEmpty();
  }

  /** Clocks skip 02:00 to 03:00 at 01:00Z; columns may hold it all the same. */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 23:00:00, 00:59:59.999999",
    "UTC, 00:00:00, 01:00:00",
    "Atlantic/Cape_Verde, 01:00:00, 02:00:00",
    "-01:30, 01:30:00, 02:30:00",
    "America/Noronha, 02:00:00, 04:00:00",
  })
  void onTheDayThatClocksGoForward(String zone, String instant, String clock) throws Exception {
    open(zone, "P1M");
    fill(
        "instants",
        "2026-03-28 22:59:59.999999",
        "2026-03-28 23:00:00",
        "2026-03-29 00:00:00",
        "2026-03-29 00:59:59.999999",
        "2026-03-29 01:00:00",
        "2026-03-29 01:30:00",
        "2026-03-29 01:59:59.999999",
        "2026-03-29 02:00:00");
    fill(
        "clocks",
        "2026-03-29 00:59:59.999999",
        "2026-03-29 01:00:00",
        "2026-03-29 01:59:59.999999",
        "2026-03-29 02:00:00",
        "2026-03-29 02:30:00",
        "2026-03-29 03:30:00",
        "2026-03-29 04:00:00");
    run("2026-04-29T12:00:00Z");
    assertThat(left("instants")).isEqualTo(from("instants", instant));
    assertThat(left("clocks")).isEqualTo(from("clocks", clock));
  }

  /** A month or a year after a day that the other month or year lacks is its last day. */
  @Test
  void onLeapDaysAndTheEndsOfMonths() throws Exception {
    open("Europe/Berlin", "P1Y");
    fill("days", "2024-02-28", "2024-02-29", "2024-03-01");
    fill(
        "clocks",
        "2025-01-31 23:59:59.999999",
        "2025-02-27 23:59:59.999999",
        "2025-02-28 00:00:00",
        "2025-02-28 23:59:59.999999",
        "2025-03-01 00:00:00");
    fill("instants", "2025-02-27 22:59:59.999999", "2025-02-27 23:00:00", "2025-02-28 23:00:00");
    run("2025-02-28T12:00:00Z");
    assertThat(left("days")).isEqualTo(List.of("2024-02-28", "2024-02-29", "2024-03-01"));
    assertThat(left("clocks")).hasSize(5);
    run("2025-03-01T12:00:00Z");
    assertThat(left("days")).isEqualTo(List.of("2024-03-01"));
    assertThat(left("clocks")).isEqualTo(last("clocks", 4));
    run("2025-03-28T12:00:00Z");
    assertThat(left("clocks")).isEqualTo(last("clocks", 3));
    assertThat(left("instants")).isEqualTo(last("instants", 2));
    run("2025-03-31T12:00:00Z");
    assertThat(left("clocks")).hasSize(3);
    assertThat(left("instants")).hasSize(2);
    run("2025-04-01T12:00:00Z");
    assertThat(left("days")).isEmpty();
    assertThat(left("clocks")).isEqualTo(List.of("2025-03-01 00:00:00"));
    assertThat(left("instants")).isEqualTo(List.of("2025-02-28 23:00:00"));
  }

  private void fill(String table, String... moments) throws SQLException {
    filled.put(table, List.of(moments));
    engine()
        .execute(
            SCHEMA,
            IntStream.range(0, moments.length)
                .mapToObj(n -> "(%d, '%s')".formatted(n, moments[n]))
                .collect(Collectors.joining(", ", "INSERT INTO " + table + " VALUES ", "")));
  }

  /** The rows of a table from one of that time of the day on. */
  private List<String> from(String table, String time) {
    return rows(table).stream().dropWhile(row -> !row.endsWith(" " + time)).toList();
  }

  private List<String> last(String table, int rows) {
    return rows(table).subList(rows(table).size() - rows, rows(table).size());
  }

  private List<String> rows(String table) {
    return filled.getOrDefault(table, List.of());
  }

  private void run(String asOf) {
    CommandRun run = job.at(asOf).run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private List<String> left(String table) throws SQLException {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id FROM " + table + " ORDER BY id")) {
      List<String> left = new ArrayList<>();
      while (row.next()) {
        left.add(rows(table).get(row.getInt(1)));
      }
      return left;
    }
  }
}
