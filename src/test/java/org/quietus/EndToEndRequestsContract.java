package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;

/** Requests that end otherwise than plainly, and persons whose row goes as a whole. */
abstract class EndToEndRequestsContract {
  private static final String SCHEMA = "shop_requests";
  private static final int MANY = 4000;

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    try (Connection connection = engine().connect(SCHEMA)) {
      Shop shop = new Shop(connection, engine().columns());
      shop.create();
      shop.fill();
    }
    job = new OpenedJob(directory, engine().server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  @Test
  void anAmbiguousIdentifierRemovesNothingAndWaitsForAPerson() throws SQLException {
    String request = job.request("email: TWIN@example.org");
    Map<String, List<String>> before = engine().rows(SCHEMA);

    for (int start = 1; start <= 2; start++) {
      CommandRun run = job.command("run", "--only", "erasure", "--json");
      assertThat(run.exitCode()).as(run.err()).isEqualTo(8);
      assertThat(engine().rows(SCHEMA)).isEqualTo(before);
    }

    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(certificate.targets())
        .filteredOn(target -> target.name().equals("crm.customer"))
        .extracting(target -> target.counts().ambiguous())
        .containsExactly(2L);
    assertThat(job.command("status", "--json").json().get("openRequests").asLong()).isOne();
  }

  @Test
  void anIdentifierOfTwoTypesThatLeadsToTwoPersonsIsAmbiguous() throws SQLException {
    job.request("email: ada.lovelace@example.org\nphone: 0049 89 5551234");
    Map<String, List<String>> before = engine().rows(SCHEMA);
    assertThat(job.command("run", "--only", "erasure").exitCode()).isEqualTo(8);
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
  }

  @Test
  void whoIsDeletedLeavesOthersTheirRowsWithoutTheLink() throws Exception {
    OpenedJob deleting = deleting();
    Map<String, List<String>> before = engine().rows(SCHEMA);
    String ada = deleting.request("email: ada.lovelace@example.org");
    String bo = deleting.request("phone: +49895551234");

    CommandRun run = deleting.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();

    Map<String, List<String>> after = engine().rows(SCHEMA);
    assertThat(after.get("customer"))
        .containsExactlyElementsOf(
            before.get("customer").stream()
                .filter(row -> !row.startsWith("id=1 ") && !row.startsWith("id=2 "))
                .map(row -> row.replaceAll("referrer_id=[12] ", "referrer_id=null "))
                .toList());
    assertThat(after.get("review"))
        .containsExactlyElementsOf(
            before.get("review").stream()
                .map(row -> row.replace("body=Ada writes 'I, Ada' \\ 😀", "body=removed"))
                .map(row -> row.replace("customer_id=1 ", "customer_id=null "))
                .toList());
    assertThat(after.get("address")).hasSize(4).noneMatch(row -> row.startsWith("id=1 "));
    for (String table : List.of("orders", "visit", "invoice", "access_log")) {
      assertThat(after.get(table))
          .as(table)
          .containsExactlyElementsOf(
              before.get(table).stream()
                  .filter(row -> !row.matches(".*customer_id=[12] .*"))
                  .toList());
    }
    assertThat(deleting.certificatesOf(ada).get(0).notRemoved()).isEqualTo(NotRemoved.NOTHING);
    assertThat(deleting.certificatesOf(bo).get(0).notRemoved().kept())
        .extracting(NotRemoved.Kept::target, NotRemoved.Kept::records)
        .containsExactly(org.assertj.core.api.Assertions.tuple("crm.address", 1L));
  }

  @Test
  void whoComesBackLaterIsSomebodyElse() throws Exception {
    OpenedJob deleting = deleting();
    deleting.request("email: ada.lovelace@example.org");
    assertThat(deleting.command("run", "--only", "erasure").exitCode()).isZero();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, status, created_at)"
                + " VALUES (1, 'Ada Again', 'ada.lovelace@example.org', 'open', '2099-01-01')");
    Map<String, List<String>> before = engine().rows(SCHEMA);
    CommandRun run = deleting.at("2026-03-05T12:00:00Z").command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
  }

  @Test
  void aPersonWithMoreRowsThanAChunkHoldsIsErasedWhole() throws SQLException {
    try (Connection connection = engine().connect(SCHEMA)) {
      connection.setAutoCommit(false);
      Shop shop = new Shop(connection, engine().columns());
      for (int n = 0; n < MANY; n++) {
        shop.insert("visit", 4, "2026-01-01 00:00:00", n, "/page");
      }
      connection.commit();
    }
    String request = job.request("email: adá.lovelace@example.org");
    CommandRun run = job.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("visit"))
        .noneMatch(row -> row.startsWith("customer_id=4 "));
    assertThat(job.certificatesOf(request).get(0).targets())
        .filteredOn(target -> target.name().equals("crm.visit"))
        .allSatisfy(target -> assertThat(target.counts().deleted()).isEqualTo(MANY))
        .allSatisfy(target -> assertThat(target.chunks()).isGreaterThan(1));
  }

  /** The same shop, whose customers are deleted and have a second address that may be the first. */
  private OpenedJob deleting() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE customer ADD COLUMN billing_id INT",
            "ALTER TABLE customer ADD FOREIGN KEY (billing_id) REFERENCES address (id)",
            "UPDATE customer SET billing_id = address_id");
    String yaml =
        OpenedJob.text("/e2e/shop.yaml")
            .replace(
                "\n      - \"crm.customer.address_id",
                "\n      - \"crm.customer.billing_id -> crm.address.id\"\n      - \"crm.customer.address_id")
            .replaceAll(
                "crm.(customer|invoice|access_log): +\\{ .*then.*}", "crm.$1: { then: delete }");
    return new OpenedJob(directory, engine().server(), SCHEMA, yaml);
  }
}
