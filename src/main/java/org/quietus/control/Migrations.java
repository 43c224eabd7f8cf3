package org.quietus.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The migrations of the control schema that this program brings along for one engine. */
record Migrations(String engine) {

  /** A migration by what Flyway notes of it; one that failed is none of ours. */
  private record Migration(String version, int checksum, boolean success) {

    /** The checksum is Flyway's: of the lines, without what ends them. */
    static Migration in(Resource file) throws IOException {
      String name = Objects.requireNonNull(file.getFilename(), "a migration's name");
      CRC32 checksum = new CRC32();
      file.getContentAsString(StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
      return new Migration(name.substring(1, name.indexOf("__")), (int) checksum.getValue(), true);
    }
  }

  String location() {
    return "classpath:sql/control/" + engine;
  }

  /**
   * Whether exactly these were noted as done. Flyway would find nothing to do then, and take longer
   * to find it than most commands run.
   */
  boolean areIn(JdbcTemplate jdbc) {
    try {
      return brought()
          .equals(
              new HashSet<>(
                  jdbc.query(
                      "SELECT version, checksum, success FROM quietus.flyway_schema_history"
                          + " WHERE version IS NOT NULL",
                      (row, n) ->
                          new Migration(row.getString(1), row.getInt(2), row.getBoolean(3)))));
    } catch (DataAccessException e) {
      return false;
    }
  }

  private Set<Migration> brought() {
    try {
      Set<Migration> brought = new HashSet<>();
      for (Resource file :
          new PathMatchingResourcePatternResolver().getResources(location() + "/V*__*.sql")) {
        brought.add(Migration.in(file));
      }
      return brought;
    } catch (IOException e) {
      throw new UncheckedIOException(location() + " cannot be read", e);
    }
  }
}
