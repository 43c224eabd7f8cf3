package org.quietus.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;

/** Runs shell lines, as a reader of the documentation would. */
record Shell(int exitCode, String output) {

  static Shell run(Path directory, String lines) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", lines)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    shell.getOutputStream().close();
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    return new Shell(shell.waitFor(), output);
  }
}
