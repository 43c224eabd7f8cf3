package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.backup.VersionState;
import org.quietus.backup.packed.PackedList;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;

class PackedListTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

  private static Fresh fresh(int n) {
    Pin pin = new Pin(new ObjectKey("nightly/%d ü.sql".formatted(n)), "v" + n, "\"e" + n + "\"");
    Optional<ObjectDetails> details =
        Optional.of(
            new ObjectDetails(
                pin,
                n,
                NOON.plusNanos(n),
                Map.of("quietus-created", NOON.toString()),
                Optional.of("GLACIER"),
                n % 2 == 0,
                new Lock(Optional.of(Lock.Mode.GOVERNANCE), Optional.of(NOON), n % 3 == 0),
                n % 5 == 0,
                Set.of(new ObjectKey("other/" + n))));
    return new Fresh(
        new ObjectVersion(pin, n, NOON.plusNanos(n), n % 2 == 0, Optional.empty()),
        details.filter(one -> n % 7 > 0),
        Optional.of(VersionState.ARCHIVED).filter(one -> n % 7 == 0),
        n % 2 == 0,
        n % 3 == 0);
  }

  @Test
  void givesBackWhatWasAddedInAnyOrder() {
    List<Fresh> packed = new PackedList<>(Fresh.class);
    List<Fresh> plain = new ArrayList<>();
    for (int n = 0; n < 1234; n++) {
      packed.add(fresh(n));
      plain.add(fresh(n));
    }
    assertThat(packed).isEqualTo(plain);
    for (int n = 1233; n >= 0; n -= 97) {
      assertThat(packed.get(n)).isEqualTo(plain.get(n));
    }
    packed.clear();
    assertThat(packed).isEmpty();
    packed.add(fresh(5));
    assertThat(packed).containsExactly(fresh(5));
  }
}
