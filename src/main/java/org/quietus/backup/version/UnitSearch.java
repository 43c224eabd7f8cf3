package org.quietus.backup.version;

import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.quietus.backup.Trouble;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.journal.VersionCounts;
import org.quietus.objectstore.Pin;

/** Finds what has to go in objects that belong together, and writes them without it. */
public interface UnitSearch extends AutoCloseable {

  /**
   * Looks whether a version can be worked on at all.
   *
   * @throws Trouble if not
   */
  void check(SealedVersion version);

  /** Searches the versions that stand now. */
  Found in(List<SealedVersion> versions);

  /** Whether what was made ready for a request, or for a rule, is still right. */
  boolean isSought(String request);

  /**
   * How many joins rows are away from persons' own, by which they are found: what holds the nearest
   * goes last.
   */
  int distance(CountLine line);

  /** The tables by whose rows those of a line are found. */
  default Set<String> leadingTo(CountLine line) {
    return Set.of();
  }

  /** The store gave back, under a pin, the very bytes of a version that was written. */
  default void standsAs(Pin pin, String sha256) {}

  /** Forgets what was taken down of the objects. */
  @Override
  default void close() {}

  /** What a search found. */
  interface Found {

    /** Whether something stays because of a hold on somebody. */
    boolean isSpared();

    /** What becomes of the rows of a version; nothing is written. */
    VersionCounts count(SealedVersion version);

    /** Whether a version says of others how many rows they have, or what their digests are. */
    default boolean tells(SealedVersion version) {
      return false;
    }

    /**
     * Whether a version that does so says what is not so any more once some of these are rewritten,
     * and has to be written after them.
     *
     * @param rewritten the others that are
     * @param begun whether some were rewritten before, so that it may be outdated already
     * @throws Trouble if it does not fit the others, or says what nobody can compute
     */
    default boolean isOutdated(SealedVersion version, Set<Pin> rewritten, boolean begun) {
      return false;
    }

    /** Writes a version without what has to go; nothing passes that is not as it should be. */
    Written write(SealedVersion version, OutputStream sink);
  }

  /**
   * A version that was written.
   *
   * @param sha256 of the bytes that were written, in hexadecimal
   */
  record Written(String sha256, List<CountLine> lines) {}
}
