package org.quietus.backup.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.backup.VersionState;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;

class JournalEntryTest {
  private static final Pin READ = new Pin(new ObjectKey("nightly/shop.sql"), "1", "old");
  private static final Pin PUT = new Pin(new ObjectKey("nightly/shop.sql"), "2", "clean");

  /** Of versions that are not current the one with persons is removed, and none put in place. */
  @Test
  void whatIsWorkedOffAgainIsTheCurrentVersionThatWasPutInPlace() {
    SealedVersion read = SealedVersion.of(READ, true, 9, Instant.parse("2026-03-01T12:00:00Z"));
    JournalEntry swapped =
        new JournalEntry(
                1,
                "nightly",
                "u",
                "v1",
                Optional.empty(),
                VersionState.STAGED,
                read,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of())
            .swappedBy(PUT, "v2");

    JournalEntry again = swapped.again();

    assertThat(again.state()).isEqualTo(VersionState.PLANNED);
    assertThat(again.version()).isEqualTo("v2");
    assertThat(again.held().pin()).isEqualTo(PUT);
    assertThat(again.held().latest()).isTrue();
    assertThat(again.held().result()).isEmpty();
    assertThat(again.held().createdAt()).isEqualTo(read.createdAt());
  }
}
