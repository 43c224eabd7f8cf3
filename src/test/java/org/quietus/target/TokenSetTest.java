package org.quietus.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenSetTest {
  private static final int MANY = 100_000;

  private static Stream<String> tokens(long seed) {
    Random random = new Random(seed);
    return Stream.generate(
            () -> {
              byte[] token = new byte[32];
              random.nextBytes(token);
              return HexFormat.of().formatHex(token);
            })
        .limit(MANY);
  }

  @Test
  void hasEachThatWasAddedAndNoOther() {
    TokenSet set = new TokenSet();
    tokens(1).forEach(set::add);
    tokens(1).forEach(set::add);
    assertThat(set.size()).isEqualTo(MANY);
    assertThat(tokens(1)).allMatch(set::contains);
    assertThat(tokens(2)).noneMatch(set::contains);
  }

  @Test
  void aTokenOfZerosIsOneLikeAnyOther() {
    TokenSet set = new TokenSet();
    String zeros = "0".repeat(64);
    assertThat(set.contains(zeros)).isFalse();
    set.add(zeros);
    assertThat(set.contains(zeros)).isTrue();
    assertThat(set.size()).isEqualTo(1);
  }
}
