package org.quietus.database.mysql;

import org.quietus.database.CatalogQueries;

/** How MySQL and MariaDB tell their catalog. */
public final class MySqlCatalog {

  /** MySQL before 8.0.16 reads CHECK and forgets it. */
  static final String NO_CHECKS = "SELECT NULL, NULL, NULL FROM DUAL WHERE ? IS NULL";

  /** MySQL prints a condition with its quotes escaped: {@code (`v` <> _utf8mb4\'x\')}. */
  public static final String UNESCAPED = "REPLACE(%s, '\\\\''', '''')";

  static final String CHECKS =
      """
      SELECT t.table_name, c.constraint_name, %s
      FROM information_schema.check_constraints c
      JOIN information_schema.table_constraints t
        ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
      WHERE c.constraint_schema = ? AND t.constraint_type = 'CHECK' AND t.enforced = 'YES'
      ORDER BY 1, 2\
      """
          .formatted(UNESCAPED.formatted("c.check_clause"));

  static final String MARIADB_CHECKS =
      """
      SELECT table_name, constraint_name, check_clause
      FROM information_schema.check_constraints
      WHERE constraint_schema = ? ORDER BY 1, 2\
      """;

  /** A sequence is a table to the server, but holds nobody's data. */
  private static final String TABLES =
      """
      SELECT t.table_name,
        CASE t.table_type WHEN 'VIEW' THEN 'view' ELSE 'table' END,
        COALESCE(e.transactions, 'NO') = 'YES',
        COALESCE(t.table_rows, 0)
      FROM information_schema.tables t
      LEFT JOIN information_schema.engines e ON e.engine = t.engine
      WHERE t.table_schema = ? AND t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW')\
      """;

  private static final String COLUMNS =
      """
      SELECT table_name, column_name, data_type, column_type,
        COALESCE(character_maximum_length, 0),
        is_nullable = 'YES',
        extra LIKE '%auto_increment%',
        COALESCE(generation_expression, '') <> '',
        extra LIKE '%on update%',
        collation_name,
        REPLACE(generation_expression, '\\\\''', ''''),
        is_nullable = 'NO'
      FROM information_schema.columns
      WHERE table_schema = ? ORDER BY table_name, ordinal_position\
      """;

  private static final String INDEXES =
      """
      SELECT s.table_name, s.index_name, s.column_name, s.non_unique = 0, s.sub_part IS NULL AND %s,
        COALESCE(s.sub_part, 0), %s
      FROM information_schema.statistics s
      WHERE s.table_schema = ? AND s.index_type IN ('BTREE', 'HASH')
      ORDER BY s.table_name, s.index_name, s.seq_in_index\
      """;

  private static final String FOREIGN_KEYS =
      """
      SELECT %s, k.constraint_name, k.column_name,
        IF(k.referenced_table_schema = k.table_schema OR %s, k.referenced_table_name,
          CONCAT(k.referenced_table_schema, '.', k.referenced_table_name)),
        k.referenced_column_name, r.delete_rule, TRUE, FALSE, FALSE
      FROM information_schema.key_column_usage k
      JOIN information_schema.referential_constraints r
        ON r.constraint_name = k.constraint_name AND r.table_name = k.table_name
      WHERE %s
      ORDER BY k.table_schema, k.table_name, k.constraint_name, k.ordinal_position\
      """;

  /**
   * A key's schema is that of its table. Both are spelt out: MariaDB opens every table of every
   * schema for a view whose schema follows from that of another.
   */
  private static final String KEYS_OF_SCHEMA =
      "k.table_schema = ? AND r.constraint_schema = ? AND k.referenced_table_schema IS NOT NULL";

  private static final String KEYS_FROM_OUTSIDE =
      "k.referenced_table_schema = ? AND k.table_schema <> k.referenced_table_schema"
          + " AND r.constraint_schema = k.constraint_schema";

  private static final String TRIGGERS =
      """
      SELECT event_object_table, trigger_name, event_manipulation
      FROM information_schema.triggers WHERE event_object_schema = ? ORDER BY 1, 2\
      """;

  private static final String COMMENTS =
      """
      SELECT table_name, NULL, table_comment FROM information_schema.tables
      WHERE table_schema = ? AND table_type <> 'VIEW' AND table_comment <> ''
      UNION ALL
      SELECT table_name, column_name, column_comment FROM information_schema.columns
      WHERE table_schema = ? AND column_comment <> ''\
      """;

  private MySqlCatalog() {}

  /**
   * The queries.
   *
   * @param expression of an index part, or NULL
   * @param usable the condition that an index part is plain, and not hidden from searches
   */
  static CatalogQueries queries(String usable, String expression, String checks) {
    return new CatalogQueries(
        TABLES,
        COLUMNS,
        INDEXES.formatted(usable, expression),
        FOREIGN_KEYS.formatted("k.table_name", "FALSE", KEYS_OF_SCHEMA),
        FOREIGN_KEYS.formatted(
            "CONCAT(k.table_schema, '.', k.table_name)", "TRUE", KEYS_FROM_OUTSIDE),
        checks,
        TRIGGERS,
        COMMENTS);
  }
}
