package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Recipient;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.JarProcess;

/** Kills the real process after a recipient got a notice and before that is noted. */
@EnabledIfServer
@Tag("long")
class NoticeCrashIT {
  private static final String SCHEMA = "crash_notices";

  @TempDir private Path directory;
  private final ShopEngine engine = ShopEngine.mariaDb();

  @Test
  void killedBetweenSendingAndNotingItTellsOnceMoreUnderTheSameKey() throws Exception {
    engine.fresh(SCHEMA);
    engine.fill(SCHEMA);
    try (Peer peer = new Peer()) {
      String yaml =
          OpenedJob.text("/e2e/shop.yaml")
              + "\n"
              + "recipients: { push: { notify: \"${PEER}\", received: [email], timeout: PT1M } }\n";
      OpenedJob job =
          new OpenedJob(directory, engine.server(), SCHEMA, yaml).with("PEER", peer.url());
      assertThat(job.generateKeys().exitCode()).isZero();
      String ada = job.request("email: ada.lovelace@example.org");
      CountDownLatch got = new CountDownLatch(1);
      CountDownLatch killed = new CountDownLatch(1);
      peer.replying(
          exchange -> {
            got.countDown();
            await(killed);
          });
      JarProcess first = run(job);
      await(got);
      assertThat(first.killAfter(0)).isTrue();
      killed.countDown();
      peer.replying(Peer.status(200));
      for (int again = 0; again < 2; again++) {
        JarProcess next = run(job);
        assertThat(next.exitCode()).as(next.output()).isZero();
      }

      assertThat(peer.told()).hasSize(2);
      assertThat(peer.told().get(1).key()).isEqualTo(peer.told().get(0).key());
      assertThat(job.certificatesOf(ada))
          .hasSize(1)
          .allSatisfy(
              one ->
                  assertThat(one.recipients())
                      .containsExactly(new Recipient("push", Recipient.State.ACKNOWLEDGED)));
    }
  }

  private JarProcess run(OpenedJob job) {
    return JarProcess.start(
        directory, job.environment(), "run", job.file().toString(), "--only", "erasure");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
