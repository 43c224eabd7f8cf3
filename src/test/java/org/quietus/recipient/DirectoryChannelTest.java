package org.quietus.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryChannelTest {
  private static final byte[] BODY = "ann@example.org".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  @Test
  void whatAKilledRunHadBegunToLeaveGoesWithItsNotice() throws IOException {
    Files.write(directory.resolve(".n3.json.0f8fad5b-d9cb-469f-a165-70867728950e.draft"), BODY);
    Files.write(directory.resolve(".others.draft"), BODY);
    DirectoryChannel channel = new DirectoryChannel(directory);
    channel.tell("n1", BODY);
    channel.tell("n2", BODY);
    assertThat(channel.left()).containsExactlyInAnyOrder("n1", "n2", "n3");

    channel.clear("n1");
    channel.clear("n3");

    assertThat(files()).containsExactlyInAnyOrder("n2.json", ".others.draft");
  }

  @Test
  void whatAnotherRunLeftMeanwhileGoesToo() throws IOException {
    DirectoryChannel channel = new DirectoryChannel(directory);
    channel.tell("n1", BODY);
    channel.clear("n1");
    Files.write(directory.resolve(".n2.json.0f8fad5b-d9cb-469f-a165-70867728950e.draft"), BODY);

    channel.left().forEach(channel::clear);

    assertThat(files()).isEmpty();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
