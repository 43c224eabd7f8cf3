package org.quietus.format;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Where the copied bytes go; digests those that belong to no decided row. */
public final class Output implements Window.Sink {
  private final Copying out;
  private final @Nullable MessageDigest rest;
  private boolean amongRows;
  private long bytes;

  private Output(Copying out, @Nullable MessageDigest rest) {
    this.out = out;
    this.rest = rest;
  }

  /** Writes what stays and what is new. */
  public static Output to(Copying out) {
    return new Output(out, Sha256.begin());
  }

  /** Drops everything, for a scan. */
  public static Output nowhere() {
    return new Output(Copying.to(OutputStream.nullOutputStream()), null);
  }

  /** Whether the following bytes are an INSERT statement that is decided on row by row. */
  public void amongRows(boolean now) {
    amongRows = now;
  }

  @Override
  public void stays(byte[] from, int start, int end) throws IOException {
    out.stays(from, start, end);
    count(from, start, end);
  }

  @Override
  public void goes(byte[] from, int start, int end) throws IOException {
    out.goes(from, start, end);
  }

  /** Writes what the dump did not have here. */
  public void comes(byte[] from) throws IOException {
    out.comes(from, 0, from.length);
    count(from, 0, from.length);
  }

  private void count(byte[] from, int start, int end) {
    bytes += end - start;
    if (rest != null && !amongRows) {
      rest.update(from, start, end - start);
    }
  }

  /** How many were written. */
  public long bytes() {
    return bytes;
  }

  /** Hexadecimal digest over the bytes outside decided rows; empty for a scan. */
  public String restSha256() {
    return rest == null ? "" : Sha256.hex(rest);
  }
}
