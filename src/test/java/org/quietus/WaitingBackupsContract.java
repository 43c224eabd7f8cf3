package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;

/** Backups that are not rewritten: they wait for the next one, or are put beyond use. */
abstract class WaitingBackupsContract {
  private static final String SCHEMA = "shop_waiting";
  private static final int WHO_ASKED = 17;

  /** A server dates the erasure by its own clock. */
  private final Instant today = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private static final String JOB =
      CrowdedShop.JOB
          + """
          object-stores:
            disk: { url: "${DISK}" }
          backups:
            nightly: { of: shop, in: disk, objects: "nightly/*", format: opaque, keep: P90D, on-erasure: WHAT }
          """;

  @TempDir Path directory;
  private Path nightly;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    try (Connection connection = engine().connect(SCHEMA)) {
      CrowdedShop.fill(connection);
    }
    nightly = Files.createDirectories(directory.resolve("disk").resolve("nightly"));
  }

  private String erased(String onErasure, String... moreSets) throws Exception {
    String yaml = JOB.replace("WHAT", onErasure) + String.join("", moreSets);
    job =
        new OpenedJob(directory, engine().server(), SCHEMA, yaml)
            .with("DISK", directory.resolve("disk").toUri().toString())
            .at(today.toString());
    ok(job.generateKeys());
    backup("sunday", hours(-7 * 24));
    backup("monday", hours(-10));
    String request = job.request("email: " + CrowdedShop.email(WHO_ASKED));
    ok(run(0));
    return request;
  }

  private Instant hours(int hours) {
    return today.plus(Duration.ofHours(hours));
  }

  private CommandRun run(int hours) {
    return job.at(hours(hours).toString()).run();
  }

  private void backup(String name, Instant made) throws Exception {
    Path file = Files.writeString(nightly.resolve(name), "everybody as of " + made);
    Files.setLastModifiedTime(file, FileTime.from(made));
  }

  private List<String> objects() throws Exception {
    try (var files = Files.list(nightly)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private List<Residuals.Copy> backups(Certificate certificate) {
    return certificate.residuals().copies().stream()
        .filter(copy -> copy.place() == Residuals.Place.BACKUP)
        .toList();
  }

  @Test
  void kaiconn_3_6_backupsAreErasedAtTheNextRefresh() throws Exception {
    String request = erased("at-refresh");

    assertThat(objects()).containsExactly("monday", "sunday");
    Certificate first = job.certificatesOf(request).get(0);
    assertThat(first.outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(backups(first))
        .extracting(copy -> copy.of(), copy -> copy.protection(), copy -> copy.followUp())
        .containsExactly(tuple("nightly", "awaiting-refresh", true));
    assertThat(job.certificates())
        .filteredOn(one -> one.identity().type() == CertificateType.RETENTION_RUN)
        .flatExtracting(this::backups)
        .extracting(copy -> copy.protection(), copy -> copy.followUp())
        .as("nothing follows up on a run's own")
        .containsExactly(tuple("awaiting-refresh", false));
    assertThat(job.command("request show", request, "--json").json().get("state").asString())
        .isEqualTo("completed");
    ok(run(6));
    assertThat(objects()).containsExactly("monday", "sunday");
    assertThat(job.certificatesOf(request)).hasSize(1);

    backup("tuesday", hours(14)); // it may have been begun before
    ok(run(16));
    assertThat(objects()).containsExactly("monday", "sunday", "tuesday");
    assertThat(job.certificatesOf(request)).hasSize(1);

    backup("wednesday", hours(38));
    ok(run(40));

    assertThat(objects()).containsExactly("wednesday");
    List<Certificate> certificates = job.certificatesOf(request);
    assertThat(certificates).hasSize(2);
    assertThat(certificates.get(1).identity().type()).isEqualTo(CertificateType.FOLLOW_UP);
    assertThat(backups(certificates.get(1))).isEmpty();
    assertThat(certificates.get(1).targets()).hasSameSizeAs(first.targets());
    ok(run(48));
    assertThat(job.certificatesOf(request)).hasSize(2);
  }

  @Test
  void aFollowUpStillNamesTheSetOfWhichACopyIsLeft() throws Exception {
    Path archive = Files.createDirectories(directory.resolve("disk").resolve("archive"));
    Path old = Files.writeString(archive.resolve("old"), "an older backup");
    Files.setLastModifiedTime(old, FileTime.from(hours(-10)));
    String request =
        erased(
            "at-refresh",
            "  archive: { of: shop, in: disk, objects: \"archive/*\", format: opaque, keep: P90D,"
                + " on-erasure: isolate }\n");
    assertThat(backups(job.certificatesOf(request).get(0)))
        .extracting(copy -> copy.of())
        .containsExactlyInAnyOrder("nightly", "archive");

    backup("wednesday", hours(38));
    ok(run(40));

    assertThat(objects()).containsExactly("wednesday");
    assertThat(old).exists();
    assertThat(job.certificatesOf(request)).hasSize(2);
    assertThat(backups(job.certificatesOf(request).get(1)))
        .extracting(copy -> copy.of(), copy -> copy.protection())
        .containsExactly(tuple("archive", "isolated"));
  }

  @Test
  void aRefreshTakesNothingWhenNobodyWasErasedSince() throws Exception {
    erased("at-refresh");
    backup("wednesday", hours(38));
    ok(run(40));

    backup("thursday", hours(62));
    ok(run(64));

    assertThat(objects()).containsExactly("thursday", "wednesday");
  }

  @Test
  void aBackupThatIsDatedInTheFutureRefreshesNothing() throws Exception {
    erased("at-refresh");
    backup("tuesday", hours(400 * 24));

    ok(run(24));

    assertThat(objects()).containsExactly("monday", "sunday", "tuesday");
  }

  @Test
  void anEmptyBackupRefreshesNothing() throws Exception {
    erased("at-refresh");
    Path empty = Files.createFile(nightly.resolve("tuesday"));
    Files.setLastModifiedTime(empty, FileTime.from(hours(38)));

    ok(run(40));

    assertThat(objects()).containsExactly("monday", "sunday", "tuesday");
  }

  /** As a dump whose program failed. */
  @Test
  void halfADumpRefreshesNothing() throws Exception {
    boolean postgres = engine().isPostgres();
    String first = postgres ? "--\n-- PostgreSQL database dump\n--\n" : "-- MySQL dump 10.13\n";
    String last =
        postgres ? "--\n-- PostgreSQL database dump complete\n--\n" : "-- Dump completed\n";
    String rows =
        postgres ? "COPY thing (id) FROM stdin;\n1\n\\.\n" : "INSERT INTO thing VALUES (1);\n";
    String half = first + "CREATE TABLE thing (id integer);\n" + rows;
    erased(
        "isolate",
        "  dumps: { of: shop, in: disk, objects: \"dumps/*\", format: %s, keep: P90D, on-erasure: at-refresh }\n"
            .formatted(postgres ? "pg_dump" : "mysqldump"));
    Path dumps = Files.createDirectories(directory.resolve("disk").resolve("dumps"));
    Path monday = written(dumps.resolve("monday.sql"), half + last, -10);
    Path wednesday = written(dumps.resolve("wednesday.sql"), half, 38);

    ok(run(40));

    assertThat(monday).exists();

    written(wednesday, half + last, 38);
    ok(run(41));

    assertThat(monday).doesNotExist();
  }

  private Path written(Path file, String text, int hours) throws Exception {
    Files.writeString(file, text);
    return Files.setLastModifiedTime(file, FileTime.from(hours(hours)));
  }

  @Test
  void ciie_4_2_anIsolatedBackupIsBeyondUseUntilItsPeriodHasPassed() throws Exception {
    String request = erased("isolate");

    Certificate first = job.certificatesOf(request).get(0);
    assertThat(backups(first))
        .extracting(copy -> copy.protection(), copy -> copy.latestExpiry().orElseThrow())
        .containsExactly(
            tuple(
                "isolated",
                LocalDate.ofInstant(hours(-10), ZoneId.of("Europe/Berlin")).plusDays(91)));
    backup("tuesday", hours(20));
    ok(run(24));
    assertThat(objects()).containsExactly("monday", "sunday", "tuesday");
    assertThat(job.certificatesOf(request)).hasSize(1);
    ok(run(90 * 24 + 14));
    assertThat(objects()).containsExactly("tuesday");
    assertThat(job.certificatesOf(request)).as("tuesday's may have been begun before").hasSize(1);

    backup("june", hours(92 * 24));
    ok(run(92 * 24 + 10));

    assertThat(objects()).containsExactly("june");
    assertThat(backups(job.certificatesOf(request).get(1))).isEmpty();
  }
}
