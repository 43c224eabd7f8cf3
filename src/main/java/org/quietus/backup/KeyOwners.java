package org.quietus.backup;

import java.util.Arrays;
import org.quietus.format.Share;

/** Whose row a token belongs to: a set of tokens with a small number each, 20 bytes a token. */
public final class KeyOwners {
  private static final int NOBODY = -1;
  private static final int BYTES = 20;

  private final int most;
  private long[] high = new long[1024];
  private long[] low = new long[1024];
  private int[] owners = emptied(1024);
  private int size;

  /** Takes at most that many tokens. */
  public KeyOwners(int most) {
    this.most = most;
  }

  /** Who owns the token, or -1. */
  public int owner(KeyToken token) {
    return owners[slot(token)];
  }

  /**
   * Adds a token unless it is there; returns whether it was new.
   *
   * @throws Trouble if there are too many
   */
  public boolean add(KeyToken token, int owner) {
    int slot = slot(token);
    if (owners[slot] != NOBODY) {
      return false;
    }
    if (size == most) {
      throw new Trouble(
          VersionState.TOO_MANY_KEYS, "the persons sought have more than " + most + " keys in it");
    }
    high[slot] = token.high();
    low[slot] = token.low();
    owners[slot] = owner;
    size++;
    if (size * 2 > owners.length) {
      grow();
    }
    return true;
  }

  public int size() {
    return size;
  }

  /** Takes each token with its owner. */
  public interface Visitor {
    void visit(KeyToken token, int owner);
  }

  public void forEach(Visitor visitor) {
    for (int n = 0; n < owners.length; n++) {
      if (owners[n] != NOBODY) {
        visitor.visit(new KeyToken(high[n], low[n]), owners[n]);
      }
    }
  }

  private void grow() {
    Share.require(2L * BYTES * owners.length);
    KeyOwners larger = new KeyOwners(Integer.MAX_VALUE);
    larger.high = new long[owners.length * 2];
    larger.low = new long[owners.length * 2];
    larger.owners = emptied(owners.length * 2);
    forEach(
        (token, owner) -> {
          int slot = larger.slot(token);
          larger.high[slot] = token.high();
          larger.low[slot] = token.low();
          larger.owners[slot] = owner;
        });
    high = larger.high;
    low = larger.low;
    owners = larger.owners;
  }

  /** Where the token is or would be; the digest's bits need no further mixing. */
  private int slot(KeyToken token) {
    int mask = owners.length - 1;
    int slot = (int) token.low() & mask;
    while (owners[slot] != NOBODY && (low[slot] != token.low() || high[slot] != token.high())) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int[] emptied(int length) {
    int[] owners = new int[length];
    Arrays.fill(owners, NOBODY);
    return owners;
  }
}
