package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quietus.policy.Language;

class AnswerTextTest {

  private static Answer answer(Answer.Kind kind, String reason, Optional<LocalDate> due) {
    return new Answer("r7", 2, kind, reason, due, Instant.EPOCH, Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyKindHasATextWithoutGaps(Language language) {
    for (Answer.Kind kind : Answer.Kind.values()) {
      for (Optional<LocalDate> due :
          List.of(Optional.<LocalDate>empty(), Optional.of(LocalDate.of(2026, 4, 1)))) {
        assertThat(AnswerText.of(language).text(answer(kind, "repetitive", due), "Beispiel 示例"))
            .contains("r7", "Beispiel 示例")
            .doesNotContain("{", "}");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyReasonHasWords(Language language) {
    Stream.concat(Arrays.stream(RefusalCode.values()), Arrays.stream(ExtensionReason.values()))
        .map(Object::toString)
        .forEach(
            code ->
                assertThat(
                        AnswerText.of(language)
                            .text(answer(Answer.Kind.REFUSED, code, Optional.empty()), "X"))
                    .as(code)
                    .isNotEqualTo(
                        AnswerText.of(language)
                            .text(answer(Answer.Kind.REFUSED, "no-such", Optional.empty()), "X")
                            .replace("no-such", code)));
  }
}
