package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class KeptByRulesServerTest extends KeptByRulesContract {
  /** The certificate of a further run as it is read. */
  private static String shown(OpenedJob job) {
    String nobody = "email: nobody@example.org\n";
    CommandRun added =
        job.typing(nobody, "request add", "--subject", "customer", "--identifiers-from", "-");
    assertThat(added.exitCode()).as(added.out() + added.err()).isZero();
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return job.command("certificate show", "run-" + run.json().get("runId").asString() + "-1")
        .out();
  }

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
