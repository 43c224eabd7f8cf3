package org.quietus.request;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.quietus.evidence.EvidenceStore;
import org.quietus.request.mirror.Mirror;
import org.quietus.request.mirror.MirrorEntry;
import org.quietus.request.mirror.MirrorTables;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A database in memory with a mirror's tables, that can be put back to what it was. */
final class MirrorDatabase implements AutoCloseable {
  static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final List<String> TABLES = List.of("mirror_entry", "mirror_head", "mirror_piece");

  private final JdbcConnectionPool pool;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  MirrorDatabase() throws IOException {
    pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
    jdbc = new JdbcTemplate(pool);
    transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
    transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    jdbc.execute("CREATE SCHEMA quietus");
    jdbc.execute(Files.readString(Path.of("sql/control/h2/V4__mirror.sql")));
  }

  Mirror mirror(EvidenceStore store) {
    return new Mirror(jdbc, transaction, "shop", store);
  }

  JdbcTemplate jdbc() {
    return jdbc;
  }

  TransactionTemplate transaction() {
    return transaction;
  }

  /** Appends in a transaction of its own. */
  void append(Mirror mirror, String about) {
    transaction.executeWithoutResult(
        status ->
            mirror.append(
                MirrorEntry.Kind.HOLD, about, AT, Map.of("b", List.of(1, "x"), "a", true)));
  }

  List<MirrorEntry> entries() {
    return new MirrorTables(jdbc, "shop").entries(1, Long.MAX_VALUE);
  }

  /** Remembers everything as a backup does. */
  Map<String, List<Map<String, Object>>> backup() {
    return Map.of(
        TABLES.get(0), rows(TABLES.get(0)),
        TABLES.get(1), rows(TABLES.get(1)),
        TABLES.get(2), rows(TABLES.get(2)));
  }

  private List<Map<String, Object>> rows(String table) {
    return jdbc.queryForList("SELECT * FROM quietus." + table);
  }

  void restore(Map<String, List<Map<String, Object>>> backup) {
    backup.forEach(
        (table, rows) -> {
          jdbc.execute("DELETE FROM quietus." + table);
          for (Map<String, Object> row : rows) {
            String marks = "?" + ", ?".repeat(row.size() - 1);
            jdbc.update(
                "INSERT INTO quietus."
                    + table
                    + " ("
                    + String.join(", ", row.keySet())
                    + ") VALUES ("
                    + marks
                    + ")",
                row.values().toArray());
          }
        });
  }

  @Override
  public void close() {
    pool.dispose();
  }
}
