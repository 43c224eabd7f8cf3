package org.quietus.certificate.seal;

import static org.bouncycastle.math.ec.rfc7748.X25519Field.SIZE;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * The multiples of a point of Ed25519 (RFC 8032 §5.1) by each byte of a scalar, at each of its 32
 * places, so that any multiple is a sum of 32 of them without a doubling: half a megabyte, made in
 * some hundredths of a second. For public values alone: how long it takes depends on them.
 */
final class PointMultiples {
  private static final int PLACES = 32;

  /** Bytes are taken from -127 to 128. */
  private static final int HALF = 128;

  /** The numbers that are kept of a point (x, y): (y - x) / 2, (y + x) / 2 and dxy. */
  private static final int PARTS = 3;

  private static final BigInteger PRIME =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final int[] D =
      field(
          BigInteger.valueOf(-121665)
              .multiply(BigInteger.valueOf(121666).modInverse(PRIME))
              .mod(PRIME));
  private static final int[] ONE = field(BigInteger.ONE);
  private static final int[] HALVED = field(BigInteger.TWO.modInverse(PRIME));

  private final int[] kept = new int[PLACES * HALF * PARTS * SIZE];

  private PointMultiples(int[] x, int[] y) {
    Sum point = new Sum();
    point.set(x, y);
    for (int place = 0; place < PLACES; place++) {
      Sum multiple = point.copy();
      for (int times = 1; times <= HALF; times++) {
        keep(multiple, at(place, times));
        if (times < HALF) {
          multiple.add(this, at(place, 1), false);
        }
      }
      point = multiple;
      point.add(this, at(place, HALF), false);
    }
  }

  /** The multiples of the base point. */
  static PointMultiples ofBase() {
    return Base.MULTIPLES;
  }

  private static final class Base {
    static final PointMultiples MULTIPLES =
        of(HexFormat.of().parseHex("58" + "66".repeat(31)), false).orElseThrow();
  }

  /**
   * The multiples of an encoded point, or of its negative; empty if it is not one.
   *
   * @param encoded 32 bytes, in the one form that RFC 8032 allows
   */
  static Optional<PointMultiples> of(byte[] encoded, boolean negated) {
    boolean odd = encoded[encoded.length - 1] < 0;
    int[] y = X25519Field.create();
    X25519Field.decode(encoded, 0, y);
    int[] square = X25519Field.create();
    int[] above = X25519Field.create();
    int[] below = X25519Field.create();
    X25519Field.sqr(y, square);
    X25519Field.mul(square, D, below);
    X25519Field.add(below, ONE, below);
    X25519Field.sub(square, ONE, above);
    X25519Field.carry(above);
    X25519Field.carry(below);
    int[] x = X25519Field.create();
    if (!X25519Field.sqrtRatioVar(above, below, x)) {
      return Optional.empty();
    }
    X25519Field.normalize(x);
    if (((x[0] & 1) != 0) == (odd == negated)) {
      X25519Field.negate(x, x);
    }
    return Optional.of(new PointMultiples(x, y));
  }

  /**
   * The encoding of the sum of two multiples.
   *
   * @param times 32 bytes, the least one first, below the order of the base point; so is the other
   */
  static byte[] sum(PointMultiples one, byte[] times, PointMultiples other, byte[] otherTimes) {
    Sum sum = new Sum();
    one.addTo(sum, times);
    other.addTo(sum, otherTimes);
    return sum.encoded();
  }

  private void addTo(Sum sum, byte[] times) {
    int carry = 0;
    for (int place = 0; place < PLACES; place++) {
      int digit = (times[place] & 0xff) + carry;
      carry = digit > HALF ? 1 : 0;
      digit -= carry << Byte.SIZE;
      if (digit != 0) {
        sum.add(this, at(place, Math.abs(digit)), digit < 0);
      }
    }
  }

  private static int at(int place, int times) {
    return (place * HALF + times - 1) * PARTS * SIZE;
  }

  private void keep(Sum point, int at) {
    int[] x = X25519Field.create();
    int[] y = X25519Field.create();
    point.affine(x, y);
    int[] part = X25519Field.create();
    X25519Field.sub(y, x, part);
    X25519Field.mul(part, HALVED, part);
    System.arraycopy(part, 0, kept, at, SIZE);
    X25519Field.add(y, x, part);
    X25519Field.mul(part, HALVED, part);
    System.arraycopy(part, 0, kept, at + SIZE, SIZE);
    X25519Field.mul(x, y, part);
    X25519Field.mul(part, D, part);
    System.arraycopy(part, 0, kept, at + 2 * SIZE, SIZE);
  }

  private static int[] field(BigInteger number) {
    byte[] big = number.toByteArray();
    byte[] little = new byte[PLACES];
    for (int i = 0; i < big.length && i < PLACES; i++) {
      little[i] = big[big.length - 1 - i];
    }
    int[] field = X25519Field.create();
    X25519Field.decode(little, 0, field);
    return field;
  }

  /**
   * A point that others are added to: x, y, z and t = xy / z, each over z; the neutral one first.
   */
  private static final class Sum {
    private int[] x = X25519Field.create();
    private int[] y = ONE.clone();
    private int[] z = ONE.clone();
    private int[] t = X25519Field.create();
    private final int[] a = X25519Field.create();
    private final int[] b = X25519Field.create();
    private final int[] c = X25519Field.create();
    private final int[] e = X25519Field.create();
    private final int[] f = X25519Field.create();
    private final int[] g = X25519Field.create();
    private final int[] h = X25519Field.create();

    void set(int[] affineX, int[] affineY) {
      x = affineX.clone();
      y = affineY.clone();
      X25519Field.mul(x, y, t);
    }

    Sum copy() {
      Sum copy = new Sum();
      copy.x = x.clone();
      copy.y = y.clone();
      copy.z = z.clone();
      copy.t = t.clone();
      return copy;
    }

    /** The addition law of Hisil et al. for a = -1, which has no exceptions here. */
    void add(PointMultiples of, int at, boolean negated) {
      int[] minus = Arrays.copyOfRange(of.kept, at, at + SIZE);
      int[] plus = Arrays.copyOfRange(of.kept, at + SIZE, at + 2 * SIZE);
      int[] product = Arrays.copyOfRange(of.kept, at + 2 * SIZE, at + 3 * SIZE);
      X25519Field.apm(y, x, b, a);
      X25519Field.mul(a, negated ? plus : minus, a);
      X25519Field.mul(b, negated ? minus : plus, b);
      X25519Field.mul(t, product, c);
      X25519Field.apm(b, a, h, e);
      if (negated) {
        X25519Field.apm(z, c, f, g);
      } else {
        X25519Field.apm(z, c, g, f);
      }
      X25519Field.mul(e, f, x);
      X25519Field.mul(g, h, y);
      X25519Field.mul(f, g, z);
      X25519Field.mul(e, h, t);
    }

    void affine(int[] affineX, int[] affineY) {
      int[] inverse = X25519Field.create();
      X25519Field.invVar(z, inverse);
      X25519Field.mul(x, inverse, affineX);
      X25519Field.mul(y, inverse, affineY);
    }

    byte[] encoded() {
      int[] affineX = X25519Field.create();
      int[] affineY = X25519Field.create();
      affine(affineX, affineY);
      X25519Field.normalize(affineX);
      X25519Field.normalize(affineY);
      byte[] encoded = new byte[PLACES];
      X25519Field.encode(affineY, encoded, 0);
      encoded[PLACES - 1] |= (byte) ((affineX[0] & 1) << (Byte.SIZE - 1));
      return encoded;
    }
  }
}
