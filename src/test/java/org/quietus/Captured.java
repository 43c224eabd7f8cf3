package org.quietus;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Whatever this process writes to its standard streams, logs included, while it is open. */
final class Captured implements AutoCloseable {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  Captured() {
    PrintStream both = new PrintStream(written, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
  }

  String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
  }
}
