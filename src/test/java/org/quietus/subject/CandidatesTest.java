package org.quietus.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which rows are certainly an erased person's. */
class CandidatesTest {
  private static final TokenKind PHONE = TokenKind.of(IdentifierType.PHONE);
  private static final TokenKind EMAIL = TokenKind.of(IdentifierType.EMAIL);
  private static final TokenKind NAME = TokenKind.of(IdentifierType.TEXT);

  private final TokenCandidates<String> candidates = new TokenCandidates<>();

  private static SuppressionEntry entry(TokenKind kind) {
    return new SuppressionEntry(
        "request-1", Optional.empty(), "customer", kind, 1, token(kind), Instant.EPOCH);
  }

  private static Token token(TokenKind kind) {
    byte[] bytes = new byte[Token.BYTES];
    bytes[0] = (byte) kind.name().length();
    return Token.of(bytes);
  }

  @Test
  void theOnlyRowThatTwoTokensAgreeWithIsTheirs() {
    candidates.add("row", Set.of(entry(PHONE), entry(EMAIL)), Age.BEFORE);
    assertThat(candidates.certain()).containsExactly("row");
  }

  @Test
  void aRowOfUnknownAgeHasToHaveTheirKey() {
    candidates.add("another", Set.of(entry(PHONE), entry(EMAIL)), Age.UNKNOWN);
    candidates.add("theirs", Set.of(entry(PHONE), entry(TokenKind.ROW_KEY)), Age.UNKNOWN);
    assertThat(candidates.certain()).containsExactly("theirs");
  }

  @Test
  void aRowThatWasPerhapsCreatedAfterTheErasureIsNeverCertain() {
    candidates.add("row", Set.of(entry(PHONE), entry(TokenKind.ROW_KEY)), Age.DOUBTFUL);
    assertThat(candidates.certain()).isEmpty();
    assertThat(candidates.doubtful(candidates.certain())).containsExactly("row");
  }

  @Test
  void aRowThatNothingButNamesAgreeWithIsNone() {
    candidates.add("row", Set.of(entry(NAME)), Age.BEFORE);
    assertThat(candidates.all()).isEmpty();
    assertThat(TokenCandidates.isStrong(Set.of(entry(NAME)))).isFalse();
    assertThat(TokenCandidates.isStrong(Set.of(entry(NAME), entry(EMAIL)))).isTrue();
  }

  @Test
  void oneTokenAloneLeavesItToSomebodyToLook() {
    candidates.add("row", Set.of(entry(EMAIL)), Age.BEFORE);
    assertThat(candidates.certain()).isEmpty();
    assertThat(candidates.isTheirs("row")).isFalse();
    assertThat(candidates.doubtful(List.of())).containsExactly("row");
  }

  @Test
  void copiesOfARowCountTogether() {
    candidates.add("row", Set.of(entry(PHONE), entry(EMAIL)), Age.BEFORE);
    candidates.add("row", Set.of(entry(TokenKind.ROW_KEY)), Age.BEFORE);
    candidates.add("second", Set.of(entry(TokenKind.ROW_KEY)), Age.BEFORE);
    candidates.add("second", Set.of(entry(PHONE), entry(EMAIL)), Age.BEFORE);
    candidates.add("other", Set.of(entry(PHONE), entry(EMAIL)), Age.BEFORE);
    assertThat(candidates.all()).containsExactly("row", "second", "other");
    assertThat(candidates.certainByKey()).containsExactly("row", "second");
    assertThat(candidates.certain()).containsExactly("row", "second");
    assertThat(candidates.isTheirs("row")).isTrue();
    assertThat(candidates.doubtful(candidates.certain())).containsExactly("other");
  }

  @Test
  void aRowThatHasTheKeyAloneLeavesTheOnlyOtherOneCertain() {
    candidates.add("same key", Set.of(entry(TokenKind.ROW_KEY)), Age.BEFORE);
    candidates.add("theirs", Set.of(entry(PHONE), entry(EMAIL)), Age.BEFORE);
    assertThat(candidates.certainByKey()).isEmpty();
    assertThat(candidates.certain()).containsExactly("theirs");
  }

  @Test
  void twoErasedKeysOfWhichOneIsNotRecognisedLeaveNoneCertain() {
    candidates.add("same key", Set.of(entry(TokenKind.ROW_KEY)), Age.BEFORE);
    candidates.add("theirs", Set.of(entry(TokenKind.ROW_KEY), entry(EMAIL)), Age.BEFORE);
    assertThat(candidates.certain()).isEmpty();
    assertThat(candidates.doubtful(List.of())).containsExactly("same key", "theirs");
  }

  @Test
  void ofSeveralRowsWithoutTheErasedKeyNoneIsCertain() {
    candidates.add("one", Set.of(entry(PHONE), entry(EMAIL)), Age.BEFORE);
    candidates.add("two", Set.of(entry(PHONE), entry(EMAIL)), Age.BEFORE);
    assertThat(candidates.certain()).isEmpty();
  }
}
