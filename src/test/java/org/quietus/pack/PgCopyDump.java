package org.quietus.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * A dump as {@code pg_dump} writes it: the declarations of the tables, and what COPY says of them.
 */
final class PgCopyDump {
  private static final String HEAD =
      """
      --
      -- PostgreSQL database dump
      --

      SET client_encoding = 'UTF8';
      SET standard_conforming_strings = on;
      SELECT pg_catalog.set_config('search_path', '', false);

      """;

  private static final String COLUMNS =
      """
      SELECT string_agg('    ' || attname || ' ' || format_type(atttypid, atttypmod), E',\\n' ORDER BY attnum),
        string_agg(attname, ', ' ORDER BY attnum)
      FROM pg_attribute
      WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped
      """;

  private PgCopyDump() {}

  /** The dump of some tables, as they are now; instants are in UTC. */
  static byte[] of(Connection connection, String schema, List<String> tables)
      throws SQLException, IOException {
    ByteArrayOutputStream dump = new ByteArrayOutputStream();
    dump.writeBytes(HEAD.getBytes(UTF_8));
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'UTC'");
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      for (String table : tables) {
        String name = schema + "." + table;
        try (ResultSet row = statement.executeQuery(COLUMNS.formatted(name))) {
          row.next();
          dump.writeBytes(
              "CREATE TABLE %s (\n%s\n);\n\n\nCOPY %s (%s) FROM stdin;\n"
                  .formatted(name, row.getString(1), name, row.getString(2))
                  .getBytes(UTF_8));
        }
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY " + name + " TO STDOUT", dump);
        dump.writeBytes("\\.\n\n\n".getBytes(UTF_8));
      }
    }
    connection.rollback();
    dump.writeBytes("--\n-- PostgreSQL database dump complete\n--\n\n".getBytes(UTF_8));
    return dump.toByteArray();
  }
}
