package org.quietus.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real program {@code zstd}, of the distribution's package of that name. */
public final class ZstdTool {
  private static final boolean IS_THERE = starts();

  private ZstdTool() {}

  /** What a run of it wrote to its standard output, and whether it said that all went well. */
  public record Ran(int exitCode, byte[] output, String errors) {}

  /** Leaves the test out, by name, where the program is not installed; not with {@code CI=true}. */
  public static void required() {
    if (!IS_THERE && "true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("zstd is not installed; with CI=true that is a failure");
    }
    assumeThat(IS_THERE).as("zstd is installed").isTrue();
  }

  /** Whether it is installed. */
  public static boolean isThere() {
    return IS_THERE;
  }

  /** Compresses, with such options. */
  public static byte[] compressed(byte[] content, String... options) {
    return good(run(content, options));
  }

  /** Decompresses; fails if the program finds anything wrong. */
  public static byte[] decompressed(byte[] content, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-d");
    return good(run(content, all.toArray(String[]::new)));
  }

  private static byte[] good(Ran ran) {
    if (ran.exitCode() != 0) {
      throw new IllegalStateException("zstd: " + ran.errors());
    }
    return ran.output();
  }

  /** Runs it on some content. */
  public static Ran run(byte[] content, String... options) {
    List<String> command = new ArrayList<>(List.of("zstd", "-q", "-c"));
    command.addAll(List.of(options));
    try {
      Path in = Files.createTempFile("zstd", ".in");
      Path out = Files.createTempFile("zstd", ".out");
      Path errors = Files.createTempFile("zstd", ".err");
      try {
        Files.write(in, content);
        Process process =
            new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        int code = process.waitFor();
        return new Ran(code, Files.readAllBytes(out), Files.readString(errors));
      } finally {
        for (Path file : List.of(in, out, errors)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean starts() {
    try {
      return new ProcessBuilder("zstd", "--version").redirectErrorStream(true).start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
