package org.quietus.backup.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecordsOfInterestTest {
  private final RecordsOfInterest records = new RecordsOfInterest();

  @Test
  void allButThoseThatWereNotedAreNobodys() {
    LongStream.of(0, 40, 41).forEach(records::add);
    records.complete();

    assertThat(LongStream.of(0, 20, 40, 41, 60).filter(records::isNobodys))
        .containsExactly(20L, 60L);
  }

  @Test
  void nothingIsKnownOfAFileThatWasNotReadToItsEnd() {
    records.add(40);

    assertThat(records.isNobodys(0)).isFalse();
    assertThat(RecordsOfInterest.unknown().isNobodys(0)).isFalse();
  }

  @Test
  void nothingIsKnownWhereTooManyWereNoted() {
    LongStream.rangeClosed(0, 100_000).forEach(records::add);
    records.complete();

    assertThat(records.isNobodys(200_000)).isFalse();
  }
}
