package org.quietus.certificate.seal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.quietus.evidence.Digest;

/**
 * What computations on the same bytes came to earlier in this process, so that they are not done
 * over again: only for results that depend on these bytes alone. It keeps digests of the bytes, no
 * secret, and forgets what was not asked for longest.
 */
final class FoundBefore<T> {
  private static final int MOST = 500;

  private final Map<Digest, T> found =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, T> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Returns the result for these bytes, computed if it is not known; a computation that throws
   * leaves nothing behind.
   */
  T orElse(Supplier<T> computation, byte[]... bytes) {
    Digest digest = digest(bytes);
    synchronized (found) {
      T known = found.get(digest);
      if (known != null) {
        return known;
      }
    }
    T result = computation.get();
    synchronized (found) {
      found.put(digest, result);
    }
    return result;
  }

  /** Each part after its length, so that no bytes can go over from one to the next. */
  private static Digest digest(byte[]... parts) {
    MessageDigest sha256 = Digest.sha256();
    for (byte[] part : parts) {
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
      sha256.update(part);
    }
    return Digest.ofHash(sha256.digest());
  }
}
