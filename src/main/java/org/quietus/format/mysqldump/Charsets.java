package org.quietus.format.mysqldump;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The connection character sets in which no quote or backslash byte is ever part of another
 * character, by their MySQL names. Those where it can be (big5, cp932, gb18030, gbk, sjis) are left
 * out on purpose: read byte by byte, a name could end a string.
 */
final class Charsets {
  private static final Map<String, String> JAVA_NAMES =
      Map.ofEntries(
          Map.entry("utf8mb4", "UTF-8"),
          Map.entry("utf8mb3", "UTF-8"),
          Map.entry("utf8", "UTF-8"),
          Map.entry("ascii", "US-ASCII"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("latin2", "ISO-8859-2"),
          Map.entry("latin5", "ISO-8859-9"),
          Map.entry("latin7", "ISO-8859-13"),
          Map.entry("greek", "ISO-8859-7"),
          Map.entry("hebrew", "ISO-8859-8"),
          Map.entry("cp1250", "windows-1250"),
          Map.entry("cp1251", "windows-1251"),
          Map.entry("cp1256", "windows-1256"),
          Map.entry("cp1257", "windows-1257"),
          Map.entry("cp850", "IBM850"),
          Map.entry("cp852", "IBM852"),
          Map.entry("cp866", "IBM866"),
          Map.entry("koi8r", "KOI8-R"),
          Map.entry("koi8u", "KOI8-U"),
          Map.entry("tis620", "TIS-620"),
          Map.entry("ujis", "EUC-JP"),
          Map.entry("eucjpms", "EUC-JP"),
          Map.entry("euckr", "EUC-KR"),
          Map.entry("gb2312", "GB2312"));

  private Charsets() {}

  /** What a dump that names none is read as; also what the tools write unless told otherwise. */
  static final Charset DEFAULT = StandardCharsets.UTF_8;

  static Optional<Charset> named(String mysqlName) {
    return Optional.ofNullable(JAVA_NAMES.get(mysqlName.toLowerCase(Locale.ROOT)))
        .filter(Charset::isSupported)
        .map(Charset::forName);
  }
}
