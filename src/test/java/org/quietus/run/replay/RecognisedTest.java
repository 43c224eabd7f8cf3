package org.quietus.run.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.RowValues;

class RecognisedTest {
  private static final RowValues ONE = new RowValues(List.of(1L, "ann"));
  private static final RowValues ONE_ERASED = new RowValues(List.of(1L, "***"));
  private static final RowValues TWO = new RowValues(List.of(2L, "bob"));

  /** An earlier start of a replay anonymised it, and now it tells nothing. */
  @Test
  void aRowThatARunKnowsToBeTheirsIsNotInDoubtWhenItGoesOn() {
    Recognised known = person(List.of(ONE), List.of());

    Recognised now = person(List.of(), List.of(ONE_ERASED)).knowing(known.rows(), 1);

    assertThat(now.doubtful()).isEmpty();
    assertThat(known.and(now, 1)).isEmpty();
  }

  @Test
  void anotherRowStaysInDoubt() {
    Recognised known = person(List.of(ONE), List.of());

    Recognised now = person(List.of(), List.of(ONE_ERASED, TWO)).knowing(known.rows(), 1);

    assertThat(now.doubtful()).containsExactly(TWO);
    assertThat(known.and(now, 1))
        .hasValueSatisfying(
            both -> {
              assertThat(both.rows()).containsExactly(ONE);
              assertThat(both.doubtful()).containsExactly(TWO);
            });
  }

  private static Recognised person(List<RowValues> rows, List<RowValues> doubtful) {
    return new Recognised("r", "customer", Instant.EPOCH, rows, doubtful);
  }
}
