package org.quietus.policy.read;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:default}} in the texts of a job file, once: what a
 * variable holds is never searched again. The default stands in for a variable that is not set; one
 * that is set and empty is empty.
 *
 * <p>Variables say where the data is and who may reach it, not what happens to it: they are refused
 * outside {@code databases}, {@code object-stores} and {@code evidence}, and in zones, but for
 * where recipients are reached. So the digest on a certificate stands for the whole policy, and a
 * run that resumes finds the rules that it started with.
 */
final class Variables {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^${}]*))?}");
  private static final Pattern ALLOWED =
      Pattern.compile(
          "/(databases|evidence|object-stores)/(?!.*/zone$).*"
              + "|/(recipients/[^/]*|answers)/(notify|key|trust)");

  private final Map<String, String> environment;
  private final Problems problems;

  private Variables(Map<String, String> environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /** The tree with its variables replaced; one that is not set is noted and stays as it is. */
  static JobTree substitute(JobTree tree, Map<String, String> environment, Problems problems) {
    Variables variables = new Variables(environment, problems);
    return new JobTree(tree.text(), tree.written(), variables.replaced("", tree.written()));
  }

  private JsonNode replaced(String pointer, JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(
              e ->
                  copy.set(e.getKey(), replaced(JobTree.child(pointer, e.getKey()), e.getValue())));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> copy.add(replaced(pointer + "/" + copy.size(), element)));
      return copy;
    }
    return node.isString() && node.stringValue().contains("${")
        ? JsonNodeFactory.instance.stringNode(replaced(pointer, node.stringValue()))
        : node;
  }

  private String replaced(String pointer, String text) {
    if (!ALLOWED.matcher(pointer).matches()) {
      problems.add(
          "VARIABLE-NOT-HERE",
          pointer,
          JobTree.path(pointer) + " holds a variable",
          "write the value itself: variables are for databases, object stores and evidence, the"
              + " policy must be readable in the file");
      return text;
    }
    if (VARIABLE.matcher(text).replaceAll("").contains("${")) {
      problems.add(
          "BROKEN-VARIABLE",
          pointer,
          JobTree.path(pointer) + " has a '${' that starts no variable",
          "write ${NAME} or ${NAME:default}, the name in letters, digits and '_'");
      return text;
    }
    return VARIABLE
        .matcher(text)
        .replaceAll(
            m -> Matcher.quoteReplacement(value(pointer, m.group(1), m.group(2), m.group())));
  }

  private String value(String pointer, String name, @Nullable String otherwise, String written) {
    String value = environment.get(name);
    if (value != null) {
      return value;
    }
    if (otherwise != null) {
      return otherwise;
    }
    problems.add(
        "UNSET-VARIABLE",
        pointer,
        JobTree.path(pointer) + " needs the environment variable " + name + ", which is not set",
        pointer.endsWith("/password") || pointer.contains("/credential")
            ? "set it, e.g. export " + name + "=…; a password has no default in the file"
            : "set it, or give a default: ${" + name + ":…}");
    return written;
  }
}
