package org.quietus.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** What a user of PostgreSQL may do by itself, or in a role that it may take with SET ROLE. */
final class RoleRights {
  private static final String OF_SERVER =
      """
      SELECT CASE WHEN r.rolsuper THEN 'it is, or may act as, the superuser ' ELSE 'it has the rights of ' END
        || r.rolname
      FROM pg_catalog.pg_roles r
      WHERE pg_catalog.pg_has_role(r.oid, 'MEMBER') AND (r.rolsuper OR r.rolcreaterole OR r.rolname IN
        ('pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program'))
      ORDER BY r.rolsuper DESC, r.rolname LIMIT 1\
      """;

  private static final String OF_TABLES =
      """
      SELECT 'as ' || r.rolname || ' it '
        || CASE WHEN r.oid IN (c.relowner, n.nspowner, d.datdba) THEN 'owns ' ELSE 'may change ' END
        || n.nspname || '.' || c.relname
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
      JOIN pg_catalog.pg_roles r ON pg_catalog.pg_has_role(r.oid, 'MEMBER')
      WHERE n.nspname IN (?, 'quietus') AND c.relkind IN ('r', 'p')
        AND (r.oid IN (c.relowner, n.nspowner, d.datdba)
          OR pg_catalog.has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
          OR pg_catalog.has_any_column_privilege(r.oid, c.oid, 'INSERT, UPDATE'))
      ORDER BY n.nspname, c.relname, r.rolname LIMIT 1\
      """;

  private RoleRights() {}

  /** The first right by which tables of a schema, or the control schema, can be changed. */
  static Optional<String> toChange(Connection connection, String schema) throws SQLException {
    Optional<String> ofServer = first(connection, OF_SERVER);
    return ofServer.isPresent() ? ofServer : first(connection, OF_TABLES, schema);
  }

  private static Optional<String> first(Connection connection, String query, String... binds)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int n = 0; n < binds.length; n++) {
        statement.setString(n + 1, binds[n]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }
}
