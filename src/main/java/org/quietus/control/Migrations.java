package org.quietus.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The migrations of the control schema that this program brings along for one engine. */
record Migrations(String engine) {

  private static final String FOLDER = "/sql/control/";

  /** Their names, one a line, the same for each engine: to look for them in a jar takes long. */
  static final String LIST = FOLDER + "migrations.txt";

  private static final String FAILED = "failed";

  /** By engine: what a program brings along stays the same while it runs. */
  private static final Map<String, Map<String, Object>> BROUGHT = new ConcurrentHashMap<>();

  String location() {
    return "classpath:sql/control/" + engine;
  }

  /**
   * Whether exactly these were noted as done. Flyway would find nothing to do then, and take longer
   * to find it than most commands run.
   */
  boolean areIn(JdbcTemplate jdbc) {
    try {
      Map<String, Object> noted = new HashMap<>();
      jdbc.query(
          "SELECT version, checksum, success FROM quietus.flyway_schema_history"
              + " WHERE version IS NOT NULL",
          row -> {
            Object checksum = row.getBoolean(3) ? (Object) row.getInt(2) : FAILED;
            noted.merge(row.getString(1), checksum, (one, other) -> FAILED);
          });
      return noted.equals(BROUGHT.computeIfAbsent(engine, known -> brought()));
    } catch (DataAccessException e) {
      return false;
    }
  }

  /** Versions and the checksums that Flyway would note. */
  private Map<String, Object> brought() {
    Map<String, Object> brought = new HashMap<>();
    for (String file : text(LIST).lines().toList()) {
      brought.put(
          file.substring(1, file.indexOf("__")), checksum(text(FOLDER + engine + "/" + file)));
    }
    return brought;
  }

  /** Flyway's: of the lines, without what ends them. */
  private static int checksum(String text) {
    CRC32 checksum = new CRC32();
    text.lines().forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) checksum.getValue();
  }

  private static String text(String resource) {
    try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}
