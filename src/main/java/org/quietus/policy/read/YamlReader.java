package org.quietus.policy.read;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobText;
import org.quietus.policy.Problem;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns YAML 1.2 (core schema) into a JSON tree and remembers the line of each key. Keys that stand
 * twice or are not plain are refused, and what {@link YamlEvents} refuses.
 */
final class YamlReader {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,17})\\.[0-9]{1,18}");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Pattern UNCLOSED = Pattern.compile("quoted scalar|flow (mapping|sequence)");

  private final String file;
  private final String text;
  private final String yaml;
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  YamlReader(String file, String text) {
    this.file = file;
    this.text = text;
    this.yaml = text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  JobTree read() {
    try {
      problems.addAll(YamlEvents.problems(file, yaml, settings()));
      throwIfAny();
      JsonNode tree = composed();
      throwIfAny();
      JobText source = new JobText(file, text, digest(), Collections.unmodifiableMap(lines));
      return new JobTree(source, tree, tree);
    } catch (MarkedYamlEngineException e) {
      throw broken(e);
    } catch (YamlEngineException e) {
      throw broken(1, "it cannot be read");
    }
  }

  /** What was opened and never closed is noticed far below; the mistake is where it was opened. */
  private InvalidInput broken(MarkedYamlEngineException failure) {
    int noticed = lineOf(failure.getProblemMark());
    int opened = lineOf(failure.getContextMark());
    boolean unclosed =
        failure.getContext() != null && UNCLOSED.matcher(failure.getContext()).find();
    return unclosed && opened < noticed
        ? broken(
            opened,
            "what is opened here is not closed before line "
                + noticed
                + ": "
                + failure.getProblem())
        : broken(noticed, failure.getProblem());
  }

  private InvalidInput broken(int line, String reason) {
    return new InvalidInput(
        List.of(
            new Problem(
                "BROKEN-YAML",
                file,
                line,
                "this is not YAML: " + reason.replaceAll("\\s+", " "),
                "look at the indentation and quote texts that hold ': ' or ' #', here or just"
                    + " above")));
  }

  private void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new InvalidInput(problems);
    }
  }

  private void problem(String id, int line, String what, String mend) {
    problems.add(new Problem(id, file, line, what, mend));
  }

  private JsonNode composed() {
    Optional<Node> root = new Compose(settings()).composeString(yaml);
    if (root.isEmpty() || root.get().getTag().equals(Tag.NULL)) {
      problem("EMPTY-FILE", 1, "the file holds nothing", "see 'quietus init' for a first one");
    } else if (!(root.get() instanceof MappingNode)) {
      problem("NOT-A-MAPPING", 1, "the file is not a mapping of keys", "start with 'quietus: 1'");
    }
    return root.<JsonNode>map(node -> converted("", node)).orElse(JSON.objectNode());
  }

  private static LoadSettings settings() {
    return LoadSettings.builder().setSchema(new CoreSchema()).build();
  }

  private JsonNode converted(String pointer, Node node) {
    lines.putIfAbsent(pointer, lineOf(node.getStartMark()));
    if (node instanceof MappingNode mapping) {
      return mapping(pointer, mapping);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = JSON.arrayNode();
      for (Node element : sequence.getValue()) {
        array.add(converted(pointer + "/" + array.size(), element));
      }
      return array;
    }
    return scalar((ScalarNode) node);
  }

  private JsonNode mapping(String pointer, MappingNode mapping) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = lineOf(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problem("BAD-KEY", line, "a key is not a plain word", "write 'key: value'");
        continue;
      }
      String child = JobTree.child(pointer, key.getValue());
      if (object.has(key.getValue())) {
        problem(
            "DUPLICATE-KEY",
            line,
            JobTree.path(child) + " is a duplicate; it is first in line " + lines.get(child),
            "remove or rename one of them");
        continue;
      }
      lines.put(child, line);
      object.set(key.getValue(), converted(child, tuple.getValueNode()));
    }
    return object;
  }

  /**
   * Numbers that would not be printed as they were written ({@code 007}, {@code 0x1f}) stay text.
   */
  private static JsonNode scalar(ScalarNode node) {
    String value = node.getValue();
    if (node.getTag().equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (node.getTag().equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(value));
    }
    if (node.getTag().equals(Tag.INT) && INTEGER.matcher(value).matches()) {
      return JSON.numberNode(Long.parseLong(value));
    }
    if (node.getTag().equals(Tag.FLOAT) && DECIMAL.matcher(value).matches()) {
      return JSON.numberNode(new BigDecimal(value));
    }
    return JSON.stringNode(value);
  }

  /** Counted from 1. */
  static int lineOf(Optional<Mark> mark) {
    return mark.map(m -> m.getLine() + 1).orElse(1);
  }

  private String digest() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
