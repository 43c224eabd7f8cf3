package org.quietus.format.mysqldump;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Sha256;

/** Where the copied bytes go; digests those that belong to no decided row. */
final class Output implements Window.Sink {
  private final OutputStream out;
  private final @Nullable MessageDigest rest;
  private boolean amongRows;
  private long bytes;

  private Output(OutputStream out, @Nullable MessageDigest rest) {
    this.out = out;
    this.rest = rest;
  }

  static Output to(OutputStream out) {
    return new Output(out, Sha256.begin());
  }

  /** Drops everything, for a scan. */
  static Output nowhere() {
    return new Output(OutputStream.nullOutputStream(), null);
  }

  /** Whether the following bytes are an INSERT statement that is decided on row by row. */
  void amongRows(boolean now) {
    amongRows = now;
  }

  @Override
  public void accept(byte[] from, int start, int end) throws IOException {
    out.write(from, start, end - start);
    bytes += end - start;
    if (rest != null && !amongRows) {
      rest.update(from, start, end - start);
    }
  }

  void flush() throws IOException {
    out.flush();
  }

  long bytes() {
    return bytes;
  }

  String restSha256() {
    return rest == null ? "" : Sha256.hex(rest);
  }
}
