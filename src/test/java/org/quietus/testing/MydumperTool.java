package org.quietus.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real programs {@code mydumper} and {@code myloader}, of the distribution's package. */
public final class MydumperTool {
  private static final boolean IS_THERE = starts();

  private MydumperTool() {}

  /** Leaves the test out, by name, where they are not installed; not with {@code CI=true}. */
  public static void required() {
    if (!IS_THERE && "true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("mydumper is not installed; with CI=true that is a failure");
    }
    assumeThat(IS_THERE).as("mydumper is installed").isTrue();
  }

  /** Dumps a schema into a folder. */
  public static void dump(MariaDbServer server, String schema, Path folder, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--database=" + schema, "--outputdir=" + folder));
    run("mydumper", server, all);
  }

  /** Loads what is in a folder into the schema that it is of. */
  public static void load(MariaDbServer server, String schema, Path folder) {
    run(
        "myloader",
        server,
        List.of("--directory=" + folder, "--database=" + schema, "--overwrite-tables"));
  }

  private static void run(String program, MariaDbServer server, List<String> options) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            program,
            "--host=127.0.0.1",
            "--port=" + server.port(),
            "--user=" + server.username(),
            "--password=" + server.password(),
            "--threads=2"));
    command.addAll(options);
    try {
      Path said = Files.createTempFile(program, ".log");
      int code =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(said.toFile()))
              .start()
              .waitFor();
      String text = Files.readString(said);
      Files.delete(said);
      if (code != 0 || text.contains("CRITICAL")) {
        throw new IllegalStateException(program + ": " + text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + program + " ran", e);
    }
  }

  private static boolean starts() {
    try {
      return new ProcessBuilder("mydumper", "--version")
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
