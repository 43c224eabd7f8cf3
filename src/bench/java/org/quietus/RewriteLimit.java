package org.quietus;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.quietus.backup.dump.Codecs;
import org.quietus.format.Codec;
import org.quietus.format.Copying;
import org.quietus.format.Recoding;
import org.quietus.format.Sha256;

/**
 * The time that is left of a rewriting if no row is looked at and no database asked: what has to be
 * read, digested, written and read back for what it promises, on two cores.
 */
final class RewriteLimit {
  private static final int PIECE = 1 << 16;

  private final Path object;
  private final Path copy;
  private final Codec codec;

  RewriteLimit(Path object, Path copy) {
    this.object = object;
    this.copy = copy;
    this.codec = Codecs.of(object.getFileName().toString());
  }

  /** Something done with pieces of content. */
  private interface Use {
    void with(byte[] bytes, int length) throws Exception;
  }

  private static void each(InputStream in, Use use) throws Exception {
    byte[] piece = new byte[PIECE];
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      use.with(piece, count);
    }
  }

  /** Seconds of one reading. */
  double reading() throws Exception {
    return seconds(() -> read(object, codec, (bytes, length) -> {}));
  }

  /**
   * Seconds of a reading that finds, of a copy and the gate beside it, and of two comparisons of
   * what was stored.
   */
  double rewriting() throws Exception {
    double first = reading();
    double written = seconds(this::write);
    MessageDigest rows = Sha256.begin();
    double gate =
        seconds(() -> read(copy, codec, (bytes, length) -> rows.update(bytes, 0, length)));
    return first + Math.max(written, gate) + 2 * back();
  }

  /** Seconds of a copy as it is, and of two comparisons of what was stored. */
  double copying() throws Exception {
    return seconds(this::write) + 2 * back();
  }

  private double back() throws Exception {
    MessageDigest stored = Sha256.begin();
    Codec none = Codecs.of("");
    return seconds(() -> read(copy, none, (bytes, length) -> stored.update(bytes, 0, length)));
  }

  private static void read(Path file, Codec codec, Use use) throws Exception {
    try (InputStream raw = Files.newInputStream(file);
        InputStream content = codec.decode(raw)) {
      each(content, use);
    }
  }

  private void write() throws Exception {
    MessageDigest rows = Sha256.begin();
    try (InputStream raw = Files.newInputStream(object);
        OutputStream sink = new DigestOutputStream(Files.newOutputStream(copy), Sha256.begin());
        Recoding recoding = codec.recode(raw, sink)) {
      Copying staying = recoding.copy();
      each(
          recoding.content(),
          (bytes, length) -> {
            rows.update(bytes, 0, length);
            staying.stays(bytes, 0, length);
          });
      recoding.finish();
    }
  }

  /** Something that takes time. */
  private interface Work {
    void done() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long begin = System.nanoTime();
    work.done();
    return (System.nanoTime() - begin) / 1e9;
  }
}
