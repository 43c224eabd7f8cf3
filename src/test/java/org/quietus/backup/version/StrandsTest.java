package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;

class StrandsTest {
  private final List<Strands.Unit> units = new ArrayList<>();

  private void unit(String name, String... keys) {
    units.add(
        new Strands.Unit(units.size(), name, Stream.of(keys).map(StrandsTest::entry).toList()));
  }

  private static JournalEntry entry(String key) {
    Pin pin = new Pin(new ObjectKey(key), "1", "etag");
    return new JournalEntry(
        1,
        "nightly",
        "u",
        "v",
        Optional.empty(),
        VersionState.PLANNED,
        SealedVersion.of(pin, true, 9, Instant.EPOCH),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private List<String> strands() {
    return Strands.of(units).stream()
        .map(strand -> String.join("", strand.stream().map(Strands.Unit::name).toList()))
        .toList();
  }

  @Test
  void objectsOfDifferentKeysAreOneEach() {
    unit("a", "1");
    unit("b", "2");
    unit("c", "3");
    assertThat(strands()).containsExactly("a", "b", "c");
  }

  @Test
  void versionsOfOneKeyGoInTheirOrder() {
    unit("a", "1");
    unit("b", "2");
    unit("c", "1");
    unit("d", "2");
    unit("e", "1");
    assertThat(strands()).containsExactly("ace", "bd");
  }

  @Test
  void aBackupOfSeveralObjectsJoinsWhatItHasKeysOf() {
    unit("a", "1");
    unit("b", "2");
    unit("c", "3");
    unit("d", "3", "1");
    unit("e", "4");
    unit("f", "4", "2", "4");
    unit("g", "1");
    assertThat(strands()).containsExactly("acdg", "bef");
  }

  @Test
  void ofNothingThereIsNone() {
    assertThat(strands()).isEmpty();
  }
}
