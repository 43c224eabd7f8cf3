package org.quietus.backup.version;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The numbers of very many entries by the keys of their objects, in some 30 bytes for each. Others
 * may be among those of a key, for it knows keys by digests.
 */
final class NumbersByKey {
  private static final int FIRST = 256;
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private long[] digests = new long[FIRST];
  private int[] numbers = new int[FIRST];
  private int[] next = new int[FIRST];
  private int[] heads = new int[2 * FIRST];
  private int size;

  /** Adds an entry. */
  void add(String key, int number) {
    if (size == numbers.length) {
      grow();
    }
    digests[size] = digest(key);
    numbers[size] = number;
    link(size++);
  }

  private void grow() {
    digests = Arrays.copyOf(digests, 2 * size);
    numbers = Arrays.copyOf(numbers, 2 * size);
    next = new int[2 * size];
    heads = new int[4 * size];
    for (int n = 0; n < size; n++) {
      link(n);
    }
  }

  /** Places are counted from one, so that zero is none. */
  private void link(int place) {
    int slot = slot(digests[place]);
    next[place] = heads[slot];
    heads[slot] = place + 1;
  }

  private int slot(long digest) {
    return (int) (digest ^ digest >>> 32) & (heads.length - 1);
  }

  /** The numbers of the entries of some keys. */
  Set<Integer> of(Collection<String> keys) {
    Set<Integer> found = new TreeSet<>();
    for (String key : keys) {
      long digest = digest(key);
      for (int n = heads[slot(digest)]; n != 0; n = next[n - 1]) {
        if (digests[n - 1] == digest) {
          found.add(numbers[n - 1]);
        }
      }
    }
    return found;
  }

  private static long digest(String key) {
    long digest = OFFSET;
    for (int n = 0; n < key.length(); n++) {
      digest = (digest ^ key.charAt(n)) * PRIME;
    }
    return digest;
  }
}
