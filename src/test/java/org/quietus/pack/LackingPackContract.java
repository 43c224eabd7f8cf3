package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.cli.CommandRun;

/** A pack whose database is not the one that its job file was written for. */
abstract class LackingPackContract {

  @TempDir Path directory;

  abstract PackPlace place(Path directory);

  @ParameterizedTest
  @CsvSource({
    "opengemini,      invoice,     visit,        ip",
    "device-cloud-in, portrait,    telemetry,    recorded_at",
    "kaiconn,         feedback,    network_log,  logged_at",
    "ciie,            inquiry,     gate_passage, passed_at",
    "jingdigital,     audience_member, page_log, visited_at"
  })
  void whatItsDatabaseLacksIsNamedAllAtOnceAndNothingIsTouched(
      String pack, String table, String other, String column) throws Exception {
    PackJob job = new PackJob(directory, place(directory), Packs.named(pack).orElseThrow());
    job.execute("DROP TABLE " + table + " CASCADE");
    job.execute("ALTER TABLE " + other + " DROP COLUMN " + column);
    long before = job.number("SELECT COUNT(*) FROM " + other);

    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).isEqualTo(2);
    assertThat(valid.out())
        .contains("no base table '" + table + "'")
        .contains("table '" + other + "' has no column '" + column + "'");
    CommandRun run = job.command("run");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'" + table + "'", "'" + column + "'", "nothing was touched");
    assertThat(job.number("SELECT COUNT(*) FROM " + other)).isEqualTo(before).isPositive();
  }
}
