package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.cli.CommandRun;

/**
 * Requests are filed in a table of the application's, which is dumped with the others: nothing that
 * names an erased person stays in it, there or in dumps.
 */
abstract class FiledRequestsContract {
  static final String SCHEMA = "shop_filed";
  private static final int WHO_ASKED = 17;
  private static final int WHO_WAITS = 18;

  private static final String JOB =
      CrowdedShop.JOB
          + """
          requests: { inbox: shop.erasure_inbox }
          recipients: { push: { notify: "table:shop.notices", received: [email] } }
          object-stores:
            disk: { url: "${DISK}" }
          backups:
            nightly: { of: shop, in: disk, objects: "**.sql.gz", format: mysqldump, keep: P90D,
                       on-erasure: rewrite }
          """;

  @TempDir Path directory;
  private Path disk;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void open() throws Exception {
    engine().fresh(SCHEMA);
    try (Connection connection = engine().connect(SCHEMA)) {
      CrowdedShop.fill(connection);
    }
    engine().execute(SCHEMA, sample("inbox"));
    engine().execute(SCHEMA, sample("outbox"));
    disk = Files.createDirectory(directory.resolve("disk"));
    job =
        new OpenedJob(directory, engine().server(), SCHEMA, JOB)
            .with("DISK", disk.toUri().toString());
    ok(job.generateKeys());
  }

  private String[] sample(String name) throws IOException {
    String ddl = Files.readString(Path.of("sql/samples/" + name + ".sql")).replaceAll("--.*", "");
    String typed =
        engine().isH2()
            ? ddl
            : ddl.replace("TIMESTAMP(6)", "DATETIME(6)").replace("CLOB", "LONGTEXT");
    return typed.strip().split(";");
  }

  private void file(String type, String value, String received) throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO erasure_inbox (identifier_type, identifier_value, received_at, verified)"
                + " VALUES ('%s', '%s', %s, TRUE)".formatted(type, value, received));
  }

  private List<String> inbox() throws Exception {
    return engine().rows(SCHEMA).get("erasure_inbox");
  }

  private static String filed(int id, String type, String value) {
    return "(%d,NULL,NULL,NULL,'%s','%s',NULL,NULL,NULL,'2026-02-01 10:00:00',1,'new',NULL)"
        .formatted(id, type, value);
  }

  private static final String OTHERS = filed(3, "email", CrowdedShop.email(WHO_WAITS));

  /** A dump with all customers but one, and the inbox as it was before its rows were taken. */
  private void dump(String name, String... more) throws IOException {
    Files.write(disk.resolve(name + ".sql.gz"), CrowdedShop.gzip(text(true, more)));
  }

  private static String text(boolean whole, String... filed) {
    String text = CrowdedShop.text(CrowdedShop.TABLES, id -> whole || id != WHO_ASKED);
    String table =
        "CREATE TABLE `erasure_inbox` (`id` bigint(20) NOT NULL, `subject` varchar(100), `purpose`"
            + " varchar(63), `tenant` varchar(64), `identifier_type` varchar(20),"
            + " `identifier_value` varchar(1000), `ground` varchar(30), `requester` varchar(12),"
            + " `evidence` varchar(64), `received_at` datetime(6), `verified` tinyint(1), `state`"
            + " varchar(12) NOT NULL, `outcome` varchar(40), PRIMARY KEY (`id`)) ENGINE=InnoDB;\n"
            + "INSERT INTO `erasure_inbox` VALUES "
            + String.join(",", filed)
            + ";\n";
    return text.replace("-- Dump completed", table + "-- Dump completed");
  }

  private void assertClean(String name) throws IOException {
    String is = CrowdedShop.gunzip(Files.readAllBytes(disk.resolve(name + ".sql.gz")));
    assertThat(is.equals(text(false, OTHERS))).isTrue();
  }

  @Test
  void dumpsLoseThePersonsRowsOfTheInboxAtOnceAndLater() throws Exception {
    String theirs = filed(1, "email", "C17@example.org ");
    String wrong = filed(2, "mail", CrowdedShop.email(WHO_ASKED));
    dump("monday", theirs, wrong, OTHERS);
    file("email", CrowdedShop.email(WHO_ASKED), "NULL");

    ok(job.run());

    assertClean("monday");
    String request = job.command("request list", "--json").json().get(0).get("id").asString();
    assertThat(job.certificatesOf(request))
        .singleElement()
        .satisfies(
            certificate -> {
              assertThat(deleted(certificate, "nightly.erasure_inbox")).isEqualTo(2);
              assertThat(certificate.verification().orElseThrow().checks())
                  .extracting(check -> check.target(), check -> check.due())
                  .contains(tuple("nightly.erasure_inbox", 0L), tuple("nightly.notices", 0L));
            });

    dump("restored", theirs, wrong, OTHERS);
    ok(job.run());

    assertClean("restored");
    List<Certificate> certificates = job.certificatesOf(request);
    assertThat(deleted(certificates.get(certificates.size() - 1), "nightly.erasure_inbox"))
        .isEqualTo(2);
  }

  private static long deleted(Certificate certificate, String table) {
    return certificate.targets().stream()
        .filter(target -> target.name().equals(table))
        .mapToLong(target -> target.counts().deleted())
        .sum();
  }

  @Test
  void whatWasRejectedLosesItsIdentifierWithThePersonOrInTime() throws Exception {
    file("mail", CrowdedShop.email(WHO_ASKED), "NULL");
    file("mail", CrowdedShop.email(WHO_WAITS), "'2026-02-20 10:00:00'");
    file("email", "not an address", "'2099-01-01 00:00:00'");
    ok(job.at("2026-03-01T12:00:00Z").run());
    assertThat(inbox())
        .allMatch(row -> row.contains("state=rejected"))
        .noneMatch(row -> row.contains("identifier_value=null"));

    String request = job.request("email: " + CrowdedShop.email(WHO_ASKED));
    ok(job.run());

    assertThat(job.certificatesOf(request)).hasSize(1);
    assertThat(inbox())
        .filteredOn(row -> row.contains("identifier_value=null"))
        .singleElement()
        .asString()
        .contains("id=1 ", "identifier_type=null", "unknown-identifier-type");

    ok(job.at("2026-03-23T12:00:00Z").command("request intake"));
    assertThat(inbox())
        .filteredOn(row -> !row.contains("identifier_value=null"))
        .singleElement()
        .asString()
        .contains("id=3 ", "received_at=2026-03-01", "implausible-identifier");

    ok(job.at("2026-04-01T12:00:00Z").command("request intake"));
    assertThat(inbox())
        .hasSize(3)
        .allMatch(row -> row.contains("identifier_value=null") && row.contains("state=rejected"));
  }

  @Test
  void whatWasRejectedNamesNobodyOfAnotherKindAndNobodyWhoIsNotTheOnlyOne() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE employee (id INT PRIMARY KEY, phone VARCHAR(40), created_at "
                + engine().columns().moment()
                + ")",
            "ALTER TABLE customer ADD COLUMN phone VARCHAR(40)",
            "UPDATE customer SET phone = '+49 30 1001' WHERE id = " + WHO_ASKED,
            "UPDATE customer SET phone = '+49 30 1002' WHERE id = " + WHO_WAITS);
    job =
        new OpenedJob(
                directory,
                engine().server(),
                SCHEMA,
                JOB.replace(
                        "identifiers: { email: email }, created",
                        "identifiers: { email: email, phone: phone }, created")
                    .replace(
                        "erasure:\n",
                        "  employee: { records: shop.employee, identifiers: { phone: phone } }\n"
                            + "erasure:\n")
                    .replace("  records:\n", "  records:\n    shop.employee: { then: delete }\n"))
            .with("DISK", disk.toUri().toString());
    for (String kind : List.of("'customer'", "'employee'")) {
      engine()
          .execute(
              SCHEMA,
              "INSERT INTO erasure_inbox (subject, identifier_type, identifier_value, verified)"
                  + " VALUES (%s, 'fax', '+49 30 1001', TRUE)".formatted(kind),
              "INSERT INTO erasure_inbox (subject, identifier_type, identifier_value, verified)"
                  + " VALUES (%s, 'fax', '+49 30 1002', TRUE)".formatted(kind));
    }
    ok(job.run());
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET phone = '+49 30 1002' WHERE id IN (%d, 19)".formatted(WHO_WAITS));
    String first = asked(WHO_ASKED);
    String second = asked(WHO_WAITS);
    ok(job.run());

    assertThat(job.certificatesOf(first)).hasSize(1);
    assertThat(job.certificatesOf(second)).hasSize(1);
    assertThat(inbox())
        .filteredOn(row -> row.contains("identifier_value=null"))
        .singleElement()
        .asString()
        .contains("subject=customer", "id=1 ");
  }

  @Test
  void whatWasRejectedForWhatStandsBesideAnAddressGoesWithThePerson() throws Exception {
    String theirs = CrowdedShop.email(WHO_ASKED);
    String others = CrowdedShop.email(WHO_WAITS);
    dump("monday", filed(1, "email", "Ann Lee <" + theirs + ">"), OTHERS);
    file("email", "Ann Lee <" + theirs + ">", "NULL");
    file("email", "mailto:" + theirs, "NULL");
    file("email", theirs + ", " + others, "NULL");
    ok(job.run());

    String request = job.request("email: " + theirs);
    ok(job.run());

    assertClean("monday");
    assertThat(job.certificatesOf(request)).hasSize(1);
    assertThat(inbox())
        .filteredOn(row -> !row.contains("identifier_value=null"))
        .singleElement()
        .asString()
        .contains("id=3 ", "implausible-identifier");
  }

  @Test
  void dumpsLoseWhatWasFiledByAUuidHoweverItIsSpelledThere() throws Exception {
    String uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    String theirs = filed(1, "id", uuid.toUpperCase(Locale.ROOT));
    engine()
        .execute(SCHEMA, "UPDATE customer SET full_name = '" + uuid + "' WHERE id = " + WHO_ASKED);
    job =
        new OpenedJob(
                directory,
                engine().server(),
                SCHEMA,
                JOB.replace("{ email: email }", "{ email: email, full_name: id }"))
            .with("DISK", disk.toUri().toString());
    dump("monday", theirs, OTHERS);
    job.request("email: " + CrowdedShop.email(WHO_ASKED));

    ok(job.run());

    assertClean("monday");
    dump("tuesday", theirs, OTHERS);
    ok(job.at("2026-03-03T12:00:00Z").run());
    assertClean("tuesday");
  }

  private String asked(int customer) {
    return job.typing(
            "email: " + CrowdedShop.email(customer) + "\n",
            "request add",
            "--subject",
            "customer",
            "--identifiers-from",
            "-",
            "--json")
        .json()
        .get("id")
        .asString();
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
