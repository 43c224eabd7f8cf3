package org.quietus.run.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.job.ReviewDesk;
import org.quietus.request.CopyReviews;
import org.quietus.request.NotPossible;

class CopyListTest {
  private static final ReviewDesk.OfCopies FIRST_GROUP =
      new ReviewDesk.OfCopies(List.of("g1"), List.of(), "told");

  private static CopyReviews.Row row(String token, String... differing) {
    return in("v1", token, differing);
  }

  private static CopyReviews.Row in(String version, String token, String... differing) {
    return new CopyReviews.Row(
        "nightly",
        version,
        "'dump.sql'",
        new CopyReviews.Seen(
            "r1",
            token,
            "customer",
            "byte 7",
            Set.of("email"),
            Set.of(differing),
            Optional.empty(),
            false),
        Optional.empty());
  }

  private static CopyList list(CopyReviews.Row... rows) {
    return new CopyList("r1", List.of(rows));
  }

  /** A record that tells the same may be somebody else's in the object that came since. */
  @Test
  void aRowInAnotherVersionIsToBeLookedAtAgain() {
    String name = list(row("a"), in("v2", "a")).copies().list();

    CopyList now = list(row("a"), in("v3", "a"));

    assertThatThrownBy(() -> now.decided(name, FIRST_GROUP, false))
        .isInstanceOf(NotPossible.class)
        .hasMessageContaining("look at it again");
  }

  /** Once a person is forgotten, a run cannot tell any more what differs. */
  @Test
  void aGroupThatHasGrownIsToBeLookedAtAgain() {
    CopyList seen = list(row("a"), row("b", "phone"));
    String name = seen.copies().list();
    assertThat(seen.decided(name, FIRST_GROUP, false)).isEqualTo(Map.of("a", true));

    CopyList grown = list(row("a"), row("b"));
    assertThatThrownBy(() -> grown.decided(name, FIRST_GROUP, false))
        .isInstanceOf(NotPossible.class)
        .hasMessageContaining("look at it again");
  }
}
