package org.quietus.format.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Drifted;
import org.quietus.format.UnsupportedDump;

/** Values of a column as records are compared by them, and back. */
final class LeafValues {
  private final Leaf leaf;
  private final PrimitiveType type;
  private final @Nullable LogicalTypeAnnotation logical;

  /**
   * Those of a column.
   *
   * @throws Drifted if its values cannot be compared
   */
  LeafValues(Leaf leaf) throws Drifted {
    this.leaf = leaf;
    this.type = leaf.type();
    this.logical = type.getLogicalTypeAnnotation();
    if (!isComparable()) {
      throw new Drifted(
          "column '%s' is of type %s, whose values cannot be compared"
              .formatted(leaf.path(), described()),
          0);
    }
  }

  private boolean isComparable() {
    return logical == null
        || isText()
        || isDecimal()
        || isMoment()
        || logical instanceof IntLogicalTypeAnnotation
        || logical instanceof UUIDLogicalTypeAnnotation
        || logical instanceof TimeLogicalTypeAnnotation
        || logical instanceof UnknownLogicalTypeAnnotation; // of a column without any value
  }

  private boolean isText() {
    return logical instanceof StringLogicalTypeAnnotation
        || logical instanceof EnumLogicalTypeAnnotation
        || logical instanceof JsonLogicalTypeAnnotation
        || (logical == null && isBytes() && !isInt96());
  }

  private boolean isBytes() {
    PrimitiveTypeName name = type.getPrimitiveTypeName();
    return name == PrimitiveTypeName.BINARY || name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
  }

  private boolean isInt96() {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.INT96;
  }

  private boolean isDecimal() {
    return logical instanceof DecimalLogicalTypeAnnotation;
  }

  private boolean isMoment() {
    return logical instanceof DateLogicalTypeAnnotation
        || logical instanceof TimestampLogicalTypeAnnotation;
  }

  private String described() {
    return logical == null ? type.getPrimitiveTypeName().name() : logical.toString();
  }

  /**
   * The value that records are compared by: a String, Number or Boolean.
   *
   * @throws UnsupportedDump if it is none of its type, as a time that no day has
   */
  Object shown(Object physical) throws UnsupportedDump {
    try {
      return read(physical);
    } catch (RuntimeException e) {
      throw new UnsupportedDump(
          "column '%s' of type %s holds a value that is none".formatted(leaf.path(), described()),
          0);
    }
  }

  private Object read(Object physical) throws UnsupportedDump {
    if (isText()) {
      return text((Binary) physical);
    }
    if (isInt96()) {
      return LeafMoments.int96(((Binary) physical).getBytes());
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return new BigDecimal(unscaled(physical), decimal.getScale());
    }
    if (logical instanceof DateLogicalTypeAnnotation) {
      return LeafMoments.date((Integer) physical);
    }
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      return LeafMoments.timestamp((Long) physical, timestamp);
    }
    if (logical instanceof TimeLogicalTypeAnnotation time) {
      return LeafMoments.time(((Number) physical).longValue(), time.getUnit());
    }
    if (logical instanceof UUIDLogicalTypeAnnotation) {
      ByteBuffer bytes = ByteBuffer.wrap(((Binary) physical).getBytes());
      return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }
    return plain(physical);
  }

  private Object plain(Object physical) {
    if (physical instanceof Float || physical instanceof Double) {
      boolean finite = Double.isFinite(((Number) physical).doubleValue());
      return finite ? physical : physical.toString(); // what is no number is compared as its name
    }
    boolean unsigned = logical instanceof IntLogicalTypeAnnotation type && !type.isSigned();
    if (physical instanceof Integer number) {
      return unsigned ? Integer.toUnsignedLong(number) : (Object) number.longValue();
    }
    return unsigned && physical instanceof Long number && number < 0
        ? new BigInteger(Long.toUnsignedString(number))
        : physical;
  }

  private String text(Binary value) throws UnsupportedDump {
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(value.toByteBuffer())
          .toString();
    } catch (CharacterCodingException e) {
      throw new UnsupportedDump(
          "column '%s' holds bytes that are not text in UTF-8".formatted(leaf.path()), 0);
    }
  }

  private static BigInteger unscaled(Object physical) {
    return physical instanceof Binary bytes
        ? new BigInteger(bytes.getBytes())
        : BigInteger.valueOf(((Number) physical).longValue());
  }

  /**
   * What the column holds for a value.
   *
   * @throws Drifted if it cannot hold it
   */
  Object physical(Object value) throws Drifted {
    try {
      return held(value);
    } catch (RuntimeException e) {
      throw new Drifted(
          "column '%s' of type %s cannot hold what its strategy gives; name another strategy for it"
              .formatted(leaf.path(), described()),
          0);
    }
  }

  private Object held(Object value) {
    String text = value.toString();
    if (isText()) {
      return bytes(text.getBytes(UTF_8));
    }
    if (isInt96()) {
      return Binary.fromConstantByteArray(LeafMoments.int96(text));
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(new BigDecimal(text), decimal);
    }
    if (logical instanceof DateLogicalTypeAnnotation) {
      return LeafMoments.date(text);
    }
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      return LeafMoments.timestamp(text, timestamp);
    }
    if (logical instanceof TimeLogicalTypeAnnotation time) {
      long count = LeafMoments.time(text, time.getUnit());
      return type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
          ? Math.toIntExact(count)
          : (Object) count;
    }
    if (logical instanceof UUIDLogicalTypeAnnotation) {
      UUID uuid = UUID.fromString(text);
      return Binary.fromConstantByteArray(
          ByteBuffer.allocate(16)
              .putLong(uuid.getMostSignificantBits())
              .putLong(uuid.getLeastSignificantBits())
              .array());
    }
    return plainly(value, text);
  }

  private Object plainly(Object value, String text) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> truth(value);
      case FLOAT -> exactly(Float.valueOf(text), text);
      case DOUBLE -> exactly(Double.valueOf(text), text);
      case INT32 -> (int) integer(text, 32);
      case INT64 -> integer(text, 64);
      default -> throw new IllegalArgumentException();
    };
  }

  private static Boolean truth(Object value) {
    return switch (value.toString()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static Number exactly(Number number, String text) {
    if (!Double.isFinite(number.doubleValue()) || text.isBlank()) {
      throw new ArithmeticException();
    }
    return number;
  }

  private long integer(String text, int bits) {
    BigInteger number = new BigDecimal(text).toBigIntegerExact();
    boolean signed = true;
    int width = bits;
    if (logical instanceof IntLogicalTypeAnnotation of) {
      signed = of.isSigned();
      width = of.getBitWidth();
    }
    boolean fits =
        signed ? number.bitLength() < width : number.signum() >= 0 && number.bitLength() <= width;
    if (!fits) {
      throw new ArithmeticException();
    }
    return number.longValue();
  }

  private Object decimal(BigDecimal number, DecimalLogicalTypeAnnotation decimal) {
    BigDecimal scaled = number.setScale(decimal.getScale());
    if (scaled.precision() > decimal.getPrecision()) {
      throw new ArithmeticException();
    }
    BigInteger unscaled = scaled.unscaledValue();
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> unscaled.intValueExact();
      case INT64 -> unscaled.longValueExact();
      case BINARY -> Binary.fromConstantByteArray(unscaled.toByteArray());
      default -> {
        byte[] fixed = new byte[type.getTypeLength()];
        byte[] digits = unscaled.toByteArray();
        Arrays.fill(fixed, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(digits, 0, fixed, fixed.length - digits.length, digits.length);
        yield Binary.fromConstantByteArray(fixed);
      }
    };
  }

  private Binary bytes(byte[] text) {
    if (type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
        && text.length != type.getTypeLength()) {
      throw new IllegalArgumentException();
    }
    return Binary.fromConstantByteArray(text);
  }
}
