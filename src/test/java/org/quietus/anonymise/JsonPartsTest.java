package org.quietus.anonymise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.policy.StrategySpec;

class JsonPartsTest {

  private static JsonParts json(Object... pathsAndStrategies) {
    Map<String, StrategySpec> parts = new LinkedHashMap<>();
    for (int n = 0; n < pathsAndStrategies.length; n += 2) {
      parts.put((String) pathsAndStrategies[n], (StrategySpec) pathsAndStrategies[n + 1]);
    }
    return (JsonParts)
        ((Strategies.Choice.Accepted)
                Strategies.of(new StrategySpec("json", Optional.empty(), parts)))
            .strategy();
  }

  private static StrategySpec named(String name) {
    return new StrategySpec(name, Optional.empty());
  }

  private static StrategySpec named(String name, String argument) {
    return new StrategySpec(name, Optional.of(argument));
  }

  private static String of(JsonParts json, String value) {
    return String.valueOf(json.apply(value, new Random(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user.name | {\"user\":{\"name\":\"Ann\",\"x\":1}} | {\"user\":{\"name\":\"***\",\"x\":1}}",
        "$.a[*].n | {\"a\":[{\"n\":\"Bo\"},{\"n\":\"李雷\"}]} |"
            + " {\"a\":[{\"n\":\"**\"},{\"n\":\"**\"}]}",
        "a[1] | {\"a\":[\"x\",\"yy\"]} | {\"a\":[\"x\",\"**\"]}",
        "*.n | {\"p\":{\"n\":\"x\"},\"q\":{\"n\":\"y\"}} |"
            + " {\"p\":{\"n\":\"*\"},\"q\":{\"n\":\"*\"}}",
        "[*] | [\"ab\"] | [\"**\"]",
        "n | {\"n\":12} | {\"n\":null}",
        "n | {\"n\":{\"deep\":\"Ann\"}} | {\"n\":null}",
        "n | { \"m\" : 1.50 } | { \"m\" : 1.50 }",
        "n | {\"n\":\"x\",\"n\":\"Ann\"} | {\"n\":\"***\"}",
        "user.name | {\"user.name\":\"Ann\",\"x.y\":1} | {\"user.name\":\"***\",\"x.y\":1}",
        "a.b.c[*].d | {\"a.b\":{\"c\":[{\"d\":\"x\"}]},\"a\":{\"b.c\":[{\"d\":\"y\"}]}} |"
            + " {\"a.b\":{\"c\":[{\"d\":\"*\"}]},\"a\":{\"b.c\":[{\"d\":\"*\"}]}}",
        "user.name | {\"user\":[{\"name\":\"Ann\"},{\"x\":1}]} |"
            + " {\"user\":[{\"name\":\"***\"},{\"x\":1}]}",
        "n | [{\"n\":\"Bo\"}] | [{\"n\":\"**\"}]",
        "a[*].n | {\"a\":{\"n\":\"Bo\"}} | {\"a\":{\"n\":\"**\"}}",
        "a[*] | {\"a\":\"Bo\"} | {\"a\":\"**\"}",
        "a[1].n | {\"a\":{\"n\":\"Bo\"}} | {\"a\":{\"n\":\"Bo\"}}",
        "user.name | {\"user\":\"Ann\",\"x\":1} | {\"user\":null,\"x\":1}",
        "user.name | {\"user\":491701234567} | {\"user\":null}",
        "user.name | {\"user\":\"\",\"x\":true} | {\"user\":\"\",\"x\":true}",
        "*.n | {\"p\":{\"n\":\"x\"},\"count\":3,\"q\":\"y\"} |"
            + " {\"p\":{\"n\":\"*\"},\"count\":3,\"q\":\"y\"}",
        "n | \"Ann\" | {}",
        "n | no json | {}",
        "n | '' | {}",
        "n | {\"n\":1} trailing | {}",
      })
  void appliesAStrategyToWhatAPathLeadsTo(String path, String value, String expected) {
    assertThat(of(json(path, named("redact")), value)).isEqualTo(expected);
  }

  @Test
  void leavesOtherValuesAsTheyAre() {
    JsonParts json = json("n", named("set-null"));

    assertThat(of(json, "{\"n\":1,\"m\":1.50,\"l\":123456789012345678901234567890,\"e\":\"é\"}"))
        .isEqualTo("{\"n\":null,\"m\":1.50,\"l\":123456789012345678901234567890,\"e\":\"é\"}");
  }

  /** Dividing it would take longer than any run, and more memory than there is. */
  @ParameterizedTest
  @ValueSource(strings = {"1e99999999", "-1e99999999", "1e-99999999", "0e99999999"})
  void aNumberOfMillionsOfDigitsBecomesNull(String number) {
    for (JsonParts json :
        List.of(json("n", named("bucket", "3")), json("n", named("grid", "0.7")))) {
      assertThat(CompletableFuture.supplyAsync(() -> of(json, "{\"n\":" + number + ",\"m\":1}")))
          .succeedsWithin(Duration.ofSeconds(20))
          .isEqualTo("{\"n\":null,\"m\":1}");
    }
  }

  /** Of values under one name a parser knows the last, which may be gone already. */
  @Test
  void leavesNoValueUnderANameThatIsThereTwice() {
    JsonParts json = json("n", named("set-null"), "other", named("set-null"));

    assertThat(of(json, "{\"n\":\"Ann\",\"m\":1,\"n\":null}")).isEqualTo("{\"n\":null,\"m\":1}");
  }

  @Test
  void takesEachStrategyForTheKindOfValueThatItFits() {
    JsonParts json =
        json(
            "ip", named("network", "16"),
            "lat", named("grid", "0.1"),
            "age", named("bucket", "10"),
            "at", named("day"),
            "born", named("year"),
            "id", named("fixed", "gone"));

    assertThat(
            of(
                json,
                """
                {"ip":"10.1.2.3","lat":52.520008,"age":47,"at":"2024-05-06T07:08:09.123Z",\
                "born":"1987-06-05","id":9}\
                """))
        .isEqualTo(
            """
            {"ip":"10.1.0.0","lat":52.500000,"age":40,"at":"2024-05-06T00:00:00.000Z",\
            "born":"1987-01-01","id":"gone"}\
            """);
    assertThat(of(json, "{\"ip\":7,\"lat\":\"x\",\"at\":1714979289,\"born\":\"soon\"}"))
        .isEqualTo("{\"ip\":null,\"lat\":null,\"at\":null,\"born\":null}");
  }

  @Test
  void aFixedValueIsSpelledAsTheValueThatItTakesThePlaceOf() {
    JsonParts json =
        json("n", named("fixed", "0.50"), "ok", named("fixed", "false"), "id", named("fixed", "x"));

    assertThat(of(json, "{\"n\":7,\"ok\":true,\"id\":9}"))
        .isEqualTo("{\"n\":0.50,\"ok\":false,\"id\":\"x\"}");
    assertThat(of(json, "{\"n\":\"7\",\"ok\":\"yes\",\"id\":null}"))
        .isEqualTo("{\"n\":\"0.50\",\"ok\":\"false\",\"id\":null}");
  }

  @Test
  void becomesEmptyRatherThanLongerThanTheColumn() {
    JsonParts json = json("n", named("template", "x-{random}")).atMost(20);

    assertThat(of(json, "{\"n\":\"Ann\"}")).isEqualTo("{}");
  }

  @Test
  void twiceIsTheSameAsOnce() {
    JsonParts json = json("n", named("redact"), "at", named("month"));
    String once = of(json, "{\"n\":\"Ann\",\"at\":\"2024-05-06\"}");

    assertThat(of(json, once)).isEqualTo(once);
  }

  @Test
  void manyValuesBecomeTheSame() {
    JsonParts json = json("n", named("bucket", "100"));
    Set<String> outcomes =
        IntStream.range(0, 100)
            .mapToObj(n -> of(json, "{\"n\":" + n + "}"))
            .collect(Collectors.toSet());

    assertThat(outcomes).containsExactly("{\"n\":0}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "$", "a..b", "a[", "a[x]", "a[02]", ".", "a]"})
  void refusesWhatIsNotAPath(String path) {
    Strategies.Choice choice =
        Strategies.of(new StrategySpec("json", Optional.empty(), Map.of(path, named("redact"))));

    assertThat(choice).isInstanceOf(Strategies.Choice.Refused.class);
  }

  @Test
  void aNameMayBeginWithADollar() {
    assertThat(of(json("$email", named("redact")), "{\"$email\":\"ann@x.test\",\"email\":\"b\"}"))
        .isEqualTo("{\"$email\":\"********\",\"email\":\"b\"}");
    assertThat(of(json("$.email", named("redact")), "{\"email\":\"ann@x.test\"}"))
        .isEqualTo("{\"email\":\"********\"}");
  }

  @Test
  void blacksOutThePersonInATextInside() {
    JsonParts json = json("note", named("text"));
    Whose ann = Whose.of(List.of(new Whose.Trait(Whose.Trait.Kind.NAME, "Ann")));

    assertThat(json.ofPerson()).contains(Strategy.OfPerson.REQUIRED);
    assertThat(json.apply("{\"note\":\"Ann called\"}", ann, new Random(1)))
        .isEqualTo("{\"note\":\"*** called\"}");
  }
}
