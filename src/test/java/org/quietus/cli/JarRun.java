package org.quietus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.quietus.testing.JarProcess;

/** A command of the finished jar, in a process of its own. */
final class JarRun {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final long PATIENCE_SECONDS = 180;

  private final Process process;
  private final Path printed;

  private JarRun(Process process, Path printed) {
    this.process = process;
    this.printed = printed;
  }

  static JarRun start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  /** With these variables in its environment. */
  static JarRun start(Map<String, String> environment, String... arguments) throws IOException {
    String jar = System.getProperty("quietus.jar", "");
    List<String> line = new ArrayList<>();
    line.addAll(List.of(JAVA.toString(), "-Xmx192m", "-XX:TieredStopAtLevel=1"));
    line.addAll(JarProcess.archive(jar));
    line.addAll(List.of("-jar", jar));
    line.addAll(List.of(arguments));
    Path printed = Files.createTempFile("quietus", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(printed.toFile());
    builder.environment().putAll(environment);
    return new JarRun(builder.start(), printed);
  }

  /** Kills it, as {@code kill -9} does, unless it has ended before. */
  void killAfter(long milliseconds) throws InterruptedException {
    if (!process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("still running after " + PATIENCE_SECONDS + " seconds");
    }
    return process.exitValue();
  }

  /** What it printed on both streams. */
  String printed() throws IOException {
    return Files.readString(printed);
  }
}
