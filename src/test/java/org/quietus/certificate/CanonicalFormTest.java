package org.quietus.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.seal.CanonicalJson;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Certificates are written as Jackson's data binding would write them, which once did it. */
class CanonicalFormTest {
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
  private static final JsonMapper JACKSON =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter(
                      Separators.createDefaultInstance()
                          .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                          .withObjectEmptySeparator("")
                          .withArrayEmptySeparator(""))
                  .withObjectIndenter(INDENTER)
                  .withArrayIndenter(INDENTER))
          .build();

  @Test
  void writesCertificatesAsJacksonWould() {
    for (Certificate certificate : List.of(Examples.aRun(), Examples.aRequest())) {
      Statement statement = Statement.of(certificate);
      assertThat(new String(statement.bytes(), UTF_8)).isEqualTo(jackson(statement));
      assertThat(Statement.read(statement.bytes())).isEqualTo(statement);
    }
  }

  @Test
  void escapesEveryCharacterAsJacksonWould() {
    StringBuilder all = new StringBuilder();
    for (int character = 0; character <= Character.MAX_VALUE; character++) {
      all.append((char) character);
    }
    Map<String, Object> tree = Map.of("all\n", List.of(all.toString(), List.of(), Map.of(), 1));
    assertThat(new String(CanonicalJson.write(tree), UTF_8)).isEqualTo(jackson(tree));
  }

  private static String jackson(Object value) {
    String text = JACKSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
