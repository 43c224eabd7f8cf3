package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.journal.VersionCounts;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;

class TellingFilesTest {
  private final List<Pin> compared = new ArrayList<>();

  /** It tells of files that were overwritten with it. */
  @Test
  void whatAnEarlierVersionTellsIsNotComparedWithTheFilesOfNow() {
    List<JournalEntry> others = List.of(metadata("1", false), metadata("2", true));
    @SuppressWarnings("NullAway") // only what it says of an entry that does not fit needs the set
    TellingFiles telling = new TellingFiles(null, new Found(), others, List.of(), others);

    telling.requireOthersRight();

    assertThat(compared).extracting(Pin::versionId).containsExactly("2");
  }

  private static JournalEntry metadata(String version, boolean latest) {
    Pin pin = new Pin(new ObjectKey("nightly/metadata"), version, "etag");
    return new JournalEntry(
        latest ? 2 : 1,
        "nightly",
        "u",
        "v" + version,
        Optional.empty(),
        VersionState.CLEAN,
        SealedVersion.of(pin, latest, 9, Instant.parse("2026-03-01T12:00:00Z")),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private final class Found implements UnitSearch.Found {
    @Override
    public boolean isSpared() {
      return false;
    }

    @Override
    public VersionCounts count(SealedVersion version) {
      return VersionCounts.NOTHING;
    }

    @Override
    public boolean tells(SealedVersion version) {
      return true;
    }

    @Override
    public boolean isOutdated(SealedVersion version, Set<Pin> rewritten, boolean begun) {
      compared.add(version.pin());
      return false;
    }

    @Override
    public UnitSearch.Written write(SealedVersion version, OutputStream sink) {
      throw new IllegalStateException("nothing is written");
    }
  }
}
