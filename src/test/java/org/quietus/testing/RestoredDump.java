package org.quietus.testing;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** A dump restored by the real client into a schema of its own. */
public record RestoredDump(String schema) {

  /** Restores a dump of one schema into an empty one of that name. */
  public static RestoredDump of(byte[] dump, String schema) throws SQLException {
    Servers.mariaDb().createSchema(schema);
    MariaDbPrograms.execute(
        dump,
        "--default-character-set=utf8mb4",
        "--init-command=SET sql_mode='NO_AUTO_VALUE_ON_ZERO'", // as a dump's header has it
        schema);
    return new RestoredDump(schema);
  }

  /** Runs statements on it. */
  public RestoredDump with(String sql) {
    MariaDbPrograms.execute(sql.getBytes(StandardCharsets.UTF_8), schema);
    return this;
  }

  /** Its rows in the order of their keys, one per line, and its declarations. */
  public String content() {
    byte[] dump =
        MariaDbPrograms.dump(
            "--order-by-primary",
            "--skip-extended-insert",
            "--hex-blob",
            "--skip-comments",
            "--routines",
            schema);
    return new String(dump, StandardCharsets.UTF_8).replace("`" + schema + "`.", "");
  }
}
