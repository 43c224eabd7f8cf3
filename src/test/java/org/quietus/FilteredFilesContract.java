package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.Seeds;

/**
 * Files of which it is noted what values they have, beside the same files that are read each time.
 */
abstract class FilteredFilesContract {
  private static final String SCHEMA = "shop_filtered";
  private static final String SET =
      """
        %s:
          of: shop
          in: disk
          objects: "%s/**"
          format: %s
          persons: { customer: { mail: email, uid: id } }
          on-erasure: delete
          categories: { mail: contact }
      """;
  private static final String JOB =
      CrowdedShop.JOB
          + """
            clock: { settle: PT6H }
          categories: { shop.customer: { email: contact } }
          object-stores:
            disk: { url: "${DISK}" }
          files:
          """;

  @TempDir Path directory;
  private Path disk;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    try (Connection connection = engine().connect(SCHEMA)) {
      CrowdedShop.fill(connection);
    }
    disk = Files.createDirectory(directory.resolve("disk"));
  }

  private void open(String format) throws Exception {
    job =
        new OpenedJob(
                directory,
                engine().server(),
                SCHEMA,
                JOB
                    + SET.formatted("noted", "noted", format)
                    + "    filters: keep\n"
                    + SET.formatted("read", "read", format))
            .with("DISK", disk.toUri().toString());
    ok(job.generateKeys());
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private void both(String name, String content) throws IOException {
    for (String folder : List.of("noted", "read")) {
      Path file = Files.createDirectories(disk.resolve(folder)).resolve(name);
      Files.writeString(file, content);
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-02-01T00:00:00Z")));
    }
  }

  private List<String> contents(String folder) throws IOException {
    List<String> contents = new ArrayList<>();
    try (var files = Files.list(disk.resolve(folder))) {
      for (Path file : files.sorted().toList()) {
        contents.add(file.getFileName() + "\n" + Files.readString(file));
      }
    }
    return contents;
  }

  /** A person's record, in one of the ways in which programs write such. */
  private static String line(Random random, int customer) {
    String mail = CrowdedShop.email(customer);
    return switch (random.nextInt(7)) {
      case 0 -> "{\"mail\":\"%s\",\"uid\":%d}".formatted(mail, customer);
      case 1 -> "{\"uid\":\"%d\"}".formatted(customer);
      case 2 -> "{\"uid\":%d.0,\"mail\":null}".formatted(customer);
      case 3 -> "{\"mail\":\" %s \"}".formatted(mail.toUpperCase(java.util.Locale.ROOT));
      case 4 -> "{\"uid\":0%d}".formatted(0).replace("00", String.valueOf(customer));
      case 5 -> "{\"mail\":\"was@example.org\",\"uid\":%d}".formatted(customer);
      default -> "{\"mail\":\"\\u0063%s\"}".formatted(mail.substring(1));
    };
  }

  private long notes() throws Exception {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(DISTINCT version_token) FROM quietus.value_filter")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void filtersRuleOutNobodyWhoIsThere() throws Exception {
    long seed = Seeds.few(1).findFirst().orElseThrow();
    System.out.println("filtered files, seed " + seed);
    Random random = new Random(seed);
    open("jsonl");
    for (int file = 0; file < 8; file++) {
      StringBuilder lines = new StringBuilder();
      for (int n = 0; n < 25; n++) {
        lines.append(line(random, 1 + random.nextInt(60))).append('\n');
      }
      both("f%d.jsonl".formatted(file), lines.toString());
    }

    for (int round = 0; round < 5; round++) {
      job.request("email: " + CrowdedShop.email(10 * round + 1 + random.nextInt(5)));
      job.request("email: " + CrowdedShop.email(10 * round + 6 + random.nextInt(5)));
      CommandRun run = job.at("2026-03-0%dT12:00:00Z".formatted(round + 2)).run();

      ok(run);
      assertThat(contents("noted")).as("round " + round).isEqualTo(contents("read"));
      assertThat(notes()).isEqualTo(8);
      if (round > 0) {
        assertThat(run.err())
            .contains("files 'noted': ", "not read again")
            .doesNotContain("files 'read': ");
      }
    }
  }

  @Test
  void whatIsNamedBesideRecordsIsLookedAtWithoutReading() throws Exception {
    open("csv");
    both("a.csv", "mail,uid,about\nc30@example.org,30,x\n");
    both("b.csv", "mail,uid,C18@Example.org\nc30@example.org,30,x\n");
    both("c17@example.org.csv", "mail,uid\nc30@example.org,30\n");
    job.request("email: " + CrowdedShop.email(5));
    ok(job.run());
    job.request("email: " + CrowdedShop.email(17));
    job.request("email: " + CrowdedShop.email(18));

    CommandRun run = job.at("2026-03-02T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.err()).isEqualTo(8);
    assertThat(run.err().lines().filter(line -> line.contains("'noted'")))
        .anyMatch(line -> line.contains("a column is called like somebody who is sought"))
        .anyMatch(line -> line.contains("its key names somebody who is sought"))
        .anyMatch(line -> line.contains("1 object version was not read again"));
  }

  @Test
  void whatCouldNotBeUnderstoodIsReadEachTime() throws Exception {
    open("jsonl");
    both("a.jsonl", "{\"mail\":{\"of\":\"c17@example.org\"}}\n");
    job.request("email: " + CrowdedShop.email(5));
    assertThat(job.run().exitCode()).isEqualTo(8);
    assertThat(notes()).isZero();
    job.request("email: " + CrowdedShop.email(17));

    assertThat(job.at("2026-03-02T12:00:00Z").run().err()).doesNotContain("not read again");
  }

  @Test
  void aRecordThatMayBeSomebodysSparesNothing() throws Exception {
    open("jsonl");
    both("a.jsonl", "{\"mail\":\"c5@example.org\",\"uid\":\"1.234\"}\n");
    Files.setLastModifiedTime(
        disk.resolve("noted/a.jsonl"), FileTime.from(Instant.parse("2026-11-30T00:00:00Z")));
    job.request("email: " + CrowdedShop.email(5));

    assertThat(job.run().exitCode()).isEqualTo(8);

    assertThat(notes()).isZero();
  }

  @Test
  void filtersGoWithTheirObjectTheirKeyAndTheirSetting() throws Exception {
    open("jsonl");
    both("a.jsonl", "{\"mail\":\"c17@example.org\"}\n");
    both("b.jsonl", "{\"mail\":\"c18@example.org\"}\n");
    job.request("email: " + CrowdedShop.email(5));
    ok(job.run());
    assertThat(notes()).isEqualTo(2);

    Files.delete(disk.resolve("noted/a.jsonl"));
    ok(job.at("2026-03-02T12:00:00Z").run());
    assertThat(notes()).isEqualTo(1);

    ok(job.command("key rotate"));
    ok(job.at("2026-03-03T12:00:00Z").run());
    assertThat(notes()).isEqualTo(1);
    Files.writeString(job.file(), Files.readString(job.file()).replace("    filters: keep\n", ""));
    ok(job.command("approve", job.command("plan", "--json").json().get("fingerprint").asString()));
    ok(job.at("2026-03-04T12:00:00Z").run());
    assertThat(notes()).isZero();
  }

  /** Where nobody looked, somebody who was erased may be. */
  @Test
  void whoWasErasedIsSoughtAgainWhereMoreIsLookedAt() throws Exception {
    open("jsonl");
    both("a.jsonl", "{\"to\":\"c17@example.org\"}\n{\"to\":\"c18@example.org\"}\n");
    job.request("email: " + CrowdedShop.email(17));
    ok(job.run());
    ok(job.at("2026-03-02T12:00:00Z").run());
    assertThat(contents("read").toString()).contains("c17@");

    Files.writeString(
        job.file(),
        Files.readString(job.file())
            .replace("{ mail: email, uid: id }", "{ mail: email, to: email, uid: id }"));
    ok(job.command("approve", job.command("plan", "--json").json().get("fingerprint").asString()));
    ok(job.at("2026-03-03T12:00:00Z").run());

    assertThat(contents("noted")).isEqualTo(contents("read"));
    assertThat(contents("read").toString()).contains("c18@").doesNotContain("c17@");
    ok(job.at("2026-03-04T12:00:00Z").run());
    assertThat(contents("read").toString()).contains("c18@");
  }

  @Test
  void filtersThatWouldSpareNothingAreRefused() throws Exception {
    open("jsonl");
    Files.writeString(
        job.file(),
        Files.readString(job.file())
            .replace(
                "    filters: keep\n",
                "    filters: keep\n    from: at\n    records: { keep: P1Y, then: delete }\n"));

    CommandRun validate = job.command("validate");

    assertThat(validate.exitCode()).isEqualTo(2);
    assertThat(validate.out() + validate.err()).contains("filters", "a filter would spare nothing");
  }
}
