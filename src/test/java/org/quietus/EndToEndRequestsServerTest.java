package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class EndToEndRequestsServerTest extends EndToEndRequestsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  /** Under a lax sql_mode an application can write a moment that is none. */
  @Test
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

  @Test
  void theBinaryLogHasWhatEarlierRunsChangedUntilTheServerForgetsIt() throws Exception {
    String before = setting("binlog_expire_logs_seconds");
    OpenedJob settling = clocked("settle: PT6H");
    try {
      engine().execute("", "SET GLOBAL binlog_expire_logs_seconds = 604800");
      settling.at(inHours(0));
      String ada = settling.request("email: ada.lovelace@example.org");
      assertThat(settling.command("run", "--only", "erasure").exitCode()).isZero();
      settling.at(inHours(7));
      String bo = settling.request("email: bo@example.org");
      assertThat(settling.command("run", "--only", "erasure").exitCode()).isZero();

      List<Certificate> ofAda = settling.certificatesOf(ada);
      assertThat(ofAda).hasSize(2);
      assertThat(ofAda).allSatisfy(one -> assertThat(log(one)).hasSize(1));

      settling.at(inHours(24 * 11));
      assertThat(settling.command("run", "--only", "erasure").exitCode()).isZero();
      List<Certificate> ofBo = settling.certificatesOf(bo);
      assertThat(ofBo).hasSize(2);
      assertThat(log(ofBo.get(0))).hasSize(1);
      assertThat(log(ofBo.get(1))).isEmpty();
    } finally {
      engine().execute("", "SET GLOBAL binlog_expire_logs_seconds = " + before);
    }
  }

  /** A server dates the erasure by its own clock. */
  private static String inHours(int hours) {
    return Instant.now().plus(Duration.ofHours(hours)).toString();
  }

  private String setting(String name) throws Exception {
    try (Connection connection = engine().connect("");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@GLOBAL." + name)) {
      row.next();
      return row.getString(1);
    }
  }

  private static List<Residuals.Copy> log(Certificate certificate) {
    return certificate.residuals().copies().stream()
        .filter(copy -> copy.place() == Residuals.Place.BINARY_LOG)
        .toList();
  }
}
