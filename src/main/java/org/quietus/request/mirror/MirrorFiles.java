package org.quietus.request.mirror;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.quietus.evidence.EvidenceConflict;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * The files of one job's mirror in the evidence store. Each is named after its first entry and
 * begins where the one before it ends, so that the next is found without looking for it.
 */
final class MirrorFiles {
  private final String job;
  private final String prefix;
  private final EvidenceStore store;

  MirrorFiles(String job, EvidenceStore store) {
    this.job = job;
    this.prefix = sha256(job.getBytes(StandardCharsets.UTF_8));
    this.store = store;
  }

  /** A file that is there, and the SHA-256 of its bytes, lower-case hex. */
  record Found(MirrorPiece piece, String digest) {}

  /**
   * Writes a piece durably, unless one that begins with the same entry is there; that one counts.
   */
  Found write(MirrorPiece piece) {
    byte[] bytes = piece.bytes();
    try {
      store.putIfAbsent(name(piece.first()), bytes);
      return new Found(piece, sha256(bytes));
    } catch (EvidenceConflict shorterOrLonger) {
      return read(piece.first())
          .orElseThrow(() -> new MirrorBroken(name(piece.first()) + " vanished from the store"));
    }
  }

  /** The piece that begins with an entry. */
  Optional<Found> read(long first) {
    return store.read(name(first)).map(bytes -> found(first, bytes));
  }

  private Found found(long first, byte[] bytes) {
    MirrorPiece piece = MirrorPiece.read(bytes).orElseThrow(() -> changed(first));
    if (!piece.job().equals(job) || piece.first() != first || !piece.isConsecutive()) {
      throw changed(first);
    }
    return new Found(piece, sha256(bytes));
  }

  /** The digest of the file that begins with an entry, whatever it holds. */
  Optional<String> digest(long first) {
    return store.read(name(first)).map(MirrorFiles::sha256);
  }

  /**
   * All pieces, the oldest first, read one by one.
   *
   * @throws MirrorBroken while walking, if one is missing, changed, or does not follow
   */
  Iterator<Found> walk() {
    long files =
        store.list(EvidenceName.Folder.MIRROR).stream()
            .filter(name -> name.stem().startsWith(prefix.substring(0, 16) + "-"))
            .count();
    return new Walk(files);
  }

  private final class Walk implements Iterator<Found> {
    private final long files;
    private long passed;
    private String previous = "";
    private long next = 1;

    Walk(long files) {
      this.files = files;
    }

    @Override
    public boolean hasNext() {
      return passed < files;
    }

    @Override
    public Found next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Found found =
          read(next)
              .orElseThrow(
                  () ->
                      new MirrorBroken(
                          name(next)
                              + " is missing from the evidence store, which holds later ones; bring"
                              + " the folder back from a backup of its own"));
      if (!found.piece().previous().equals(previous)) {
        throw changed(next);
      }
      passed++;
      previous = found.digest();
      next = found.piece().last() + 1;
      return found;
    }
  }

  private MirrorBroken changed(long first) {
    return new MirrorBroken(
        name(first)
            + " of the evidence store, or the file before it, was changed after it was written;"
            + " bring it back from a backup of its own");
  }

  private EvidenceName name(long first) {
    return EvidenceName.mirror(prefix, first);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
