package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** What devices report stays for statistics, and tells of nobody any more. */
abstract class TelemetryContract {
  private static final String SCHEMA = "telemetry";
  private static final String NOTE = "Ann Lee 李雷 called from 0170-12345678, not Annual";
  private static final String PAYLOAD =
      "{\"owner\":\"Ann\",\"battery\":87,\"app\":\"1.2\",\"places\":[{\"lat\":52.520008}]}";

  private static final String JOB =
      """
      quietus: 1
      job: devices
      controller: Example Ltd
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        person:
          records: crm.person
          identifiers: { full_name: name, phone: phone, email: email }
          created: created_at
      anonymise:
        crm.telemetry:
          mark: anonymised_at
          with:
            device: random
            lat: { grid: 0.1 }
            lon: { grid: 0.1 }
            place: { grid: 0.5 }
            speed: { bucket: 10 }
            at: day
            ip: { network: 16 }
            payload: { json: { owner: redact, battery: { bucket: 25 }, "places[*].lat": { grid: 1 } } }
            note: text
      retention:
        old: { records: crm.telemetry, keep: P1Y, from: at, then: anonymise }
      erasure:
        records:
          crm.person: { then: delete }
          crm.telemetry: { then: anonymise }
      object-stores:
        disk: { url: "${DISK}" }
      backups:
        nightly: { of: crm, in: disk, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
      """;

  @TempDir Path directory;
  private OpenedJob job;
  private Path dump;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    boolean h2 = engine().isH2();
    String moment = h2 ? "TIMESTAMP" : "DATETIME";
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE TABLE person (id INT PRIMARY KEY, full_name VARCHAR(60), phone VARCHAR(20),"
            + " email VARCHAR(60), created_at "
            + moment
            + ")");
    statements.add(
        "CREATE TABLE telemetry (id INT PRIMARY KEY, person_id INT, device VARCHAR(20),"
            + " lat DOUBLE PRECISION, lon DECIMAL(9,6), place "
            + (h2 ? "GEOMETRY(POINT)" : "POINT")
            + ", speed INT, at "
            + moment
            + ", ip VARCHAR(40), payload "
            + "JSON"
            + ", note VARCHAR(200), anonymised_at "
            + moment
            + ","
            + " FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE SET NULL)");
    statements.add("CREATE INDEX telemetry_at ON telemetry (at)");
    statements.add("CREATE INDEX telemetry_person ON telemetry (person_id)");
    for (Person person : Person.values()) {
      statements.add("INSERT INTO person VALUES " + person.row());
    }
    for (int id = 1; id <= 5; id++) {
      String place =
          h2 ? "'POINT (13.404954 -52.520008)'" : "ST_GeomFromText('POINT(13.404954 -52.520008)')";
      String payload = h2 ? "JSON '" + PAYLOAD + "'" : "'" + PAYLOAD + "'";
      statements.add("INSERT INTO telemetry VALUES " + reported(id, place, payload));
    }
    engine().execute(SCHEMA, statements.toArray(String[]::new));
    dump = Files.createDirectory(directory.resolve("disk")).resolve("monday.sql");
    Files.writeString(dump, dumped());
    job =
        new OpenedJob(directory, engine().server(), SCHEMA, JOB)
            .with("DISK", dump.getParent().toUri().toString());
    job.generateKeys();
  }

  private enum Person {
    ANN("(1,'Ann Lee','+4917012345678','ann@example.org','2020-01-01 00:00:00')"),
    BO("(2,'李雷','13800138000','bo@example.org','2020-01-01 00:00:00')");

    private final String row;

    Person(String row) {
      this.row = row;
    }

    String row() {
      return row;
    }
  }

  /** Rows 1 to 3 are Ann's, two of them of one device; 4 and 5 are Bo's, one of the same device. */
  private static String reported(int id, String place, String payload) {
    String device = id == 2 ? "d-77aa" : "d-4b1f";
    return "(%d,%d,'%s',52.520008,-13.404954,%s,%d,'2026-0%d-03 04:05:06','10.1.2.3',%s,'%s',NULL)"
        .formatted(id, id <= 3 ? 1 : 2, device, place, 100 + id, id == 3 ? 1 : 2, payload, NOTE);
  }

  private static String dumped() {
    StringBuilder text =
        new StringBuilder(
            """
            -- MariaDB dump
            /*!40101 SET NAMES utf8mb4 */;
            /*!40103 SET TIME_ZONE='+00:00' */;
            CREATE TABLE `person` (
              `id` int(11) NOT NULL,
              `full_name` varchar(60) DEFAULT NULL,
              `phone` varchar(20) DEFAULT NULL,
              `email` varchar(60) DEFAULT NULL,
              `created_at` datetime DEFAULT NULL,
              PRIMARY KEY (`id`)
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
            """);
    text.append("INSERT INTO `person` VALUES ");
    text.append(Person.ANN.row()).append(',').append(Person.BO.row()).append(";\n");
    text.append(
        """
        CREATE TABLE `telemetry` (
          `id` int(11) NOT NULL,
          `person_id` int(11) DEFAULT NULL,
          `device` varchar(20) DEFAULT NULL,
          `lat` double DEFAULT NULL,
          `lon` decimal(9,6) DEFAULT NULL,
          `place` point DEFAULT NULL,
          `speed` int(11) DEFAULT NULL,
          `at` datetime DEFAULT NULL,
          `ip` varchar(40) DEFAULT NULL,
          `payload` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`payload`)),
          `note` varchar(200) DEFAULT NULL,
          `anonymised_at` datetime DEFAULT NULL,
          PRIMARY KEY (`id`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
        INSERT INTO `telemetry` VALUES\s\
        """);
    String place = "0x000000000101000000E5D4CE30B5CF2A40E4A08499B6424AC0";
    for (int id = 1; id <= 5; id++) {
      text.append(id == 1 ? "" : ",")
          .append(reported(id, place, "'" + PAYLOAD.replace("\"", "\\\"") + "'"));
    }
    return text.append(";\n-- Dump completed on 2026-02-28  2:00:00\n").toString();
  }

  @Test
  void deviceCloudIn_2_3_whatDevicesReportedIsCoarsenedAlikeInTheDatabaseAndInDumps()
      throws Exception {
    job.request("email: ann@example.org\nphone: +4917012345678");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    List<String> rows = engine().rows(SCHEMA).get("telemetry");
    String written = Files.readString(dump, StandardCharsets.UTF_8);
    for (int id = 1; id <= 3; id++) {
      String row = row(rows, id);
      String dumped = insert(written, id);
      assertThat(number(row, "lat")).isEqualTo(52.5);
      assertThat(number(row, "lon")).isEqualTo(-13.4);
      assertThat(row)
          .contains("speed=100", "ip=10.1.0.0", "-03", "00:00")
          .contains("note=*** 李雷 called from ***, not Annual")
          .doesNotContain("d-4b1f", "d-77aa", "Ann Lee", "1234567", "04:05", "52.52", "13.404");
      assertThat(row.replaceAll("[\\\\ ]", ""))
          .contains("\"owner\":\"***\"", "\"battery\":75", "\"app\":\"1.2\"", "\"lat\":52");
      assertThat(dumped)
          .contains(",52.5,", ",-13.4", ",100,", "'10.1.0.0'", "-03 00:00'")
          .contains("'*** 李雷 called from ***, not Annual'")
          .contains("\\\"owner\\\":\\\"***\\\"", "\\\"battery\\\":75", "\\\"lat\\\":52")
          .doesNotContain("d-4b1f", "d-77aa", "Ann Lee", "1234567", "04:05", "52.52", "13.404");
    }
    assertThat(device(row(rows, 1))).isEqualTo(device(row(rows, 3)));
    assertThat(device(row(rows, 1))).isNotEqualTo(device(row(rows, 2)));
    assertThat(insert(written, 1).split(",")[2]).isEqualTo(insert(written, 3).split(",")[2]);
    assertThat(insert(written, 1)).doesNotContain(device(row(rows, 1)));
    assertThat(row(rows, 4)).contains("d-4b1f", NOTE);
    assertThat(insert(written, 4)).contains("d-4b1f", NOTE);
    assertThat(job.at("2026-03-02T12:00:00Z").run().json().get("byTable").size()).isZero();
    assertThat(Files.readString(dump, StandardCharsets.UTF_8)).isEqualTo(written);
  }

  @Test
  void aRuleThatAnonymisesBlacksOutWhoseRowItIsAndTellsTheirIdsFromOthers() throws Exception {
    CommandRun run = job.at("2027-06-01T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    List<String> rows = engine().rows(SCHEMA).get("telemetry");
    assertThat(row(rows, 1)).contains("note=*** 李雷 called from ***, not Annual");
    assertThat(row(rows, 4)).contains("note=Ann Lee ** called from 0170-12345678, not Annual");
    assertThat(device(row(rows, 1))).isEqualTo(device(row(rows, 3)));
    assertThat(device(row(rows, 4))).isEqualTo(device(row(rows, 5)));
    assertThat(device(row(rows, 1))).isNotEqualTo(device(row(rows, 4)));
    assertThat(job.at("2027-06-02T12:00:00Z").run().json().get("byTable").size()).isZero();
  }

  @Test
  void refusesATextOfWhichNothingTellsWhoseItIs() throws Exception {
    String yaml =
        JOB.replace("    crm.telemetry: { then: anonymise }\n", "")
            .replaceAll("(?s)object-stores:.*", "")
            .replace("created_at\n", "created_at\n    shares: [ crm.telemetry ]\n");

    CommandRun valid =
        new OpenedJob(directory, engine().server(), SCHEMA, yaml).command("validate");

    assertThat(valid.exitCode()).isEqualTo(2);
    assertThat(valid.out() + valid.err()).contains("crm.telemetry.note", "whose text");
  }

  private static String row(List<String> rows, int id) {
    return rows.stream().filter(row -> row.startsWith("id=" + id + " ")).findFirst().orElseThrow();
  }

  private static String device(String row) {
    return found("device=(\\S+)", row);
  }

  private static double number(String row, String column) {
    return Double.parseDouble(found(column + "=(\\S+)", row));
  }

  private static String insert(String dump, int id) {
    return found("(?s)INSERT INTO `telemetry`.*?(\\(" + id + ",.*?\\))[,;]", dump);
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }
}
