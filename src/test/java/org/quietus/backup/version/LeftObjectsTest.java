package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.backup.VersionState;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;

class LeftObjectsTest {
  private final LeftObjects left = new LeftObjects("nightly", new ObjectNames(List.of("shop")));

  private static JournalEntry entry(String key, VersionState state, Optional<LocalDate> until) {
    SealedVersion held =
        SealedVersion.of(
            new Pin(new ObjectKey(key), "v", "e"), true, 9, Instant.parse("2026-03-01T12:00:00Z"));
    return new JournalEntry(
        1,
        "nightly",
        "u",
        "v",
        Optional.empty(),
        state,
        held,
        List.of(),
        Optional.empty(),
        until,
        List.of());
  }

  @Test
  void lockedHeldAndUnreadableObjectsHaveALineEach() {
    Optional<LocalDate> may = Optional.of(LocalDate.of(2026, 5, 1));
    assertThat(
            left.lines(
                List.of(
                    entry("a/shop.sql", VersionState.VERIFIED, may),
                    entry("daily/shop.sql", VersionState.LOCKED, may),
                    entry("daily/dump.sql", VersionState.LOCKED, Optional.empty()),
                    entry("daily/ann.sql", VersionState.DAMAGED, may),
                    entry("weekly/shop.sql", VersionState.HELD, Optional.empty()),
                    entry("daily/full.sql", VersionState.UNEXPIRED, Optional.empty())
                        .protectedBy(VersionInventory.HELD, Optional.empty()))))
        .containsExactly(
            "backup set 'nightly': left as damaged:"
                + " 'daily/*.sql' (9 bytes, created 2026-03-01T12:00:00Z)",
            "backup set 'nightly': left as held: 'weekly/shop.sql', 'daily/full.sql'",
            "backup set 'nightly': left as locked: 'daily/shop.sql' until 2026-05-01,"
                + " 'daily/dump.sql'");
  }

  @Test
  void manyOfAKindAreCounted() {
    JournalEntry one = entry("daily/shop.sql", VersionState.DAMAGED, Optional.empty());
    assertThat(left.lines(Collections.nCopies(25, one)))
        .singleElement()
        .asString()
        .endsWith("'daily/shop.sql' and 5 more");
  }
}
