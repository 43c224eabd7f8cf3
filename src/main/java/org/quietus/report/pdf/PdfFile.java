package org.quietus.report.pdf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import org.quietus.evidence.Digest;

/** The objects of a PDF file, ISO 32000-1 §7.5: the same ones give the same bytes. */
final class PdfFile {
  private final List<byte[]> objects = new ArrayList<>();

  /** Takes a number for an object that is put in later. */
  int reserve() {
    objects.add(new byte[0]);
    return objects.size();
  }

  void put(int number, String object) {
    objects.set(number - 1, bytes(object));
  }

  int add(String object) {
    int number = reserve();
    put(number, object);
    return number;
  }

  /** A stream as it is; {@code entries} of its dictionary besides the length. */
  int plain(String entries, byte[] content) {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.writeBytes(bytes("<< " + entries + " /Length " + content.length + " >>\nstream\n"));
    object.writeBytes(content);
    object.writeBytes(bytes("\nendstream"));
    objects.add(object.toByteArray());
    return objects.size();
  }

  /** A stream, compressed. */
  int packed(String entries, byte[] content) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream(content.length / 2 + 64);
      byte[] part = new byte[8192];
      while (!deflater.finished()) {
        packed.write(part, 0, deflater.deflate(part));
      }
      return plain(entries + " /Filter /FlateDecode", packed.toByteArray());
    } finally {
      deflater.end();
    }
  }

  /** A text string in UTF-16, ISO 32000-1 §7.9.2.2. */
  static String text(String text) {
    return "<FEFF" + HexFormat.of().withUpperCase().formatHex(utf16(text)) + ">";
  }

  static byte[] utf16(String text) {
    return text.getBytes(StandardCharsets.UTF_16BE);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The file; its identifier is a digest of its objects, so nothing in it is by chance. */
  byte[] assembled(int catalog, int information) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    // four bytes above 127 say that the file is not text, ISO 19005-2 §6.1.2
    file.writeBytes(bytes("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n"));
    int[] places = new int[objects.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = file.size();
      file.writeBytes(bytes(i + 1 + " 0 obj\n"));
      file.writeBytes(objects.get(i));
      file.writeBytes(bytes("\nendobj\n"));
    }
    String id = Digest.of(file.toByteArray()).toString().substring(0, 32);
    StringBuilder end =
        new StringBuilder("xref\n0 " + (places.length + 1) + "\n0000000000 65535 f \n");
    Arrays.stream(places).forEach(place -> end.append("%010d 00000 n \n".formatted(place)));
    end.append("trailer\n<< /Size ").append(places.length + 1);
    end.append(" /Root ").append(catalog).append(" 0 R /Info ").append(information);
    end.append(" 0 R /ID [<").append(id).append("> <").append(id).append(">] >>\nstartxref\n");
    end.append(file.size()).append("\n%%EOF\n");
    file.writeBytes(bytes(end.toString()));
    return file.toByteArray();
  }
}
