package org.quietus.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IdentifierTypeTest {

  @ParameterizedTest
  @CsvSource({
    "email, EMAIL",
    "phone, PHONE",
    "mobile, PHONE",
    "id, ID",
    "account-id, ID",
    "text, TEXT",
    "name, TEXT"
  })
  void isFoundByEveryNameOfIts(String name, IdentifierType type) {
    assertThat(IdentifierType.named(name)).contains(type);
  }

  @Test
  void isNotFoundByAnotherName() {
    assertThat(IdentifierType.named("EMAIL")).isEmpty();
    assertThat(IdentifierType.named("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "EMAIL, ' Jo.Do@Example.ORG ', jo.do@example.org",
    "EMAIL, ÄRGER@Example.org, Ärger@example.org",
    "PHONE, 0049 170 1234567, +491701234567",
    "PHONE, 0170/123-45.67, 01701234567",
    "PHONE, １３８１２３４５６７８, 13812345678",
    "ID, ' aB-12 ', aB-12",
    "TEXT, ' Jo  Do ', Jo  Do"
  })
  void normalises(IdentifierType type, String value, String normalised) {
    assertThat(type.normalise(value)).isEqualTo(normalised);
  }

  @ParameterizedTest
  @EnumSource(IdentifierType.class)
  void normalisesOnceForAll(IdentifierType type) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      StringBuilder value = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        value.append("0+^ -A\t1０".charAt(random.nextInt(9)));
      }
      String once = type.normalise(value.toString());
      assertThat(type.normalise(once)).as("seed %d: <%s>", seed, value).isEqualTo(once);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EMAIL, '', false",
    "EMAIL, '-', false",
    "EMAIL, '@', false",
    "EMAIL, jo@, false",
    "EMAIL, @x, false",
    "EMAIL, jo@x, true",
    "PHONE, 0, false",
    "PHONE, '---', false",
    "PHONE, unknown, false",
    "PHONE, 110, false",
    "PHONE, 1234, false",
    "PHONE, 12345, true",
    "PHONE, +1234, false",
    "PHONE, +12345, true",
    "PHONE, +49 170 12, true",
    "ID, '  ', false",
    "TEXT, '', false",
    "TEXT, X, true"
  })
  void acceptsOnlyWhatCanIdentify(IdentifierType type, String value, boolean accepted) {
    assertThat(Identifier.of(type, value).isPresent()).isEqualTo(accepted);
  }

  @Test
  void hasAVersion() {
    assertThat(IdentifierType.values()).allMatch(type -> type.version() > 0);
  }
}
