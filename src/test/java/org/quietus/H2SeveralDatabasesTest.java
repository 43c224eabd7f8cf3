package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;
import org.quietus.job.ReplayOptions;

@Tag("long") // every build tries it on MariaDB
class H2SeveralDatabasesTest extends SeveralDatabasesContract {
  @TempDir static Path files;

  @Override
  ShopEngine home() {
    return ShopEngine.h2(files);
  }

  @Override
  ShopEngine other() {
    return ShopEngine.h2(files);
  }

  @Test
  void aCopyOfADatabaseIsToldFromItsOriginal() throws Exception {
    assertThat(job.run().exitCode()).isZero();
    String place = place(CRM);
    home().execute(CRM, "DELETE FROM quietus.known_database"); // as at a first start
    home().execute(SHOP, "UPDATE quietus.place SET name = '" + place + "'");
    CommandRun copy = job.run();
    assertThat(copy.exitCode()).isEqualTo(2);
    assertThat(copy.err()).contains("one is a copy of the other", "UPDATE quietus.place");
    assertThat(job.command("validate").out()).contains("SAME-DATABASE");
    home().execute(SHOP, "UPDATE quietus.place SET name = 'another'");
    assertThat(job.run().exitCode()).isZero();
  }

  @Test
  void homeIsReplayedWhereAnotherDatabaseHasNoControlSchema() throws Exception {
    run(0);
    assertThat(hold("crm.visit", "id = 2", "LH-1").exitCode()).isZero();
    restoreHome();
    home().execute(SHOP, "DROP SCHEMA quietus CASCADE"); // as from a dump of its data alone
    fillShop(11);
    CommandRun replay =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T12:00:00Z");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(8);
    assertThat(replay.out()).contains("nothing was done in database 'shop'", "is not the one");
    assertThat(shop("orders")).isEqualTo("2,11,12");
    assertThat(accept("shop").exitCode()).isZero();
    run(0);
    assertThat(shop("orders")).isEqualTo("2,12");
  }

  /** As a backup from before any hold has it. */
  private void restoreHome() throws Exception {
    home()
        .execute(
            CRM,
            "DELETE FROM quietus.legal_hold",
            "DELETE FROM quietus.mirror_entry",
            "DELETE FROM quietus.mirror_piece",
            "DELETE FROM quietus.mirror_head");
  }

  @Test
  void certificatesStayThatHoldsInADatabaseThatIsDownMayNeed() throws Exception {
    written(JOB.replace("control: crm }", "control: crm, keep: P1Y }"));
    assertThat(hold("shop.orders", "id = 1", "LH-1").exitCode()).isZero();
    String first = only(run(0)).identity().occasion().id();
    job.at("2028-01-10T10:00:00Z");
    assertThat(down(8).err()).contains("'shop'", "may still need them");
    assertThat(job.certificatesOf(first)).hasSize(1);
    job.at("2028-01-11T10:00:00Z");
    run(0);
    assertThat(job.certificatesOf(first)).hasSize(1);
    assertThat(job.command("hold release", "--reference", "LH-1", "--reason", "over").exitCode())
        .isZero();
    job.at("2028-01-12T10:00:00Z");
    run(0);
    assertThat(job.certificatesOf(first)).isEmpty();
  }

  @Test
  void anotherHomeIsRefusedWhereTheRunsOfTheJobAre() throws Exception {
    String id = interrupted();
    written(JOB.replace("control: crm", "control: shop"));
    assertThat(run(2).err()).contains("database 'crm' keeps the runs", "control: crm");
    assertThat(job.command("replay", "--database", "shop", "--snapshot", "2026-02-28T12:00:00Z"))
        .matches(replay -> replay.exitCode() == 2 && replay.err().contains("control: crm"));
    assertThat(crm("visit") + " " + shop("orders")).isEqualTo("1,2,3 1,2");
    written(JOB);
    run(0);
    assertThat(job.certificatesOf(id)).hasSize(1);
  }

  @Test
  void aHoldBindsWhereItsDatabaseIsNowWhereverItWas() throws Exception {
    assertThat(hold("shop.orders", "id = 1", "LH-1").exitCode()).isZero();
    // as if both had been on one server then, and the other was moved as a dump of its data
    home().execute(CRM, "UPDATE quietus.legal_hold SET schema_name = 'once_beside'");
    home().execute(SHOP, "DELETE FROM quietus.legal_hold");
    run(0);
    assertThat(shop("orders")).isEqualTo("1,2");
    // as if the schema of its tables had been renamed
    home().execute(SHOP, "UPDATE quietus.legal_hold SET schema_name = 'once_called'");
    run(0);
    assertThat(shop("orders")).isEqualTo("1,2");
    assertThat(job.command("hold release", "--reference", "LH-1", "--reason", "over").exitCode())
        .isZero();
    run(0);
    assertThat(shop("orders")).isEqualTo("2");
  }

  @Test
  void aHoldIsKeptOnADatabaseThatTheJobFileCallsOtherwise() throws Exception {
    assertThat(hold("shop.orders", "id = 1", "LH-1").exitCode()).isZero();
    written(JOB.replace("shop:", "store:").replace("shop.", "store."));
    run(0);
    assertThat(shop("orders")).isEqualTo("1,2");
    home().execute(SHOP, "DELETE FROM quietus.legal_hold"); // restored
    run(0);
    assertThat(shop("orders")).isEqualTo("1,2");
    assertThat(job.command("hold list").out()).contains("LH-1", "store.orders");
  }

  @Test
  void aHoldOnADatabaseThatNobodyKnowsStopsEverythingUntilItIsReleased() throws Exception {
    assertThat(hold("shop.orders", "id = 1", "LH-1").exitCode()).isZero();
    home().execute(SHOP, "DELETE FROM quietus.legal_hold"); // restored
    String renamed = JOB.replace("shop:", "store:").replace("shop.", "store.");
    written(renamed);
    assertThat(run(2).err()).contains("LH-1", "'shop'", "does not have");
    assertThat(crm("visit") + " " + shop("orders")).isEqualTo("1,2,3 1,2");
    written(JOB);
    assertThat(job.command("hold release", "--reference", "LH-1", "--reason", "over").exitCode())
        .isZero();
    written(renamed);
    run(0);
    assertThat(shop("orders")).isEqualTo("2");
  }

  @Test
  void anAbandonedRunNamesTheDatabaseThatTheJobFileDoesNotHaveAnyMore() throws Exception {
    String id = interrupted();
    written(JOB.replaceAll("(?m)^  shop: .*\n", "").replaceAll("(?s)  orders:.*", ""));
    assertThat(job.command("abandon", id).exitCode()).isZero();
    assertThat(job.certificatesOf(id).get(0).residuals().copies())
        .extracting(copy -> copy.of() + " " + copy.protection())
        .containsExactly("shop not-read");
  }

  @Test
  void holdsInADatabaseThatIsDownAreListedAndNotReleased() throws Exception {
    assertThat(hold("shop.orders", "id = 1", "LH-1").exitCode()).isZero();
    assertThat(hold("crm.visit", "id = 1", "LH-2").exitCode()).isZero();
    String url = home().server().jdbcUrl(SHOP);
    job.with("SHOP_URL", "jdbc:mysql://127.0.0.1:1/nobody?connectTimeout=500");
    assertThat(job.command("hold list").out()).contains("LH-1", "shop.orders", "LH-2");
    CommandRun release = job.command("hold release", "--reference", "LH-1", "--reason", "over");
    assertThat(release.exitCode()).isEqualTo(4);
    assertThat(release.err()).contains("'shop'");
    job.with("SHOP_URL", url);
    assertThat(job.command("hold release", "--reference", "LH-1", "--reason", "over").exitCode())
        .isZero();
  }

  @Test
  void aDatabaseThatWasMadeOfACopyMayHaveItsHolds() throws Exception {
    assertThat(job.run().exitCode()).isZero();
    assertThat(hold("crm.visit", "id = 2", "LH-1").exitCode()).isZero();
    copyHold();
    fillCrm(11);
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  /** A hold on another table of the same name as there is in both. */
  private void copyHold() throws Exception {
    try (Connection from = home().connect(CRM);
        Statement read = from.createStatement();
        ResultSet row = read.executeQuery("SELECT hold_id FROM quietus.legal_hold")) {
      row.next();
      home()
          .execute(
              SHOP,
              "INSERT INTO quietus.legal_hold (hold_id, job, kind, reference, basis, review_on,"
                  + " schema_name, table_name, condition_text, set_at, set_by) SELECT '"
                  + row.getString(1)
                  + "', 'several', 'legal-hold', 'LH-1', 'litigation', DATE '2030-01-01',"
                  + " 'public', 'orders', 'id = 2', TIMESTAMP '2026-01-01 00:00:00', 'operator'");
    }
  }

  @Test
  void holdsOfAnotherJobOnADatabaseOfThatNameAreNotOnThisOne() throws Exception {
    assertThat(hold("shop.orders", "id = 1", "LH-1").exitCode()).isZero();
    String third = "several_third";
    home().server().createSchema(third);
    home().execute(third, "CREATE TABLE orders (id INT PRIMARY KEY, at DATE NOT NULL)");
    OpenedJob another =
        new OpenedJob(
                Files.createDirectory(files.resolve("another")),
                home().server(),
                CRM,
                JOB.replace("job: several", "job: another")
                    .replaceAll("(?m)^ {6}with: .*\n", "")
                    .replaceAll("(?s)(retention:\n).*( {2}orders:)", "$1$2"))
            .with("SHOP_URL", home().server().jdbcUrl(third))
            .with("SHOP_USER", home().server().username())
            .with("SHOP_PASSWORD", home().server().password());
    another.generateKeys();
    CommandRun list = another.command("hold list");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out()).contains("no hold in force");
  }

  @Test
  void aReplayGoesOnWhetherOrNotAnotherDatabaseIsThere() throws Exception {
    run(0);
    assertThat(hold("crm.visit", "id = 2", "LH-1").exitCode()).isZero();
    restoreHome();
    job.with("SHOP_URL", "jdbc:mysql://127.0.0.1:1/nobody?connectTimeout=500");
    String[] begun = new String[1];
    try (JobSession session = job.session()) {
      assertThatThrownBy(
              () ->
                  session.replay(
                      new ReplayOptions("crm", Instant.parse("2026-02-28T12:00:00Z"), Set.of(), 1),
                      new Listening() {
                        @Override
                        public void started(String run, boolean resumed, long due) {
                          begun[0] = run;
                          throw new IllegalStateException("killed");
                        }
                      }))
          .hasMessage("killed");
    }
    job.with("SHOP_URL", home().server().jdbcUrl(SHOP));
    CommandRun replay =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T12:00:00Z");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
    assertThat(job.certificatesOf(begun[0]))
        .extracting(Certificate::outcome)
        .doesNotContain(Outcome.FAILED)
        .isNotEmpty();
  }

  @Test
  void aTenantIsToldOfADatabaseThatWasDownAsWell() throws Exception {
    for (String place : new String[] {CRM, SHOP}) {
      home()
          .execute(
              place,
              "CREATE TABLE cart (id INT PRIMARY KEY, tenant VARCHAR(20) NOT NULL, at DATE NOT"
                  + " NULL)",
              "CREATE INDEX cart_at ON cart (at)",
              "INSERT INTO cart VALUES (1, 'acme', '2020-01-01'), (2, 'bolt', '2020-01-01')");
    }
    written(
        JOB
            + """
              carts: { records: crm.cart, tenant: acme, keep: P1M, from: at, then: delete }
              more: { records: shop.cart, tenant: acme, keep: P1M, from: at, then: delete }
              others: { records: crm.cart, tenant: bolt, keep: P1M, from: at, then: delete }
            tenant: { crm.cart: { column: tenant }, shop.cart: { column: tenant } }
            """);
    run(0);
    CommandRun partial = down(8);
    List<Certificate> certificates =
        job.certificates().stream()
            .filter(one -> one.identity().occasion().id().startsWith(runId(partial) + "-t"))
            .toList();
    assertThat(certificates)
        .extracting(
            one ->
                one.authority().tenant().orElseThrow()
                    + " "
                    + one.outcome()
                    + one.residuals().copies().stream().map(Residuals.Copy::of).toList())
        .containsExactlyInAnyOrder("acme PARTIAL[shop]", "bolt COMPLETE[]");
  }

  private static String runId(CommandRun run) {
    return run.json().get("runId").asString();
  }

  @Test
  void aReleasedHoldDoesNotComeBackWithARestoredHome() throws Exception {
    run(0);
    assertThat(hold("shop.orders", "id = 3", "LH-1").exitCode()).isZero();
    assertThat(job.command("hold release", "--reference", "LH-1", "--reason", "over").exitCode())
        .isZero();
    restoreHome();
    home().execute(SHOP, "DELETE FROM quietus.legal_hold"); // restored as well
    fillShop(11);
    home().execute(SHOP, "INSERT INTO orders VALUES (3, '2020-05-05')");
    assertThat(
            job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T12:00:00Z")
                .exitCode())
        .isZero();
    assertThat(job.command("hold list").out()).contains("no hold in force");
    assertThat(shop("orders")).isEqualTo("2,12");
  }

  private String place(String schema) throws Exception {
    try (Connection connection = home().connect(schema);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT name FROM quietus.place")) {
      row.next();
      return row.getString(1);
    }
  }
}
