package org.quietus.certificate.seal;

import java.util.Arrays;

/**
 * The one form in which certificates and envelopes are written: UTF-8, one key per line, keys in
 * the order of the record's components, absent values left out, a newline at the end. Whatever is
 * read has to be in it byte for byte, which leaves no room for a second meaning.
 *
 * <p>Jackson's data binding could do this too, but to get it ready takes longer than all else that
 * a run with nothing due does for its certificate.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /** Writes a record, or a tree of maps, lists, texts, numbers and truth values. */
  public static byte[] write(Object value) {
    return new CanonicalWriter().bytes(value);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is anything else; the message quotes none of it
   */
  public static <T extends Record> T read(byte[] bytes, Class<T> type) {
    T value = CanonicalReader.read(bytes, type);
    if (!Arrays.equals(bytes, write(value))) {
      throw new IllegalArgumentException("it is not written the way that Quietus writes it");
    }
    return value;
  }
}
