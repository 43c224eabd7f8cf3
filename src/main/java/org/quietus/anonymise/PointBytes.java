package org.quietus.anonymise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/**
 * A point as databases store it: the well-known binary of OGC 06-103r4 §8.2, alone, with the
 * reference system inside (EWKB) or, as MySQL has it, before it.
 */
final class PointBytes implements Point {
  private static final int ALONE = 21;
  private static final int WITH_SYSTEM = 25;
  private static final int POINT = 1;
  private static final int EWKB_SYSTEM = 0x2000_0000;

  private final byte[] bytes;
  private final int coordinates;
  private final ByteOrder order;

  /**
   * Reads the form.
   *
   * @throws IllegalArgumentException if it is not a point in the plane
   */
  PointBytes(byte[] bytes) {
    this.bytes = bytes.clone();
    boolean prefixed = bytes.length == WITH_SYSTEM && type(0) != (POINT | EWKB_SYSTEM);
    int start = prefixed ? Integer.BYTES : 0;
    boolean known =
        (bytes.length == ALONE && type(0) == POINT)
            || (bytes.length == WITH_SYSTEM
                && (!prefixed || type(start) == POINT)
                && isOrder(bytes[start]));
    if (!known) {
      throw new IllegalArgumentException("a point was expected, of two coordinates");
    }
    this.order = order(bytes[start]);
    this.coordinates = bytes.length - 2 * Double.BYTES;
  }

  private int type(int start) {
    return start + 1 + Integer.BYTES <= bytes.length && isOrder(bytes[start])
        ? ByteBuffer.wrap(bytes).order(order(bytes[start])).getInt(start + 1)
        : -1;
  }

  private static boolean isOrder(byte first) {
    return first == 0 || first == 1;
  }

  private static ByteOrder order(byte first) {
    return first == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  @Override
  public byte[] map(DoubleUnaryOperator change) {
    byte[] mapped = bytes.clone();
    ByteBuffer buffer = ByteBuffer.wrap(mapped).order(order);
    for (int at = coordinates; at < mapped.length; at += Double.BYTES) {
      buffer.putDouble(at, change.applyAsDouble(buffer.getDouble(at)));
    }
    return mapped;
  }

  @Override
  public boolean all(DoublePredicate condition) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    return condition.test(buffer.getDouble(coordinates))
        && condition.test(buffer.getDouble(coordinates + Double.BYTES));
  }
}
