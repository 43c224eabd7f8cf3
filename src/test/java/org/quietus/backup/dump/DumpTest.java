package org.quietus.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.format.mysqldump.Mysqldump;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.directory.DirectoryStore;

class DumpTest {
  @TempDir Path directory;

  /** A fault of ours in reading one dump must not keep all others from being worked on. */
  @Test
  void whatFailsUnexpectedlyEndsItsDumpAlone() throws Exception {
    Files.writeString(directory.resolve("a.sql"), "SELECT 1;\n");
    try (ObjectStore store = new DirectoryStore(directory, Clock.systemUTC());
        Stream<ObjectVersion> versions = store.versions("")) {
      Dump dump =
          new Dump(
              store,
              versions.findFirst().orElseThrow().pin(),
              new Mysqldump(),
              new Zones(ZoneOffset.UTC, Optional.empty()));
      assertThatThrownBy(() -> dump.reading(in -> Integer.parseInt("jane.roe")))
          .isInstanceOfSatisfying(
              Trouble.class,
              trouble -> assertThat(trouble.end()).isEqualTo(VersionState.UNSUPPORTED))
          .hasMessageContaining("NumberFormatException")
          .hasMessageNotContaining("jane");
      assertThatThrownBy(() -> dump.reading(in -> endless(1)))
          .isInstanceOf(Trouble.class)
          .hasMessageContaining("StackOverflowError");
    }
  }

  private static int endless(int depth) {
    return endless(depth + 1) + 1;
  }
}
