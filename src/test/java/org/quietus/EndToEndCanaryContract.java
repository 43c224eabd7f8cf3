package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** No personal value leaves the data: not by what is printed, logged, recorded or certified. */
abstract class EndToEndCanaryContract {
  private static final String SCHEMA = "shop_canary";
  private static final int FAILED = 4;
  private static final int PARTIAL = 8;

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  /** Pairs of a table and a trigger on it that fails with a personal value in its message. */
  abstract Map<String, String> leakyTriggers();

  @Test
  @Timeout(300)
  void noCommandGivesAPersonalValueAwayEvenWhenStatementsFail() throws Exception {
    engine().fresh(SCHEMA);
    try (Connection connection = engine().connect(SCHEMA)) {
      Shop shop = new Shop(connection, engine().columns());
      shop.create();
      Canary.plant(shop);
    }
    assertThat(engine().rows(SCHEMA).toString()).contains(Canary.at("page", 1), Canary.at("ip", 9));
    job = new OpenedJob(directory, engine().server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));

    try (Captured streams = new Captured()) {
      tell(0, job.generateKeys());
      tell(2, job.typing(Canary.at("x", 1) + "\n", "request add", "--identifiers-from", "-"));
      tell(2, job.typing("emial: " + Canary.at("x", 1), "request add", "--identifiers-from", "-"));
      tell(2, job.typing("id: " + Canary.at("x", 1), "request add", "--identifiers-from", "-"));
      for (int n = 5; n < 10; n++) {
        String identifier = "email: " + Canary.at("email", n) + "\n";
        tell(0, job.typing(identifier, "request add", "--identifiers-from", "-", "--json"));
      }
      tell(0, job.command("plan", "--sql"));
      for (Map.Entry<String, String> trigger : leakyTriggers().entrySet()) {
        engine().execute(SCHEMA, trigger.getValue());
        CommandRun run = job.command("run", "--verbose");
        assertThat(run.exitCode()).isIn(FAILED, PARTIAL);
        tell(run.exitCode(), run);
        tell(0, job.command("status"));
        engine().execute(SCHEMA, "DROP TRIGGER leak");
      }
      tell(0, job.command("run", "--verbose"));
      tell(0, job.command("run", "--verbose", "--json"));
      for (String reading : List.of("status", "request list", "certificate list", "validate")) {
        tell(0, job.command(reading));
      }
      assertThat(streams.text())
          .contains(
              " INFO ",
              "walked through along",
              "reading again: ended after",
              "round 1: ended after");
      Canary.isNotIn("the standard streams", streams.text());
    }
    Map<String, List<String>> control = engine().control(SCHEMA);
    assertThat(control.get("ledger")).isNotEmpty();
    assertThat(control.toString().toLowerCase())
        .contains("batch_job_execution")
        .containsAnyOf("45000", "hy000");
    control.forEach((table, rows) -> Canary.isNotIn(table, rows.toString()));
    assertThat(job.certificates()).hasSizeGreaterThan(5);
    Canary.isNotBelow(job.evidence());
    Canary.isNotBelow(directory);
  }

  /** Checks the exit code and that the command printed nothing personal. */
  private static void tell(int exitCode, CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
    Canary.isNotIn("what a command printed", run.out() + run.err());
  }
}
