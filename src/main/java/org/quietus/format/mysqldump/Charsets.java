package org.quietus.format.mysqldump;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The connection character sets in which no quote or backslash byte is ever part of another
 * character, by their MySQL names. Those where it can be (big5, cp932, gb18030, gbk, sjis) are left
 * out on purpose: read byte by byte, a name could end a string.
 */
final class Charsets {
  private static final String CONTROLS =
      "80=0080 81=0081 82=0082 83=0083 84=0084 85=0085 86=0086 87=0087 88=0088 89=0089 8a=008a"
          + " 8b=008b 8c=008c 8d=008d 8e=008e 8f=008f 90=0090 91=0091 92=0092 93=0093 94=0094"
          + " 95=0095 96=0096 97=0097 98=0098 99=0099 9a=009a 9b=009b 9c=009c 9d=009d 9e=009e"
          + " 9f=009f a0";
  private static final Map<String, Charset> BY_NAME = new HashMap<>();

  static {
    add("utf8mb4", "UTF-8");
    add("utf8mb3", "UTF-8");
    add("utf8", "UTF-8");
    add("ascii", "US-ASCII");
    add("latin1", "windows-1252", "81=0081 8d=008d 8f=008f 90=0090 9d=009d");
    add("latin2", "ISO-8859-2", "");
    add("latin5", "ISO-8859-9", "");
    add("latin7", "ISO-8859-13", "");
    add("greek", "ISO-8859-7", "a1=02bd a2=02bc a4 a5 aa");
    add("hebrew", "ISO-8859-8", "af=203e");
    add("cp1250", "windows-1250", "");
    add("cp1251", "windows-1251", "");
    add("cp1256", "windows-1256", "8a 8f 98 9a 9f aa c0 ff");
    add("cp1257", "windows-1257", "");
    add("cp850", "IBM850", "");
    add("cp852", "IBM852", "");
    add("cp866", "IBM866", "fc=207f fd=00b2");
    add("koi8r", "KOI8-R", "");
    add("koi8u", "KOI8-U", "95=2022");
    add("tis620", "TIS-620", CONTROLS);
    add("ujis", "EUC-JP");
    add("eucjpms", "EUC-JP");
    add("euckr", "x-windows-949");
    add("gb2312", "GB2312");
  }

  private Charsets() {}

  /** What a dump that names none is read as; also what the tools write unless told otherwise. */
  static final Charset DEFAULT = StandardCharsets.UTF_8;

  static Optional<Charset> named(String mysqlName) {
    return Optional.ofNullable(BY_NAME.get(mysqlName.toLowerCase(Locale.ROOT)));
  }

  private static void add(String name, String java) {
    if (Charset.isSupported(java)) {
      BY_NAME.put(name, Charset.forName(java));
    }
  }

  private static void add(String name, String java, String differing) {
    if (Charset.isSupported(java)) {
      BY_NAME.put(name, new ServerCharset(name, Charset.forName(java), differing));
    }
  }
}
