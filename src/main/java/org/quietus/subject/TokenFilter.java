package org.quietus.subject;

/**
 * Says of a token that it is surely none of a set, or that it may be one: a Bloom filter of at most
 * 64 MB, so that millions of entries are held against every row of a table in bounded memory. Who
 * may be one is looked up.
 */
public final class TokenFilter {
  private static final long FEWEST_BITS = 1L << 16;
  private static final long MOST_BITS = 1L << 29;
  private static final long BITS_PER_TOKEN = 32;

  private final long[] words;
  private final long mask;

  /** Expects that many tokens; more of them make it less sharp, not wrong. */
  public TokenFilter(long tokens) {
    long bits = FEWEST_BITS;
    while (bits < MOST_BITS && bits < tokens * BITS_PER_TOKEN) {
      bits *= 2;
    }
    this.words = new long[Math.toIntExact(bits / Long.SIZE)];
    this.mask = bits - 1;
  }

  /** Adds a token. */
  public void add(Token token) {
    set(token.a());
    set(token.b());
    set(token.c());
    set(token.d());
  }

  /** False if the token was surely not added. */
  public boolean mayHold(Token token) {
    return isSet(token.a()) && isSet(token.b()) && isSet(token.c()) && isSet(token.d());
  }

  private void set(long digest) {
    long bit = digest & mask;
    words[(int) (bit / Long.SIZE)] |= 1L << bit;
  }

  private boolean isSet(long digest) {
    long bit = digest & mask;
    return (words[(int) (bit / Long.SIZE)] & 1L << bit) != 0;
  }
}
