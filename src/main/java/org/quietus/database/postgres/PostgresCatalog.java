package org.quietus.database.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.quietus.database.CatalogQueries;

/**
 * How PostgreSQL tells its catalog. A partitioned table is one table: its partitions are left out,
 * and what one of them has of its own (a foreign key, a check, a trigger) is the table's.
 */
final class PostgresCatalog {

  /** Estimated as the planner does: the density that was last seen, over the pages of now. */
  private static final String TABLES =
      """
      SELECT c.relname, CASE WHEN c.relkind IN ('r', 'p') THEN 'table' ELSE 'view' END, TRUE,
        (SELECT COALESCE(SUM(CASE
            WHEN l.reltuples > 0 AND l.relpages > 0
              THEN l.reltuples / l.relpages * (pg_relation_size(l.oid) / 8192)
            ELSE pg_relation_size(l.oid) / 100 END), 0)::bigint
          FROM pg_class l
          WHERE l.oid = c.oid AND c.relkind = 'r'
            OR c.relkind = 'p' AND l.relkind = 'r'
              AND l.oid IN (SELECT relid FROM pg_partition_tree(c.oid)))
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition\
      """;

  /**
   * In MySQL's spelling, so that one reader reads all; of a domain the type that it is of. To every
   * other collation texts are equal that are the same. Rows may hold NULL in spite of a domain, and
   * (from 18 on) of a NOT NULL that was not validated.
   */
  private static final String COLUMNS =
      """
      WITH RECURSIVE base AS (
        SELECT t.oid AS domain, t.oid, t.typbasetype, t.typtypmod, t.typnotnull FROM pg_type t
        WHERE t.typtype = 'd'
        UNION ALL
        SELECT b.domain, t.oid, t.typbasetype,
          CASE WHEN t.typtypmod >= 0 THEN t.typtypmod ELSE b.typtypmod END,
          b.typnotnull OR t.typnotnull
        FROM base b JOIN pg_type t ON t.oid = b.typbasetype
      ), plain AS (
        SELECT r.domain, r.oid, r.typnotnull,
          (SELECT MAX(o.typtypmod) FROM base o WHERE o.domain = r.domain) AS modifier
        FROM base r WHERE r.typbasetype = 0
      )
      SELECT c.relname, a.attname,
        CASE
          WHEN t.typtype = 'e' THEN 'enum'
          WHEN t.typcategory = 'A' THEN 'array'
          ELSE CASE t.typname
            WHEN 'int2' THEN 'smallint' WHEN 'int4' THEN 'int' WHEN 'int8' THEN 'bigint'
            WHEN 'numeric' THEN 'decimal' WHEN 'float4' THEN 'real' WHEN 'float8' THEN 'double'
            WHEN 'bool' THEN 'boolean' WHEN 'bpchar' THEN 'char' WHEN 'citext' THEN 'text'
            WHEN 'bytea' THEN 'blob' WHEN 'timestamp' THEN 'datetime'
            WHEN 'timestamptz' THEN 'timestamp' WHEN 'jsonb' THEN 'json'
            WHEN 'varchar' THEN 'varchar' WHEN 'text' THEN 'text' WHEN 'date' THEN 'date'
            WHEN 'time' THEN 'time' WHEN 'uuid' THEN 'uuid' WHEN 'json' THEN 'json'
            WHEN 'point' THEN 'point'
            ELSE 'other' END
        END,
        CASE WHEN t.typtype = 'e' THEN 'enum(' || (
            SELECT string_agg('''' || REPLACE(REPLACE(e.enumlabel, '\\', '\\\\'), '''', '''''')
              || '''', ',' ORDER BY e.enumsortorder)
            FROM pg_enum e WHERE e.enumtypid = t.oid) || ')'
          ELSE format_type(t.oid, k.modifier) END,
        CASE WHEN t.typname IN ('varchar', 'bpchar') AND k.modifier > 4 THEN k.modifier - 4
          ELSE 0 END,
        NOT k.filled,
        a.attidentity <> '' OR COALESCE(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%%', FALSE),
        a.attgenerated <> '' OR a.attidentity = 'a',
        FALSE,
        CASE WHEN t.typname = 'citext' THEN 'citext'
          ELSE (SELECT 'nondeterministic ' || l.collname FROM pg_collation l
            WHERE l.oid = a.attcollation AND NOT l.collisdeterministic) END,
        COALESCE(CASE WHEN a.attgenerated <> '' THEN %s END, ''),
        a.attnotnull AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = c.oid
          AND f.contype = 'n' AND f.conkey = ARRAY[a.attnum] AND NOT f.convalidated)
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      LEFT JOIN plain b ON b.domain = a.atttypid
      JOIN pg_type t ON t.oid = COALESCE(b.oid, a.atttypid)
      CROSS JOIN LATERAL (
        SELECT CASE WHEN b.oid IS NULL THEN a.atttypmod ELSE b.modifier END AS modifier,
          a.attnotnull OR COALESCE(b.typnotnull, FALSE) AS filled) k
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = ?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
        AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY c.relname, a.attnum\
      """
          .formatted(plain("pg_get_expr(d.adbin, d.adrelid)"));

  /**
   * A search may use an index of all rows, in the column's own order, and finished. One to which
   * NULL is a value like others compares what NULL stands for.
   */
  private static final String INDEXES =
      """
      SELECT c.relname, CASE WHEN i.indisprimary THEN 'PRIMARY' ELSE x.relname END,
        a.attname, i.indisunique,
        a.attname IS NOT NULL AND i.indpred IS NULL AND i.indisvalid AND i.indisready
          AND o.opcdefault AND k.sorted IN (0, a.attcollation),
        0,
        CASE WHEN a.attname IS NULL THEN %s
          WHEN i.indnullsnotdistinct THEN format('COALESCE(CAST(%%I AS text), '''')', a.attname) END
      FROM pg_index i
      JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_class x ON x.oid = i.indexrelid
      CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[])
        WITH ORDINALITY AS k(attribute, operators, sorted, place)
      JOIN pg_opclass o ON o.oid = k.operators
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attribute AND k.attribute > 0
      WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = ?)
        AND x.relam = (SELECT oid FROM pg_am WHERE amname = 'btree')
        AND NOT c.relispartition AND k.place <= i.indnkeyatts
      ORDER BY c.relname, x.relname, k.place\
      """
          .formatted(plain("pg_get_indexdef(i.indexrelid, k.place::int, TRUE)"));

  /**
   * One is not looked after that says so (from 18 on), or whose triggers are switched off. What is
   * NOT VALID, the key itself or (from 18 on) that a column of it is not NULL, does not bind the
   * rows of before.
   */
  private static final String FOREIGN_KEYS =
      """
      SELECT %s, k.conname,
        (SELECT attname FROM pg_attribute WHERE attrelid = k.conrelid AND attnum = u.mine),
        CASE WHEN c.relnamespace = r.relnamespace OR %s THEN r.relname
          ELSE (SELECT nspname FROM pg_namespace WHERE oid = r.relnamespace) || '.' || r.relname END,
        (SELECT attname FROM pg_attribute WHERE attrelid = k.confrelid AND attnum = u.theirs),
        CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL'
          WHEN 'd' THEN 'SET DEFAULT' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END,
        k.convalidated AND COALESCE(to_jsonb(k) ->> 'conenforced', 'true') = 'true' AND NOT EXISTS (
          SELECT FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled IN ('D', 'R'))
          AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = k.conrelid
            AND f.contype = 'n' AND f.conkey && k.conkey AND NOT f.convalidated),
        COALESCE(u.mine <> ALL (k.confdelsetcols), FALSE),
        k.confmatchtype = 'f'
      FROM pg_constraint k
      JOIN pg_class c ON c.oid = COALESCE(pg_partition_root(k.conrelid), k.conrelid)
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_class r ON r.oid = COALESCE(pg_partition_root(k.confrelid), k.confrelid)
      CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u(mine, theirs, place)
      WHERE k.contype = 'f' AND k.conparentid = 0 AND %s
      ORDER BY n.nspname, c.relname, k.conname, u.place\
      """;

  /** A value that does not suit its domain is an error, which counts as a refusal. */
  private static final String CHECKS =
      """
      SELECT c.relname, k.conname, pg_get_expr(k.conbin, k.conrelid)
      FROM pg_constraint k
      JOIN pg_class c ON c.oid = COALESCE(pg_partition_root(k.conrelid), k.conrelid)
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ?1 AND k.contype = 'c' AND k.coninhcount = 0
        AND COALESCE(to_jsonb(k) ->> 'conenforced', 'true') = 'true'
      UNION ALL
      SELECT c.relname, t.typname,
        format('CAST(CAST(%1$I AS %2$s) AS text) IS NOT DISTINCT FROM CAST(%1$I AS text)',
          a.attname, format_type(t.oid, NULL))
      FROM pg_attribute a
      JOIN pg_type t ON t.oid = a.atttypid AND t.typtype = 'd'
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_type b ON b.oid = t.typbasetype
      WHERE n.nspname = ?1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.attnum > 0 AND NOT a.attisdropped
        AND (b.typtype = 'd' OR EXISTS (SELECT FROM pg_constraint k WHERE k.contypid = t.oid))
      ORDER BY 1, 2\
      """
          .replace("?1", "?");

  private static final String TRIGGERS =
      """
      SELECT c.relname, t.tgname, e.event
      FROM pg_trigger t
      JOIN pg_class c ON c.oid = COALESCE(pg_partition_root(t.tgrelid), t.tgrelid)
      JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN (VALUES (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE')) AS e(bit, event)
      WHERE n.nspname = ? AND NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgtype & e.bit <> 0
        AND t.tgparentid = 0
      ORDER BY 1, 2\
      """;

  private static final String COMMENTS =
      """
      SELECT c.relname, a.attname, d.description
      FROM pg_description d
      JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND d.description <> ''\
      """;

  static final CatalogQueries QUERIES =
      new CatalogQueries(
          TABLES,
          COLUMNS,
          INDEXES,
          FOREIGN_KEYS.formatted("c.relname", "FALSE", "n.nspname = ?"),
          FOREIGN_KEYS.formatted(
              "n.nspname || '.' || c.relname",
              "TRUE",
              "r.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = ?)"
                  + " AND r.relnamespace <> n.oid"),
          CHECKS,
          TRIGGERS,
          COMMENTS);

  /** A partition need not lie in the schema of its table. */
  private static final String BETWEEN_SCHEMAS =
      """
      SELECT FROM pg_constraint k
      JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
      WHERE k.contype = 'f' AND k.conparentid = 0
        AND (c.relnamespace <> r.relnamespace OR c.relispartition OR r.relispartition) LIMIT 1\
      """;

  private PostgresCatalog() {}

  /** Whether a foreign key of the database may lead from one schema to another. */
  static boolean hasKeysBetweenSchemas(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(BETWEEN_SCHEMAS)) {
      return found.next();
    }
  }

  /** An expression without the casts that the server writes around columns: {@code (a)::text}. */
  private static String plain(String expression) {
    String column = "(\\w+|\"[^\"]+\")";
    String cast = "::(?:text|character varying)";
    return "regexp_replace(regexp_replace(%1$s, '\\(%2$s\\)%3$s', '\\1', 'g'), '%2$s%3$s', '\\1', 'g')"
        .formatted(expression, column, cast);
  }
}
