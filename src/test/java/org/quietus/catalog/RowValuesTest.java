package org.quietus.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowValuesTest {
  private static final RowValues A = row(1L, new byte[] {1});
  private static final RowValues B = row(1L, new byte[] {2});
  private static final RowValues C = row(2L, new byte[] {1});

  @Test
  void leavesOutThoseThatAreAmongOthersByValueAndKeepsTheOrderOfTheRest() {
    assertThat(RowValues.without(List.of(C, A, B, A), List.of(row(1L, new byte[] {1}))))
        .containsExactly(C, B);
    assertThat(RowValues.without(List.of(C, A), List.of())).containsExactly(C, A);
    assertThat(RowValues.without(List.of(C), List.of(C, C))).isEmpty();
  }

  private static RowValues row(Object... values) {
    return new RowValues(List.of(values));
  }
}
