package org.quietus.recipient;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Leaves each notice as a row of a table, see {@code sql/samples/outbox.sql}; the recipient
 * confirms it by {@code acknowledged_at}. The row goes when the notice is settled.
 */
final class TableChannel implements Channel {
  private static final String COLUMNS = "notice_id, recipient, body, created_at, acknowledged_at";

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final String table;
  private final String recipient;
  private final Clock clock;

  /** {@code table} is trusted. */
  TableChannel(
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      String table,
      String recipient,
      Clock clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.table = table;
    this.recipient = recipient;
    this.clock = clock;
  }

  /** Whether the table is there and has the columns that it must have. */
  boolean isUsable() {
    try {
      jdbc.query("SELECT " + COLUMNS + " FROM " + table + " WHERE 1 = 0", row -> {});
      return true;
    } catch (DataAccessException e) {
      return false;
    }
  }

  @Override
  public boolean isAcknowledged(String notice) {
    try {
      return count("acknowledged_at IS NOT NULL AND notice_id = ?", notice) > 0;
    } catch (DataAccessException e) {
      throw ChannelFailed.unreachable("table-unusable");
    }
  }

  @Override
  public Notice.State tell(String notice, byte[] body) {
    try {
      transaction.executeWithoutResult(
          status -> {
            if (count("notice_id = ?", notice) == 0) {
              jdbc.update(
                  "INSERT INTO " + table + " (" + COLUMNS + ") VALUES (?, ?, ?, ?, NULL)",
                  notice,
                  recipient,
                  new String(body, StandardCharsets.UTF_8),
                  LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
            }
          });
      return Notice.State.TOLD;
    } catch (DataAccessException e) {
      throw ChannelFailed.unreachable("table-unusable");
    }
  }

  @Override
  public List<String> left() {
    try {
      return jdbc.queryForList("SELECT notice_id FROM " + table, String.class);
    } catch (DataAccessException e) {
      throw ChannelFailed.unreachable("table-unusable");
    }
  }

  @Override
  public void clear(String notice) {
    try {
      transaction.executeWithoutResult(
          status -> {
            if (count("notice_id = ?", notice) > 0) {
              jdbc.update("DELETE FROM " + table + " WHERE notice_id = ?", notice);
            }
          });
    } catch (DataAccessException e) {
      throw ChannelFailed.unreachable("table-unusable");
    }
  }

  private int count(String which, String notice) {
    List<Integer> found =
        jdbc.queryForList(
            "SELECT COUNT(*) FROM " + table + " WHERE " + which, Integer.class, notice);
    return found.get(0);
  }
}
