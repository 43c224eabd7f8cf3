package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class RequestIntakeServerTest extends RequestIntakeContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  /** Under a lax sql_mode an application can write a moment that is none. */
  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "others store no such moments")
  void aMomentThatCannotBeReadStopsItsRowAlone() throws Exception {
    OpenedJob filed = filed();
    engine().execute(SCHEMA, inbox());
    String columns =
        "INSERT INTO erasure_inbox (identifier_type, identifier_value, received_at, verified)"
            + " VALUES ";
    engine()
        .execute(
            SCHEMA,
            "SET sql_mode = 'ALLOW_INVALID_DATES'",
            columns + "('email', 'bo@example.org', '0000-00-00 00:00:00', TRUE)",
            columns + "('email', 'bo@example.org', '2026-02-00 10:00:00', TRUE)",
            columns + "('email', 'bo@example.org', '2026-02-31 10:00:00', TRUE)",
            columns + "('email', 'ada.lovelace@example.org', '2026-02-20 08:00:00', TRUE)");

    CommandRun run = filed.command("run", "--only", "erasure");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("inbox: 1 taken, 3 rejected {bad-received-at=3}");
    try (Connection connection = engine().connect(SCHEMA);
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("SELECT state, outcome FROM erasure_inbox ORDER BY id")) {
      for (int bad = 0; bad < 3; bad++) {
        rows.next();
        assertThat(rows.getString(1) + " " + rows.getString(2))
            .isEqualTo("rejected bad-received-at");
      }
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("taken");
    }
  }
}
