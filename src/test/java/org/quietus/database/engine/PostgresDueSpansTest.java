package org.quietus.database.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.quietus.plan.Action;
import org.quietus.target.ChunkResult;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer(value = "postgres", because = "it lists keys that are numbers as one text")
class PostgresDueSpansTest extends DueSpansContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }

  @Override
  String moment() {
    return "TIMESTAMP";
  }

  @Override
  String bytes() {
    return "BYTEA";
  }

  /** PostgreSQL locks what is due alone. */
  @Override
  long lockedElsewhere() {
    return 1;
  }

  /** Here Java makes new values. */
  @Override
  void theDatabaseMakesTheSameOfValuesAsJava(String what) {}

  @Test
  void keysThatAreNumbersComeAsOneText() throws SQLException {
    execute(
        "CREATE TABLE t (a BIGINT PRIMARY KEY, seen DATE, kept INT, note VARCHAR(20))",
        "CREATE INDEX by_seen ON t (seen)",
        "INSERT INTO t SELECT n, '2020-01-01', 0, 'n' FROM unnest(ARRAY[-9223372036854775808, -10,"
            + " -9, 0, 9, 10, 9223372036854775807]) n");

    ChunkResult first = work(new Action.Delete(), task(false, 4));

    assertThat(statements()).anyMatch(sql -> sql.contains("string_agg") && sql.contains("NOWAIT"));
    assertThat(first.changed()).isEqualTo(4);
    assertThat(first.position().orElseThrow().values()).containsExactly(0L);
    assertThat(texts("SELECT a FROM t ORDER BY a"))
        .containsExactly("9", "10", "9223372036854775807");

    execute("UPDATE t SET seen = '2026-05-05'");
    assertThat(work(new Action.Delete(), task(false, 4)).changed()).isZero();
  }
}
