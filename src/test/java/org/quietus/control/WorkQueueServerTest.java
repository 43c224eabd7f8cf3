package org.quietus.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer
class WorkQueueServerTest extends WorkQueueContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }

  @Override
  String engine() {
    return server().product().equals("postgres") ? "postgres" : "mysql";
  }

  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "only these count what a session reads")
  void whatIsReadForTheNextRangeDoesNotGrowWithTheQueue() {
    halfDone(4_000);
    jdbc.execute("ANALYZE TABLE quietus.work");
    jdbc.execute("FLUSH STATUS");
    assertThat(take()).contains(2_001);
    assertThat(rowsRead()).isLessThan(100);
  }

  private int rowsRead() {
    return jdbc
        .query(
            "SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read%'",
            (row, n) -> row.getInt("Value"))
        .stream()
        .mapToInt(Integer::intValue)
        .sum();
  }
}
