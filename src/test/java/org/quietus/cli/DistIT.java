package org.quietus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The distribution as a user unpacks it, under a path with a space; made with {@code -Pdist}. */
@Tag("long")
@EnabledIfSystemProperty(named = "quietus.dist", matches = ".+")
class DistIT {
  private static final long PATIENCE_MINUTES = 5;

  @TempDir static Path directory;
  private static Path home = Path.of("");

  @BeforeAll
  static void unpack() throws Exception {
    Path place = Files.createDirectory(directory.resolve("a place"));
    run(place, "tar", "-xzf", System.getProperty("quietus.dist", ""));
    try (Stream<Path> unpacked = Files.list(place)) {
      home = unpacked.findFirst().orElseThrow();
    }
  }

  @Test
  void printsItsVersionAndItsHelp() throws Exception {
    assertThat(quietus("--version")).startsWith("Quietus ").doesNotContain("warning", "not run");
    assertThat(quietus("--help")).contains("COMMAND", "Exit codes:");
  }

  @Test
  void startsThroughALinkFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("linked"), launcher());
    assertThat(run(directory, link.toString(), "--version")).startsWith("Quietus ");
  }

  @Test
  void runsTheDemoTwice() throws Exception {
    Path shop = directory.resolve("the shop");
    assertThat(quietus("demo", "--dir", shop.toString())).contains("COMPLETE");
    assertThat(quietus("demo", "--dir", shop.toString())).contains("nothing was due");
  }

  @Test
  void archivesClassesForOneJdkAndDoesWithoutAnArchiveThatIsOfNoUse() throws Exception {
    quietus("--version");
    List<Path> archives = archives();
    assertThat(archives).hasSize(1);
    Path archive = archives.get(0);
    assertThat(archive.toFile().setWritable(true)).isTrue();
    for (String broken : List.of("", "not an archive")) {
      Files.writeString(archive, broken);
      assertThat(quietus("--version")).startsWith("Quietus ").hasLineCount(1);
    }
    Files.delete(archive);
  }

  @ParameterizedTest
  @CsvSource({"run, , 10", "replay, 5, 5", "run, 0, 0", "status, , 0"})
  void aRunStepsBackOnItsMachineAndWhatSomebodyWaitsForDoesNot(
      String command, @Nullable String wanted, int nice) throws Exception {
    Path copy = Files.createTempDirectory(directory, "copy");
    Path launched = Files.createDirectories(copy.resolve("bin")).resolve("quietus");
    Files.copy(launcher(), launched, StandardCopyOption.COPY_ATTRIBUTES);
    Files.createFile(Files.createDirectory(copy.resolve("lib")).resolve("quietus.jar"));
    Path java = Files.createDirectories(copy.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nnice\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder(launched.toString(), command, "crm.yaml");
    builder.environment().put("JAVA_HOME", copy.resolve("jdk").toString());
    if (wanted != null) {
      builder.environment().put("QUIETUS_NICE", wanted);
    }
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    int ours = Integer.parseInt(run(directory, "nice").strip());
    assertThat(said).isEqualTo(Integer.toString(Math.min(19, ours + nice)));
  }

  @Test
  void bringsCompletionAndAManualPageForEachCommand() throws Exception {
    Path completion = home.resolve("share/bash-completion/completions/quietus");
    assertThat(run(home, "bash", "-n", completion.toString())).isEmpty();
    assertThat(completion).content().contains("--identifiers-from");
    for (String command : CommandRun.EVERY_COMMAND) {
      Path page = home.resolve("share/man/man1/quietus-" + command.replace(' ', '-') + ".1");
      assertThat(page).content().contains(".SH NAME", ".SH EXIT STATUS");
    }
  }

  @Test
  void bringsExamplesAndTheLicence() {
    for (String file :
        List.of("LICENSE", "README.md", "jobs/shop.yaml", "jobs/cron/quietus-nightly")) {
      assertThat(home.resolve(file)).isNotEmptyFile();
    }
  }

  private static List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  private static Path launcher() {
    return home.resolve("bin/quietus");
  }

  private static String quietus(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher().toString()));
    command.addAll(List.of(arguments));
    return run(directory, command.toArray(String[]::new));
  }

  /** What a command prints on both streams; it has to end with 0. */
  private static String run(Path where, String... command) throws Exception {
    Path printed = Files.createTempFile(directory, "printed", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(printed)).isZero();
    return Files.readString(printed);
  }
}
