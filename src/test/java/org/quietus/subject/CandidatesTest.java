package org.quietus.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which rows are certainly an erased person's. */
class CandidatesTest {
  private static final TokenKind PHONE = TokenKind.of(IdentifierType.PHONE);
  private static final TokenKind EMAIL = TokenKind.of(IdentifierType.EMAIL);

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
}
