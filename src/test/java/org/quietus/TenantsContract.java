package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.CategoryTotals;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.cli.CommandRun;

/** Who works for several keeps them apart: no row of another tenant is touched. */
abstract class TenantsContract {
  private static final String ANN = "email: ann@example.org\nphone: +49 30 1000";
  private static final String[] ANN_OF_ACME = {
    "DELETE FROM item WHERE id = 111",
    "DELETE FROM orders WHERE id = 11",
    "DELETE FROM customer WHERE id = 1"
  };
  private static final String BEFORE = "2026-02-28T02:00:00Z";
  private static final String OLD_ORDERS =
      """
      retention:
        old-orders: { records: crm.orders, tenant: acme, keep: P1Y, from: at, then: delete }
      """;

  @TempDir Path directory;
  private Agency agency;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    agency = Agency.fresh(engine(), Files.createDirectory(directory.resolve("disk")));
  }

  @Test
  void aRequestIsAboutOneTenantsPersonInTheDatabaseAndInDumps() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB + Agency.BACKUPS);
    agency.dump("monday");
    String ann = request(job, "acme");
    agency.byHand(ANN_OF_ACME);

    run(job, 0);

    assertThat(agency.rows()).isEqualTo(agency.expected());
    assertThat(agency.holdsAllBut("monday", "1", "11", "111")).isTrue();
    Certificate certificate = job.certificatesOf(ann).get(0);
    assertThat(certificate.authority().tenant()).contains("acme");
    assertThat(certificate.categories())
        .containsExactly(
            new CategoryTotals("contact", 2, 0),
            new CategoryTotals("identity", 2, 0),
            new CategoryTotals("purchases", 2, 0));
    assertThat(certificate.targets())
        .extracting(target -> target.name())
        .containsExactlyInAnyOrder(
            "crm.customer",
            "crm: purchases",
            "crm.item",
            "nightly.customer",
            "nightly: purchases",
            "nightly.item");
    assertThat(state(job, ann, "tenant")).isEqualTo("acme");
  }

  @Test
  void aHoldIsOnThePersonAtEveryTenant() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB);
    Map<String, List<String>> before = agency.rows();
    CommandRun held =
        job.typing(
            ANN + "\n",
            "hold add",
            "--identifiers-from",
            "-",
            "--reference",
            "LH-1",
            "--basis",
            "litigation",
            "--review",
            "2030-01-01");
    assertThat(held.exitCode()).as(held.err()).isZero();
    request(job, "acme");

    run(job, 0);

    assertThat(agency.rows()).isEqualTo(before);
    assertThat(job.command("hold release", "--reference", "LH-1", "--reason", "over").exitCode())
        .isZero();
    agency.byHand(ANN_OF_ACME);
    run(job, 0);
    assertThat(agency.rows()).isEqualTo(agency.expected());
  }

  @Test
  void aRowOfADumpThatDoesNotTellItsTenantIsLeftForReview() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB + Agency.BACKUPS);
    agency.dump("monday", dump -> dump.replace("(1,'acme',", "(1,NULL,"));
    request(job, "acme");
    agency.byHand(ANN_OF_ACME);

    run(job, 8);

    assertThat(agency.rows()).isEqualTo(agency.expected());
  }

  @Test
  void soItIsInADumpAndAFileOfRecordsThatTurnUpLaterAndInARestoredDatabase() throws Exception {
    String files =
        """
        files:
          visits:
            of: crm
            in: disk
            objects: "logs/*.jsonl"
            format: jsonl
            persons: { customer: { mail: email, phone: phone, uid: id, of: account } }
            on-erasure: delete
        """;
    OpenedJob job = agency.job(directory, Agency.JOB + Agency.BACKUPS + files);
    String ann = request(job, "acme");
    run(job, 0);
    agency.dump("later", dump -> dump.replace("(1,'acme',", "(1,NULL,"));
    Path logs = Files.createDirectories(directory.resolve("disk/logs"));
    String records =
        """
        {"mail":"ann@example.org","phone":"+49 30 1000","of":null}
        {"mail":"ann@example.org","phone":"+49 30 1000"}
        {"mail":"ann@example.org","phone":"+49 30 1000","of":"bolt"}
        """;
    Files.writeString(logs.resolve("later.jsonl"), records);

    CommandRun late = run(job, 8);

    assertThat(late.json().get("byTable").get("nightly.customer").get("ambiguous").asInt())
        .isEqualTo(1);
    assertThat(late.json().get("byTable").toString()).contains("\"ambiguous\":2");
    assertThat(late.json().get("messages").toString()).contains(ann);
    assertThat(Files.readString(logs.resolve("later.jsonl"))).isEqualTo(records);
    agency.execute(
        "INSERT INTO customer SELECT 1, NULL, full_name, email, phone, created_at FROM customer"
            + " WHERE id = 2");
    CommandRun replay = job.command("replay", "--database", "crm", "--snapshot", BEFORE);
    assertThat(replay.exitCode()).as(replay.err()).isEqualTo(8);
    assertThat(replay.out() + replay.err()).contains(ann);
    assertThat(agency.rows().get("customer")).hasSize(4);
  }

  @Test
  void aDumpThatTurnsUpLaterIsSearchedWithinTheTenant() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB + Agency.BACKUPS);
    String ann = request(job, "acme");
    run(job, 0);
    agency.dump("later");

    run(job, 0);

    assertThat(agency.holdsAllBut("later", "1", "11", "111")).isTrue();
    assertThat(job.certificatesOf(ann))
        .extracting(certificate -> certificate.authority().tenant())
        .containsExactly(Optional.of("acme"), Optional.of("acme"));
  }

  @Test
  void aReplayErasesWithinTheTenant() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB);
    request(job, "acme");
    agency.byHand(ANN_OF_ACME);
    run(job, 0);
    agency.execute(
        "INSERT INTO customer SELECT 1, 'acme', full_name, email, phone, created_at"
            + " FROM customer WHERE id = 2",
        "INSERT INTO orders VALUES (11, 'acme', 1, 'tea', '2021-01-01 00:00:00')");

    CommandRun replay = job.command("replay", "--database", "crm", "--snapshot", BEFORE);

    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(agency.rows()).isEqualTo(agency.expected());
  }

  @Test
  void whoAsksAtTwoTenantsAsksTwice() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB);
    String first = request(job, "acme");
    String second = request(job, "bolt");
    assertThat(request(job, "acme")).isEqualTo(first).isNotEqualTo(second);
    agency.byHand(ANN_OF_ACME);
    agency.byHand(
        "DELETE FROM item WHERE id = 121",
        "DELETE FROM orders WHERE id = 12",
        "DELETE FROM customer WHERE id = 2");
    run(job, 0);
    assertThat(agency.rows()).isEqualTo(agency.expected());
    for (String command : List.of("request list", "certificate list")) {
      assertThat(job.command(command, "--tenant", "acme", "--json").json().size()).isEqualTo(1);
      assertThat(job.command(command, "--tenant", "nobody", "--json").json().size()).isZero();
    }
  }

  @Test
  void aReplayLeavesAPersonOnWhomARowOfAnotherTenantHangs() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB);
    request(job, "acme");
    run(job, 0);
    agency.execute(
        "INSERT INTO customer SELECT 1, 'acme', full_name, email, phone, created_at"
            + " FROM customer WHERE id = 2",
        "INSERT INTO orders VALUES (15, 'bolt', 1, 'oil', '2021-01-01 00:00:00')");
    Map<String, List<String>> before = agency.rows();

    CommandRun replay = job.command("replay", "--database", "crm", "--snapshot", BEFORE);

    assertThat(replay.exitCode()).as(replay.err()).isEqualTo(8);
    assertThat(agency.rows()).isEqualTo(before);
  }

  @Test
  void aNumberThatEachTenantCountsForItselfLeadsToItsOwnRowsOnly() throws Exception {
    OpenedJob job =
        agency.job(
            directory,
            Agency.JOB
                .replace("tenant:\n", "tenant:\n  crm.chat: { column: account }\n")
                .replace(
                    "    created: created_at\n",
                    "    created: created_at\n    owns: [ crm.chat.customer_no -> crm.customer.no ]\n")
                .replace(
                    "records:\n    crm.cust",
                    "records:\n    crm.chat: { then: delete }\n    crm.cust"));
    String[] numbered = {
      "ALTER TABLE customer ADD COLUMN no INT",
      "UPDATE customer SET no = id WHERE id < 3",
      "UPDATE customer SET no = 1 WHERE id = 2",
      "CREATE UNIQUE INDEX customer_no ON customer (account, no)",
      "CREATE TABLE chat (id INT PRIMARY KEY, account VARCHAR(20), customer_no INT, body"
          + " VARCHAR(20))",
      "CREATE INDEX chat_customer ON chat (customer_no)",
      "INSERT INTO chat VALUES (1, 'acme', 1, 'of Ann'), (2, 'bolt', 1, 'of the other')"
    };
    agency.execute(numbered);
    agency.byHand(numbered);
    request(job, "acme");
    agency.byHand("DELETE FROM chat WHERE id = 1");
    agency.byHand(ANN_OF_ACME);

    run(job, 0);

    assertThat(agency.rows()).isEqualTo(agency.expected());
  }

  @Test
  void aTenantNobodyHasFindsNobody() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB);
    String ann = request(job, "ACME");
    run(job, 0);
    assertThat(agency.rows()).isEqualTo(agency.expected());
    assertThat(state(job, ann, "state")).isEqualTo("completed");
  }

  @Test
  void aRequestWithoutATenantIsRefused() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB);
    for (List<String> arguments :
        List.of(List.<String>of(), List.of("--tenant", "ann@example.org"))) {
      List<String> all = new ArrayList<>(List.of("--identifiers-from", "-"));
      all.addAll(arguments);
      CommandRun refused = job.typing(ANN, "request add", all.toArray(String[]::new));
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("tenant").doesNotContain("@example.org");
    }
  }

  @Test
  void nobodyOfAnotherTenantIsTakenOnceNothingTellsTheTenantsApart() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB);
    String ann = request(job, "acme");
    agency.execute(ANN_OF_ACME);
    String tenants =
        Agency.JOB.substring(Agency.JOB.indexOf("tenant:"), Agency.JOB.indexOf("subjects:"));
    Files.writeString(job.file(), Agency.JOB.replace(tenants, ""));
    agency.byHand(ANN_OF_ACME);

    CommandRun run = run(job, 8);

    assertThat(run.json().get("messages").toString()).contains(ann, "bring 'tenant' back");
    assertThat(agency.rows()).isEqualTo(agency.expected());
    Files.writeString(job.file(), Agency.JOB);
    approve(job);
    run(job, 0);
    assertThat(state(job, ann, "state")).isEqualTo("completed");
    assertThat(agency.rows()).isEqualTo(agency.expected());
  }

  private static void approve(OpenedJob job) {
    String plan = job.command("plan", "--json").json().get("fingerprint").asString();
    assertThat(job.command("approve", plan).exitCode()).isZero();
  }

  @Test
  void fileAndInboxNameTheTenantToo() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB + "requests: { inbox: crm.erasure_inbox }\n");
    Path file =
        Files.writeString(
            directory.resolve("requests.csv"),
            "tenant,email\nacme,ann@example.org\n,ben@example.org\n");
    CommandRun refused = job.command("request add", "--file", file.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("TENANT-MISSING", ":3");
    Files.writeString(file, "tenant,email\nacme,ann@example.org\n");
    assertThat(job.command("request add", "--file", file.toString()).exitCode()).isZero();
    agency.execute(
        inbox(),
        "INSERT INTO erasure_inbox (tenant, identifier_type, identifier_value, verified, state)"
            + " VALUES ('bolt', 'email', 'ben@example.org', TRUE, 'new'),"
            + " (NULL, 'email', 'ben@example.org', TRUE, 'new')");
    agency.byHand(ANN_OF_ACME);
    agency.byHand(
        "DELETE FROM item WHERE id = 141",
        "DELETE FROM orders WHERE id = 14",
        "DELETE FROM customer WHERE id = 4");
    run(job, 0);
    assertThat(agency.rows().get("customer")).isEqualTo(agency.expected().get("customer"));
    assertThat(agency.rows().get("erasure_inbox").toString()).contains("tenant-missing");
  }

  private String inbox() throws Exception {
    return Files.readString(Path.of("sql/samples/inbox.sql"))
        .split("CREATE TABLE")[1]
        .split("\\);")[0]
        .transform(columns -> "CREATE TABLE" + columns + ")")
        .replace("TIMESTAMP(6)", engine().columns().moment());
  }

  @Test
  void whatWasRejectedIsForgottenWithThePersonOfItsTenantAlone() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB + "requests: { inbox: crm.erasure_inbox }\n");
    agency.execute(
        inbox(),
        "INSERT INTO erasure_inbox (tenant, identifier_type, identifier_value, verified, state)"
            + " VALUES ('bolt', 'mail', 'ben@example.org', TRUE, 'new'),"
            + " ('acme', 'mail', 'ben@example.org', TRUE, 'new'),"
            + " (NULL, 'email', 'ben@example.org', TRUE, 'new'),"
            + " ('bolt', 'email', 'ben@example.org', TRUE, 'new')");

    run(job, 0);

    assertThat(agency.rows().get("erasure_inbox"))
        .filteredOn(row -> row.contains("identifier_value=ben@"))
        .hasSize(2)
        .allMatch(row -> row.contains("state=rejected") && !row.contains("tenant=bolt"));
  }

  @Test
  void nothingIsDoneForAPersonOnWhomARowOfAnotherTenantHangs() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB);
    String[] crossed = {
      "INSERT INTO orders VALUES (15, 'bolt', 1, 'oil', '2021-01-01 00:00:00')",
      "INSERT INTO orders VALUES (16, NULL, 3, 'oil', '2021-01-01 00:00:00')"
    };
    agency.execute(crossed);
    agency.byHand(crossed);
    String ann = request(job, "acme");
    String ben = request(job, "acme", "email: ben@example.org");

    run(job, 8);

    assertThat(agency.rows()).isEqualTo(agency.expected());
    assertThat(List.of(state(job, ann, "state"), state(job, ben, "state")))
        .containsExactly("approved", "approved");
    assertThat(job.command("request review", ann).out())
        .contains("Row 1 does not tell its tenant, or rows hang on it");
    agency.execute(
        "UPDATE orders SET account = 'acme' WHERE id = 15", "DELETE FROM orders WHERE id = 16");
    agency.byHand("DELETE FROM orders WHERE id IN (15, 16)");
    agency.byHand(ANN_OF_ACME);
    agency.byHand(
        "DELETE FROM item WHERE id = 131",
        "DELETE FROM orders WHERE id = 13",
        "DELETE FROM customer WHERE id = 3");
    run(job, 0);
    assertThat(agency.rows()).isEqualTo(agency.expected());
  }

  @Test
  void nothingIsDoneForAPersonOfWhomARowDoesNotTellWhoseCustomerItIs() throws Exception {
    OpenedJob job = agency.job(directory, Agency.JOB);
    agency.execute(
        "INSERT INTO customer SELECT 9, NULL, full_name, email, phone, created_at FROM customer"
            + " WHERE id = 1");
    agency.byHand(
        "INSERT INTO customer SELECT 9, NULL, full_name, email, phone, created_at FROM customer"
            + " WHERE id = 1");
    String ann = request(job, "acme");

    run(job, 8);

    assertThat(agency.rows()).isEqualTo(agency.expected());
    assertThat(job.command("request review", ann).out()).contains("Row 2 does not tell its tenant");
    agency.execute("UPDATE customer SET account = 'bolt' WHERE id = 9");
    agency.byHand("UPDATE customer SET account = 'bolt' WHERE id = 9");
    agency.byHand(ANN_OF_ACME);
    run(job, 0);
    assertThat(agency.rows()).isEqualTo(agency.expected());
  }

  @Test
  void aRuleOfOneTenantHasItsOwnCertificate() throws Exception {
    OpenedJob job =
        agency.job(
            directory,
            Agency.JOB
                + OLD_ORDERS
                + "  older: { records: crm.orders, keep: P99Y, from: at, then: delete }\n");
    agency.byHand("DELETE FROM item WHERE id = 111", "DELETE FROM orders WHERE id = 11");

    run(job, 0);

    assertThat(agency.rows()).isEqualTo(agency.expected());
    List<Certificate> certificates = job.certificates();
    assertThat(certificates).hasSize(2);
    Certificate acme =
        certificates.stream()
            .filter(one -> one.authority().tenant().equals(Optional.of("acme")))
            .findFirst()
            .orElseThrow();
    assertThat(acme.identity().type()).isEqualTo(CertificateType.RETENTION_RUN);
    assertThat(acme.authority().rules())
        .extracting(rule -> rule.id())
        .containsExactly("old-orders");
    assertThat(acme.targets())
        .extracting(target -> target.name(), target -> target.counts().deleted())
        .containsExactlyInAnyOrder(tuple("crm.orders", 1L), tuple("crm.item", 1L));
    assertThat(acme.verification()).isPresent();
    Certificate all =
        certificates.stream().filter(one -> !one.equals(acme)).findFirst().orElseThrow();
    assertThat(all.authority().tenant()).isEmpty();
    assertThat(all.authority().rules())
        .extracting(rule -> rule.id())
        .containsExactly("old-orders", "older", "erasure of customer");
  }

  @Test
  void aRuleIsRefusedWhereRowsOfAnotherTenantHangOnDueOnes() throws Exception {
    OpenedJob job =
        agency.job(
            directory,
            (Agency.JOB + OLD_ORDERS)
                .replace(
                    "orders: { column: account }",
                    "orders: { column: account }\n  crm.item: { column: account }"));
    String[] crossed = {
      "ALTER TABLE item ADD COLUMN account VARCHAR(20)",
      "UPDATE item SET account = 'acme' WHERE id IN (131)",
      "UPDATE item SET account = 'bolt' WHERE id IN (111, 121, 141)"
    };
    agency.execute(crossed);
    agency.byHand(crossed);

    CommandRun refused = job.command("run");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("CROSSED-TENANTS", "1 due row");
    assertThat(agency.rows()).isEqualTo(agency.expected());
  }

  private static String request(OpenedJob job, String tenant) {
    return request(job, tenant, ANN);
  }

  private static String request(OpenedJob job, String tenant, String person) {
    CommandRun added =
        job.typing(
            person + "\n", "request add", "--identifiers-from", "-", "--tenant", tenant, "--json");
    assertThat(added.exitCode()).as(added.err()).isZero();
    return added.json().get("id").asString();
  }

  private static CommandRun run(OpenedJob job, int exitCode) {
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    return run;
  }

  private static String state(OpenedJob job, String request, String field) {
    return job.command("request show", request, "--json").json().get(field).asString();
  }
}
