package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** What the evidence store cannot get to know is not done, and then alone the exit code is 2. */
class UnwritableEvidenceTest {
  private static final String SCHEMA = "unwritable";

  @TempDir Path directory;
  @TempDir Path files;
  private OpenedJob job;

  @BeforeEach
  void fill() throws Exception {
    ShopEngine engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    engine.fill(SCHEMA);
    job = new OpenedJob(directory, engine.server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  @Test
  void noCommandTakesEffectIfTheEvidenceStoreCannotBeWritten() throws Exception {
    ShopEngine engine = ShopEngine.h2(files);
    Files.createDirectories(job.evidence());
    Path inTheWay = Files.createFile(job.evidence().resolve("mirror"));
    Map<String, List<String>> rows = engine.rows(SCHEMA);
    List<CommandRun> refused =
        List.of(
            job.typing("email: bo@example.org\n", "request add", "--identifiers-from", "-"),
            job.typing(
                "email: bo@example.org\n",
                "hold add",
                "--identifiers-from",
                "-",
                "--reference",
                "case-1",
                "--basis",
                "claim",
                "--review",
                "2027-01-01"),
            job.command("key rotate"),
            job.command("run"));
    assertThat(refused)
        .allSatisfy(
            command -> {
              assertThat(command.exitCode()).as(command.err()).isEqualTo(2);
              assertThat(command.err()).doesNotContain("report this");
            });
    Files.delete(inTheWay);

    assertThat(engine.rows(SCHEMA)).isEqualTo(rows);
    assertThat(job.command("request list", "--json").json()).isEmpty();
    assertThat(job.command("hold list", "--json").json()).isEmpty();
    assertThat(job.command("key list", "--json").json()).hasSize(1);
    assertThat(job.command("status", "--json").json().get("runs")).isEmpty();
    CommandRun run = job.command("run");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }
}
