package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final List<String> SOUGHT =
      List.of("ann@x.example", "anna@x.example", "an", "李娜", "13800000001", "3800000001");

  @Test
  void findsEachWhereverItStands() {
    Traces traces = new Traces(SOUGHT);
    for (String one : SOUGHT) {
      for (String text : List.of(one, "(" + one, one + ")", "x" + one + "李" + one)) {
        assertThat(traces.in(text))
            .as(text)
            .containsAll(SOUGHT.stream().filter(text::contains).toList())
            .allMatch(text::contains);
      }
    }
  }

  @Test
  void findsNothingElse() {
    assertThat(new Traces(SOUGHT).in("Ann, a n, 李, 娜李, 1380000000, a")).isEmpty();
    assertThat(new Traces(SOUGHT).in("")).isEmpty();
  }
}
