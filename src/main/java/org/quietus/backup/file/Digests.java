package org.quietus.backup.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quietus.format.ByteStore;

/**
 * Takes digests down, any number of them in flat memory, and hands them out in pages. A digest's
 * highest bits say in which page it is, the ones after them what stands there.
 */
public final class Digests implements AutoCloseable {
  private static final int SHELVES = 256;
  private static final int AT_ONCE = 256;
  private static final int RECENT = 1 << 14;
  private static final int MOST_PAGE_BITS = 30;

  private final ByteStore store;
  private final long[][] shelves = new long[SHELVES][];
  private final int[] filled = new int[SHELVES];
  private final List<List<Long>> places = new ArrayList<>();
  private final long[] recent = new long[RECENT];
  private long count;

  /** Puts down in a store what is too much for memory. */
  public Digests(ByteStore store) {
    this.store = store;
    for (int n = 0; n < SHELVES; n++) {
      places.add(new ArrayList<>());
    }
  }

  /** Takes the pages one after the other; those that are empty are left out. */
  public interface Pages {
    /** A page with so many digests. */
    void page(int number, int digests, byte[] content) throws IOException;
  }

  /** Takes a digest down. */
  public void add(long digest) throws IOException {
    int slot = (int) (digest & (RECENT - 1));
    if (recent[slot] == digest && digest != 0) {
      return;
    }
    recent[slot] = digest;
    int shelf = (int) (digest >>> 56);
    if (shelves[shelf] == null) {
      shelves[shelf] = new long[16];
    } else if (filled[shelf] == shelves[shelf].length) {
      if (filled[shelf] < AT_ONCE) {
        shelves[shelf] = Arrays.copyOf(shelves[shelf], 2 * filled[shelf]);
      } else {
        putDown(shelf);
      }
    }
    shelves[shelf][filled[shelf]++] = digest;
    count++;
  }

  private void putDown(int shelf) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(AT_ONCE * Long.BYTES);
    bytes.asLongBuffer().put(shelves[shelf]);
    places.get(shelf).add(store.append(bytes.array(), bytes.capacity()));
    filled[shelf] = 0;
  }

  /** How many bits tell the page: as many as pages of the usual size need. */
  public int pageBits() {
    int bits = 0;
    while (bits < MOST_PAGE_BITS && count >>> bits > DigestPage.DIGESTS) {
      bits++;
    }
    return bits;
  }

  /** The page of a digest, where so many bits tell it. */
  public static int page(long digest, int pageBits) {
    return pageBits == 0 ? 0 : (int) (digest >>> (Long.SIZE - pageBits));
  }

  private static long inPage(long digest, int pageBits) {
    return digest << pageBits >>> (Long.SIZE - DigestPage.BITS);
  }

  /** Whether a page may have a digest; false is certain. */
  public static boolean has(byte[] page, int digests, long digest, int pageBits) {
    return DigestPage.has(page, digests, inPage(digest, pageBits));
  }

  /** Hands out all that was taken down. */
  public void into(Pages pages) throws IOException {
    int pageBits = pageBits();
    long[] page = new long[64];
    int number = 0;
    int digests = 0;
    for (int shelf = 0; shelf < SHELVES; shelf++) {
      for (long digest : sorted(shelf)) {
        if (page(digest, pageBits) != number) {
          put(pages, number, page, digests);
          number = page(digest, pageBits);
          digests = 0;
        }
        long own = inPage(digest, pageBits);
        if (digests == 0 || page[digests - 1] != own) {
          page = digests == page.length ? Arrays.copyOf(page, 2 * digests) : page;
          page[digests++] = own;
        }
      }
    }
    put(pages, number, page, digests);
  }

  private static void put(Pages pages, int number, long[] page, int digests) throws IOException {
    if (digests > 0) {
      pages.page(number, digests, DigestPage.write(page, digests));
    }
  }

  /** As numbers without a sign; one digest may come again. */
  private long[] sorted(int shelf) throws IOException {
    List<Long> down = places.get(shelf);
    long[] all = new long[down.size() * AT_ONCE + filled[shelf]];
    byte[] bytes = new byte[AT_ONCE * Long.BYTES];
    for (int n = 0; n < down.size(); n++) {
      store.read(down.get(n), bytes, bytes.length);
      ByteBuffer.wrap(bytes).asLongBuffer().get(all, n * AT_ONCE, AT_ONCE);
    }
    if (filled[shelf] > 0) {
      System.arraycopy(shelves[shelf], 0, all, down.size() * AT_ONCE, filled[shelf]);
    }
    Arrays.sort(all); // those of one shelf have the same sign
    return all;
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
