package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.H2Server;
import org.quietus.testing.JarProcess;
import tools.jackson.databind.JsonNode;

/**
 * Kills the real process at random moments while it takes a list of hashes in, and while it takes
 * persons out of dumps who are nowhere else: each entry gets one request, and its person goes. The
 * seed is printed; {@code -Dkills=N} and {@code -Dseed=N} choose others.
 */
@Tag("long")
class ListedInBackupsCrashIT {
  private static final List<Integer> LISTED = List.of(17, 18, 1_000, CrowdedShop.CUSTOMERS);
  private static final IntPredicate THE_OTHERS = id -> !LISTED.contains(id);
  private static final List<String> DAYS = List.of("monday", "tuesday", "wednesday");
  private static final String SCHEMA = "shop";

  private static final String JOB =
      CrowdedShop.JOB.replace("{ email: email }", "{ email: email, full_name: text }")
          + """
          object-stores:
            disk: { url: "${DISK}" }
          backups:
            nightly: { of: shop, in: disk, objects: "**.sql.gz", format: mysqldump, keep: P90D, on-erasure: rewrite }
          """;

  @TempDir private Path directory;
  private H2Server server;
  private OpenedJob job;
  private Path disk;

  @Test
  void killedAtRandomMomentsItTakesEachEntryInOnceAndItsPersonOutOfEachDump() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int kills = Integer.getInteger("kills", 6);
    Random random = new Random(seed);
    System.out.println("ListedInBackupsCrashIT seed " + seed + ", kills " + kills);
    fill();
    try {
      List<String> take =
          List.of(
              "request",
              "add",
              job.file().toString(),
              "--hashed",
              "sha-256",
              "--type",
              "email",
              "--file",
              list().toString(),
              "--report",
              directory.resolve("status.csv").toString());
      List<String> run = List.of("run", job.file().toString());
      killed(take, kills / 2, random);
      assertThat(requests()).hasSize(LISTED.size());
      killed(run, kills - kills / 2, random);
      ok(start(run));
      ok(start(take));
      check();
    } finally {
      server.stop();
    }
  }

  private void fill() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    server = new H2Server(directory);
    server.createSchema(SCHEMA);
    try (Connection connection = server.connect(SCHEMA);
        var statement = connection.createStatement()) {
      CrowdedShop.fill(connection);
      for (int id : LISTED) {
        statement.execute("DELETE FROM orders WHERE customer_id = " + id);
        statement.execute("DELETE FROM customer WHERE id = " + id);
      }
    }
    for (String day : DAYS) {
      Files.write(
          disk.resolve(day + ".sql.gz"),
          CrowdedShop.gzip(CrowdedShop.text(CrowdedShop.TABLES, id -> true)));
    }
    job =
        new OpenedJob(directory, server, SCHEMA, JOB)
            .at(Clock.systemUTC().instant().toString())
            .with("DISK", disk.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  private Path list() throws Exception {
    List<String> lines = new ArrayList<>(List.of("ID,Hash"));
    for (int id : LISTED) {
      lines.add("entry-" + id + "," + HashedListsContract.hash(CrowdedShop.email(id)));
    }
    lines.add("nobody," + HashedListsContract.hash("nobody@example.org"));
    return Files.write(directory.resolve("list.csv"), lines);
  }

  private JarProcess start(List<String> command) throws Exception {
    server.letGo();
    return JarProcess.start(directory, job.environment(), command.toArray(String[]::new));
  }

  private void killed(List<String> command, int kills, Random random) throws Exception {
    for (int n = 0; n < kills; n++) {
      start(command).killAfter(800 + random.nextLong(2_500));
    }
    ok(start(command));
  }

  private static void ok(JarProcess process) throws Exception {
    assertThat(process.exitCode()).as(process.output()).isZero();
  }

  private List<String> requests() {
    List<String> entries = new ArrayList<>();
    for (JsonNode request : job.command("request list", "--json").json()) {
      entries.add(request.get("evidence").asString());
    }
    assertThat(entries).doesNotHaveDuplicates();
    return entries;
  }

  private void check() throws Exception {
    String clean = CrowdedShop.text(CrowdedShop.TABLES, THE_OTHERS);
    for (String day : DAYS) {
      byte[] dump = Files.readAllBytes(disk.resolve(day + ".sql.gz"));
      assertThat(CrowdedShop.gunzip(dump).equals(clean)).as(day).isTrue();
    }
    List<String> expected = new ArrayList<>(List.of("Id,Status"));
    LISTED.forEach(id -> expected.add("entry-" + id + ",3"));
    expected.add("nobody,5");
    assertThat(Files.readAllLines(directory.resolve("status.csv"))).isEqualTo(expected);
    assertThat(requests()).hasSize(LISTED.size());
  }
}
