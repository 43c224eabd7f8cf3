package org.quietus.certificate.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.quietus.evidence.Digest;

/** Consecutive entries of a log in one file, each after its length; C2SP tlog-tiles. */
final class EntryBundle {

  private EntryBundle() {}

  static byte[] write(List<Digest> entries) {
    ByteBuffer out = ByteBuffer.allocate(entries.size() * (Short.BYTES + TreeHash.BYTES));
    for (Digest entry : entries) {
      out.putShort((short) TreeHash.BYTES).put(entry.bytes());
    }
    return out.array();
  }

  /**
   * Reads a bundle.
   *
   * @throws IllegalArgumentException if it does not hold whole digests
   */
  static List<Digest> read(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    List<Digest> entries = new ArrayList<>();
    while (in.hasRemaining()) {
      if (in.remaining() < Short.BYTES + TreeHash.BYTES || in.getShort() != TreeHash.BYTES) {
        throw new IllegalArgumentException("it does not hold whole digests");
      }
      byte[] entry = new byte[TreeHash.BYTES];
      in.get(entry);
      entries.add(Digest.ofHash(entry));
    }
    return entries;
  }
}
