package org.quietus.database.postgres;

/**
 * Columns of types that an extension keeps in a schema of its own, such as {@code citext} in {@code
 * public}. While the search path lacks that schema the server takes them for plain text in
 * comparisons, though not in foreign keys, and sorts them otherwise than it compares.
 */
final class ForeignTypes {
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
}
