package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.control.FencedOut;
import org.quietus.job.JobSession;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;

/** Whoever was taken over writes nothing any more, at whatever moment that was. */
class FencedOutTest {
  private static final String SCHEMA = "shop_fenced";

  @TempDir static Path files;
  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.h2(files);
  private OpenedJob job;
  private String request;

  /** Leaves a run behind that has the request of one of two persons and has done nothing. */
  @BeforeEach
  void leaveARun() throws Exception {
    engine.fresh(SCHEMA);
    engine.fill(SCHEMA);
    job = new OpenedJob(directory, engine.server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
    request = job.request("email: twin@example.org");
    try (JobSession session = job.session()) {
      assertThat(run(session, this::takeOver).isOver()).isFalse();
    }
  }

  @Test
  void endsNoRunThatItAbandons() throws Exception {
    String left = theRun();
    try (JobSession session = takenOverAlways()) {
      assertThatThrownBy(() -> session.abandon("")).isInstanceOf(FencedOut.class);
    }
    assertThat(theRun()).isEqualTo(left);
  }

  @Test
  void takesNoRequestOffARun() throws Exception {
    List<String> queued = engine.control(SCHEMA).get("work");
    CommandRun withdrawn = job.command("request cancel", request);
    assertThat(withdrawn.exitCode()).as(withdrawn.err()).isZero();
    engine.execute(
        SCHEMA,
        "CREATE TRIGGER quietus.takeover BEFORE SELECT ON quietus.work CALL '%s'"
            .formatted(TakesOver.class.getName()));
    TakesOver.work = this::takeOver;
    try {
      CommandRun run = job.command("run", "--only", "erasure");
      assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
      assertThat(run.err()).contains("another run took over");
    } finally {
      engine.execute(SCHEMA, "DROP TRIGGER quietus.takeover");
    }
    assertThat(engine.control(SCHEMA).get("work")).isEqualTo(queued);
  }

  /** Somebody takes over whenever a run looks at what is left to do. */
  public static final class TakesOver implements Trigger {
    private static Runnable work = () -> {};

    @Override
    public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after) {
      work.run();
    }
  }

  private String theRun() throws SQLException {
    List<String> runs = engine.control(SCHEMA).get("run");
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  private void takeOver() {
    try {
      engine.execute(SCHEMA, "UPDATE quietus.fence SET token = token + 1");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Somebody takes over whenever it looks at the clock. */
  private JobSession takenOverAlways() {
    return CommandRun.session(
        job.file(),
        job.environment(),
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Instant instant() {
            takeOver();
            return Instant.parse("2026-03-01T12:00:00Z");
          }
        });
  }

  private static RunResult run(JobSession session, Runnable atStart) {
    return session.run(
        new RunOptions(EnumSet.of(Scope.ERASURE), Optional.empty(), 1),
        new RunListener() {
          @Override
          public void started(String runId, boolean resumed, long dueRows) {
            atStart.run();
          }

          @Override
          public void progress(long rowsDone) {}

          @Override
          public void certificate(String id, String place) {}

          @Override
          public void finished(RunResult result) {}

          @Override
          public void note(String text) {}
        });
  }
}
