package org.quietus.target;

/**
 * Which of very many tokens were seen: by their first 64 bits, in 8 to 32 bytes for each. One that
 * was added is always found; one that was not is found with a probability of about 2^-44 in a
 * million.
 */
public final class TokenSet {
  private static final int FIRST = 1024;
  private static final int DIGITS = 16;

  private long[] slots = new long[FIRST];
  private int size;

  /** Adds a token: at least 16 hexadecimal digits. */
  public void add(String token) {
    if (2 * (size + 1) > slots.length) {
      long[] before = slots;
      slots = new long[2 * before.length];
      for (long one : before) {
        if (one != 0) {
          slots[place(one)] = one;
        }
      }
    }
    long bits = bits(token);
    int place = place(bits);
    if (slots[place] == 0) {
      slots[place] = bits;
      size++;
    }
  }

  /** Whether a token was added. */
  public boolean contains(String token) {
    return slots[place(bits(token))] != 0;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** Where it is, or would be. */
  private int place(long bits) {
    int place = (int) (bits & (slots.length - 1));
    while (slots[place] != 0 && slots[place] != bits) {
      place = (place + 1) & (slots.length - 1);
    }
    return place;
  }

  private static long bits(String token) {
    long bits = Long.parseUnsignedLong(token, 0, DIGITS, DIGITS);
    return bits == 0 ? 1 : bits;
  }
}
