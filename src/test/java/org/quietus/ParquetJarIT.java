package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.DuckDb;
import org.quietus.testing.H2Server;
import org.quietus.testing.JarProcess;

/**
 * The finished jar holds all that Parquet files need, and does not load it before there are any.
 */
@Tag("long")
class ParquetJarIT {
  private static final int WHO_ASKS = 17;
  private static final String SCHEMA = "shop";
  private static final String JOB =
      CrowdedShop.JOB
          + """
          object-stores:
            disk: { url: "${DISK}" }
          files:
            lake:
              of: shop
              in: disk
              objects: "lake/*"
              format: parquet
              from: at
              persons: { customer: { who.mail: email } }
              on-erasure: delete
          """;

  @TempDir private Path directory;

  @Test
  void takesRowsOutOfFilesOfEveryCompressionWithLittleMemory() throws Exception {
    Path lake = Files.createDirectories(directory.resolve("disk/lake"));
    Path loaded = directory.resolve("loaded.txt");
    H2Server server = new H2Server(Files.createDirectory(directory.resolve("home")));
    server.createSchema(SCHEMA);
    try (Connection connection = server.connect(SCHEMA)) {
      CrowdedShop.fill(connection);
    }
    OpenedJob job =
        new OpenedJob(directory.resolve("home"), server, SCHEMA, JOB)
            .at(Clock.systemUTC().instant().toString())
            .with("DISK", directory.resolve("disk").toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    server.letGo();
    Map<String, String> environment = new HashMap<>(job.environment());
    // counts more than what JarProcess says
    environment.put("_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
    JarProcess idle = JarProcess.start(job.directory(), environment, "run", job.file().toString());
    assertThat(idle.exitCode()).as(idle.output()).isZero();
    assertThat(Files.readString(loaded))
        .contains("org.quietus.")
        .doesNotContain("org.apache.parquet.", "org.apache.hadoop.", "org.quietus.format.parquet.");

    job.request("email: " + CrowdedShop.email(WHO_ASKS));
    server.letGo();
    List<String> codecs = List.of("uncompressed", "snappy", "gzip", "zstd", "lz4_raw");
    try (DuckDb duckdb = new DuckDb()) {
      for (String codec : codecs) {
        duckdb.run(
            """
            COPY (SELECT i AS n, TIMESTAMPTZ '2025-06-01 00:00:00+00' AS at,
                {'mail': CASE WHEN i %% 10000 = 7 THEN '%s' ELSE 'u' || i || '@example.com' END} AS who,
                md5(i::VARCHAR) AS pad
              FROM range(0, 200000) r(i)) TO '%s' (FORMAT parquet, CODEC '%s')
            """
                .formatted(CrowdedShop.email(WHO_ASKS), lake.resolve(codec + ".parquet"), codec));
      }
      JarProcess process =
          JarProcess.start(job.directory(), job.environment(), "run", job.file().toString());
      assertThat(process.exitCode()).as(process.output()).isZero();
      for (String codec : codecs) {
        assertThat(
                duckdb.texts(
                    "SELECT count(*) || ' ' || count(*) FILTER (who.mail = '%s') || ' ' || sum(n) FROM read_parquet('%s')"
                        .formatted(CrowdedShop.email(WHO_ASKS), lake.resolve(codec + ".parquet"))))
            .as(codec)
            .containsExactly(left());
      }
    } finally {
      server.stop();
    }
  }

  /** How many rows, how many of them the person's, and the sum of their numbers. */
  private static String left() {
    long sum = 199_999L * 200_000 / 2;
    for (int n = 7; n < 200_000; n += 10_000) {
      sum -= n;
    }
    return 200_000 - 20 + " 0 " + sum;
  }
}
