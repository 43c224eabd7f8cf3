package org.quietus.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("a.key");
  }

  @Test
  void saysWhetherItMadeTheKeyAndLeavesNothingBesideIt() throws IOException {
    assertThat(KeyFile.generate(file())).isTrue();
    byte[] key = KeyFile.load(file());
    assertThat(KeyFile.generate(file())).isFalse();
    assertThat(KeyFile.load(file())).isEqualTo(key);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void overwritesAKeyBeforeItIsRemoved() throws IOException {
    KeyFile.generate(file());
    Path sameBlocks = Files.createLink(directory.resolve("link"), file());
    KeyFile.destroy(file());
    assertThat(file()).doesNotExist();
    assertThat(sameBlocks).hasContent("0".repeat(64) + "\n");
  }
}
