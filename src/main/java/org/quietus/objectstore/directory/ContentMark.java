package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * By what a file that we wrote is known to be still the same: its size and a digest of its first
 * and last bytes. Mounts of buckets, as s3fs, carry extended attributes and times of a file to
 * whatever is written into it later.
 */
final class ContentMark {
  /** The extended attribute that holds it. */
  static final String NAME = "quietus-content";

  private static final int ENDS = 64 * 1024;

  private ContentMark() {}

  /** The mark of a file's content: size in bytes, and SHA-256 in lower-case hex. */
  static String of(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      long size = channel.size();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      read(channel, 0, digest);
      read(channel, Math.max(ENDS, size - ENDS), digest);
      return size + "-" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void read(FileChannel channel, long from, MessageDigest digest)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(ENDS);
    long at = from;
    int count = 0;
    while (bytes.hasRemaining() && count >= 0) {
      count = channel.read(bytes, at);
      at += Math.max(count, 0);
    }
    digest.update(bytes.flip());
  }
}
