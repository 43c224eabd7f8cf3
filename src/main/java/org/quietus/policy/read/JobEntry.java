package org.quietus.policy.read;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A place in a job file, to read values from. What is missing, of the wrong type or already known
 * to be wrong reads as empty: the JSON Schema has noted it.
 */
final class JobEntry {
  private final JobTree tree;
  private final Problems problems;
  private final String pointer;
  private final JsonNode value;

  /** The whole job file. */
  JobEntry(JobTree tree, Problems problems) {
    this(tree, problems, "");
  }

  private JobEntry(JobTree tree, Problems problems, String pointer) {
    this.tree = tree;
    this.problems = problems;
    this.pointer = pointer;
    this.value = tree.content().at(pointer);
  }

  /** The entry of a key, whether it is there or not. */
  JobEntry get(String key) {
    return new JobEntry(tree, problems, JobTree.child(pointer, key));
  }

  /** The entries of a mapping by key or of a list by index, in the order of the file. */
  Map<String, JobEntry> entries() {
    Map<String, JobEntry> entries = new LinkedHashMap<>();
    if (value.isObject()) {
      value.propertyNames().forEach(key -> entries.put(key, get(key)));
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      entries.put(String.valueOf(i), get(String.valueOf(i)));
    }
    return entries;
  }

  boolean isPresent() {
    return !value.isMissingNode();
  }

  /** The text, with its variables replaced: not to be quoted in a message. */
  Optional<String> text() {
    return value.isString() && !problems.at(pointer)
        ? Optional.of(value.stringValue())
        : Optional.empty();
  }

  /** A number or truth value as text, or the text. */
  Optional<String> scalar() {
    return value.isValueNode() && !value.isNull() && !problems.at(pointer)
        ? Optional.of(JobTree.text(value))
        : Optional.empty();
  }

  /** The text as it stands in the file. */
  String written() {
    return JobTree.text(tree.written().at(pointer));
  }

  /** The scalar as it stands in the file, in quotes. */
  String quoted() {
    return tree.quoted(pointer);
  }

  String pointer() {
    return pointer;
  }

  /** How messages name the place. */
  String path() {
    return JobTree.path(pointer);
  }

  /** Notes a problem with this place. */
  void problem(String id, String what, String mend) {
    problems.add(id, pointer, what, mend);
  }
}
