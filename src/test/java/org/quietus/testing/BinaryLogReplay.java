package org.quietus.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;

/**
 * Replays a binary log of a server on a schema of it, as {@code mariadb-binlog --database} makes
 * statements of it for the client.
 */
public final class BinaryLogReplay {
  private static final int MAGIC = 4;
  private static final int TYPE = 4;
  private static final int LENGTH = 9;
  private static final int HEADER = 19;
  private static final int TABLE_ID = 6;
  private static final int NAME = HEADER + 8;
  private static final int TABLE_MAP = 19;
  private static final int FIRST_ROWS = 23;
  private static final int LAST_ROWS = 25;
  private static final int ENDS_STATEMENT = 1;

  private BinaryLogReplay() {}

  /**
   * Replays what was written from one position up to another.
   *
   * @param mode STRICT or IDEMPOTENT, as {@code slave_exec_mode} has it
   * @throws SQLException if a change cannot be made
   */
  public static void replay(
      MariaDbServer server, String file, int from, int to, String schema, String mode)
      throws SQLException, IOException {
    byte[] log = Files.readAllBytes(server.data().resolve(file));
    try (Connection connection = server.connect(schema);
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL slave_exec_mode = '" + mode + "'");
      try {
        binlog(statement, log, MAGIC, length(log, MAGIC)); // says how the others are read
        ByteArrayOutputStream changes = new ByteArrayOutputStream();
        boolean wanted = false;
        for (int at = from; at < to; at += length(log, at)) {
          int type = log[at + TYPE];
          boolean isMap = type == TABLE_MAP;
          if (isMap) {
            wanted = schema(log, at).equals(schema);
          }
          if (!wanted || !(isMap || (type >= FIRST_ROWS && type <= LAST_ROWS))) {
            continue;
          }
          changes.write(log, at, length(log, at));
          if (!isMap && (log[at + HEADER + TABLE_ID] & ENDS_STATEMENT) != 0) {
            binlog(statement, changes.toByteArray(), 0, changes.size());
            changes.reset();
          }
        }
      } finally {
        statement.execute("SET GLOBAL slave_exec_mode = 'STRICT'");
      }
    }
  }

  private static void binlog(Statement statement, byte[] log, int from, int length)
      throws SQLException {
    byte[] events = new byte[length];
    System.arraycopy(log, from, events, 0, length);
    statement.execute("BINLOG '" + Base64.getEncoder().encodeToString(events) + "'");
  }

  private static int length(byte[] log, int at) {
    return ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN).getInt(at + LENGTH);
  }

  private static String schema(byte[] log, int at) {
    return new String(log, at + NAME + 1, log[at + NAME], StandardCharsets.UTF_8);
  }
}
