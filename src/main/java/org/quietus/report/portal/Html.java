package org.quietus.report.portal;

/**
 * HTML, written element by element. Every text and every attribute is escaped, and there is no way
 * around that: names in certificates are other people's.
 */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Begins a document. */
  Html document() {
    out.append("<!doctype html>\n");
    return this;
  }

  /** An element's beginning; attributes are names and values in turn. */
  Html start(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
    return this;
  }

  Html end(String element) {
    out.append("</").append(element).append('>');
    return this;
  }

  /** Ends a line of the source, between elements where white space means nothing. */
  Html line() {
    out.append('\n');
    return this;
  }

  /** A text of ours. */
  Html text(String text) {
    escape(text);
    return this;
  }

  /** An element with a text of ours in it. */
  Html element(String element, String text, String... attributes) {
    return start(element, attributes).text(text).end(element);
  }

  /** A text of others, which must not turn the direction of what is around it. */
  Html name(String text) {
    return element("bdi", text);
  }

  /** JSON that scripts read and that is never executed. */
  Html data(String id, String json) {
    start("script", "type", "application/json", "id", id);
    out.append(JsonData.escaped(json));
    return end("script").line();
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c < ' ' && c != '\n' ? '\uFFFD' : c);
      }
    }
  }
}
