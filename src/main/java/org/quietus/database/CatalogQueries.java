package org.quietus.database;

/**
 * The queries behind {@link CatalogReader}; each parameter is the schema, and these are the
 * columns.
 *
 * @param tables name, {@code view} or {@code table}, whether transactional, estimated rows
 * @param columns table, name, type, full type, length, nullable, auto-increment, generated, updates
 *     itself; in the table's order
 * @param indexes table, index, column, unique, whether the part is the whole column; in index
 *     order, only those that a search may use; the primary key's is {@code PRIMARY}
 * @param foreignKeys table, key, column, referenced table, referenced column, delete rule, whether
 *     the key is enforced, whether its rule spares the column, whether it is MATCH FULL; in key
 *     order
 * @param foreignKeysFromOutside the same of keys in other schemas that point into this one, their
 *     table written {@code schema.table}
 * @param checks table, constraint, condition
 * @param triggers table, trigger, event
 * @param comments table, column or NULL for the table's own, comment; of tables and views, only
 *     those that say something
 */
public record CatalogQueries(
    String tables,
    String columns,
    String indexes,
    String foreignKeys,
    String foreignKeysFromOutside,
    String checks,
    String triggers,
    String comments) {}
