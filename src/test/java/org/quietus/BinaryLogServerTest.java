package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;
import org.quietus.report.text.CertificateText;
import org.quietus.testing.EnabledIfServer;

/** The server's binary log has what was removed until its file is seen gone. */
@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "others keep no such log")
@Tag("long")
class BinaryLogServerTest {
  private static final String SCHEMA = "shop_binlog";
  private static final String WAITS = "slave_connections_needed_for_purge";
  private static final String EXPIRES = "binlog_expire_logs_seconds";

  @TempDir Path directory;

  /** A server dates the erasure by its own clock. */
  private final Instant today = Instant.now();

  private final ShopEngine engine = ShopEngine.shared();
  private final List<String> restoring = new ArrayList<>();
  private OpenedJob job;

  @BeforeEach
  void fill() throws Exception {
    engine.fresh(SCHEMA);
    engine.fill(SCHEMA);
    set(EXPIRES, 604800);
    if (!texts("SHOW GLOBAL VARIABLES LIKE '" + WAITS + "'").isEmpty()) {
      set(WAITS, 0);
    }
    job =
        opened(
            OpenedJob.text("/e2e/shop.yaml")
                .replace("erasure:\n", "erasure:\n  clock: { settle: PT6H }\n")
                .replace(
                    "crm.access_log: { keep-at-least: P6M, from: seen_at, then: delete, because:"
                        + " network-log duty }",
                    "crm.access_log: { then: delete }"));
    ok(job.generateKeys());
  }

  private OpenedJob opened(String yaml) throws Exception {
    return new OpenedJob(directory, engine.server(), SCHEMA, yaml);
  }

  @AfterEach
  void restore() throws SQLException {
    engine.execute("", restoring.toArray(String[]::new));
  }

  private void set(String variable, long value) throws SQLException {
    restoring.add("SET GLOBAL " + variable + " = " + texts("SELECT @@GLOBAL." + variable).get(0));
    engine.execute("", "SET GLOBAL " + variable + " = " + value);
  }

  private List<String> texts(String sql) throws SQLException {
    try (Connection connection = engine.connect("");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private CommandRun run(int hours) {
    return ok(
        job.at(today.plus(Duration.ofHours(hours)).toString()).command("run", "--only", "erasure"));
  }

  private static CommandRun ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }

  private String erased(String identifier) {
    job.at(today.toString());
    String request = job.request(identifier);
    run(0);
    return request;
  }

  /** MariaDB removes no file before what it has is on disk, which takes a moment. */
  private void purge() throws Exception {
    engine.execute("", "FLUSH BINARY LOGS");
    Instant end = Instant.now().plusSeconds(20);
    do {
      engine.execute("", "PURGE BINARY LOGS TO '" + current() + "'");
      assertThat(Instant.now()).isBefore(end);
    } while (texts("SHOW BINARY LOGS").size() > 1);
  }

  private String current() throws SQLException {
    return texts("SHOW MASTER STATUS").get(0);
  }

  private Certificate last(String request) {
    List<Certificate> all = job.certificatesOf(request);
    return all.get(all.size() - 1);
  }

  private static List<Residuals.Copy> log(Certificate certificate) {
    return certificate.residuals().copies().stream()
        .filter(copy -> copy.place() == Residuals.Place.BINARY_LOG)
        .toList();
  }

  private static Residuals.Copy onlyLog(Certificate certificate) {
    assertThat(log(certificate)).hasSize(1);
    return log(certificate).get(0);
  }

  private static long masked(Certificate certificate) {
    return certificate.targets().stream().mapToLong(target -> target.counts().masked()).sum();
  }

  private static long anonymised(Certificate certificate) {
    return certificate.targets().stream().mapToLong(target -> target.counts().anonymised()).sum();
  }

  private static String text(Certificate certificate) {
    return CertificateText.render(certificate);
  }

  @Test
  void hasWhatAnyRunChangedUntilItsFileIsSeenGone() throws Exception {
    String ada = erased("email: ada.lovelace@example.org");
    String bo = job.at(today.plus(Duration.ofHours(7)).toString()).request("email: bo@example.org");
    run(7);

    assertThat(job.certificatesOf(ada)).hasSize(2);
    assertThat(job.certificatesOf(ada))
        .extracting(BinaryLogServerTest::onlyLog)
        .allSatisfy(
            copy -> {
              assertThat(copy.protection()).isEqualTo("access-controlled");
              assertThat(copy.followUp()).isTrue();
              assertThat(copy.latestExpiry().orElseThrow())
                  .isAfter(LocalDate.ofInstant(today, ZoneOffset.UTC).plusDays(6));
            });
    long before = masked(last(ada)) + masked(job.certificatesOf(ada).get(0));
    assertThat(before).isPositive();

    run(24 * 11); // later than the server forecasts
    assertThat(job.certificatesOf(ada)).hasSize(2);
    assertThat(job.certificatesOf(bo)).hasSize(2);
    assertThat(onlyLog(last(bo)).latestExpiry()).isEmpty();

    engine.execute("", "FLUSH BINARY LOGS"); // it is there still
    run(24 * 12);
    assertThat(job.certificatesOf(ada)).hasSize(2);

    purge();
    run(24 * 13);
    for (String request : List.of(ada, bo)) {
      assertThat(job.certificatesOf(request)).hasSize(3);
      Certificate seen = last(request);
      assertThat(seen.identity().type()).isEqualTo(CertificateType.FOLLOW_UP);
      assertThat(seen.residuals().copies()).isEmpty();
      assertThat(seen.outcome()).isEqualTo(Outcome.COMPLETE);
      assertThat(masked(seen)).isZero();
      assertThat(anonymised(seen)).isPositive();
    }
    run(24 * 14);
    assertThat(job.certificates())
        .filteredOn(certificate -> certificate.identity().occasion().id().equals(ada))
        .hasSize(3);
    assertThat(texts("SELECT COUNT(*) FROM quietus.binary_log WHERE gone_at IS NULL"))
        .containsExactly("0");
  }

  @Test
  void whatALawHasKeptGoesAfterTheLogAndIsFollowedUpAsUsual() throws Exception {
    job = opened(OpenedJob.text("/e2e/shop.yaml"));
    engine.execute(SCHEMA, "INSERT INTO access_log VALUES (90, 1, UTC_TIMESTAMP(), '192.0.2.9')");
    String ada = erased("email: ada.lovelace@example.org");
    purge();
    run(24);
    assertThat(job.certificatesOf(ada)).hasSize(2);
    assertThat(last(ada).residuals().copies()).isEmpty();
    assertThat(last(ada).outcome()).isEqualTo(Outcome.DEFERRED_BY_LAW);

    run(24 * 200);
    assertThat(job.certificatesOf(ada)).hasSize(3);
    assertThat(last(ada).identity().type()).isEqualTo(CertificateType.FOLLOW_UP);
    assertThat(onlyLog(last(ada)).followUp()).isTrue();
    purge();
    run(24 * 201);
    assertThat(last(ada).residuals().copies()).isEmpty();
    assertThat(last(ada).outcome()).isEqualTo(Outcome.COMPLETE);
  }

  @Test
  void isNotGoneWhereNobodyCanTell() throws Exception {
    String ada = erased("email: ada.lovelace@example.org");
    // as if another server had written it
    engine.execute("", "UPDATE quietus.binary_log SET server = 'elsewhere'");
    run(7);
    assertThat(onlyLog(last(ada)))
        .extracting(Residuals.Copy::protection, Residuals.Copy::followUp)
        .containsExactly("other-server", false);
    assertThat(onlyLog(last(ada)).latestExpiry()).isEmpty();
    purge();
    int certificates = job.certificatesOf(ada).size();
    run(8);
    assertThat(job.certificatesOf(ada)).hasSize(certificates);
  }

  @Test
  void staysWhereTheLogBeganAnewAndNobodyCanTell() throws Exception {
    String ada = erased("email: ada.lovelace@example.org");
    run(7);
    // as if the log had begun anew under lower numbers
    engine.execute("", "UPDATE quietus.binary_log SET file_name = 'binlog.999999'");
    purge();
    run(8);
    assertThat(job.certificatesOf(ada)).hasSize(2);
    engine.execute("", "UPDATE quietus.binary_log SET file_name = 'other.000001'");
    run(9);
    assertThat(job.certificatesOf(ada)).hasSize(2);
    engine.execute("", "UPDATE quietus.binary_log SET file_name = 'binlog.000000'");
    run(10);
    assertThat(log(last(ada))).isEmpty();
  }

  @Test
  void whatWasChangedBeforeFilesWereNotedCountsAsWrittenToTheFileOfTheNextRun() throws Exception {
    String ada = erased("email: ada.lovelace@example.org");
    run(7);
    engine.execute("", "UPDATE quietus.binary_log SET server = NULL, file_name = NULL");
    purge();
    String first = current();
    run(8);
    assertThat(texts("SELECT DISTINCT file_name FROM quietus.binary_log")).containsExactly(first);
    assertThat(job.certificatesOf(ada)).hasSize(2);
    purge();
    run(9);
    assertThat(log(last(ada))).isEmpty();
  }

  @Test
  void aUserWhoMayNotAskIsToldWhatToGrantAndSeesNothingGo() throws Exception {
    engine.execute(
        "",
        "DROP USER IF EXISTS narrow",
        "CREATE USER narrow IDENTIFIED BY 'narrow'",
        "GRANT PROCESS ON *.* TO narrow",
        "GRANT ALL ON quietus.* TO narrow",
        "GRANT SELECT, UPDATE, DELETE, TRIGGER, REFERENCES ON " + SCHEMA + ".* TO narrow");
    job.with("DB_USER", "narrow").with("PASSWORD", "narrow");
    assertThat(ok(job.command("validate")).out() + job.command("validate").err())
        .contains("[BINARY-LOG-HIDDEN]", "GRANT REPLICATION CLIENT");

    String ada = erased("email: ada.lovelace@example.org");
    run(7);
    Certificate blind = last(ada);
    assertThat(onlyLog(blind))
        .extracting(Residuals.Copy::protection, Residuals.Copy::followUp)
        .containsExactly("not-listable", false);
    assertThat(text(blind)).contains("REPLICATION CLIENT").doesNotContain("will follow");
    purge();
    run(8);
    assertThat(job.certificatesOf(ada)).hasSize(2);

    engine.execute("", "GRANT REPLICATION CLIENT ON *.* TO narrow");
    assertThat(job.command("validate").err()).doesNotContain("BINARY-LOG-HIDDEN");
    run(9);
    assertThat(job.certificatesOf(ada)).as("noted now").hasSize(2);
    purge();
    run(10);
    assertThat(last(ada).residuals().copies()).isEmpty();
    assertThat(last(ada).outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(last(ada).targets())
        .extracting(TargetRecord::counts)
        .allMatch(counts -> counts.masked() == 0);
  }
}
