package org.quietus.anonymise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A path into a JSON document: names with dots between them, {@code *} for any name, {@code [2]}
 * for an element and {@code [*]} for each; {@code $.} may stand before it.
 */
record JsonPath(String text, List<String> steps) {
  private static final Pattern STEP =
      Pattern.compile("\\.?([^.\\[\\]]+)|(\\[(?:\\*|0|[1-9]\\d{0,8})])");

  JsonPath {
    steps = List.copyOf(steps);
  }

  /** Reads a path; empty if it is none. */
  static Optional<JsonPath> parse(String text) {
    boolean fromRoot = text.startsWith("$.") || text.startsWith("$[");
    String rest = fromRoot ? text.substring(1) : text;
    List<String> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(rest);
    int at = 0;
    while (at < rest.length() && matcher.find(at) && matcher.start() == at) {
      steps.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
      at = matcher.end();
    }
    return steps.isEmpty() || at < rest.length() || text.equals("$")
        ? Optional.empty()
        : Optional.of(new JsonPath(text, steps));
  }

  /** Says what a value becomes. */
  interface Change {
    JsonNode of(JsonNode value);
  }

  /** Changes what the path leads to; returns whether anything is different now. */
  boolean change(JsonNode document, Change change) {
    return change(document, 0, change);
  }

  private boolean change(JsonNode node, int depth, Change change) {
    String step = steps.get(depth);
    boolean changed = false;
    if (node instanceof ArrayNode array && step.startsWith("[")) {
      for (int index : elements(array, step)) {
        changed |= at(array.get(index), depth, change, value -> array.set(index, value));
      }
    } else if (node instanceof ObjectNode object && !step.startsWith("[")) {
      for (String name : step.equals("*") ? List.copyOf(object.propertyNames()) : List.of(step)) {
        if (object.has(name)) {
          changed |= at(object.get(name), depth, change, value -> object.set(name, value));
        }
      }
    }
    return changed;
  }

  private static List<Integer> elements(ArrayNode array, String step) {
    Stream<Integer> all = IntStream.range(0, array.size()).boxed();
    return step.equals("[*]")
        ? all.toList()
        : all.filter(index -> step.equals("[" + index + "]")).toList();
  }

  private boolean at(
      JsonNode value, int depth, Change change, java.util.function.Consumer<JsonNode> store) {
    if (depth < steps.size() - 1) {
      return change(value, depth + 1, change);
    }
    JsonNode becomes = change.of(value);
    store.accept(becomes);
    return !becomes.equals(value);
  }
}
