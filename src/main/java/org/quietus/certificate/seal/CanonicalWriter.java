package org.quietus.certificate.seal;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes one text; see {@link CanonicalJson}. */
final class CanonicalWriter {
  private static final int FIRST_PRINTABLE = 0x20;

  private final StringBuilder out = new StringBuilder();

  /** The canonical form, without the newline at its end. */
  String text(Object value) {
    value(value, "\n");
    return out.toString();
  }

  /** {@code line} begins a line at the indentation of the value. */
  private void value(@Nullable Object value, String line) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof List<?> list) {
      list(list, line);
    } else if (value instanceof Map<?, ?> map) {
      map(map, line);
    } else if (value instanceof Record record) {
      record(record, line);
    } else if (value instanceof Enum<?> word) {
      string(RecordForm.word(word));
    } else {
      string(value.toString());
    }
  }

  private void record(Record record, String line) {
    RecordForm form = RecordForm.of(record.getClass());
    if (form.isOneValue()) {
      value(form.value(record, form.parts().get(0)), line);
      return;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    for (RecordForm.Part part : form.parts()) {
      Object value = form.value(record, part);
      Object there = value instanceof Optional<?> optional ? optional.orElse(null) : value;
      if (there != null) {
        members.put(part.name(), there);
      }
    }
    map(members, line);
  }

  private void map(Map<?, ?> members, String line) {
    out.append('{');
    Iterator<? extends Map.Entry<?, ?>> all = members.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<?, ?> member = all.next();
      out.append(line).append("  ");
      string(member.getKey().toString());
      out.append(": ");
      value(member.getValue(), line + "  ");
      out.append(all.hasNext() ? "," : line);
    }
    out.append('}');
  }

  private void list(List<?> elements, String line) {
    out.append('[');
    Iterator<?> all = elements.iterator();
    while (all.hasNext()) {
      out.append(line).append("  ");
      value(all.next(), line + "  ");
      out.append(all.hasNext() ? "," : line);
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    for (int at = 0; at < text.length(); at++) {
      character(text.charAt(at));
    }
    out.append('"');
  }

  /** Escapes what RFC 8259 §7 demands and nothing else, the short way where there is one. */
  private void character(char character) {
    int name = "\b\t\n\f\r\"\\".indexOf(character);
    if (name >= 0) {
      out.append('\\').append("btnfr\"\\".charAt(name));
    } else if (character < FIRST_PRINTABLE) {
      out.append("\\u00%02X".formatted((int) character));
    } else {
      out.append(character);
    }
  }
}
