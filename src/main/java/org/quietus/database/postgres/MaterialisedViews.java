package org.quietus.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Views that keep what they read; a partition is its table. */
final class MaterialisedViews {
  private static final String FILLED =
      """
      WITH RECURSIVE readings AS (
        SELECT DISTINCT COALESCE(pg_partition_root(d.refobjid), d.refobjid) AS relation,
          r.ev_class AS view
        FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
        WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
          AND d.refobjid <> r.ev_class
      ), reaching AS (
        SELECT relation, view FROM readings
        UNION
        SELECT h.relation, r.view FROM reaching h JOIN readings r ON r.relation = h.view
      )
      SELECT DISTINCT t.relname,
        CASE WHEN m.oid = n.oid THEN v.relname ELSE m.nspname || '.' || v.relname END
      FROM reaching h
      JOIN pg_class t ON t.oid = h.relation
      JOIN pg_namespace n ON n.oid = t.relnamespace
      JOIN pg_class v ON v.oid = h.view
      JOIN pg_namespace m ON m.oid = v.relnamespace
      WHERE n.nspname = ? AND v.relkind = 'm' AND v.relispopulated
      ORDER BY 2\
      """;

  private MaterialisedViews() {}

  static List<String> reading(Connection connection, String schema, Set<String> tables)
      throws SQLException {
    List<String> views = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(FILLED)) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (tables.contains(row.getString(1)) && !views.contains(row.getString(2))) {
            views.add(row.getString(2));
          }
        }
      }
    }
    return views;
  }
}
