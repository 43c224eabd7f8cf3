package org.quietus.policy.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.quietus.policy.Nearest;
import tools.jackson.databind.JsonNode;

/**
 * Turns breaches of the JSON Schema into problems that say how to mend them. Descriptions and
 * examples come from the schema itself.
 */
final class SchemaAdvice {
  private static final String STRATEGY = "/anonymise/*/with/*";

  private final JsonNode schema;
  private final JobTree tree;
  private final Problems problems;

  SchemaAdvice(JsonNode schema, JobTree tree, Problems problems) {
    this.schema = schema;
    this.tree = tree;
    this.problems = problems;
  }

  /** Notes one breach, unless a problem with the same key is known already. */
  void note(SchemaBreach breach) {
    String pointer = breach.pointer();
    switch (breach.keyword()) {
      case "required" -> missing(pointer, breach.property(), breach.rule());
      case "additionalProperties" -> unknown(pointer, breach.property(), breach.rule());
      case "propertyNames" -> badName(pointer, breach.property(), breach.limit());
      default -> {
        if (!problems.at(pointer)) {
          wrong(breach.keyword(), pointer, breach.rule(), breach.limit());
        }
      }
    }
  }

  private void missing(String pointer, String key, JsonNode rule) {
    problems.add(
        "MISSING-KEY",
        pointer,
        JobTree.path(pointer) + " has no '" + key + "'",
        "add e.g. '" + example(key, rule.path("properties").path(key)) + "'");
  }

  private void unknown(String pointer, String key, JsonNode rule) {
    String child = JobTree.child(pointer, key);
    if (UnsupportedKeys.contains(child)) {
      unsupported(child);
      return;
    }
    List<String> known = new ArrayList<>();
    rule.path("properties").propertyNames().forEach(known::add);
    problems.add(
        "UNKNOWN-KEY",
        child,
        JobTree.path(child) + " is not a key of a job file",
        meant(key, known).orElse("known here are " + String.join(", ", known)));
  }

  private void unsupported(String pointer) {
    problems.add(
        "UNSUPPORTED-KEY",
        pointer,
        JobTree.path(pointer) + " is not supported by this version",
        "remove it: nothing would act on it");
  }

  private void badName(String pointer, String key, JsonNode form) {
    String child = JobTree.child(pointer, key);
    problems.add(
        "BAD-NAME",
        child,
        JobTree.path(child) + " has a name that cannot stand there",
        "write "
            + meaning(form)
            + ", e.g. '"
            + flow(resolved(form).path("examples").path(0))
            + "'");
  }

  private void wrong(String keyword, String pointer, JsonNode rule, JsonNode limit) {
    String key = pointer.substring(pointer.lastIndexOf('/') + 1);
    JsonNode written = tree.written().at(pointer);
    if (written.isNull()) {
      nothing(pointer, key, rule);
    } else if (UnsupportedKeys.contains(pointer)
        || UnsupportedKeys.contains(JobTree.child(pointer, JobTree.text(written)))) {
      unsupported(pointer);
    } else if (keyword.equals("enum")) {
      notOneOf(pointer, texts(limit), written);
    } else if (keyword.equals("minProperties")) {
      problems.add(
          "EMPTY",
          pointer,
          JobTree.path(pointer) + " is empty",
          "remove it or write e.g. '" + example(key, rule) + "'");
    } else {
      problems.add(
          keyword.equals("type") ? "WRONG-TYPE" : "WRONG-VALUE",
          pointer,
          JobTree.path(pointer) + " is " + tree.quoted(pointer) + ", which does not fit",
          "write e.g. '" + example(key, rule) + "': " + meaning(rule));
    }
  }

  private void notOneOf(String pointer, List<String> known, JsonNode written) {
    String all = "write one of " + String.join(", ", known);
    problems.add(
        "UNKNOWN-VALUE",
        pointer,
        JobTree.path(pointer) + " is " + tree.quoted(pointer),
        known.size() == 1
            ? "write '" + known.get(0) + "' or remove it"
            : written.isString() ? meant(JobTree.text(written), known).orElse(all) : all);
  }

  private void nothing(String pointer, String key, JsonNode rule) {
    boolean strategy = UnsupportedKeys.matches(STRATEGY, pointer);
    problems.add(
        strategy ? "NULL-STRATEGY" : "NO-VALUE",
        pointer,
        JobTree.path(pointer) + " has no value: YAML treats an empty value as null",
        strategy
            ? "write 'set-null' to empty the column"
            : "write e.g. '" + example(key, rule) + "'");
  }

  private static Optional<String> meant(String word, List<String> known) {
    return Nearest.to(word, known).map(nearest -> "did you mean '" + nearest + "'?");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JobTree::text).toList();
  }

  private String meaning(JsonNode rule) {
    String text = JobTree.text(resolved(rule).path("description"));
    return text.isEmpty()
        ? "see the reference of job files"
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1).replaceAll("\\.$", "");
  }

  private JsonNode resolved(JsonNode rule) {
    String reference = JobTree.text(rule.path("$ref"));
    return reference.isEmpty() || rule.has("examples") ? rule : schema.at(reference.substring(1));
  }

  private String example(String key, JsonNode rule) {
    JsonNode example = resolved(rule).path("examples").path(0);
    return key + ": " + (example.isMissingNode() ? "…" : flow(example));
  }

  /** A value in YAML's one-line form. */
  private static String flow(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .map(e -> e.getKey() + ": " + flow(e.getValue()))
          .collect(Collectors.joining(", ", "{ ", " }"));
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(SchemaAdvice::flow)
          .collect(Collectors.joining(", ", "[ ", " ]"));
    }
    boolean plain = !value.isString() || JobTree.text(value).matches("[A-Za-z0-9/][\\w ./:%-]*");
    return plain ? JobTree.text(value) : "\"" + JobTree.text(value) + "\"";
  }
}
