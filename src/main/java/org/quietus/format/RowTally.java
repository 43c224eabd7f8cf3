package org.quietus.format;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Counts one table's rows while they pass, and digests those that stay. */
public final class RowTally {

  /** A table without rows. */
  static final TableTally NONE = new RowTally(true).total();

  private final @Nullable MessageDigest digest;
  private byte[] head = {};
  private long in;
  private long dropped;
  private long changed;

  RowTally(boolean digesting) {
    this.digest = digesting ? Sha256.begin() : null;
  }

  public void kept(byte[] statementHead, byte[] bytes, int from, int to) {
    in++;
    if (digest != null) {
      if (!Arrays.equals(head, statementHead)) {
        head = statementHead;
        frame(digest, 'h', statementHead, 0, statementHead.length);
      }
      frame(digest, 'r', bytes, from, to);
    }
  }

  public void changed(byte[] statementHead, byte[] row) {
    kept(statementHead, row, 0, row.length);
    changed++;
  }

  public void dropped() {
    in++;
    dropped++;
  }

  TableTally total() {
    return new TableTally(in, dropped, changed, digest == null ? "" : Sha256.hex(digest));
  }

  private static void frame(MessageDigest digest, char kind, byte[] bytes, int from, int to) {
    digest.update(ByteBuffer.allocate(5).put((byte) kind).putInt(to - from).flip());
    digest.update(bytes, from, to - from);
  }
}
