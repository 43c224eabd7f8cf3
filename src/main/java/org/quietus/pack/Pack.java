package org.quietus.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A published policy, as a job file with a sample database of fictional persons. */
public interface Pack {

  /** As the job file and the schema are named. */
  String name();

  /** What it is, in one line. */
  String about();

  /** The time zone of its job file. */
  String zone();

  /** Its tables, each after those that it refers to. */
  List<String> tables();

  /** The person of a number from 1. */
  Person person(Population population, int number);

  /**
   * Fills the empty tables, committing every ten thousand rows: a million persons have many.
   * Columns that hold instants take moments for those of the connection's own time zone.
   */
  void fill(Connection connection, Population population) throws SQLException;

  /**
   * The text in the jar that makes the tables.
   *
   * @param product {@code h2}, {@code postgres}, {@code mariadb} or {@code mysql}
   */
  default String schema(String product) {
    boolean own = List.of("h2", "postgres").contains(product);
    return "/sql/samples/" + name() + "-schema" + (own ? "-" + product : "") + ".sql";
  }
}
