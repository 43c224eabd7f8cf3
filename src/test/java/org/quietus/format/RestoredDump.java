package org.quietus.format;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.quietus.testing.MariaDbPrograms;
import org.quietus.testing.Servers;

/** A dump restored by the real client into a schema of its own. */
record RestoredDump(String schema) {

  static RestoredDump of(byte[] dump, String schema) throws SQLException {
    Servers.mariaDb().createSchema(schema);
    MariaDbPrograms.execute(
        dump,
        "--default-character-set=utf8mb4",
        "--init-command=SET sql_mode='NO_AUTO_VALUE_ON_ZERO'", // as a dump's header has it
        schema);
    return new RestoredDump(schema);
  }

  /** Runs statements on it. */
  RestoredDump with(String sql) {
    MariaDbPrograms.execute(sql.getBytes(StandardCharsets.UTF_8), schema);
    return this;
  }

  /** Its rows in the order of their keys, one per line, and its declarations. */
  String content() {
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
