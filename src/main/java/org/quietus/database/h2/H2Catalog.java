package org.quietus.database.h2;

import org.quietus.database.CatalogQueries;

/** How H2 tells its catalog. */
final class H2Catalog {

  private static final String TABLES =
      """
      SELECT table_name, CASE table_type WHEN 'VIEW' THEN 'view' ELSE 'table' END, TRUE,
        row_count_estimate
      FROM information_schema.tables WHERE table_schema = ?\
      """;

  /** In MySQL's spelling where it differs, so that one reader reads both. */
  private static final String COLUMNS =
      """
      SELECT c.table_name, c.column_name,
        CASE WHEN UPPER(c.data_type) = 'TIMESTAMP' THEN 'datetime'
          WHEN UPPER(c.geometry_type) = 'POINT' THEN 'point' ELSE c.data_type END,
        CASE WHEN UPPER(c.data_type) = 'ENUM' THEN 'enum(' || (
            SELECT LISTAGG('''' || REPLACE(REPLACE(e.value_name, '\\', '\\\\'), '''', '''''')
              || '''', ',') WITHIN GROUP (ORDER BY e.value_ordinal)
            FROM information_schema.enum_values e
            WHERE e.object_schema = c.table_schema AND e.object_name = c.table_name
              AND e.object_type = 'TABLE' AND e.enum_identifier = c.dtd_identifier) || ')'
          WHEN c.character_maximum_length IS NOT NULL
            THEN c.data_type || '(' || c.character_maximum_length || ')'
          WHEN UPPER(c.data_type) IN ('NUMERIC', 'DECIMAL')
            THEN c.data_type || '(' || c.numeric_precision || ',' || c.numeric_scale || ')'
          ELSE c.data_type END,
        COALESCE(c.character_maximum_length, 0),
        c.is_nullable = 'YES',
        c.is_identity = 'YES',
        c.is_generated = 'ALWAYS',
        c.column_on_update IS NOT NULL,
        CAST(NULL AS VARCHAR),
        c.generation_expression,
        c.is_nullable = 'NO'
      FROM information_schema.columns c
      WHERE c.table_schema = ?
      ORDER BY c.table_name, c.ordinal_position\
      """;

  /** By two lists of names: H2 makes up the rows of a joined table anew for each row before it. */
  private static final String INDEXES =
      """
      SELECT c.table_name,
        CASE WHEN c.index_name IN (
          SELECT i.index_name FROM information_schema.indexes i
          WHERE i.table_schema = ?1 AND i.index_type_name = 'PRIMARY KEY')
          THEN 'PRIMARY' ELSE c.index_name END,
        c.column_name, c.is_unique, TRUE, 0, CAST(NULL AS VARCHAR)
      FROM information_schema.index_columns c
      WHERE c.table_schema = ?1
        AND c.index_name NOT IN (
          SELECT i.index_name FROM information_schema.indexes i
          WHERE i.table_schema = ?1 AND i.index_type_name IN ('SPATIAL INDEX', 'HASH INDEX'))
      ORDER BY c.table_name, c.index_name, c.ordinal_position\
      """;

  /**
   * Of lists that are each made once: with an offset, a condition of the join stays outside of
   * them, and H2 does not make them up anew for each row before them.
   */
  private static final String FOREIGN_KEYS =
      """
      SELECT %1$s, k.constraint_name, k.column_name,
        CASE WHEN u.table_schema = k.table_schema OR %2$s THEN u.table_name
          ELSE u.table_schema || '.' || u.table_name END,
        u.column_name, r.delete_rule, TRUE, FALSE, FALSE
      FROM (
        SELECT constraint_schema, constraint_name, unique_constraint_schema,
          unique_constraint_name, delete_rule
        FROM information_schema.referential_constraints WHERE %3$s OFFSET 0 ROWS) r
      JOIN (
        SELECT constraint_schema, constraint_name, table_schema, table_name, column_name,
          ordinal_position, position_in_unique_constraint
        FROM information_schema.key_column_usage
        WHERE position_in_unique_constraint IS NOT NULL AND constraint_name IN (
          SELECT constraint_name FROM information_schema.referential_constraints
          WHERE %3$s) OFFSET 0 ROWS) k
        ON k.constraint_schema = r.constraint_schema AND k.constraint_name = r.constraint_name
      JOIN (
        SELECT constraint_schema, constraint_name, table_schema, table_name, column_name,
          ordinal_position
        FROM information_schema.key_column_usage
        WHERE position_in_unique_constraint IS NULL AND constraint_name IN (
          SELECT unique_constraint_name FROM information_schema.referential_constraints
          WHERE %3$s) OFFSET 0 ROWS) u
        ON u.constraint_schema = r.unique_constraint_schema
        AND u.constraint_name = r.unique_constraint_name
        AND u.ordinal_position = k.position_in_unique_constraint
      ORDER BY k.table_schema, k.table_name, k.constraint_name, k.ordinal_position\
      """;

  private static final String OUTSIDE =
      "unique_constraint_schema = ?1 AND constraint_schema <> unique_constraint_schema";

  /** Finds a row if a foreign key in another schema leads to the given one. */
  static final String FROM_OUTSIDE =
      "SELECT 1 FROM information_schema.referential_constraints WHERE " + OUTSIDE + " LIMIT 1";

  private static final String CHECKS =
      """
      SELECT t.table_name, c.constraint_name, c.check_clause
      FROM information_schema.check_constraints c
      JOIN (
        SELECT constraint_schema, constraint_name, table_name
        FROM information_schema.table_constraints
        WHERE constraint_type = 'CHECK' OFFSET 0 ROWS) t
        ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
      WHERE c.constraint_schema = ? ORDER BY 1, 2\
      """;

  private static final String TRIGGERS =
      """
      SELECT event_object_table, trigger_name, event_manipulation
      FROM information_schema.triggers WHERE event_object_schema = ? ORDER BY 1, 2\
      """;

  private static final String COMMENTS =
      """
      SELECT table_name, CAST(NULL AS VARCHAR), remarks FROM information_schema.tables
      WHERE table_schema = ?1 AND remarks <> ''
      UNION ALL
      SELECT table_name, column_name, remarks FROM information_schema.columns
      WHERE table_schema = ?1 AND remarks <> ''\
      """;

  static final CatalogQueries QUERIES =
      new CatalogQueries(
          TABLES,
          COLUMNS,
          INDEXES,
          FOREIGN_KEYS.formatted("k.table_name", "FALSE", "constraint_schema = ?1"),
          FOREIGN_KEYS.formatted("k.table_schema || '.' || k.table_name", "TRUE", OUTSIDE),
          CHECKS,
          TRIGGERS,
          COMMENTS);

  private H2Catalog() {}
}
