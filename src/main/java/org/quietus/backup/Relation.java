package org.quietus.backup;

import java.util.List;
import org.quietus.plan.Step;

/** What the values of a token are: some columns of a table, in one step's graph. */
public record Relation(String name) {

  /** Columns of a table that other rows point at, or by which it points at what it owns. */
  public static Relation of(Step step, String table, List<String> columns) {
    return new Relation(step.number() + " " + table + " " + columns);
  }

  /** The primary key of the person's own row. */
  public static Relation root(Step step) {
    return new Relation(step.number() + " root");
  }

  /** The request of somebody whose own row was there. */
  public static Relation found(Step step) {
    return new Relation(step.number() + " found");
  }

  /** Columns of an owned table that rows which stay point at. */
  public static Relation shared(Step step, String table, List<String> columns) {
    return new Relation(step.number() + " shared " + table + " " + columns);
  }
}
