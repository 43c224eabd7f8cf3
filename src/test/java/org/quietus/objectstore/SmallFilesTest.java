package org.quietus.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.objectstore.directory.SmallFiles;

class SmallFilesTest extends SmallObjectsContract {
  private static final int NAMES = 200;

  /** Every other so many are created at a time. */
  private static final int AT_ONCE = 10;

  private static final int CONTENT = 20_000;
  private static final ObjectKey COUNT = new ObjectKey("folder/count");

  @TempDir private Path directory;

  @Override
  SmallObjects small() {
    return new SmallFiles(directory.resolve("store"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "a/../b", "a//b", "/a", "a/", ".a", "folder/.a.lock"})
  void refusesAKeyThatLeadsOutOrToAFileOfOurOwn(String key) {
    assertThatThrownBy(() -> small().create(new ObjectKey(key), new byte[1]))
        .isInstanceOf(StoreException.Refused.class);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void nobodyIsToldThatASpecialFileIsNoFile() throws IOException {
    Files.createDirectories(directory.resolve("store/folder/a"));

    assertThatThrownBy(() -> small().current(new ObjectKey("folder/a"), 1))
        .isInstanceOf(StoreException.Refused.class)
        .hasMessage("it is not a regular file");
  }

  @Test
  void ofManyProcessesOneCreatesAndEveryReplacementCounts() throws Exception {
    small().create(COUNT, bytes("0"));
    List<Process> writers = new ArrayList<>();
    for (int writer = 0; writer < 3; writer++) {
      writers.add(start(String.valueOf(writer)));
    }
    int created = 0;
    int replaced = 0;
    for (Process writer : writers) {
      String[] done = new String(writer.getInputStream().readAllBytes(), UTF_8).strip().split(" ");
      assertThat(writer.waitFor(60, SECONDS)).isTrue();
      created += Integer.parseInt(done[0]);
      replaced += Integer.parseInt(done[1]);
    }

    assertThat(created).isEqualTo(NAMES);
    assertThat(small().current(COUNT, 9)).hasValue(bytes(String.valueOf(replaced)));
    assertThat(replaced).isPositive();
    assertThat(hidden()).containsExactly(".count.lock");
  }

  @Test
  void whateverAKillStopsIsWholeOrNotThere() throws Exception {
    for (int kill = 0; kill < 3; kill++) {
      Process writer = start("killed");
      while (writer.isAlive() && keys().size() < 20 * (kill + 1)) {
        Thread.onSpinWait();
      }
      writer.destroyForcibly().waitFor();
      for (ObjectKey key : keys().stream().filter(SmallFilesTest::isObject).toList()) {
        assertThat(small().first(key, CONTENT).map(content -> content.length)).hasValue(CONTENT);
      }
    }

    assertThat(start("last").waitFor()).isZero();
    assertThat(keys()).filteredOn(SmallFilesTest::isObject).hasSize(NAMES);
    assertThat(hidden()).isSubsetOf(".count.lock");
  }

  private static boolean isObject(ObjectKey key) {
    return key.value().matches("folder/[0-9]+");
  }

  private List<String> hidden() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("store/folder"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("."))
          .toList();
    }
  }

  private Process start(String writer) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            directory.resolve("store").toString(),
            writer)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Creates the same names as others do, and counts up a number; a process of its own. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      SmallObjects store = new SmallFiles(Path.of(arguments[0]));
      byte[] content = arguments[1].repeat(CONTENT).substring(0, CONTENT).getBytes(UTF_8);
      int created = 0;
      int replaced = 0;
      for (int name = 0; name < NAMES; name++) {
        created +=
            name / AT_ONCE % 2 == 0
                ? store.create(new ObjectKey("folder/" + name), content) ? 1 : 0
                : name % AT_ONCE == 0 ? store.createAll(from(name, content)).size() : 0;
        replaced += isCounted(store) ? 1 : 0;
      }
      System.out.println(created + " " + replaced);
    }

    private static Map<ObjectKey, byte[]> from(int name, byte[] content) {
      return IntStream.range(name, name + AT_ONCE)
          .boxed()
          .collect(Collectors.toMap(n -> new ObjectKey("folder/" + n), n -> content));
    }

    private static boolean isCounted(SmallObjects store) {
      Optional<byte[]> before = store.current(COUNT, 9);
      return before.isPresent()
          && store.replace(
              COUNT,
              before.get(),
              bytes(String.valueOf(1 + Integer.parseInt(new String(before.get(), UTF_8)))));
    }
  }
}
