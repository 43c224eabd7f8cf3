package org.quietus.format.mysqldump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.quietus.format.DumpFiles;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file of JSON that MySQL Shell writes beside its rows. */
record ShellJson(String name, JsonNode node) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Reads the file of that name as it is now, which has to be there. */
  static ShellJson read(String name, DumpFiles files) throws IOException {
    requireThere(name, files);
    return parse(name, files.read(name, TextFile::read));
  }

  /** The same where files may belong to older versions of it, which have to be like it. */
  static ShellJson readAll(String name, DumpFiles files) throws IOException {
    requireThere(name, files);
    return parse(name, files.readAll(name, TextFile::read));
  }

  private static void requireThere(String name, DumpFiles files) throws Truncated {
    if (!files.current().contains(name)) {
      throw new Truncated(
          "its folder has no file '%s', which MySQL Shell writes; put the folder back as it was"
              .formatted(name),
          0);
    }
  }

  /** A text with a character for each byte. */
  static ShellJson parse(String name, String text) throws UnsupportedDump {
    try {
      JsonNode node = JSON.readTree(text.getBytes(ISO_8859_1));
      if (node.isObject()) {
        return new ShellJson(name, node);
      }
    } catch (JacksonException e) {
      // its message may hold values
    }
    throw new UnsupportedDump("file '%s' of its folder is not a JSON object".formatted(name), 0);
  }

  /** Whether something stands under a name. */
  boolean has(String key) {
    return !node.path(key).isMissingNode() && !node.path(key).isNull();
  }

  /** The object under a name; an empty one if nothing stands there. */
  ShellJson object(String key) throws UnsupportedDump {
    JsonNode found = has(key) ? node.path(key) : JSON.createObjectNode();
    return new ShellJson(name, require(found.isObject(), found, key));
  }

  /** The text under a name, or another one if nothing stands there. */
  String text(String key, String otherwise) throws UnsupportedDump {
    JsonNode found = node.path(key);
    return has(key) ? require(found.isString(), found, key).stringValue() : otherwise;
  }

  /** The truth under a name, or another one if nothing stands there. */
  boolean truth(String key, boolean otherwise) throws UnsupportedDump {
    JsonNode found = node.path(key);
    return has(key) ? require(found.isBoolean(), found, key).booleanValue() : otherwise;
  }

  /** The texts under a name; none if nothing stands there. */
  List<String> texts(String key) throws UnsupportedDump {
    List<String> texts = new ArrayList<>();
    JsonNode all = has(key) ? node.path(key) : JSON.createArrayNode();
    for (JsonNode each : require(all.isArray(), all, key)) {
      texts.add(require(each.isString(), each, key).stringValue());
    }
    return texts;
  }

  /** The number under a name, which has to be there. */
  long number(String key) throws UnsupportedDump {
    JsonNode found = node.path(key);
    return require(found.isIntegralNumber() && found.canConvertToLong(), found, key).longValue();
  }

  /** All numbers of an object of such. */
  Map<String, Long> numbers() throws UnsupportedDump {
    Map<String, Long> numbers = new LinkedHashMap<>();
    for (String key : keys()) {
      numbers.put(key, number(key));
    }
    return numbers;
  }

  Set<String> keys() {
    return new TreeSet<>(node.propertyNames());
  }

  /** Requires that nothing stands there but what is known. */
  void requireOnly(Set<String> known) throws UnsupportedDump {
    Set<String> others = new HashSet<>(keys());
    others.removeAll(known);
    if (!others.isEmpty()) {
      throw unknown("a setting '" + new TreeSet<>(others).iterator().next() + "'");
    }
  }

  /** The refusal of something that it says. */
  UnsupportedDump unknown(String what) {
    return new UnsupportedDump(
        "file '%s' of its folder has %s, which is not known here".formatted(name, what), 0);
  }

  private JsonNode require(boolean is, JsonNode found, String key) throws UnsupportedDump {
    if (!is) {
      throw unknown("something else than expected under '" + key + "'");
    }
    return found;
  }

  /** A text with other numbers; whatever is not a number stays as it is, byte for byte. */
  static String with(String text, Function<List<String>, OptionalLong> numbers) {
    StringBuilder written = new StringBuilder(text.length());
    Deque<String> path = new ArrayDeque<>();
    int copied = 0;
    try (JsonParser parser = JSON.createParser(text.getBytes(ISO_8859_1))) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME) {
          path.addLast(parser.currentName());
          continue;
        }
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
          if (token == JsonToken.START_ARRAY) {
            parser.skipChildren();
            path.pollLast();
          }
          continue;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
          int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
          OptionalLong number = numbers.apply(List.copyOf(path));
          if (number.isPresent()) {
            written.append(text, copied, start).append(number.getAsLong());
            copied = start + parser.getString().length();
          }
        }
        path.pollLast();
      }
    }
    return written.append(text, copied, text.length()).toString();
  }
}
