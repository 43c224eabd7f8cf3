package org.quietus.policy.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;

/** The JSON Schema of job files, and its complaints in words that help. */
final class JobSchema {
  private static final String RESOURCE = "/quietus-job.schema.json";
  private static final JsonNode SOURCE = source();

  private JobSchema() {}

  /** Notes every breach of the schema. */
  static void check(JobTree tree, Problems problems) {
    SchemaAdvice advice = new SchemaAdvice(SOURCE, tree, problems);
    SchemaRules.breaches(SOURCE, tree.content()).forEach(advice::note);
  }

  private static JsonNode source() {
    try (InputStream in = JobSchema.class.getResourceAsStream(RESOURCE)) {
      return JsonTree.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " is missing from the jar", e);
    }
  }
}
