package org.quietus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Occasion;
import org.quietus.format.zstd.ZstdCodec;
import org.quietus.testing.H2Server;
import org.quietus.testing.JarProcess;

/**
 * Kills the real process at random moments while it takes records out of log files and removes what
 * rows named, and gives it a log larger than its memory. The seed is printed; {@code -Dkills=N} and
 * {@code -Dseed=N} choose others.
 */
@Tag("long")
class FileCrashIT {
  private static final int WHO_ASKS = 17;
  private static final int LINES = 20_000;
  private static final String SCHEMA = "shop";
  private static final IntPredicate STAYS =
      n -> n % 10 != 0 && n % CrowdedShop.CUSTOMERS != WHO_ASKS;

  private static final String JOB =
      CrowdedShop.JOB
          + """
          object-stores:
            disk: { url: "${DISK}" }
          files:
            logs:
              of: shop
              in: disk
              objects: "logs/*"
              format: jsonl
              from: at
              records: { keep: P10Y, then: delete }
              persons: { customer: { mail: email } }
              on-erasure: delete
            media: { of: shop, in: disk, objects: "media/*", format: opaque, named-by: [ shop.customer.photo ] }
          """;

  @TempDir private Path directory;

  private static byte[] line(int n) {
    String at = n % 10 == 0 ? "2010-01-01T00:00:00Z" : "2025-06-01T00:00:00Z";
    String mail = CrowdedShop.email(n % CrowdedShop.CUSTOMERS);
    // joined, for a format takes its time a million times
    return ("{\"at\":\""
            + at
            + "\",\"mail\":\""
            + mail
            + "\",\"n\":"
            + n
            + ",\"pad\":\""
            + "x".repeat(n % 300)
            + "\"}\n")
        .getBytes(UTF_8);
  }

  private static void write(OutputStream out, int lines, IntPredicate which) throws IOException {
    for (int n = 1; n <= lines; n++) {
      if (which.test(n)) {
        out.write(line(n));
      }
    }
  }

  private static String digest(InputStream in) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private final class Round implements AutoCloseable {
    private final Path disk;
    private final H2Server server;
    private final OpenedJob job;

    Round(int number) throws Exception {
      Path home = Files.createDirectory(directory.resolve("round-" + number));
      disk = Files.createDirectory(home.resolve("disk"));
      Files.createDirectory(disk.resolve("logs"));
      Files.createDirectory(disk.resolve("media"));
      server = new H2Server(home);
      server.createSchema(SCHEMA);
      try (Connection connection = server.connect(SCHEMA);
          Statement statement = connection.createStatement()) {
        CrowdedShop.fill(connection);
        statement.execute("ALTER TABLE customer ADD COLUMN photo VARCHAR(80)");
        statement.execute("UPDATE customer SET photo = CONCAT('media/', id) WHERE id < 100");
      }
      for (int id = 1; id < 100; id++) {
        Files.writeString(disk.resolve("media/" + id), "a face");
      }
      job =
          new OpenedJob(home, server, SCHEMA, JOB)
              .at(Clock.systemUTC().instant().toString())
              .with("DISK", disk.toUri().toString());
      assertThat(job.generateKeys().exitCode()).isZero();
      job.request("email: " + CrowdedShop.email(WHO_ASKS));
    }

    private void fill() throws IOException {
      try (OutputStream plain =
              new BufferedOutputStream(Files.newOutputStream(disk.resolve("logs/a.jsonl")));
          OutputStream zipped =
              new GZIPOutputStream(Files.newOutputStream(disk.resolve("logs/b.jsonl.gz")));
          OutputStream framed =
              new ZstdCodec().encode(Files.newOutputStream(disk.resolve("logs/c.jsonl.zst")))) {
        write(plain, LINES, n -> true);
        write(zipped, LINES, n -> true);
        write(framed, LINES, n -> true);
      }
    }

    JarProcess start() throws SQLException {
      server.letGo();
      return JarProcess.start(job.directory(), job.environment(), "run", job.file().toString());
    }

    void check() throws Exception {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      write(expected, LINES, STAYS);
      assertThat(Files.readAllBytes(disk.resolve("logs/a.jsonl")))
          .isEqualTo(expected.toByteArray());
      try (InputStream in =
          new GZIPInputStream(Files.newInputStream(disk.resolve("logs/b.jsonl.gz")))) {
        assertThat(in.readAllBytes()).isEqualTo(expected.toByteArray());
      }
      try (InputStream in =
          new ZstdCodec().decode(Files.newInputStream(disk.resolve("logs/c.jsonl.zst")))) {
        assertThat(in.readAllBytes()).isEqualTo(expected.toByteArray());
      }
      assertThat(disk.resolve("media/" + WHO_ASKS)).doesNotExist();
      try (var left = Files.list(disk.resolve("media"))) {
        assertThat(left).hasSize(98);
      }
      long gone = IntStream.rangeClosed(1, LINES).filter(STAYS.negate()).count();
      assertThat(deleted("logs.(records)")).isEqualTo(3 * gone);
      assertThat(deleted("media.(objects)")).isEqualTo(1);
    }

    private long deleted(String target) {
      return job.certificates().stream()
          .filter(one -> one.identity().occasion().kind() == Occasion.Kind.RUN)
          .flatMap(one -> one.targets().stream())
          .filter(each -> each.name().equals(target))
          .mapToLong(each -> each.counts().deleted())
          .sum();
    }

    @Override
    public void close() {
      server.stop();
    }
  }

  @Test
  void killedAtRandomMomentsItTakesEachRecordOutOnceAndLeavesNoObjectWithoutItsRow()
      throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int kills = Integer.getInteger("kills", 5);
    Random random = new Random(seed);
    System.out.println("FileCrashIT seed " + seed + ", kills " + kills);
    long wholeRun;
    try (Round shop = new Round(0)) {
      shop.fill();
      long start = System.nanoTime();
      JarProcess process = shop.start();
      assertThat(process.exitCode()).as(process.output()).isZero();
      wholeRun = (System.nanoTime() - start) / 1_000_000;
      shop.check();
    }
    int killed = 0;
    for (int round = 1; killed < kills; round++) {
      try (Round shop = new Round(round)) {
        shop.fill();
        boolean running = true;
        while (running) {
          JarProcess process = shop.start();
          long moment = wholeRun / 4 + random.nextLong(wholeRun * 3 / 4);
          running = killed < kills && process.killAfter(moment);
          killed += running ? 1 : 0;
          if (!running) {
            assertThat(process.exitCode()).as(process.output()).isZero();
          }
        }
        shop.check();
      }
    }
  }

  @Test
  void aLogLargerThanTheMemoryIsWorkedOffOnceALineLongerThanItMayBeIsGone() throws Exception {
    byte[] endless = new byte[40 << 20];
    Arrays.fill(endless, (byte) ' ');
    endless[endless.length - 1] = '\n';
    endless[0] = '"';
    try (Round shop = new Round(0)) {
      Path log = shop.disk.resolve("logs/a.jsonl");
      write(log, endless, n -> true);
      assertThat(Files.size(log)).isGreaterThan(220L << 20);
      String before = digest(log);

      JarProcess process = shop.start();

      assertThat(process.exitCode()).as(process.output()).isEqualTo(8);
      assertThat(process.output()).contains("is damaged: line 1000001: longer than 16777216 bytes");
      assertThat(digest(log)).isEqualTo(before);

      write(log, new byte[0], n -> true);
      JarProcess again = shop.start();

      assertThat(again.exitCode()).as(again.output()).isZero();
      Path expected = directory.resolve("expected");
      write(expected, new byte[0], STAYS);
      assertThat(digest(log)).isEqualTo(digest(expected));
    }
  }

  private static void write(Path log, byte[] between, IntPredicate which) throws Exception {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(log))) {
      write(out, 1_000_000, which);
      out.write(between);
      write(out, 1_000, which);
    }
  }

  private static String digest(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return digest(in);
    }
  }
}
