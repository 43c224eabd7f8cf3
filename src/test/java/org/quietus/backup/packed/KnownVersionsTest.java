package org.quietus.backup.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;

class KnownVersionsTest {
  private final KnownVersions<Optional<String>> known = new KnownVersions<>();

  private static Pin version(int n) {
    return new Pin(new ObjectKey("nightly/" + n % 500 + ".sql"), "v" + n % 1000, "e" + n);
  }

  @Test
  void givesBackWhatWasFoundOutOfEachVersionAndNothingOfOthers() {
    for (int n = 0; n < 3000; n++) {
      known.put(version(n), n % 3 == 0 ? Optional.empty() : Optional.of("shop" + n % 3));
    }
    for (int n = 0; n < 3000; n++) {
      assertThat(known.get(version(n)))
          .isEqualTo(n % 3 == 0 ? Optional.empty() : Optional.of("shop" + n % 3));
      assertThat(known.get(version(3000 + n))).isNull();
    }
  }

  @Test
  void whatIsFoundOutLaterTakesThePlaceOfWhatWasKnown() {
    known.put(version(1), Optional.of("shop"));
    known.put(version(1), Optional.empty());
    assertThat(known.get(version(1))).isEmpty();
    known.clear();
    assertThat(known.get(version(1))).isNull();
  }

  /** An entry of a map with the version's own names takes some 250 bytes. */
  @Test
  void takesLittleMemoryForEach() {
    int many = 200_000;
    long before = HeldMemory.bytes();
    for (int n = 0; n < many; n++) {
      known.put(version(n), Optional.of("shop"));
    }
    assertThat(HeldMemory.bytes() - before).isLessThan(100L * many);
    assertThat(known.get(version(many - 1))).contains("shop");
  }
}
