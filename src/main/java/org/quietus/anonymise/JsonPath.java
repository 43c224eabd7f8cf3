package org.quietus.anonymise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A path into a JSON document: names with dots between them, {@code *} for any name, {@code [2]}
 * for an element and {@code [*]} for each; {@code $.} may stand before it.
 */
record JsonPath(String text, List<String> steps) {
  private static final Pattern STEP =
      Pattern.compile("\\.?([^.\\[\\]]+)|(\\[(?:\\*|0|[1-9]\\d{0,8})])");

  private static final String EACH = "[*]";
  private static final String FIRST = "[0]";
  private static final String ANY = "*";
  private static final JsonNode NULL = JsonNodeFactory.instance.nullNode();

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

  /**
   * Changes what the path leads to; returns whether anything is different now. A name that has dots
   * itself is found as well, a list is entered where the path names no element of it, and one value
   * may stand where the path has a list. A text or number where the path would go on may be what is
   * sought, and becomes null.
   */
  boolean change(JsonNode document, Change change) {
    return at(document, 0, change, value -> {});
  }

  private boolean at(JsonNode node, int depth, Change change, Consumer<JsonNode> store) {
    if (depth == steps.size()) {
      JsonNode becomes = change.of(node);
      store.accept(becomes);
      return !becomes.equals(node);
    }
    String step = steps.get(depth);
    if (node instanceof ArrayNode array) {
      return isName(step)
          ? inEach(array, EACH, depth, change)
          : inEach(array, step, depth + 1, change);
    }
    if (!isName(step)) {
      return (step.equals(EACH) || step.equals(FIRST)) && at(node, depth + 1, change, store);
    }
    return node instanceof ObjectNode object
        ? named(object, depth, change)
        : isInTheWay(node, depth) && at(node, steps.size(), value -> NULL, store);
  }

  private boolean inEach(ArrayNode array, String which, int depth, Change change) {
    boolean changed = false;
    for (int index : elements(array, which)) {
      changed |= at(array.get(index), depth, change, value -> array.set(index, value));
    }
    return changed;
  }

  private boolean named(ObjectNode object, int depth, Change change) {
    boolean changed = false;
    if (steps.get(depth).equals(ANY)) {
      for (String name : List.copyOf(object.propertyNames())) {
        changed |= at(object.get(name), depth + 1, change, value -> object.set(name, value));
      }
      return changed;
    }
    for (int end = depth + 1; end <= steps.size() && isName(steps.get(end - 1)); end++) {
      String name = String.join(".", steps.subList(depth, end));
      if (object.has(name)) {
        changed |= at(object.get(name), end, change, value -> object.set(name, value));
      }
    }
    return changed;
  }

  private static boolean isName(String step) {
    return !step.startsWith("[");
  }

  /** Nobody named what any name led to. */
  private boolean isInTheWay(JsonNode node, int depth) {
    boolean named = depth == 0 || !steps.get(depth - 1).equals(ANY);
    return named && (node.isNumber() || (node.isString() && !node.stringValue().isEmpty()));
  }

  private static List<Integer> elements(ArrayNode array, String step) {
    Stream<Integer> all = IntStream.range(0, array.size()).boxed();
    return step.equals(EACH)
        ? all.toList()
        : all.filter(index -> step.equals("[" + index + "]")).toList();
  }
}
