package org.quietus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class CanaryTest {

  @Test
  void findsTheWordInBase64WhereverItBegins() {
    for (int before = 0; before < 6; before++) {
      String text = "x".repeat(before) + Canary.WORD + "~";
      String encoded = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
      assertThatThrownBy(() -> Canary.isNotIn("text", encoded)).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void doesNotTakeAnIdThatHasThreeOfItsLettersForTheWord() {
    for (String id : new String[] {"r4n4k8m2", "zzn4rq12", "xyz4n4k8"}) {
      for (int before = 0; before < 3; before++) {
        String text = "x".repeat(before) + id;
        String encoded = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
        assertThatCode(() -> Canary.isNotIn("text", encoded)).doesNotThrowAnyException();
      }
    }
  }
}
