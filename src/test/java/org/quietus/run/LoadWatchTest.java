package org.quietus.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quietus.policy.PaceSettings;
import org.quietus.target.ServerLoad;

class LoadWatchTest {
  private final Faked load = new Faked();
  private long nanos;
  private final LoadWatch watch =
      new LoadWatch(
          new PaceSettings(
              true,
              OptionalLong.empty(),
              OptionalLong.empty(),
              Optional.empty(),
              Optional.of(Duration.ofSeconds(5)),
              OptionalLong.of(8),
              OptionalLong.of(1_000),
              Optional.of(Duration.ofMillis(50))),
          List.of(load),
          () -> nanos);

  @AfterEach
  void close() {
    watch.close();
    assertThat(load.closed).isTrue();
  }

  @Test
  void nothingBeginsBeforeTheServersHaveAnswered() {
    assertThat(watch.hindrance()).isPresent();
    watch.look();
    assertThat(watch.hindrance()).isEmpty();
  }

  @Test
  void whatIsWithinItsLimitsHindersNobody() {
    load.replicas.add(new ServerLoad.Replica("r1:3306", Optional.of(Duration.ofSeconds(5))));
    load.running = OptionalLong.of(8);
    load.history = OptionalLong.of(1_000);
    watch.look();
    assertThat(watch.hindrance()).isEmpty();
  }

  @Test
  void aServerWithoutReplicasIsNotOneWhoseReplicasAreUnknown() {
    watch.look();
    assertThat(watch.hindrance()).isEmpty();
  }

  @Test
  void theReplicaThatIsTooFarBehindIsNamed() {
    load.replicas.add(new ServerLoad.Replica("r1:3306", Optional.of(Duration.ZERO)));
    load.replicas.add(new ServerLoad.Replica("r2:3306", Optional.of(Duration.ofMillis(5_001))));
    watch.look();
    assertThat(watch.hindrance().orElseThrow()).contains("r2:3306 is 5 s behind");
  }

  @Test
  void tooManyStatementsAndTooLongAHistoryHinder() {
    load.running = OptionalLong.of(9);
    watch.look();
    assertThat(watch.hindrance().orElseThrow()).contains("9 statements").contains("max-running: 8");
    load.running = OptionalLong.of(1);
    load.history = OptionalLong.of(1_001);
    watch.look();
    assertThat(watch.hindrance().orElseThrow()).contains("1001 old versions");
  }

  @Test
  void aCommitThatTakesLongHinders() {
    load.commit = Optional.of(Duration.ofMillis(51));
    watch.look();
    assertThat(watch.hindrance().orElseThrow())
        .isEqualTo("a commit takes 51 ms (limits.max-commit-latency: 50 ms)");
    load.commit = Optional.empty();
    watch.look();
    assertThat(watch.hindrance().orElseThrow()).contains("not known");
    load.commit = Optional.of(Duration.ofMillis(50));
    watch.look();
    assertThat(watch.hindrance()).isEmpty();
  }

  @Test
  void whatIsTooMuchIsWaitedForAsLongAsItTakes() {
    load.running = OptionalLong.of(9);
    for (int second = 0; second < 3_600; second++) {
      watch.look();
      pass(Duration.ofSeconds(1));
    }
    assertThat(watch.hindrance()).isPresent();
    assertThat(watch.despair()).isEmpty();
  }

  @Test
  void whatIsNotKnownIsWaitedForAWhile() {
    load.replicas.add(new ServerLoad.Replica("r1:3306", Optional.empty()));
    watch.look();
    assertThat(watch.hindrance().orElseThrow()).contains("r1:3306").contains("not known");
    pass(LoadWatch.PATIENCE);
    watch.look();
    assertThat(watch.despair()).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(watch.despair().orElseThrow()).contains("r1:3306").contains("5 minutes");
  }

  @Test
  void oneAnswerInBetweenBeginsTheWaitAnew() {
    load.running = OptionalLong.empty();
    watch.look();
    pass(LoadWatch.PATIENCE);
    load.running = OptionalLong.of(1);
    watch.look();
    load.running = OptionalLong.empty();
    pass(Duration.ofSeconds(1));
    watch.look();
    assertThat(watch.hindrance()).isPresent();
    assertThat(watch.despair()).isEmpty();
  }

  @Test
  void aServerThatHangsIsNotTakenForAnIdleOne() {
    watch.look();
    pass(LoadWatch.STALE);
    assertThat(watch.hindrance()).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(watch.hindrance().orElseThrow()).contains("do not answer");
    pass(LoadWatch.PATIENCE);
    assertThat(watch.despair()).isPresent();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void ofServersOnlyThoseThatHaveAListOfOldVersionsAreAskedForIt() {
    Faked other = new Faked();
    try (LoadWatch both =
        new LoadWatch(
            new PaceSettings(
                true,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.of(1_000),
                Optional.empty()),
            List.of(load, other),
            () -> nanos)) {
      other.history = OptionalLong.empty();
      both.look();
      assertThat(both.hindrance()).as("not known of one that has it").isPresent();
      other.keepsHistory = false;
      both.look();
      assertThat(both.hindrance()).isEmpty();
      load.history = OptionalLong.of(2_000);
      both.look();
      assertThat(both.hindrance()).isPresent();
    }
  }

  private static final class Faked implements ServerLoad {
    private final List<Replica> replicas = new ArrayList<>();
    private OptionalLong running = OptionalLong.of(1);
    private OptionalLong history = OptionalLong.of(1);
    private boolean keepsHistory = true;
    private Optional<Duration> commit = Optional.of(Duration.ofMillis(50));
    private boolean closed;

    @Override
    public Optional<Duration> commit() {
      return commit;
    }

    @Override
    public boolean keepsHistory() {
      return keepsHistory;
    }

    @Override
    public OptionalLong work() {
      return OptionalLong.empty();
    }

    @Override
    public OptionalLong running() {
      return running;
    }

    @Override
    public OptionalLong history() {
      return history;
    }

    @Override
    public List<Replica> replicas() {
      return replicas;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
