package org.quietus.run.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quietus.job.PaceOrder;
import org.quietus.job.Waiting;
import org.quietus.target.ReadCap;
import org.springframework.dao.TransientDataAccessResourceException;

class PaceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long SECOND = 1_000_000_000L;

  private final List<Optional<Waiting>> noted = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final StopSwitch stop = new StopSwitch();
  private PaceOrder order = PaceOrder.NONE;
  private Optional<String> busy = Optional.empty();
  private Optional<String> over = Optional.empty();
  private Optional<String> hopeless = Optional.empty();
  private Optional<String> shop = Optional.empty();
  private Map<String, String> others = Map.of();
  private final ReadCap reads = new ReadCap();
  private boolean down;
  private long nanos = Long.MAX_VALUE - SECOND; // the counter may pass its end
  private final Pace pace =
      new Pace(
          new Pace.Means(
              2,
              100,
              () -> {
                if (down) {
                  throw new TransientDataAccessResourceException("gone");
                }
                return order;
              },
              () -> over,
              () -> hopeless,
              List.of(() -> busy),
              Map.of("shop", () -> shop),
              new ReadCaps(OptionalLong.empty(), Map.of("crm", Map.of("crm", reads))),
              new MakingWay.Others() {
                @Override
                public void makeReady() {}

                @Override
                public Map<String, String> look() {
                  assertThat(PaceTest.this.pace.turn(0, "crm")).isEqualTo(Pace.Turn.REST);
                  assertThat(PaceTest.this.pace.turn(9, "crm")).isEqualTo(Pace.Turn.REST);
                  return others;
                }
              },
              noted::add,
              told::add,
              Clock.fixed(NOW, ZoneOffset.UTC)),
          () -> nanos);

  @AfterEach
  void close() {
    pace.close();
  }

  @Test
  void aServerThatIsBusyKeepsNoOtherWaiting() {
    shop = Optional.of("database 'shop': too much");
    pace.look();
    assertThat(pace.turn(0, "crm")).isEqualTo(Pace.Turn.BEGIN);
    pace.look();
    assertThat(told).as("nobody asked who has to wait").isEmpty();
    assertThat(pace.turn(0, "shop")).isEqualTo(Pace.Turn.WAIT);
    pace.look();
    assertThat(told).containsExactly("waits: database 'shop': too much");
    shop = Optional.empty();
    pace.look();
    assertThat(pace.turn(0, "shop")).isEqualTo(Pace.Turn.BEGIN);
    assertThat(told).containsExactly("waits: database 'shop': too much", "goes on");
  }

  @Test
  void besideOthersChunksAreSmallAndItIsSaidOnceWhy() {
    assertThat(pace.most("crm", 5_000)).as("the cap").isEqualTo(100);
    order =
        new PaceOrder(
            PaceOrder.Wish.GO, OptionalInt.empty(), OptionalLong.of(0), OptionalLong.empty());
    pace.begins("crm");
    pace.ended("crm", Duration.ZERO);
    pace.look();
    assertThat(pace.most("crm", 5_000)).isEqualTo(5_000);
    others = Map.of("crm", "others are at work");
    later();
    later();
    assertThat(pace.most("crm", 5_000)).isEqualTo(1_000);
    assertThat(pace.most("shop", 5_000)).isEqualTo(5_000);
    others = Map.of();
    later();
    later();
    assertThat(pace.most("crm", 5_000)).isEqualTo(5_000);
    assertThat(told)
        .containsExactly(
            "makes way: others are at work; 'limits: { make-way: false }' would not",
            "has the server of database 'crm' for itself again");
  }

  private void later() {
    nanos += 10 * SECOND;
    pace.begins("crm");
    pace.ended("crm", Duration.ZERO);
    pace.look();
  }

  @Test
  void slotsShareWhatMayBeChangedInASecond() {
    pace.changed(250);
    nanos += 2 * SECOND + SECOND / 2 - 1;
    assertThat(pace.turn(0, "crm")).isEqualTo(Pace.Turn.WAIT);
    assertThat(pace.turn(1, "crm")).isEqualTo(Pace.Turn.WAIT);
    nanos++;
    assertThat(pace.turn(1, "crm")).isEqualTo(Pace.Turn.BEGIN);
  }

  @Test
  void aQuietHourSavesNothingUpForAStormOfRows() {
    nanos += 3600 * SECOND;
    pace.changed(100);
    assertThat(pace.turn(0, "crm")).isEqualTo(Pace.Turn.WAIT);
    nanos += SECOND;
    assertThat(pace.turn(0, "crm")).isEqualTo(Pace.Turn.BEGIN);
  }

  @Test
  void whatMayBeReadInASecondIsForAllSlotsOfADatabase() {
    order =
        new PaceOrder(
            PaceOrder.Wish.GO, OptionalInt.empty(), OptionalLong.of(0), OptionalLong.of(10));
    pace.look();
    assertThat(pace.most("crm", 5_000)).isEqualTo(10);
    assertThat(pace.most("shop", 5_000)).isEqualTo(5_000);
    reads.took(10_000_000);
    assertThat(pace.turn(0, "crm")).isEqualTo(Pace.Turn.WAIT);
    assertThat(pace.turn(1, "crm")).isEqualTo(Pace.Turn.WAIT);
    assertThat(pace.turn(0, "shop")).isEqualTo(Pace.Turn.BEGIN);
    pace.look();
    assertThat(told)
        .containsExactly(
            "waits: no more than 10 rows of database 'crm' are read in a second"
                + " (limits.rows-read-per-second)");
    order = PaceOrder.NONE;
    pace.look();
    assertThat(pace.turn(0, "crm")).as("no limit any more").isEqualTo(Pace.Turn.BEGIN);
    assertThat(told).endsWith("goes on");
  }

  @Test
  void noChunkHasMoreRowsThanASecondMay() {
    assertThat(pace.most("crm", 5_000)).isEqualTo(100);
    assertThat(pace.most("crm", 50)).isEqualTo(50);
  }

  @Test
  void anOrderOutweighsTheJobFileUntilAnotherOne() {
    order =
        new PaceOrder(
            PaceOrder.Wish.GO, OptionalInt.of(1), OptionalLong.of(0), OptionalLong.empty());
    pace.look();
    pace.changed(1_000_000);
    assertThat(pace.most("crm", 5_000)).isEqualTo(5_000);
    assertThat(pace.turn(0, "crm")).isEqualTo(Pace.Turn.BEGIN);
    assertThat(pace.turn(1, "crm")).as("one slot too many").isEqualTo(Pace.Turn.LEAVE);
    assertThat(pace.slots()).isEqualTo(1);
  }

  @Test
  void whatIsWaitedForIsNotedAndToldOnce() {
    busy = Optional.of("the replica is behind");
    pace.look();
    pace.look();
    assertThat(noted).as("nobody has to wait yet").isEmpty();
    assertThat(pace.turn(0, "crm")).isEqualTo(Pace.Turn.WAIT);
    pace.look();
    pace.look();
    assertThat(pace.isWaiting("crm")).isTrue();
    busy = Optional.empty();
    pace.look();
    pace.look();
    assertThat(pace.turn(0, "crm")).isEqualTo(Pace.Turn.BEGIN);
    assertThat(noted)
        .containsExactly(Optional.of(new Waiting("the replica is behind", NOW)), Optional.empty());
    assertThat(told).containsExactly("waits: the replica is behind", "goes on");
  }

  @Test
  void noChunkBeginsBeforeItIsKnownThatItMay() {
    busy = Optional.of("the replica is behind");
    pace.watch(stop);
    assertThat(pace.turn(0, "crm")).isEqualTo(Pace.Turn.WAIT);
  }

  @Test
  void noChunkBeginsBeforeItIsKnownAlthoughOrdersCannotBeRead() {
    down = true;
    busy = Optional.of("the replica is behind");
    pace.watch(stop);
    assertThat(pace.turn(0, "crm")).isEqualTo(Pace.Turn.WAIT);
  }

  @Test
  void whatWaitsBetweenObjectsEndsWhenWaitingIsOfNoUse() {
    busy = Optional.of("how far the replica is behind is not known");
    pace.watch(stop);
    over = Optional.of("from 01:00 to 05:00 only");
    assertThat(pace.holdsUp("crm")).isTrue();
    assertThat(stop.isStopping()).as("objects may be worked on at any hour").isFalse();
    hopeless = busy;
    assertThat(pace.holdsUp("crm")).isFalse();
    assertThat(stop.why()).contains("is not known");
  }

  @Test
  void whatWaitsBetweenObjectsEndsWithTheRun() {
    busy = Optional.of("the replica is behind");
    pace.watch(stop);
    assertThat(pace.holdsUp("crm")).isTrue();
    stop.request();
    assertThat(pace.holdsUp("crm")).isFalse();
  }

  @Test
  void aDatabaseThatIsDownLeavesTheLastOrderInForce() {
    order =
        new PaceOrder(
            PaceOrder.Wish.PAUSE, OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());
    pace.look();
    down = true;
    order = PaceOrder.NONE;
    pace.look();
    assertThat(pace.turn(0, "crm")).isEqualTo(Pace.Turn.WAIT);
  }

  @Test
  void whoeverStopsTheRunIsNamed() {
    pace.watch(stop);
    order =
        new PaceOrder(
            PaceOrder.Wish.STOP, OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());
    pace.look();
    assertThat(stop.isStopping()).isTrue();
    assertThat(stop.why()).contains("quietus stop");
  }

  @Test
  void whenTheHoursAreOverTheNextChunkDoesNotBegin() {
    pace.watch(stop);
    over = Optional.of("from 01:00 to 05:00 only");
    pace.turn(0, "crm");
    assertThat(stop.isStopping()).isTrue();
    assertThat(stop.why()).isEqualTo("from 01:00 to 05:00 only");
  }
}
