package org.quietus.backup.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.version.ObjectNames;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;
import org.quietus.target.LeftObjects;

class LeftOfSetTest {
  private final LeftOfSet left =
      new LeftOfSet(
          "nightly",
          "backup set 'nightly'",
          new ObjectNames(List.of("shop")),
          new KeyTokens(new byte[] {1, 2, 3}));

  private List<String> lines(List<JournalEntry> entries) {
    return new LeftObjects(left.objects(entries).toList()::forEach, token -> false, Set.of())
        .lines();
  }

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
  void aLockForEverEndsOnTheLastDayThatADatabaseHolds() {
    JournalEntry locked =
        entry("daily/shop.sql", VersionState.LOCKED, Optional.of(LocalDate.of(10_000, 1, 1)));
    assertThat(locked.remainsUntil()).contains(LocalDate.of(9999, 12, 31));
    assertThat(
            locked
                .protectedBy("locked-compliance", Optional.of(LocalDate.of(10_000, 1, 2)))
                .remainsUntil())
        .contains(LocalDate.of(9999, 12, 31));
  }

  @Test
  void lockedHeldAndUnreadableObjectsHaveALineEach() {
    Optional<LocalDate> may = Optional.of(LocalDate.of(2026, 5, 1));
    assertThat(
            lines(
                List.of(
                    entry("a/shop.sql", VersionState.VERIFIED, may),
                    entry("daily/shop.sql", VersionState.LOCKED, may),
                    entry("daily/dump.sql", VersionState.LOCKED, Optional.empty()),
                    entry("daily/ann.sql", VersionState.DAMAGED, may),
                    entry("weekly/shop.sql", VersionState.HELD, Optional.empty()),
                    entry("daily/full.sql", VersionState.UNEXPIRED, Optional.empty())
                        .protectedBy(JournalEntry.HELD, Optional.empty()))))
        .containsExactly(
            "backup set 'nightly': left as damaged:"
                + " 'daily/*.sql' (9 bytes, created 2026-03-01T12:00:00Z)",
            "backup set 'nightly': left as held: 'weekly/shop.sql', 'daily/full.sql'",
            "backup set 'nightly': left as locked: 'daily/shop.sql' until 2026-05-01,"
                + " 'daily/dump.sql'");
  }

  @Test
  void rowsInDoubtAreNamedForEachPersonUnlessTheObjectWasLeftAsAWhole() {
    CountLine doubtful =
        new CountLine("r1", 1, "customer", "ambiguous", 0, 0, 0, 0, 2, null, false, null, null);
    CountLine gone =
        new CountLine("r2", 1, "customer", "delete", 1, 0, 0, 0, 0, null, false, null, null);
    JournalEntry read =
        entry("daily/shop.sql", VersionState.VERIFIED, Optional.empty())
            .counting(List.of(doubtful, gone));

    assertThat(lines(List.of(read, read.to(VersionState.NOT_GONE), read.to(VersionState.EXPIRED))))
        .containsExactly(
            "backup set 'nightly': left as not-gone: 'daily/shop.sql'",
            "backup set 'nightly': rows that may be the person's of request r1 were left in:"
                + " 'daily/shop.sql'; say which are: quietus request review; what it does not list"
                + " take out by hand, or wait until the objects expire");
  }

  @Test
  void manyOfAKindAreCounted() {
    JournalEntry one = entry("daily/shop.sql", VersionState.DAMAGED, Optional.empty());
    assertThat(lines(Collections.nCopies(25, one)))
        .singleElement()
        .asString()
        .endsWith("'daily/shop.sql' and 5 more");
  }
}
