package org.quietus.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The finished jar as a process of its own, as cron starts it. */
public final class JarProcess {
  private static final long PATIENCE_MINUTES = 5;

  private final Process process;
  private final Path output;

  private JarProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a command with little memory; both of its streams go to one file in {@code directory}.
   */
  public static JarProcess start(
      Path directory, Map<String, String> environment, String... arguments) {
    String jar = System.getProperty("quietus.jar", "target/quietus.jar");
    List<String> command =
        new ArrayList<>(
            List.of(
                "env", // a build that runs in the background ignores SIGINT, and so would its child
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(archive(jar));
    command.addAll(List.of("-jar", jar));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile(directory, "output", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      return new JarProcess(builder.start(), output);
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + command, e);
    }
  }

  /**
   * Options for whoever starts the jar: an archive of its classes, as the distribution makes itself
   * one, if CI has put one beside the jar. One of another jar is silently left alone.
   */
  public static List<String> archive(String jar) {
    Path archive = Path.of(jar).resolveSibling("quietus.jsa");
    return Files.exists(archive)
        ? List.of(
            "-XX:SharedArchiveFile=" + archive,
            "-Xshare:auto",
            "-Xlog:disable",
            "-Xlog:all=error:stderr")
        : List.of();
  }

  /** Waits for the end and returns the exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("still running after minutes; it said:\n" + output());
    }
    return process.exitValue();
  }

  /** Waits for a while and then kills it with SIGKILL; returns false if it had ended by itself. */
  public boolean killAfter(long millis) throws InterruptedException {
    if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      return false;
    }
    process.destroyForcibly().waitFor();
    return true;
  }

  /** Sends SIGINT, as Ctrl-C does. */
  public void interrupt() throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** What it has said so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
