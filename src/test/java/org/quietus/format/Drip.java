package org.quietus.format;

import java.io.ByteArrayInputStream;
import java.util.random.RandomGenerator;

/** Gives its bytes a few at a time, as networks do, and never says how many are there. */
final class Drip extends ByteArrayInputStream {
  private final RandomGenerator random;
  private final int most;

  Drip(byte[] bytes, RandomGenerator random, int most) {
    super(bytes);
    this.random = random;
    this.most = most;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) {
    return super.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
  }

  @Override
  public synchronized int available() {
    return 0;
  }
}
