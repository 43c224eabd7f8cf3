package org.quietus.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.IntFunction;
import org.quietus.pack.Population.Chance;

/** Fills tables one after the other, each person by person. */
final class TableFiller {
  private final Connection connection;
  private final Population population;
  private final IntFunction<Person> persons;

  TableFiller(Connection connection, Population population, IntFunction<Person> persons) {
    this.connection = connection;
    this.population = population;
    this.persons = persons;
  }

  /** Adds the rows of one person, possibly none. */
  interface Maker {
    void make(int number, Person person, Chance chance, Rows rows) throws SQLException;
  }

  void table(String table, Maker maker) throws SQLException {
    try (Rows rows = new Rows(connection, table)) {
      for (int number = 1; number <= population.persons(); number++) {
        maker.make(number, persons.apply(number), population.chance(table, number), rows);
      }
    }
  }
}
