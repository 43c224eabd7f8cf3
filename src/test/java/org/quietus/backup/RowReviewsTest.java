package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quietus.request.CopyReviews;

/** What people have said of rows, by what these are known by. */
class RowReviewsTest {
  private static final List<String> ROW = List.of("row", "8", "", "2019-01-01", "email", "a@b.c");

  private static final CopyReviews.Said SAID =
      new CopyReviews.Said(true, Instant.EPOCH, "operator", "told");

  private static KeyTokens tokens(int key) {
    return new KeyTokens(new byte[] {(byte) key});
  }

  @Test
  void isSaidOfThatRowOfThatTableForThatRequestAlone() {
    String token = RowReviews.none(tokens(1)).token("r1", "customer", ROW);
    RowReviews reviews = new RowReviews(tokens(1), Map.of("r1", Map.of(token, SAID)));

    assertThat(reviews.said("r1", "customer", () -> ROW)).isEqualTo(Optional.of(true));
    assertThat(reviews.said("r2", "customer", () -> ROW)).isEmpty();
    assertThat(reviews.said("r1", "supplier", () -> ROW)).isEmpty();
    for (int n = 1; n < ROW.size(); n++) {
      List<String> other = new ArrayList<>(ROW);
      other.set(n, other.get(n) + "x");
      assertThat(reviews.said("r1", "customer", () -> other)).isEmpty();
    }
    assertThat(new RowReviews(tokens(2), Map.of("r1", Map.of(token, SAID))))
        .satisfies(keyed -> assertThat(keyed.said("r1", "customer", () -> ROW)).isEmpty());
  }

  /** A file is judged as it is written and as it is read again, at the same time. */
  @Test
  void isTheSameToAllWhoAskAtOnce() {
    RowReviews reviews = RowReviews.none(tokens(1));
    String token = reviews.token("r1", "customer", ROW);

    assertThat(
            IntStream.range(0, 100_000)
                .parallel()
                .filter(n -> !reviews.token("r1", "customer", ROW).equals(token))
                .count())
        .isZero();
  }
}
