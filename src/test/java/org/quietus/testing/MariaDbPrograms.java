package org.quietus.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the real {@code mariadb-dump} and {@code mariadb} against {@link Servers#mariaDb()}. */
public final class MariaDbPrograms {

  private MariaDbPrograms() {}

  /** What {@code mariadb-dump} writes with these arguments: options, then schema and tables. */
  public static byte[] dump(String... arguments) {
    return run(MariaDbServer.dump(), new byte[0], arguments);
  }

  /** Feeds SQL text to the client; arguments are options, then the schema if there is one. */
  public static byte[] execute(byte[] sql, String... arguments) {
    return run(MariaDbServer.client(), sql, arguments);
  }

  private static byte[] run(Path program, byte[] input, String... arguments) {
    MariaDbServer server = Servers.mariaDb();
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            program.toString(),
            "--no-defaults",
            "--protocol=tcp",
            "--skip-ssl",
            "--host=127.0.0.1",
            "--port=" + server.port(),
            "--user=" + server.username(),
            "--password=" + server.password()));
    command.addAll(List.of(arguments));
    try {
      Path in = Files.createTempFile("input", ".sql");
      Path out = Files.createTempFile("output", ".sql");
      Path errors = Files.createTempFile("errors", ".txt");
      try {
        Files.write(in, input);
        Process process =
            new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(Redirect.to(errors.toFile()))
                .start();
        if (process.waitFor() != 0) {
          throw new IllegalStateException(program.getFileName() + ": " + lastLine(errors));
        }
        return Files.readAllBytes(out);
      } finally {
        Files.delete(in);
        Files.delete(out);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + program.getFileName() + " ran", e);
    }
  }

  /** The message itself; the statement, with all its rows, stands before it. */
  private static String lastLine(Path errors) throws IOException {
    return Files.readString(errors, ISO_8859_1).lines().reduce("", (first, last) -> last);
  }
}
