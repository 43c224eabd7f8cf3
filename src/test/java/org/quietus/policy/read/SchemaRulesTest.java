package org.quietus.policy.read;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@link SchemaRules} finds is what a validator for all of JSON Schema finds. */
class SchemaRulesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SCHEMA = text("src/main/resources/quietus-job.schema.json");
  private static final JsonNode RULES = JSON.readTree(SCHEMA);
  private static final Schema ORACLE =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SCHEMA, InputFormat.JSON);

  /** Stand-ins of every type, some of which fit somewhere. */
  private static final List<String> OTHERS =
      List.of(
          "null",
          "7",
          "-1",
          "16",
          "2.5",
          "true",
          "\"\"",
          "\" \"",
          "\"x y\"",
          "\"delete\"",
          "\"crm.customer\"",
          "\"crm.customer\\n\"",
          "\"20%\"",
          "\"acme\\n\"",
          "[]",
          "[1]",
          "[\"crm.a\", \"crm.a\"]",
          "{}",
          "{\"a\": 1}",
          "{\"email\": \"email\"}",
          "{\"fixed\": 1, \"network\": 8}",
          "{\"within\": 3, \"from\": \"x\"}",
          "{\"crm.orders\": {\"buyer_id\": []}}");

  @ParameterizedTest
  @ValueSource(strings = {"jobs/shop.yaml", "src/test/resources/every-key.yaml"})
  void findsWhatAWholeValidatorFinds(String file) {
    JsonNode job = JobTree.of(file, text(file)).content();
    assertThat(found(job)).as("a good job file").isEmpty();
    int broken = 0;
    for (JsonNode mutant : mutants(job)) {
      Set<String> found = found(mutant);
      assertThat(found).as(mutant.toString()).isEqualTo(expected(mutant));
      broken += found.isEmpty() ? 0 : 1;
    }
    assertThat(broken).as("job files that are not good").isGreaterThan(500);
  }

  @Test
  void refusesAKeywordThatItDoesNotKnow() {
    JsonNode rules = JSON.readTree("{\"type\": \"object\", \"patternProperties\": {}}");
    assertThatThrownBy(() -> SchemaRules.breaches(rules, JSON.readTree("{}")))
        .hasMessageContaining("patternProperties");
  }

  private static Set<String> found(JsonNode job) {
    return SchemaRules.breaches(RULES, job).stream()
        .map(breach -> breach.keyword() + " " + breach.pointer() + " " + breach.property())
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> expected(JsonNode job) {
    return ORACLE.validate(job.toString(), InputFormat.JSON).stream()
        .map(
            error ->
                error.getKeyword()
                    + " "
                    + error.getInstanceLocation()
                    + " "
                    + Objects.requireNonNullElse(error.getProperty(), ""))
        .collect(toCollection(TreeSet::new));
  }

  /** The tree with one place of it replaced, taken away or renamed, for each place. */
  private static List<JsonNode> mutants(JsonNode whole) {
    List<JsonNode> mutants = new ArrayList<>();
    for (String pointer : pointers("", whole)) {
      String parent = pointer.substring(0, pointer.lastIndexOf('/'));
      String key = pointer.substring(parent.length() + 1).replace("~1", "/").replace("~0", "~");
      for (String other : OTHERS) {
        JsonNode copy = whole.deepCopy();
        put(copy.at(parent), key, JSON.readTree(other));
        mutants.add(copy);
      }
      if (whole.at(parent) instanceof ObjectNode) {
        for (String name : List.of("", "nonsense", "crm.a.b", "a b\n", "ümläut")) {
          JsonNode copy = whole.deepCopy();
          ObjectNode object = (ObjectNode) copy.at(parent);
          JsonNode value = object.remove(key);
          if (!name.isEmpty()) {
            object.set(name, value);
          }
          mutants.add(copy);
        }
      }
    }
    return mutants;
  }

  private static void put(JsonNode parent, String key, JsonNode value) {
    if (parent instanceof ObjectNode object) {
      object.set(key, value);
    } else {
      ((ArrayNode) parent).set(Integer.parseInt(key), value);
    }
  }

  private static List<String> pointers(String at, JsonNode node) {
    List<String> pointers = new ArrayList<>();
    if (node.isObject()) {
      node.properties()
          .forEach(
              one -> {
                String child = JobTree.child(at, one.getKey());
                pointers.add(child);
                pointers.addAll(pointers(child, one.getValue()));
              });
    }
    for (int n = 0; node.isArray() && n < node.size(); n++) {
      pointers.add(at + "/" + n);
      pointers.addAll(pointers(at + "/" + n, node.get(n)));
    }
    return pointers;
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
