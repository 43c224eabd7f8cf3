package org.quietus.certificate.log;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.quietus.evidence.Digest;

/**
 * How far a log has come; C2SP tlog-checkpoint.
 *
 * @param origin the name of the log
 * @param size how many entries it has
 * @param root the Merkle tree hash over them
 */
record Checkpoint(String origin, long size, Digest root) {

  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final int LINES = 3;

  /**
   * Reads the text of a note; lines after the third are passed over.
   *
   * @throws IllegalArgumentException if it is not a checkpoint, saying why
   */
  static Checkpoint read(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < LINES || lines.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("it is not a checkpoint: origin, size and root hash");
    }
    if (!SIZE.matcher(lines.get(1)).matches()) {
      throw new IllegalArgumentException("the checkpoint's size is not a number");
    }
    return new Checkpoint(lines.get(0), Long.parseLong(lines.get(1)), hash(lines.get(2)));
  }

  /** A hash as 44 characters of base64. */
  static Digest hash(String base64) {
    byte[] hash = Strict.base64(base64);
    if (hash.length != TreeHash.BYTES) {
      throw new IllegalArgumentException("a hash is not 32 bytes");
    }
    return Digest.ofHash(hash);
  }

  static String text(byte[] hash) {
    return Base64.getEncoder().encodeToString(hash);
  }

  /** Whether its hash is that of a tree without leaves. */
  boolean isOfNothing() {
    return root.equals(Digest.ofHash(TreeHash.ofNothing()));
  }

  String text() {
    return origin + "\n" + size + "\n" + text(root.bytes()) + "\n";
  }
}
