package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A child process that does not outlive this JVM, however the JVM ends. */
final class ServerProcess {

  /**
   * Becomes the server, after leaving a watcher behind: standard input is a pipe that only the JVM
   * holds open, so its end is the JVM's end.
   */
  private static final String WATCHED =
      """
      exec 3<&0
      (cat <&3 >/dev/null; [ /proc/$$/exe -ef "$1" ] && kill -9 $$) &
      exec "$@" 3<&- </dev/null
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration ADOPTED = Duration.ofSeconds(3);

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a server; its output goes to the end of the log. */
  static ServerProcess start(List<String> command, Path directory, Path log) {
    return start(List.of(), command, directory, log);
  }

  /** The same through a program, with its options, that changes who is running. */
  static ServerProcess start(List<String> through, List<String> command, Path directory, Path log) {
    List<String> watched = new ArrayList<>(through);
    watched.addAll(List.of("sh", "-c", WATCHED, "sh"));
    watched.addAll(command);
    return new ServerProcess(launch(watched, directory, log), log);
  }

  /** Runs a program to its end; fails, with its output, unless it ends with 0. */
  static void run(List<String> command, Path directory, Path log) {
    ServerProcess program = new ServerProcess(launch(command, directory, log), log);
    if (!program.ended(PATIENCE) || program.process.exitValue() != 0) {
      program.kill9();
      throw program.failure(command.get(0) + " failed");
    }
  }

  /**
   * Each process has a folder of its own for temporary files: a MariaDB server that starts removes
   * what it takes for leftovers in that folder, other running servers' tables among them.
   */
  private static Process launch(List<String> command, Path directory, Path log) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder
          .environment()
          .put(
              "TMPDIR",
              Files.createTempDirectory(log.toAbsolutePath().getParent(), "tmp").toString());
      return builder
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks again and again, at most for a minute and a half, until the answer is yes. */
  void await(Question ready) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!ready.answer()) {
      if (ended(Duration.ofMillis(50))) {
        throw failure("the server ended before it answered");
      }
      if (System.nanoTime() > end) {
        kill9();
        throw failure("the server did not answer within " + PATIENCE);
      }
    }
  }

  /** Ends the process, and those that it started, without a chance to tidy up, and waits. */
  void kill9() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    if (!ended(PATIENCE)) {
      throw failure("the server cannot be killed");
    }
    started.forEach(ServerProcess::awaitEnd);
  }

  /** Whoever adopted it may never ask how it ended, so that it seems to live. */
  private static void awaitEnd(ProcessHandle killed) {
    try {
      killed.onExit().get(ADOPTED.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // its memory is free all the same
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean ended(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a server", e);
    }
  }

  private IllegalStateException failure(String what) {
    try {
      List<String> lines = Files.readAllLines(log);
      String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
      return new IllegalStateException(what + "; the end of its output:\n" + tail);
    } catch (IOException e) {
      return new IllegalStateException(what, e);
    }
  }

  /** Something that can be asked over and over. */
  interface Question {
    boolean answer();
  }
}
