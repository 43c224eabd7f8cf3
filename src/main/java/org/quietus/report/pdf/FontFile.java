package org.quietus.report.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TrueType font of the jar: of each character the glyph, and of some glyphs a font of their own.
 * Its glyphs are made of no others, and its characters stand in a table of format 4.
 */
final class FontFile {
  /** The tables that a PDF wants of an embedded font, ISO 32000-1 §9.9, without instructions. */
  private static final int TABLES = 6;

  /** Of characters beyond, no font of the jar has a glyph. */
  private static final int CHARACTERS = 0x10000;

  private static final Map<String, FontFile> LOADED = new ConcurrentHashMap<>();

  private final Map<String, ByteBuffer> tables = new TreeMap<>();
  private final ByteBuffer characters;
  private final int unitsPerEm;
  private final int widths;
  private final boolean longOffsets;

  /** Of each character the width and 2, or 1 if it has no glyph; 0 before it was looked up. */
  private final short[] found = new short[CHARACTERS];

  private FontFile(byte[] content) {
    ByteBuffer file = ByteBuffer.wrap(content);
    int count = file.getShort(4);
    for (int i = 0; i < count; i++) {
      int at = 12 + 16 * i;
      String name = new String(content, at, 4, StandardCharsets.US_ASCII);
      tables.put(name, file.slice(file.getInt(at + 8), file.getInt(at + 12)));
    }
    unitsPerEm = table("head").getShort(18);
    longOffsets = table("head").getShort(50) != 0;
    widths = unsigned(table("hhea"), 34);
    characters = characters();
  }

  /** The font of this name in the jar, which is read once. */
  static FontFile load(String name) {
    return LOADED.computeIfAbsent(name, first -> new FontFile(resource(first + ".ttf")));
  }

  /** A file that comes with this package. */
  static byte[] resource(String name) {
    String path = "/report/pdf/" + name;
    try (InputStream in = FontFile.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " from the jar", e);
    }
  }

  /** The glyph of a character; 0 if there is none. */
  int glyph(int codePoint) {
    if (codePoint >= CHARACTERS) {
      return 0;
    }
    int segments = unsigned(characters, 6);
    int low = 0;
    int high = segments / 2 - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (unsigned(characters, 14 + 2 * middle) < codePoint) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int start = unsigned(characters, 16 + segments + 2 * low);
    if (codePoint < start || codePoint > unsigned(characters, 14 + 2 * low)) {
      return 0;
    }
    int delta = characters.getShort(16 + 2 * segments + 2 * low);
    int rangeAt = 16 + 3 * segments + 2 * low;
    int range = unsigned(characters, rangeAt);
    if (range == 0) {
      return (codePoint + delta) & 0xFFFF;
    }
    int glyph = unsigned(characters, rangeAt + range + 2 * (codePoint - start));
    return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
  }

  /** How wide a character is, in thousandths of the font's size; below 0 if it has no glyph. */
  int widthOf(int codePoint) {
    if (codePoint >= CHARACTERS) {
      return -1;
    }
    if (found[codePoint] == 0) {
      int glyph = glyph(codePoint);
      found[codePoint] = (short) (glyph == 0 ? 1 : width(glyph) + 2);
    }
    return found[codePoint] - 2;
  }

  /** How wide a glyph is, in thousandths of the font's size. */
  int width(int glyph) {
    return scaled(advance(glyph));
  }

  /** The last width that is stated goes for all further glyphs. */
  private int advance(int glyph) {
    return unsigned(table("hmtx"), 4 * Math.min(glyph, widths - 1));
  }

  private short bearing(int glyph) {
    return table("hmtx").getShort(glyph < widths ? 4 * glyph + 2 : 2 * widths + 2 * glyph);
  }

  /** How far letters rise above the line, in thousandths of the font's size. */
  int ascent() {
    return scaled(table("hhea").getShort(4));
  }

  /** How far they fall below it; negative. */
  int descent() {
    return scaled(table("hhea").getShort(6));
  }

  int capitals() {
    return scaled(table("OS/2").getShort(88));
  }

  /** The box that every glyph is within, as {@code left bottom right top}. */
  String box() {
    ByteBuffer head = table("head");
    return "%d %d %d %d"
        .formatted(
            scaled(head.getShort(36)),
            scaled(head.getShort(38)),
            scaled(head.getShort(40)),
            scaled(head.getShort(42)));
  }

  /** A font of these glyphs alone, in this order. */
  byte[] cut(List<Integer> glyphs) {
    ByteArrayOutputStream outlines = new ByteArrayOutputStream();
    ByteBuffer places = ByteBuffer.allocate(4 * (glyphs.size() + 1));
    ByteBuffer measures = ByteBuffer.allocate(4 * glyphs.size());
    for (int glyph : glyphs) {
      places.putInt(outlines.size());
      byte[] outline = outline(glyph);
      outlines.write(outline, 0, outline.length);
      outlines.write(new byte[-outline.length & 3], 0, -outline.length & 3);
      measures.putShort((short) advance(glyph)).putShort(bearing(glyph));
    }
    places.putInt(outlines.size());
    Map<String, byte[]> parts = new TreeMap<>();
    parts.put("glyf", outlines.toByteArray());
    parts.put("head", ByteBuffer.wrap(copy("head")).putInt(8, 0).putShort(50, (short) 1).array());
    parts.put("hhea", ByteBuffer.wrap(copy("hhea")).putShort(34, (short) glyphs.size()).array());
    parts.put("hmtx", measures.array());
    parts.put("loca", places.array());
    parts.put("maxp", ByteBuffer.wrap(copy("maxp")).putShort(4, (short) glyphs.size()).array());
    return assembled(parts);
  }

  private static byte[] assembled(Map<String, byte[]> parts) {
    int size = 12 + 16 * TABLES + parts.values().stream().mapToInt(FontFile::padded).sum();
    ByteBuffer font = ByteBuffer.allocate(size);
    font.putInt(0x00010000).putShort((short) TABLES);
    font.putShort((short) 64).putShort((short) 2).putShort((short) (16 * TABLES - 64));
    int at = 12 + 16 * TABLES;
    int head = 0;
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      byte[] content = part.getValue();
      font.put(at, content);
      font.put(part.getKey().getBytes(StandardCharsets.US_ASCII));
      font.putInt(sum(font, at, padded(content))).putInt(at).putInt(content.length);
      if (part.getKey().equals("head")) {
        head = at;
      }
      at += padded(content);
    }
    return font.putInt(head + 8, 0xB1B0AFBA - sum(font, 0, size)).array();
  }

  private static int padded(byte[] content) {
    return content.length + 3 & ~3;
  }

  private static int sum(ByteBuffer font, int from, int length) {
    int sum = 0;
    for (int at = from; at < from + length; at += 4) {
      sum += font.getInt(at);
    }
    return sum;
  }

  private byte[] outline(int glyph) {
    int from = place(glyph);
    byte[] outline = new byte[place(glyph + 1) - from];
    table("glyf").get(from, outline);
    return outline;
  }

  private int place(int glyph) {
    return longOffsets ? table("loca").getInt(4 * glyph) : 2 * unsigned(table("loca"), 2 * glyph);
  }

  private ByteBuffer characters() {
    ByteBuffer map = table("cmap");
    for (int i = 0; i < map.getShort(2); i++) {
      int at = map.getInt(8 + 8 * i);
      if (map.getShort(at) == 4) {
        return map.slice(at, unsigned(map, at + 2));
      }
    }
    throw new IllegalStateException("a font of the jar has no table of characters of format 4");
  }

  private byte[] copy(String name) {
    byte[] content = new byte[table(name).limit()];
    table(name).get(0, content);
    return content;
  }

  private ByteBuffer table(String name) {
    ByteBuffer table = tables.get(name);
    if (table == null) {
      throw new IllegalStateException("a font of the jar lacks its table " + name);
    }
    return table;
  }

  private int scaled(int units) {
    return Math.round(units * 1000f / unitsPerEm);
  }

  private static int unsigned(ByteBuffer table, int at) {
    return table.getShort(at) & 0xFFFF;
  }
}
