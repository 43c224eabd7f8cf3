package org.quietus.certificate.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes one text as UTF-8; see {@link CanonicalJson}. */
final class CanonicalWriter {
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int FIRST_BEYOND_ASCII = 0x80;
  private static final int USUAL_BYTES = 1 << 12;

  private byte[] out = new byte[USUAL_BYTES];
  private int length;
  private int depth;

  /** The canonical form, with the newline at its end. */
  byte[] bytes(Object value) {
    value(value);
    append('\n');
    return Arrays.copyOf(out, length);
  }

  private void value(@Nullable Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      append(String.valueOf(value));
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof Record record) {
      record(record);
    } else if (value instanceof Enum<?> word) {
      string(RecordForm.word(word));
    } else {
      string(value.toString());
    }
  }

  private void record(Record record) {
    RecordForm form = RecordForm.of(record.getClass());
    if (form.isOneValue()) {
      value(form.value(record, form.parts().get(0)));
      return;
    }
    boolean isFirst = true;
    begin('{');
    for (RecordForm.Part part : form.parts()) {
      Object value = form.value(record, part);
      Object there = value instanceof Optional<?> optional ? optional.orElse(null) : value;
      if (there != null) {
        member(part.name(), there, isFirst);
        isFirst = false;
      }
    }
    end('}', isFirst);
  }

  private void map(Map<?, ?> members) {
    boolean isFirst = true;
    begin('{');
    for (Map.Entry<?, ?> member : members.entrySet()) {
      member(member.getKey().toString(), member.getValue(), isFirst);
      isFirst = false;
    }
    end('}', isFirst);
  }

  private void member(String name, @Nullable Object value, boolean isFirst) {
    next(isFirst);
    string(name);
    append(": ");
    value(value);
  }

  private void list(List<?> elements) {
    Iterator<?> all = elements.iterator();
    boolean isFirst = true;
    begin('[');
    while (all.hasNext()) {
      next(isFirst);
      value(all.next());
      isFirst = false;
    }
    end(']', isFirst);
  }

  private void begin(char opening) {
    append(opening);
    depth++;
  }

  private void next(boolean isFirst) {
    if (!isFirst) {
      append(',');
    }
    line();
  }

  private void end(char closing, boolean isEmpty) {
    depth--;
    if (!isEmpty) {
      line();
    }
    append(closing);
  }

  private void line() {
    append('\n');
    for (int i = 0; i < depth; i++) {
      append("  ");
    }
  }

  /** Escapes what RFC 8259 §7 demands and nothing else, the short way where there is one. */
  private void string(String text) {
    append('"');
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character < FIRST_PRINTABLE || character == '"' || character == '\\') {
        plain(text, from, at);
        escape(character);
        from = at + 1;
      }
    }
    plain(text, from, text.length());
    append('"');
  }

  private void escape(char character) {
    int name = "\b\t\n\f\r\"\\".indexOf(character);
    if (name >= 0) {
      append('\\');
      append("btnfr\"\\".charAt(name));
    } else {
      append("\\u00%02X".formatted((int) character));
    }
  }

  private void plain(String text, int from, int to) {
    for (int at = from; at < to; at++) {
      if (text.charAt(at) >= FIRST_BEYOND_ASCII) {
        append(text.substring(at, to).getBytes(StandardCharsets.UTF_8));
        return;
      }
      append(text.charAt(at));
    }
  }

  private void append(String ascii) {
    for (int at = 0; at < ascii.length(); at++) {
      append(ascii.charAt(at));
    }
  }

  private void append(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, out, length, bytes.length);
    length += bytes.length;
  }

  private void append(char ascii) {
    reserve(1);
    out[length++] = (byte) ascii;
  }

  private void reserve(int more) {
    if (out.length - length < more) {
      out = Arrays.copyOf(out, Math.max(2 * out.length, length + more));
    }
  }
}
