package org.quietus.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.quietus.target.ServerLoad;

class OthersAtWorkTest {
  /** Counts what others have done between two questions, and the questions as a server does. */
  private static final class Counting implements ServerLoad {
    private final AtomicInteger asked = new AtomicInteger();
    private final int each;
    private long once;
    private boolean down;
    private boolean closed;

    Counting(int each) {
      this.each = each;
    }

    @Override
    public OptionalLong work() {
      long count = (long) asked.incrementAndGet() * (each + 1);
      count += asked.get() > 2 ? once : 0; // ready, before the moment, and after it
      return down ? OptionalLong.empty() : OptionalLong.of(count);
    }

    @Override
    public OptionalLong running() {
      return OptionalLong.empty();
    }

    @Override
    public OptionalLong history() {
      return OptionalLong.empty();
    }

    @Override
    public Optional<Duration> commit() {
      return Optional.empty();
    }

    @Override
    public List<Replica> replicas() {
      return List.of();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void fromTwentyStatementsASecondOnOthersAreAtWork() {
    Counting busy = new Counting(7);
    Counting quiet = new Counting(4);
    Counting shop = new Counting(4);
    OthersAtWork others =
        new OthersAtWork(Map.of("crm", List.of(quiet, busy), "shop", List.of(shop)));
    others.makeReady();
    assertThat(others.look())
        .containsExactly(
            Map.entry(
                "crm",
                "others are at work on the server of database 'crm' (20 statements or changes a"
                    + " second)"));
    others.close();
    assertThat(busy.closed && quiet.closed).isTrue();
  }

  @Test
  void whatARunAsksAsItOpensAConnectionIsNotTheWorkOfOthers() {
    Counting opened = new Counting(0);
    opened.once = 8;
    try (OthersAtWork others = new OthersAtWork(Map.of("crm", List.of(opened)))) {
      others.makeReady();
      assertThat(others.look()).isEmpty();
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsAskedOnceUntilTheNextLook() {
    Counting silent = new Counting(1_000);
    silent.down = true;
    try (OthersAtWork others = new OthersAtWork(Map.of("crm", List.of(silent)))) {
      others.makeReady();
      assertThat(others.look()).isEmpty();
      assertThat(silent.asked).hasValue(1);
      silent.down = false;
      others.makeReady();
      assertThat(others.look()).containsKey("crm");
    }
  }
}
