package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** A job whose certificates are kept for a while. */
class KeptCertificatesTest {
  private static final String SCHEMA = "kept_certificates";

  @TempDir Path directory;
  @TempDir static Path files;

  @Test
  void runsRemoveCertificatesWhosePeriodIsOverAndAnAuditKnows() throws Exception {
    ShopEngine engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    try (Connection connection = engine.connect(SCHEMA)) {
      Shop shop = new Shop(connection, engine.columns());
      shop.create();
      shop.fill();
    }
    OpenedJob job =
        new OpenedJob(
            directory,
            engine.server(),
            SCHEMA,
            OpenedJob.text("/e2e/shop.yaml")
                .replace("keys: \"${KEYS}\" }", "keys: \"${KEYS}\", keep: P5Y }"));
    ok(job.command("key generate"));
    ok(job.at("2026-03-01T02:00:00Z").command("run", "--only", "retention"));
    ok(job.at("2031-02-28T02:00:00Z").command("run", "--only", "retention"));
    assertThat(job.certificates()).hasSize(2);

    CommandRun run = job.at("2031-03-02T02:00:00Z").command("run", "--only", "retention");
    ok(run);
    assertThat(run.err()).contains("certificates removed, whose period of P5Y is over: 1");
    CommandRun again = job.at("2031-03-02T03:00:00Z").command("run", "--only", "retention");
    ok(again);
    assertThat(again.err()).doesNotContain("removed");

    assertThat(job.certificates()).hasSize(3);
    CommandRun audit =
        CommandRun.onDatabases(job.environment())
            .run("certificate", "audit", job.evidence().toString());
    ok(audit);
    assertThat(audit.out()).contains("retention rule, as statements in the log prove: 1");
    CommandRun report =
        CommandRun.onDatabases(job.environment())
            .run(
                "report",
                "--certificates",
                job.evidence().toString(),
                "--out",
                directory.resolve("portal").toString());
    ok(report);
    assertThat(directory.resolve("portal/index.html"))
        .content()
        .contains("&lt; 5 certificates were removed under a retention rule");
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
