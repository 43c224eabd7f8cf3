package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.Zones;
import org.quietus.format.Decision;
import org.quietus.format.DumpTableName;
import org.quietus.format.Row;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.format.jsonl.Jsonl;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.directory.DirectoryStore;

class GatedCopyTest {
  private static final RowDecider KEEPING =
      new RowDecider() {
        @Override
        public boolean wants(RowSource source) {
          return true;
        }

        @Override
        public Decision decide(Row row) {
          return Decision.KEEP;
        }
      };

  @TempDir Path directory;

  /** Whether it is still being written then, or has been. */
  @ParameterizedTest
  @ValueSource(ints = {10, 1_000_000})
  void whatKeepsTheGateFromReadingIsSaid(int records) throws Exception {
    Files.writeString(directory.resolve("a.jsonl"), "{\"a\":1}\n".repeat(records));
    try (ObjectStore store = new DirectoryStore(directory, Clock.systemUTC());
        Stream<ObjectVersion> versions = store.versions("")) {
      Dump dump =
          new Dump(
              store,
              versions.findFirst().orElseThrow().pin(),
              new Jsonl(new DumpTableName(null, "log"), List.of("a")),
              new Zones(ZoneOffset.UTC, Optional.empty()));
      GatedCopy copy =
          new GatedCopy(
              dump,
              source -> true,
              row -> {
                throw new Trouble(VersionState.UNREACHABLE, "make room");
              });

      assertThatThrownBy(() -> copy.write(KEEPING, () -> 0, OutputStream.nullOutputStream()))
          .isInstanceOf(Trouble.class)
          .hasMessage("make room");
    }
  }
}
