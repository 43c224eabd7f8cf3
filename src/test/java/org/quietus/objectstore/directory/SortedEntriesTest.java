package org.quietus.objectstore.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedEntriesTest {
  @TempDir Path root;

  private List<String> listed(int most, String prefix) {
    try (Stream<SortedEntries.Entry> entries =
        new SortedEntries(new DirectoryPaths(root), most).in(root, prefix)) {
      return entries.map(entry -> new String(entry.sortKey(), UTF_8)).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 1000})
  void areInTheOrderOfTheirKeysHoweverFewAreHeld(int most) throws Exception {
    List<String> expected = new ArrayList<>();
    for (String name : List.of("a", "a-", "a.b", "a0", "B", "ä", "😀", "~")) {
      Files.createFile(root.resolve(name + "1"));
      Files.createDirectory(root.resolve(name));
      expected.addAll(List.of(name + "1", name + "/"));
    }
    expected.sort((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
    assertThat(listed(most, "")).isEqualTo(expected);
    assertThat(listed(most, "a"))
        .containsExactlyElementsOf(expected.stream().filter(key -> key.startsWith("a")).toList());
    assertThat(listed(most, "a/b")).containsExactly("a/");
    assertThat(listed(most, "a1/b")).isEmpty();
    assertThat(listed(most, "c")).isEmpty();
  }

  @Test
  void eachOfManyIsThereOnce() throws Exception {
    Random random = new Random(7);
    for (int n = 0; n < 2000; n++) {
      Files.createFile(root.resolve(n + "-" + random.nextInt()));
    }
    assertThat(listed(37, "")).isEqualTo(listed(5000, "")).hasSize(2000).isSorted();
  }

  @Test
  void anEmptyDirectoryHasNone() {
    assertThat(listed(1, "")).isEmpty();
  }
}
