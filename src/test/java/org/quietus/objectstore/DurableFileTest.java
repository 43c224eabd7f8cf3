package org.quietus.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
  private static final String PERMISSIONS = "rw-r--r--";

  @TempDir private Path directory;

  @Test
  void aReplacementThatFailsLeavesNothingBehind() throws IOException {
    Path target = directory.resolve("checkpoint");
    Files.writeString(Files.createDirectory(target).resolve("in"), "the way");

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> DurableFile.replace(target, () -> true, new byte[9], PERMISSIONS))
          .isInstanceOf(IOException.class);
      assertThat(files()).containsExactly(".checkpoint.lock", "checkpoint");
    }
  }

  @Test
  void theDraftOfAFileWithALongerNameStays() throws IOException {
    Path other = directory.resolve(".dump.sql.gz.0f8fad5b-d9cb-469f-a165-70867728950e.draft");
    Files.writeString(other, "half of it");

    DurableFile.create(directory.resolve("dump.sql"), new byte[9], PERMISSIONS);
    assertThat(other).exists();

    DurableFile.create(directory.resolve("dump.sql.gz"), new byte[9], PERMISSIONS);
    assertThat(files()).containsExactly("dump.sql", "dump.sql.gz");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
