package org.quietus.format;

/**
 * A column as the dump's CREATE TABLE declares it.
 *
 * @param type the type's text without attributes, e.g. {@code varchar(60)} or {@code int(10)
 *     unsigned}
 * @param generated whether the database computes it
 */
public record DumpColumn(String name, String type, boolean nullable, boolean generated) {}
