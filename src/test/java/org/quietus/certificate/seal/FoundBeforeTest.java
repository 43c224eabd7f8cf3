package org.quietus.certificate.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FoundBeforeTest {
  private final FoundBefore<String> found = new FoundBefore<>();

  @Test
  void computesOnceForTheSameBytesAndAnewForOthers() {
    List<String> computed = new ArrayList<>();
    for (String text : List.of("ab|c", "a|bc", "ab|c", "abc", "ab|c|", "a|bc")) {
      assertThat(of(text, () -> computed(computed, text))).isEqualTo(text);
    }
    assertThat(computed).containsExactly("ab|c", "a|bc", "abc", "ab|c|");
  }

  @Test
  void aComputationThatFailedIsTriedAgain() {
    assertThatThrownBy(
            () ->
                of(
                    "a",
                    () -> {
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(of("a", () -> "good")).isEqualTo("good");
  }

  @Test
  void forgetsWhatWasNotAskedForLongest() {
    of("asked for", () -> "first");
    of("left", () -> "first");
    for (int n = 0; n < 499; n++) {
      of("another " + n, () -> "");
      of("asked for", () -> "second");
    }
    assertThat(of("asked for", () -> "second")).isEqualTo("first");
    assertThat(of("left", () -> "second")).isEqualTo("second");
  }

  private static String computed(List<String> computed, String text) {
    computed.add(text);
    return text;
  }

  private String of(String text, Supplier<String> computation) {
    byte[][] parts = new byte[text.split("\\|", -1).length][];
    for (int n = 0; n < parts.length; n++) {
      parts[n] = text.split("\\|", -1)[n].getBytes(UTF_8);
    }
    return found.orElse(computation, parts);
  }
}
