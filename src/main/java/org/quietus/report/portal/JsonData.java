package org.quietus.report.portal;

import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON for the scripts of the portal, as pure ASCII without any character that HTML or a script
 * could understand.
 */
final class JsonData {
  private static final int FIRST_BEYOND_ASCII = 0x7f;

  private JsonData() {}

  /**
   * Maps, collections, texts, bytes (as base64), numbers and truth values; in the order that they
   * come in.
   */
  static String of(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** An object with these members, names and values in turn, in this order. */
  static Map<String, Object> object(Object... members) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      object.put(members[i].toString(), members[i + 1]);
    }
    return object;
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> members) {
      out.append('{');
      members.forEach(
          (name, member) -> {
            separate(out, '{');
            text(name.toString(), out);
            out.append(':');
            write(member, out);
          });
      out.append('}');
    } else if (value instanceof Collection<?> elements) {
      out.append('[');
      elements.forEach(
          element -> {
            separate(out, '[');
            write(element, out);
          });
      out.append(']');
    } else if (value instanceof byte[] bytes) {
      out.append('"').append(Base64.getEncoder().encodeToString(bytes)).append('"');
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      text(value.toString(), out);
    }
  }

  private static void separate(StringBuilder out, char opening) {
    if (out.charAt(out.length() - 1) != opening) {
      out.append(',');
    }
  }

  private static void text(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        escape(c, out);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /**
   * The same JSON, with what is not harmless ASCII written as escapes; that stands in texts only.
   */
  static String escaped(String json) {
    StringBuilder out = new StringBuilder(json.length());
    int from = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c >= FIRST_BEYOND_ASCII || c == '<' || c == '>' || c == '&' || c == '\'') {
        out.append(json, from, i);
        escape(c, out);
        from = i + 1;
      }
    }
    return out.append(json, from, json.length()).toString();
  }

  private static void escape(char c, StringBuilder out) {
    out.append(String.format("\\u%04x", (int) c));
  }
}
