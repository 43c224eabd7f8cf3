package org.quietus.backup.packed;

import java.security.SecureRandom;
import org.quietus.backup.KeyTokens;

/**
 * Numbers very many texts from zero on, in the order in which they come first: 14 to 19 bytes for
 * each, however long they are. A text is known by 64 bits of a keyed digest, so that one is taken
 * for another with a probability of about 2^-25 in a million. For one thread at a time.
 */
public final class NumberedTexts {
  /** Instead of the number of a text that did not come yet. */
  public static final int NONE = -1;

  private static final int FIRST = 256;
  private static final int KEY_BYTES = 32;
  private static final int DIGITS = 16;
  private static final int HEXADECIMAL = 16;

  private final KeyTokens tokens;
  private final NumberRows digests = new NumberRows(1);

  /** Numbers counted from one, so that zero is none. */
  private int[] slots = new int[FIRST];

  /** None has come yet. */
  public NumberedTexts() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    this.tokens = new KeyTokens(key);
  }

  /** The number of a text, which may consist of several; {@link #NONE} if it did not come yet. */
  public int of(String... text) {
    return slots[slot(digest(text))] - 1;
  }

  /** The same, which gets the next number if it has none. */
  public int add(String... text) {
    long digest = digest(text);
    int slot = slot(digest);
    if (slots[slot] == 0) {
      slots[slot] = digests.add(digest) + 1;
      if (4 * digests.size() > 3 * slots.length) {
        grow();
      }
      return digests.size() - 1;
    }
    return slots[slot] - 1;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    for (int number = 0; number < digests.size(); number++) {
      slots[slot(digests.get(number, 0))] = number + 1;
    }
  }

  /** How many there are. */
  public int size() {
    return digests.size();
  }

  /** The digest of a text, under the key of these alone. */
  public long digest(String... text) {
    return Long.parseUnsignedLong(tokens.hex(text), 0, DIGITS, HEXADECIMAL);
  }

  /** Where it is, or would be. */
  private int slot(long digest) {
    int slot = (int) (digest & (slots.length - 1));
    while (slots[slot] != 0 && digests.get(slots[slot] - 1, 0) != digest) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }
}
