package org.quietus.format.pgdump;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.quietus.format.UnsupportedDump;

/**
 * The client encodings whose characters are the same here as in PostgreSQL, and in which no byte of
 * a quote or backslash is ever part of another character, by PostgreSQL's names. SQL_ASCII says
 * nothing of bytes above ASCII, so they are none.
 */
final class Encodings {

  /** What a dump that names none is read as. */
  static final Charset DEFAULT = StandardCharsets.UTF_8;

  private static final Map<String, String> JAVA_NAMES =
      Map.ofEntries(
          Map.entry("UTF8", "UTF-8"),
          Map.entry("UNICODE", "UTF-8"),
          Map.entry("SQLASCII", "US-ASCII"),
          Map.entry("LATIN1", "ISO-8859-1"),
          Map.entry("LATIN2", "ISO-8859-2"),
          Map.entry("LATIN3", "ISO-8859-3"),
          Map.entry("LATIN4", "ISO-8859-4"),
          Map.entry("LATIN5", "ISO-8859-9"),
          Map.entry("LATIN7", "ISO-8859-13"),
          Map.entry("LATIN9", "ISO-8859-15"),
          Map.entry("ISO88595", "ISO-8859-5"),
          Map.entry("ISO88596", "ISO-8859-6"),
          Map.entry("ISO88597", "ISO-8859-7"),
          Map.entry("ISO88598", "ISO-8859-8"),
          Map.entry("WIN866", "IBM866"),
          Map.entry("WIN874", "x-windows-874"),
          Map.entry("WIN1250", "windows-1250"),
          Map.entry("WIN1251", "windows-1251"),
          Map.entry("WIN1252", "windows-1252"),
          Map.entry("WIN1253", "windows-1253"),
          Map.entry("WIN1254", "windows-1254"),
          Map.entry("WIN1255", "windows-1255"),
          Map.entry("WIN1256", "windows-1256"),
          Map.entry("WIN1257", "windows-1257"),
          Map.entry("WIN1258", "windows-1258"),
          Map.entry("KOI8R", "KOI8-R"),
          Map.entry("KOI8U", "KOI8-U"));

  private static final Map<String, Charset> BY_NAME = new HashMap<>();

  static {
    JAVA_NAMES.forEach(
        (name, java) -> {
          if (Charset.isSupported(java)) {
            BY_NAME.put(name, Charset.forName(java));
          }
        });
  }

  private Encodings() {}

  /**
   * The encoding of that name, whatever its case and punctuation.
   *
   * @throws UnsupportedDump if it cannot be read safely
   */
  static Charset named(String name, long offset) throws UnsupportedDump {
    Charset charset = BY_NAME.get(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", ""));
    if (charset == null) {
      throw new UnsupportedDump(
          "client encoding "
              + (name.matches("\\w{1,32}") ? name : "of unknown name")
              + " cannot be read safely; dump with --encoding=UTF8",
          offset);
    }
    return charset;
  }
}
