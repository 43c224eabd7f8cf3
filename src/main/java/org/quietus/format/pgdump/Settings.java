package org.quietus.format.pgdump;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.quietus.format.SqlToken;
import org.quietus.format.UnsupportedDump;

/** The settings of a session that say how the dump is to be read, as its statements change them. */
final class Settings {
  private static final Set<String> SCOPES = Set.of("session", "local");
  private static final Set<String> ON = Set.of("on", "true", "yes", "1");

  private Charset charset = Encodings.DEFAULT;
  private boolean standardStrings = true;
  private List<String> searchPath = List.of();

  /** Another session begins. */
  void begin() {
    charset = Encodings.DEFAULT;
    standardStrings = true;
    searchPath = List.of();
  }

  /** Of names and values from here on. */
  Charset charset() {
    return charset;
  }

  /** Whether a backslash in a string without E is nothing but a backslash. */
  boolean standardStrings() {
    return standardStrings;
  }

  /** The schemas in which a name without one is looked for; empty while the dump sets none. */
  List<String> searchPath() {
    return searchPath;
  }

  /** Follows one SET statement, given from the word SET on. */
  void set(List<SqlToken> tokens, long offset) throws UnsupportedDump {
    int at = tokens.size() > 1 && SCOPES.contains(tokens.get(1).text()) ? 2 : 1;
    if (at + 1 >= tokens.size()) {
      throw new UnsupportedDump("a SET statement of another form", offset);
    }
    String name = tokens.get(at).text().toLowerCase(Locale.ROOT);
    if (name.equals("names")) {
      set("client_encoding", List.of(tokens.get(at + 1).text()), offset);
      return;
    }
    if (tokens.get(at + 1).is('=') || tokens.get(at + 1).is("to")) {
      List<String> values = new ArrayList<>();
      for (SqlToken token : tokens.subList(at + 2, tokens.size())) {
        if (!token.is(',')) {
          values.add(token.text());
        }
      }
      set(name, values, offset);
    }
  }

  /** Takes note of the value of a setting, as set_config gives it. */
  void set(String name, List<String> values, long offset) throws UnsupportedDump {
    String first = values.isEmpty() ? "" : values.get(0);
    switch (name) {
      case "client_encoding" -> charset = Encodings.named(first, offset);
      case "standard_conforming_strings" ->
          standardStrings = ON.contains(first.toLowerCase(Locale.ROOT));
      case "search_path" -> searchPath = path(values);
      case "row_security" -> {
        if (ON.contains(first.toLowerCase(Locale.ROOT))) {
          throw new UnsupportedDump(
              "a dump with --enable-row-security, which holds chosen rows only; dump as a user who"
                  + " sees all rows",
              offset);
        }
      }
      default -> {
        // nothing that matters for reading
      }
    }
  }

  private static List<String> path(List<String> values) {
    return values.stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .map(schema -> schema.strip().replaceAll("^\"|\"$", "").replace("\"\"", "\""))
        .filter(schema -> !schema.isEmpty() && !schema.equals("$user"))
        .filter(schema -> !schema.equals("pg_catalog"))
        .toList();
  }
}
