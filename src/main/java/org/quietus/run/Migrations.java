package org.quietus.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The migrations of the control schema that this program brings along for one engine. */
record Migrations(String engine) {

  String location() {
    return "classpath:sql/control/" + engine;
  }

  /**
   * Whether these and no others were noted as done. Flyway would find nothing to do then, and take
   * longer to find it than most commands run.
   */
  boolean areIn(JdbcTemplate jdbc) {
    try {
      Set<String> noted =
          Set.copyOf(
              jdbc.query(
                  "SELECT version, success FROM quietus.flyway_schema_history"
                      + " WHERE version IS NOT NULL",
                  (row, n) -> row.getBoolean(2) ? row.getString(1) : "failed"));
      return noted.equals(brought());
    } catch (DataAccessException e) {
      return false;
    }
  }

  private Set<String> brought() {
    try {
      Resource[] files =
          new PathMatchingResourcePatternResolver().getResources(location() + "/V*__*.sql");
      return Stream.of(files)
          .map(file -> String.valueOf(file.getFilename()))
          .map(name -> name.substring(1, name.indexOf("__")))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(location() + " cannot be read", e);
    }
  }
}
