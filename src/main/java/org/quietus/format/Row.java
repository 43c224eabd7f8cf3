package org.quietus.format;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a dump. It is valid only during the call that it is passed to; values are decoded when
 * they are asked for, by their position (see {@link RowSource#indexOf}).
 */
public interface Row {

  /** Stands for a value that consists of others. */
  Object NESTED =
      new Object() {
        @Override
        public String toString() {
          return "nested";
        }
      };

  /** Takes values as a file spells them. */
  interface Spelled {
    /**
     * Whether a value is taken whose spelling stands between two positions, without the quotes
     * around it; a backslash in it may begin an escape, and what is not of ASCII may be anything.
     */
    boolean take(byte[] bytes, int from, int to);
  }

  /** The statement's table and column names. */
  RowSource source();

  /** Position of the row's first byte in the uncompressed dump, for messages. */
  long offset();

  /** The zone of TIMESTAMP values, where the dump has set one. */
  default Optional<ZoneId> zone() {
    return Optional.empty();
  }

  /**
   * What is the same for all records of files that are the same as a whole, and for no other: the
   * record with what ends it, or a digest of it; empty for rows of dumps.
   *
   * @throws IOException if it cannot be decoded
   */
  default Optional<byte[]> whole() throws IOException {
    return Optional.empty();
  }

  /** Where it begins, for people. */
  default String place() {
    return "byte " + offset();
  }

  /** Number of values. */
  int size();

  /**
   * The value as text: a string in the dump's character set, a number as the dump spells it; null
   * for NULL.
   *
   * @throws UnsupportedDump if it is no literal, or not of that character set
   */
  @Nullable String text(int column) throws UnsupportedDump;

  /**
   * Every value of a column, more than one where a format has lists, none where a row has none:
   * null, String, Number, Boolean or {@link #NESTED}. Here the one value as text.
   *
   * @throws UnsupportedDump if it is no literal, or not of the character set
   */
  default List<@Nullable Object> values(int column) throws UnsupportedDump {
    List<@Nullable Object> one = new ArrayList<>(1);
    one.add(text(column));
    return one;
  }

  /**
   * Shows every value of a column as the file spells it, null excepted, until one is not taken.
   *
   * @return whether all of them were; false too where a format, or a value, cannot be shown so
   */
  default boolean spell(int column, Spelled taker) {
    return false;
  }

  /**
   * The value's bytes, without quotes and escapes; null for NULL.
   *
   * @throws UnsupportedDump if it is no literal
   */
  byte @Nullable [] bytes(int column) throws UnsupportedDump;

  /**
   * Whether the dump spells the value in bits or hexadecimal digits, so that it is a number where a
   * number is asked for.
   *
   * @throws UnsupportedDump if it is no literal
   */
  boolean isBits(int column) throws UnsupportedDump;

  /** Whether the dump leaves the value to the database by the word DEFAULT. */
  boolean isDefault(int column);

  /**
   * Whether a value of a column has a shape that may hide what is looked for: it consists of
   * others, or is in quotes that its format does not have.
   */
  default boolean isOdd(int column) {
    return false;
  }

  /**
   * Whether something stands where a path to one of the columns goes on and cannot: a text in place
   * of an object, or a list that the path does not enter. What is looked for may be in it.
   */
  default boolean isOdd() {
    return false;
  }
}
