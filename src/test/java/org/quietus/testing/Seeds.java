package org.quietus.testing;

import java.util.stream.LongStream;

/** How much is tried of what is random: a little each time, and more where somebody asks for it. */
public final class Seeds {
  private Seeds() {}

  /** The first few seeds from 1 on; {@code -Dseed=N} begins with N, {@code -Dseeds=N} takes N. */
  public static LongStream few(int usually) {
    long first = Long.getLong("seed", 1);
    return LongStream.range(first, first + Integer.getInteger("seeds", usually));
  }

  /** How many rounds to go; {@code -Dseeds=N} takes N times as many. */
  public static int rounds(int usually) {
    return usually * Integer.getInteger("seeds", 1);
  }
}
