package org.quietus.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.quietus.target.Remnant;
import org.quietus.target.Remnant.Kind;

/**
 * Tables whose changes go to subscribers, or come from a publisher. Everybody may read the catalogs
 * that say so. A partition counts as its table.
 */
final class Publications {
  private static final String PUBLISHED =
      """
      SELECT t.relname, p.pubdelete, p.pubupdate, r.prqual IS NOT NULL OR r.prattrs IS NOT NULL
      FROM pg_class c
      JOIN pg_class t ON t.oid = COALESCE(pg_partition_root(c.oid), c.oid)
      JOIN pg_namespace n ON n.oid = t.relnamespace
      CROSS JOIN pg_publication p
      LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = c.oid
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
        AND (p.puballtables OR r.oid IS NOT NULL OR EXISTS (
          SELECT FROM pg_publication_namespace s
          WHERE s.pnpubid = p.oid AND s.pnnspid = c.relnamespace))\
      """;

  private static final String SUBSCRIBED =
      """
      SELECT t.relname
      FROM pg_subscription_rel s
      JOIN pg_class t ON t.oid = COALESCE(pg_partition_root(s.srrelid), s.srrelid)
      JOIN pg_namespace n ON n.oid = t.relnamespace
      WHERE n.nspname = ?\
      """;

  private Publications() {}

  /** One for each kind of copy of each of these tables, in their order. */
  static Collection<Remnant> of(Connection connection, String schema, Set<String> tables)
      throws SQLException {
    Map<String, EnumSet<Kind>> kinds = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(PUBLISHED)) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          boolean deletes = row.getBoolean(2);
          boolean updates = row.getBoolean(3);
          EnumSet<Kind> of = kinds(kinds, row.getString(1));
          if (!deletes) {
            of.add(Kind.PUBLISHED_WITHOUT_DELETES);
          }
          if (!updates) {
            of.add(Kind.PUBLISHED_WITHOUT_UPDATES);
          }
          if (deletes && updates) {
            of.add(row.getBoolean(4) ? Kind.PUBLISHED_IN_PART : Kind.PUBLISHED);
          }
        }
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(SUBSCRIBED)) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          kinds(kinds, row.getString(1)).add(Kind.SUBSCRIBED);
        }
      }
    }
    return kinds.entrySet().stream()
        .filter(table -> tables.contains(table.getKey()))
        .flatMap(table -> table.getValue().stream().map(kind -> new Remnant(table.getKey(), kind)))
        .toList();
  }

  private static EnumSet<Kind> kinds(Map<String, EnumSet<Kind>> kinds, String table) {
    return kinds.computeIfAbsent(table, first -> EnumSet.noneOf(Kind.class));
  }
}
