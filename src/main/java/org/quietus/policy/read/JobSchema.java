package org.quietus.policy.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The JSON Schema of job files, and its complaints in words that help. */
final class JobSchema {
  private static final String RESOURCE = "/quietus-job.schema.json";
  private static final JsonNode SOURCE = source();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(SOURCE);

  private JobSchema() {}

  /** Notes every breach of the schema. */
  static void check(JobTree tree, Problems problems) {
    SchemaAdvice advice = new SchemaAdvice(SOURCE, tree, problems);
    for (Error error : SCHEMA.validate(tree.content())) {
      advice.note(error);
    }
  }

  private static JsonNode source() {
    try (InputStream in = JobSchema.class.getResourceAsStream(RESOURCE)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " is missing from the jar", e);
    }
  }
}
