package org.quietus.database;

/**
 * Why a database must not be touched as it is; never holds a personal value.
 *
 * @param id stable, upper case with hyphens, e.g. {@code NO-PRIVILEGE}
 * @param what what is wrong, naming the object
 * @param mend how to mend it
 */
public record Objection(String id, String what, String mend) {}
