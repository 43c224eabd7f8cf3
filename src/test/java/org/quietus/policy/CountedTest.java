package org.quietus.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
  @Test
  void oneIsSingularAndAllElsePlural() {
    assertThat(Counted.of(0, "row")).isEqualTo("0 rows");
    assertThat(Counted.of(1, "row")).isEqualTo("1 row");
    assertThat(Counted.of(1200, "row")).isEqualTo("1,200 rows");
    assertThat(Counted.verb(1, "is", "are")).isEqualTo("is");
    assertThat(Counted.verb(0, "is", "are")).isEqualTo("are");
  }
}
