package org.quietus.policy.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.anonymise.Strategies;
import org.quietus.policy.StrategySpec;
import org.quietus.subject.IdentifierType;

class JobSchemaTest {
  private final JsonNode schema = read();

  @Test
  void describesEveryKeyForEditors() {
    List<String> silent = new ArrayList<>();
    collectSilent("", schema, silent);

    assertThat(silent).isEmpty();
  }

  @Test
  void knowsTheIdentifierTypesThatThereAre() {
    List<String> names = new ArrayList<>();
    schema.at("/$defs/identifier-type/enum").forEach(name -> names.add(name.asText()));

    assertThat(String.join(", ", names)).isEqualTo(IdentifierType.allNames());
  }

  @Test
  void knowsOnlyStrategiesThatCanBeApplied() {
    JsonNode plain = schema.at("/$defs/strategy/then/enum");
    JsonNode withArgument = schema.at("/$defs/strategy/else/properties");
    assertThat(plain.size() + withArgument.size()).isGreaterThan(10);

    plain.forEach(name -> accepted(new StrategySpec(name.asText(), Optional.empty())));
    withArgument
        .properties()
        .forEach(
            e ->
                accepted(
                    e.getKey().equals("json")
                        ? new StrategySpec("json", Optional.empty(), parts(e.getValue()))
                        : new StrategySpec(
                            e.getKey(), Optional.of(e.getValue().at("/examples/0").asText()))));
  }

  private static Map<String, StrategySpec> parts(JsonNode rule) {
    Map<String, StrategySpec> parts = new HashMap<>();
    rule.at("/examples/0")
        .properties()
        .forEach(
            part ->
                parts.put(
                    part.getKey(), new StrategySpec(part.getValue().asText(), Optional.empty())));
    return parts;
  }

  private static void accepted(StrategySpec spec) {
    assertThat(Strategies.of(spec)).as("%s", spec).isInstanceOf(Strategies.Choice.Accepted.class);
  }

  private void collectSilent(String pointer, JsonNode node, List<String> silent) {
    node.path("properties")
        .properties()
        .forEach(
            e -> {
              JsonNode target = schema.at(e.getValue().path("$ref").asText().replaceFirst("#", ""));
              JsonNode named = e.getValue();
              boolean titled = named.has("title") || target.has("title");
              boolean described = named.has("description") || target.has("description");
              if (!titled || !described || !(named.has("examples") || target.has("examples"))) {
                silent.add(pointer + "/" + e.getKey());
              }
            });
    node.properties().forEach(e -> collectSilent(pointer + "/" + e.getKey(), e.getValue(), silent));
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper()
          .readTree(Files.readString(Path.of("src/main/resources/quietus-job.schema.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
