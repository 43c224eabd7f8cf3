package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.DueRows;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;

/** Which ends mean that a version went, and what is there again with it. */
final class ReappearedTest {
  private static final Set<VersionState> WITHOUT_SUCCESSOR =
      EnumSet.of(VersionState.VERIFIED, VersionState.LINKED_ELSEWHERE, VersionState.EXPIRED);

  private static JournalEntry entry(VersionState state, boolean replaced) {
    Pin pin = new Pin(new ObjectKey("a.sql"), "1", "one");
    SealedVersion held = SealedVersion.of(pin, true, 10, Instant.EPOCH);
    return new JournalEntry(
        1,
        "nightly",
        "unit",
        "version",
        replaced ? Optional.of("result") : Optional.empty(),
        state,
        replaced ? held.swapped(new Pin(pin.key(), "2", "two")) : held,
        List.of(line("customer", 2), line("orders", 0)),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static CountLine line(String table, long deleted) {
    return new CountLine(
        "request-1", 1, table, "delete", deleted, 0, 0, 0, 1, null, false, null, null);
  }

  @ParameterizedTest
  @EnumSource
  void aVersionWentIfItsEndSaysSo(VersionState state) {
    assertThat(Reappeared.wasRemoved(entry(state, false)))
        .isEqualTo(WITHOUT_SUCCESSOR.contains(state));
    assertThat(Reappeared.wasRemoved(entry(state, true)))
        .isEqualTo(WITHOUT_SUCCESSOR.contains(state) || state == VersionState.UNREAD_ROWS);
  }

  @Test
  void namesTheRowsThatWereTakenOut() {
    List<DueRows> rows = List.of(new DueRows("request-1", "customer", 2, false));
    assertThat(Reappeared.rows(entry(VersionState.VERIFIED, true))).isEqualTo(rows);
    assertThat(Reappeared.rows(entry(VersionState.VERIFIED, false))).isEqualTo(rows);
    assertThat(Reappeared.rows(entry(VersionState.UNREAD_ROWS, true))).isEqualTo(rows);
    assertThat(Reappeared.rows(entry(VersionState.LINKED_ELSEWHERE, true))).isEqualTo(rows);
  }

  @Test
  void namesTheObjectThatWentAsAWhole() {
    List<DueRows> object = List.of(new DueRows("", "(objects)", 1, false));
    assertThat(Reappeared.rows(entry(VersionState.EXPIRED, false))).isEqualTo(object);
    assertThat(Reappeared.rows(entry(VersionState.LINKED_ELSEWHERE, false))).isEqualTo(object);
  }
}
