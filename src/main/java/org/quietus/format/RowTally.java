package org.quietus.format;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Counts one table's rows while they pass, and digests those that stay. */
public final class RowTally {

  private static final int GATHERED = 1 << 12;
  private static final int FRAME = 5;

  /** A table without rows. */
  static final TableTally NONE = new RowTally(true).total();

  private final @Nullable MessageDigest digest;
  private final byte[] buffer;
  private int gathered;
  private byte[] head = {};
  private long in;
  private long dropped;
  private long changed;

  RowTally(boolean digesting) {
    this.digest = digesting ? Sha256.begin() : null;
    this.buffer = new byte[digesting ? GATHERED : 0];
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
    if (digest == null) {
      return new TableTally(in, dropped, changed, "");
    }
    flush(digest);
    return new TableTally(in, dropped, changed, Sha256.hex(digest));
  }

  /** Gathers what is short, since each call of a digest costs as much as many bytes. */
  private void frame(MessageDigest digest, char kind, byte[] bytes, int from, int to) {
    int count = to - from;
    if (gathered + FRAME + count > GATHERED) {
      flush(digest);
    }
    buffer[gathered++] = (byte) kind;
    for (int shift = 24; shift >= 0; shift -= 8) {
      buffer[gathered++] = (byte) (count >>> shift);
    }
    if (gathered + count > GATHERED) {
      flush(digest);
      digest.update(bytes, from, count);
    } else {
      System.arraycopy(bytes, from, buffer, gathered, count);
      gathered += count;
    }
  }

  private void flush(MessageDigest digest) {
    digest.update(buffer, 0, gathered);
    gathered = 0;
  }
}
