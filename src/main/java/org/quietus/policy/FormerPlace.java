package org.quietus.policy;

import java.util.Optional;

/** How a former subject is named that is in another database by now, e.g. {@code customer@crm}. */
public final class FormerPlace {
  private static final String SEPARATOR = "@";

  private FormerPlace() {}

  /** The name of a kind of person in the database that it was in. */
  public static String name(String kind, String database) {
    return kind + SEPARATOR + database;
  }

  /** The database in such a name; empty if it is a kind's alone. */
  public static Optional<String> database(String name) {
    int at = name.indexOf(SEPARATOR);
    return at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
  }

  /** The kind of person in such a name, or in one that names no database. */
  public static String kind(String name) {
    int at = name.indexOf(SEPARATOR);
    return at < 0 ? name : name.substring(0, at);
  }
}
