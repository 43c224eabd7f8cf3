package org.quietus.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.seal.CanonicalJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The published schema says of certificates what the program writes and accepts. */
class CertificateSchemaTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNode SCHEMA = JSON.readTree(CertificateSchema.text());

  private static String statement(Certificate certificate) {
    return new String(Statement.of(certificate).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theExamplesKeepToIt() {
    for (Certificate certificate : List.of(Examples.aRun(), Examples.aRequest())) {
      assertThat(CertificateSchema.breaches(statement(certificate))).isEmpty();
    }
  }

  @Test
  void itHasEveryMemberThatIsWrittenAndNoOther() {
    List<String> differences = new ArrayList<>();
    compare(Statement.class, SCHEMA, "", differences);
    assertThat(differences).isEmpty();
  }

  @Test
  void everyMemberIsDescribed() {
    assertThat(undescribed(SCHEMA, "")).isEmpty();
  }

  /**
   * A schema that takes everything would describe nothing, and one that is too strict would lie.
   */
  @Test
  void whatItRefusesTheProgramRefusesToo() {
    int refused = 0;
    for (Certificate certificate : List.of(Examples.aRun(), Examples.aRequest())) {
      String whole = statement(certificate);
      int objects = objects(JSON.readTree(whole)).size();
      for (int i = 0; i < objects; i++) {
        JsonNode statement = JSON.readTree(whole);
        objects(statement).get(i).put("more", 1);
        assertThat(CertificateSchema.breaches(statement.toString())).isNotEmpty();
        for (String name : objects(JSON.readTree(whole)).get(i).propertyNames()) {
          JsonNode without = JSON.readTree(whole);
          objects(without).get(i).remove(name);
          boolean breach = !CertificateSchema.breaches(without.toString()).isEmpty();
          if (breach) {
            refused++;
            assertThat(isRead(without)).as("without " + name).isFalse();
          }
        }
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  private static boolean isRead(JsonNode statement) {
    try {
      CanonicalJson.read(
          CanonicalJson.write(JSON.treeToValue(statement, Map.class)), Statement.class);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static List<ObjectNode> objects(JsonNode node) {
    List<ObjectNode> found = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      found.add(object);
    }
    node.forEach(child -> found.addAll(objects(child)));
    return found;
  }

  private static void compare(Type type, JsonNode rule, String at, List<String> differences) {
    JsonNode meant = resolved(rule);
    if (type instanceof ParameterizedType generic) {
      boolean list = generic.getRawType() == List.class;
      compare(
          generic.getActualTypeArguments()[0],
          list ? meant.get("items") : meant,
          list ? at + "[]" : at,
          differences);
      return;
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      compareEnum(plain, meant, at, differences);
    } else if (plain.isRecord() && !isOneValue(plain)) {
      compareRecord(plain, meant, at, differences);
    } else if (plain.isRecord()) {
      compare(plain.getRecordComponents()[0].getGenericType(), meant, at, differences);
    } else if (!kind(plain).equals(meant.path("type").asString(kindOfConst(meant)))) {
      differences.add(at + " is a " + kind(plain));
    }
  }

  private static String kindOfConst(JsonNode rule) {
    return rule.path("const").isNumber() ? "integer" : "string";
  }

  private static String kind(Class<?> plain) {
    return plain == long.class || plain == int.class
        ? "integer"
        : plain == boolean.class ? "boolean" : "string";
  }

  private static void compareRecord(
      Class<?> record, JsonNode rule, String at, List<String> differences) {
    Set<String> optional = new TreeSet<>();
    Set<String> needed = new TreeSet<>();
    for (RecordComponent component : record.getRecordComponents()) {
      String name = name(component);
      (component.getType() == Optional.class ? optional : needed).add(name);
      if (rule.path("properties").has(name)) {
        compare(
            component.getGenericType(),
            rule.get("properties").get(name),
            at + "/" + name,
            differences);
      }
    }
    Set<String> known = new TreeSet<>(rule.path("properties").propertyNames());
    Set<String> all = new TreeSet<>(needed);
    all.addAll(optional);
    Set<String> required = new TreeSet<>();
    rule.path("required").forEach(name -> required.add(name.asString()));
    if (!known.equals(all) || !required.equals(needed)) {
      differences.add(at + ": " + all + ", of them needed " + needed);
    }
    if (rule.path("additionalProperties").asBoolean(true)) {
      differences.add(at + " takes other members");
    }
  }

  private static void compareEnum(
      Class<?> type, JsonNode rule, String at, List<String> differences) {
    List<String> words =
        Arrays.stream(type.getEnumConstants())
            .map(
                constant -> JSON.readTree(CanonicalJson.write(List.of(constant))).get(0).asString())
            .toList();
    List<String> said = new ArrayList<>();
    rule.path("enum").forEach(word -> said.add(word.asString()));
    if (!said.equals(words)) {
      differences.add(at + " is one of " + words);
    }
  }

  private static boolean isOneValue(Class<?> record) {
    return record.getRecordComponents().length == 1
        && record.getRecordComponents()[0].getAccessor().isAnnotationPresent(JsonValue.class);
  }

  private static String name(RecordComponent component) {
    JsonProperty name = component.getAccessor().getAnnotation(JsonProperty.class);
    return name == null ? component.getName() : name.value();
  }

  private static JsonNode resolved(JsonNode rule) {
    return rule.has("$ref")
        ? SCHEMA.get("$defs").get(rule.get("$ref").asString().replace("#/$defs/", ""))
        : rule;
  }

  private static List<String> undescribed(JsonNode rule, String at) {
    List<String> found = new ArrayList<>();
    rule.path("properties")
        .propertyStream()
        .forEach(
            member -> {
              JsonNode meant = member.getValue();
              if (!meant.has("description") && !resolved(meant).has("description")) {
                found.add(at + "/" + member.getKey());
              }
            });
    rule.path("$defs")
        .propertyStream()
        .forEach(def -> found.addAll(undescribed(def.getValue(), at + "/" + def.getKey())));
    return found;
  }
}
