package org.quietus.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.quietus.target.Remnant;

/** What keeps rows of tables when these have them no more: views, large objects, other servers. */
final class PostgresRemnants {
  /**
   * Tables whose rows may name large objects, if there are any; not those of which a trigger
   * removes them.
   */
  private static final String NAMING_OBJECTS =
      """
      SELECT DISTINCT c.relname
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_type t ON t.oid = a.atttypid
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.attnum > 0 AND NOT a.attisdropped AND 'oid'::regtype IN (t.oid, t.typbasetype)
        AND EXISTS (SELECT FROM pg_largeobject_metadata)
        AND NOT EXISTS (
          SELECT FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
          WHERE g.tgrelid = c.oid AND p.proname = 'lo_manage' AND g.tgenabled IN ('O', 'A')
            AND g.tgtype & 8 <> 0 AND g.tgtype & 16 <> 0
            AND g.tgargs = convert_to(a.attname::text, 'UTF8') || '\\x00'::bytea)
      ORDER BY 1\
      """;

  private PostgresRemnants() {}

  static List<Remnant> of(Connection connection, String schema, Set<String> tables)
      throws SQLException {
    List<Remnant> remnants = new ArrayList<>();
    MaterialisedViews.reading(connection, schema, tables)
        .forEach(view -> remnants.add(new Remnant(view, Remnant.Kind.MATERIALIZED_VIEW)));
    try (PreparedStatement statement = connection.prepareStatement(NAMING_OBJECTS)) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (tables.contains(row.getString(1))) {
            remnants.add(new Remnant(row.getString(1), Remnant.Kind.LARGE_OBJECTS));
          }
        }
      }
    }
    remnants.addAll(Publications.of(connection, schema, tables));
    return remnants;
  }
}
