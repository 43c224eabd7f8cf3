package org.quietus.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.ledger.LedgerReader;
import org.quietus.ledger.Verifications;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A run for more requests than a page of its ledger has chunks, one chunk for each; and a server
 * that knows the tables as they were before it, empty.
 */
@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "only these count what a session reads")
class LedgerOfManyRequestsServerTest {
  private static final int REQUESTS = 10_050;
  private static final int WITHOUT_LINES = 10_000;

  private SingleConnectionDataSource dataSource;
  private JdbcTemplate jdbc;
  private LedgerReader reader;

  @BeforeEach
  void fill() throws Exception {
    String schema = Servers.shared().freshSchema(getClass());
    dataSource =
        new SingleConnectionDataSource(
            Servers.shared().jdbcUrl(schema),
            Servers.shared().username(),
            Servers.shared().password(),
            true);
    jdbc = new JdbcTemplate(dataSource);
    jdbc.execute("DROP SCHEMA IF EXISTS quietus");
    new ControlSchema(dataSource, jdbc, "mysql").migrate();
    for (String table : List.of("ledger", "ledger_count", "verification")) {
      jdbc.execute("ALTER TABLE quietus." + table + " STATS_AUTO_RECALC = 0");
      jdbc.execute("ANALYZE TABLE quietus." + table);
    }
    insert(
        "ledger (run_id, range_no, sequence_no, step_no, request_id, token, committed_at, digest)",
        n ->
            "('run', %1$d, 1, 0, 'r%1$d', 1, '2026-05-05', UNHEX(SHA2('%1$d', 256)))".formatted(n));
    insert(
        "ledger_count (run_id, range_no, sequence_no, line_no, table_name, method, deleted,"
            + " anonymised, unlinked, kept, gone, ambiguous)",
        n ->
            n == WITHOUT_LINES
                ? "('run', -7, 1, 1, 'crm.orders', 'delete', 1, 0, 0, 0, 0, 0)"
                : "('run', %d, 1, 1, 'crm.orders', 'delete', 1, 0, 0, 0, 0, 0)".formatted(n));
    insert(
        "verification (run_id, round_no, line_no, step_no, request_id, table_name, credential,"
            + " query_digest, verified_at, due_rows, kept_rows, undated_rows, held_rows,"
            + " restricted_rows, failed_rows)",
        n ->
            "('run', 1, %1$d, 0, 'r%1$d', 'crm.orders', 'same', 'q', '2026-05-05', 0, 0, 0, 0,"
                .concat(" 0, 0)")
                .formatted(n));
    reader = new LedgerReader(jdbc);
  }

  private void insert(String into, IntFunction<String> values) {
    jdbc.execute("SET FOREIGN_KEY_CHECKS = 0");
    jdbc.execute(
        IntStream.rangeClosed(1, REQUESTS)
            .mapToObj(values)
            .collect(Collectors.joining(", ", "INSERT INTO quietus." + into + " VALUES ", "")));
  }

  @AfterEach
  void close() {
    dataSource.destroy();
  }

  @Test
  void whatIsReadForACertificateDoesNotGrowWithTheRun() {
    Optional<String> request = Optional.of("r5000");
    List<Integer> chunks = new ArrayList<>();
    jdbc.execute("FLUSH STATUS");
    reader.eachDigest("run", request, (touch, chunk) -> chunks.add(chunk.range()));
    assertThat(chunks).containsExactly(5_000);
    assertThat(reader.entries("run", request)).hasSize(1);
    assertThat(reader.changedFor("r5000")).containsOnlyKeys("crm.orders");
    assertThat(reader.runsFor("r5000")).containsExactly("run");
    assertThat(new Verifications(jdbc).latest("run", "r5000")).hasSize(1);
    assertThat(rowsRead()).isLessThan(300);
  }

  @Test
  void theChunksOfARunComeInTheirOrderPageAfterPage() {
    List<Integer> chunks = new ArrayList<>();
    reader.eachDigest("run", Optional.empty(), (touch, chunk) -> chunks.add(chunk.range()));
    assertThat(chunks)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, REQUESTS).filter(n -> n != WITHOUT_LINES).boxed().toList());
  }

  private int rowsRead() {
    return jdbc
        .query(
            "SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read%'",
            (row, n) -> row.getInt("Value"))
        .stream()
        .mapToInt(Integer::intValue)
        .sum();
  }
}
