package org.quietus.database.mysql;

import java.util.Optional;
import org.quietus.database.LoadQueries;
import org.quietus.database.ServerVersion;

/** How MySQL and MariaDB tell what they have to do. */
final class MySqlLoad {
  private static final Optional<String> STATEMENTS =
      Optional.of("SHOW GLOBAL STATUS LIKE 'Questions'");
  private static final Optional<String> RUNNING =
      Optional.of("SHOW GLOBAL STATUS LIKE 'Threads_running'");
  private static final Optional<String> CLOCK =
      Optional.of("SELECT UTC_TIMESTAMP(6) AS now, @@server_id AS server");

  private MySqlLoad() {}

  static LoadQueries mysql(ServerVersion version) {
    boolean renamed = version.atLeast(8, 0, 22);
    return new LoadQueries(
        STATEMENTS,
        RUNNING,
        Optional.of(
            "SELECT count AS Value FROM information_schema.innodb_metrics"
                + " WHERE name = 'trx_rseg_history_len'"),
        Optional.of(renamed ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS"),
        renamed ? "Seconds_Behind_Source" : "Seconds_Behind_Master",
        Optional.empty(),
        read("performance_schema.session_status"),
        Optional.empty(),
        CLOCK);
  }

  static LoadQueries mariaDb() {
    return new LoadQueries(
        STATEMENTS,
        RUNNING,
        Optional.of("SHOW GLOBAL STATUS LIKE 'Innodb_history_list_length'"),
        Optional.of("SHOW ALL SLAVES STATUS"),
        "Seconds_Behind_Master",
        Optional.empty(),
        read("information_schema.SESSION_STATUS"),
        Optional.empty(),
        CLOCK);
  }

  private static Optional<String> read(String status) {
    return Optional.of(
        "SELECT SUM(VARIABLE_VALUE) AS Value FROM "
            + status
            + " WHERE VARIABLE_NAME LIKE 'Handler_read%'");
  }
}
