package org.quietus.database.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Columns of types that an extension keeps in a schema of its own, such as {@code citext} in {@code
 * public}. While the search path lacks that schema the server takes them for plain text in
 * comparisons, though not in foreign keys, and sorts them otherwise than it compares.
 */
final class ForeignTypes {
  /**
   * What a database without extensions answers at once: no operator lies beyond the path but those
   * that something earlier on it hides.
   */
  private static final String OPERATORS =
      """
      SELECT FROM pg_operator
      WHERE oprnamespace <> 'pg_catalog'::regnamespace AND NOT pg_operator_is_visible(oid) LIMIT 1\
      """;

  /** Whether any type at all is compared by an operator that the path lacks, or that is hidden. */
  private static final String COMPARISONS =
      """
      SELECT FROM pg_amop o JOIN pg_am m ON m.oid = o.amopmethod AND m.amname = 'btree'
      WHERE o.amopstrategy = 3 AND o.amoplefttype = o.amoprighttype
        AND NOT pg_operator_is_visible(o.amopopr) LIMIT 1\
      """;

  /** Of each column whose values the server would compare otherwise than its type says. */
  private static final String UNSEEN =
      """
      FROM pg_class c
      JOIN pg_namespace own ON own.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type t ON t.oid = a.atttypid
      JOIN pg_opclass k ON k.opcintype IN (t.oid, t.typbasetype) AND k.opcdefault
      JOIN pg_am m ON m.oid = k.opcmethod AND m.amname = 'btree'
      JOIN pg_amop o ON o.amopfamily = k.opcfamily AND o.amoplefttype = k.opcintype
        AND o.amoprighttype = k.opcintype AND o.amopstrategy = 3
      JOIN pg_operator equal ON equal.oid = o.amopopr
      JOIN pg_namespace n ON n.oid = equal.oprnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT pg_operator_is_visible(equal.oid)\
      """;

  /**
   * Puts their schemas behind the one that the tables lie in, unless a table there has the name of
   * one of these: it would be taken for it if that went.
   */
  static final String MADE_VISIBLE =
      """
      SELECT set_config('search_path', current_setting('search_path') || COALESCE((
        SELECT string_agg(DISTINCT ', ' || quote_ident(n.nspname), '')
        %s AND own.nspname = current_schema() AND NOT EXISTS (
          SELECT FROM pg_class other JOIN pg_class mine ON mine.relname = other.relname
          WHERE other.relnamespace = n.oid AND mine.relnamespace = own.oid
            AND other.relkind IN ('r', 'p', 'v', 'm', 'f')
            AND mine.relkind IN ('r', 'p', 'v', 'm', 'f'))), ''), FALSE)\
      """
          .formatted(UNSEEN);

  /** A column of a table, its type and the schema that the path lacks. */
  static final String OF_TABLE =
      "SELECT a.attname || ' of type ' || t.typname || ' in schema ' || n.nspname "
          + UNSEEN
          + " AND own.nspname = ? AND c.relname = ? ORDER BY 1";

  private ForeignTypes() {}

  /** Whether {@link #MADE_VISIBLE} may find any, for it takes long to look. */
  static boolean areUnseen(Connection connection) throws SQLException {
    return isAny(connection, OPERATORS);
  }

  /** Whether {@link #OF_TABLE} may find any in whichever table. */
  static boolean areCompared(Connection connection) throws SQLException {
    return isAny(connection, COMPARISONS);
  }

  private static boolean isAny(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      return found.next();
    }
  }
}
