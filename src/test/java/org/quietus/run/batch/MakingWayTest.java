package org.quietus.run.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MakingWayTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<Boolean> mightBegin = new ArrayList<>();
  private Map<String, String> found = Map.of();
  private boolean working = true;
  private Runnable meanwhile = () -> {};
  private long nanos = Long.MAX_VALUE - SECOND; // the counter may pass its end
  private final MakingWay way = new MakingWay(new Watched(), () -> nanos);

  private final class Watched implements MakingWay.Others {
    @Override
    public void makeReady() {
      assertThat(way.mayBegin("crm")).as("chunks while a server is slow to answer").isTrue();
    }

    @Override
    public Map<String, String> look() {
      return others();
    }
  }

  private Map<String, String> others() {
    mightBegin.add(way.mayBegin("crm"));
    if (working) {
      assertThat(way.isBreathing()).isTrue();
    }
    meanwhile.run();
    return found;
  }

  private void chunk(String place, Duration took) {
    way.begins(place);
    nanos += took.toNanos();
    way.ended(place, took);
  }

  private void lookLater() throws InterruptedException {
    nanos += 10 * SECOND;
    chunk("crm", Duration.ZERO);
    way.look();
  }

  @Test
  void aRunThatHasNothingToDoLooksAtNobody() throws Exception {
    way.look();
    assertThat(mightBegin).isEmpty();
    chunk("crm", Duration.ofMillis(10));
    way.look();
    nanos += 20 * SECOND;
    way.look();
    assertThat(mightBegin).as("looks").hasSize(1);
  }

  @Test
  void itLooksOnceInTenSecondsAndNothingBeginsMeanwhile() throws Exception {
    chunk("crm", Duration.ofMillis(10));
    way.look();
    chunk("crm", Duration.ofSeconds(9));
    way.look();
    assertThat(mightBegin).containsExactly(false);
    chunk("crm", Duration.ofSeconds(1));
    way.look();
    assertThat(mightBegin).containsExactly(false, false);
    assertThat(way.mayBegin("crm")).isTrue();
  }

  @Test
  void besideOthersOneChunkGoesAtATimeAndRestsFiveTimesAsLongAsItTook() throws Exception {
    found = Map.of("crm", "others");
    lookLater();
    assertThat(way.isGentle("crm")).isTrue();
    nanos += SECOND;
    assertThat(way.mayBegin("crm")).isTrue();
    way.begins("crm");
    assertThat(way.mayBegin("crm")).as("a second one").isFalse();
    assertThat(way.mayBegin("shop")).as("one in a database that nobody else uses").isTrue();
    nanos += 100;
    way.ended("crm", Duration.ofNanos(100));
    nanos += 499;
    assertThat(way.mayBegin("crm")).isFalse();
    nanos++;
    assertThat(way.mayBegin("crm")).isTrue();
  }

  @Test
  void aChunkThatWaitedLongForLocksIsNoReasonForALongRest() throws Exception {
    found = Map.of("crm", "others");
    lookLater();
    chunk("crm", Duration.ofMinutes(10));
    nanos += 10 * SECOND;
    assertThat(way.mayBegin("crm")).isTrue();
  }

  @Test
  void whatARunDoesOnceItsWorkersHaveEndedIsNotTheWorkOfOthers() throws Exception {
    found = Map.of("crm", "the reading after the last chunk");
    working = false;
    lookLater();
    assertThat(mightBegin).hasSize(1);
    assertThat(way.isGentle("crm")).isFalse();
  }

  @Test
  void othersWhoPauseForOneLookAreStillThere() throws Exception {
    found = Map.of("crm", "others");
    lookLater();
    found = Map.of();
    lookLater();
    assertThat(way.isGentle("crm")).isTrue();
    lookLater();
    assertThat(way.isGentle("crm")).isFalse();
  }

  @Test
  void whatARunDoesItselfIsNeverTakenForTheWorkOfOthers() throws Exception {
    found = Map.of("crm", "a chunk of our own");
    way.begins("crm");
    way.look();
    assertThat(mightBegin).as("looks while a chunk is open").isEmpty();
    way.ended("crm", Duration.ofMillis(1));
    meanwhile = () -> chunk("crm", Duration.ofMillis(1));
    lookLater();
    assertThat(mightBegin).hasSize(1);
    assertThat(way.isGentle("crm")).as("after a chunk that began during the look").isFalse();
  }
}
