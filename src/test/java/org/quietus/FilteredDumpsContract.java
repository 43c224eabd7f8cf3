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
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.Seeds;

/**
 * Dumps of which it is noted what leads to persons, beside the same ones that are read each time.
 */
abstract class FilteredDumpsContract {
  private static final String SCHEMA = "shop_filtered_dumps";
  private static final int NIGHTS = 4;
  private static final String JOB =
      CrowdedShop.JOB
          + """
            clock: { settle: PT6H }
          object-stores:
            disk: { url: "${DISK}" }
          backups:
            noted: { of: shop, in: disk, objects: "noted/**", format: mysqldump, keep: P90D, on-erasure: rewrite, filters: keep }
            read: { of: shop, in: disk, objects: "read/**", format: mysqldump, keep: P90D, on-erasure: rewrite }
          """;

  @TempDir Path directory;

  abstract ShopEngine engine();

  private Path disk() {
    return directory.resolve("disk");
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private void both(int night, String content) throws IOException {
    for (String folder : List.of("noted", "read")) {
      Path file =
          Files.createDirectories(disk().resolve(folder)).resolve("2026-02-0" + night + ".sql");
      Files.writeString(file, content);
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-02-01T00:00:00Z")));
    }
  }

  private List<String> contents(String folder) throws IOException {
    List<String> contents = new ArrayList<>();
    for (int night = 1; night <= NIGHTS; night++) {
      contents.add(Files.readString(disk().resolve(folder + "/2026-02-0" + night + ".sql")));
    }
    return contents;
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
    engine().fresh(SCHEMA);
    OpenedJob job =
        new OpenedJob(directory, engine().server(), SCHEMA, JOB)
            .with("DISK", Files.createDirectory(disk()).toUri().toString());
    try (Connection connection = engine().connect(SCHEMA)) {
      CrowdedShop.fill(connection);
    }
    ok(job.generateKeys());
    long seed = Seeds.few(1).findFirst().orElseThrow();
    System.out.println("filtered dumps of a server, seed " + seed);
    Random random = new Random(seed);
    Set<Integer> all = new TreeSet<>();
    for (int night = 1; night <= NIGHTS; night++) {
      Set<Integer> some = new TreeSet<>();
      random.ints(6, 1, 30).forEach(some::add);
      all.addAll(some);
      both(night, CrowdedShop.text(CrowdedShop.TABLES, some::contains));
    }
    List<Integer> there = List.copyOf(all);
    for (int round = 0; round < 2; round++) {
      int one = there.get(random.nextInt(there.size()));
      job.request("email: " + CrowdedShop.email(one));
      job.request("email: " + CrowdedShop.email(100 + round));
      CommandRun run = job.at("2026-03-0%dT12:00:00Z".formatted(round + 2)).run();

      ok(run);
      assertThat(contents("noted")).as("round " + round).isEqualTo(contents("read"));
      assertThat(contents("noted").toString()).doesNotContain(CrowdedShop.email(one) + "'");
      assertThat(notes()).isEqualTo(NIGHTS);
      if (round > 0) {
        assertThat(run.err())
            .contains("backup set 'noted': ", "not read again")
            .doesNotContain("backup set 'read': ");
      }
    }
  }
}
