package org.quietus.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A column.
 *
 * @param type what kind of value it holds
 * @param typeName the database's own spelling, e.g. {@code varchar(60)}
 * @param length in characters for text, bytes for binary, 0 where it has no meaning
 * @param generated whether the database computes it
 * @param updatesItself whether it is ON UPDATE CURRENT_TIMESTAMP
 * @param allowed the values of an enum, else empty
 * @param collation by which the database compares text; empty where it compares letter for letter
 * @param computedFrom the table's columns that its value may depend on, if the database computes it
 * @param filled whether each row has a value there; one that takes no NULL may hold it from before
 */
public record Column(
    String name,
    Type type,
    String typeName,
    long length,
    boolean nullable,
    boolean autoIncrement,
    boolean generated,
    boolean updatesItself,
    List<String> allowed,
    Optional<String> collation,
    Set<String> computedFrom,
    boolean filled) {
  public Column {
    computedFrom = Set.copyOf(computedFrom);
  }

  /** A column that the database does not compute from others. */
  public Column(
      String name,
      Type type,
      String typeName,
      long length,
      boolean nullable,
      boolean autoIncrement,
      boolean generated,
      boolean updatesItself,
      List<String> allowed,
      Optional<String> collation) {
    this(
        name,
        type,
        typeName,
        length,
        nullable,
        autoIncrement,
        generated,
        updatesItself,
        allowed,
        collation,
        Set.of(),
        !nullable);
  }

  /** The same, computed from others. */
  public Column from(Set<String> columns) {
    return new Column(
        name,
        type,
        typeName,
        length,
        nullable,
        autoIncrement,
        generated,
        updatesItself,
        allowed,
        collation,
        columns,
        filled);
  }

  /** A column whose values are compared letter for letter. */
  public Column(
      String name,
      Type type,
      String typeName,
      long length,
      boolean nullable,
      boolean autoIncrement,
      boolean generated,
      boolean updatesItself,
      List<String> allowed) {
    this(
        name,
        type,
        typeName,
        length,
        nullable,
        autoIncrement,
        generated,
        updatesItself,
        allowed,
        Optional.empty());
  }

  /**
   * The kinds that anonymisation and key handling tell apart: {@code DATETIME} has no zone, {@code
   * TIMESTAMP} is an instant, {@code POINT} is one in the plane, {@code JSON} is a type of its own
   * (not text that is checked), {@code OTHER} is everything that is never read or written.
   */
  public enum Type {
    INTEGER,
    DECIMAL,
    FLOAT,
    BOOLEAN,
    TEXT,
    ENUM,
    BINARY,
    DATE,
    TIME,
    DATETIME,
    TIMESTAMP,
    UUID,
    JSON,
    POINT,
    OTHER
  }
}
