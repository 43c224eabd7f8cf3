package org.quietus.coverage.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Comments;
import org.quietus.coverage.Inventory;
import org.quietus.coverage.Level;
import org.quietus.coverage.Sign;

/** Shapes of values, and what many of them say. */
class ShapeTest {

  @ParameterizedTest
  @CsvSource({
    "EMAIL, ann.o'neil+x@mail.example.org",
    "EMAIL, müller@bücher.example",
    "PHONE, +49 30 901820",
    "PHONE, 0049-30-901820",
    "PHONE, 13912345678",
    "PHONE, (030) 901 820",
    "PHONE, 212-555-0123",
    "IBAN, DE89370400440532013000",
    "IBAN, GB29 NWBK 6016 1331 9268 19",
    "IBAN, NO9386011117947",
    "CARD, 4111111111111111",
    "CARD, 5500 0000 0000 0004",
    "CARD, 340000000000009",
    "IP, 192.0.2.17",
    "IP, 2001:db8::17",
    "IP, ::1",
    "UUID, 123e4567-e89b-12d3-a456-426614174000",
    "CHINESE_ID, 11010519491231002X"
  })
  void isOfItsShape(Shape shape, String value) {
    assertThat(shape.is(value)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "EMAIL, ann@localhost",
    "EMAIL, @example.org",
    "PHONE, 1234567890123",
    "PHONE, 2026-02-01",
    "PHONE, 10.50",
    "IBAN, DE89370400440532013001",
    "IBAN, DE00 0000",
    "CARD, 4111111111111112",
    "CARD, 0000000000000000",
    "CARD, 1234567890123452",
    "IP, 1.2.3",
    "IP, 300.1.1.1",
    "IP, 12:30:45",
    "UUID, 123e4567-e89b-12d3-a456",
    "CHINESE_ID, 440524188001010014",
    "CHINESE_ID, 110105194912310021",
    "CHINESE_ID, 11010519491331002X"
  })
  void isNotOfThatShape(Shape shape, String value) {
    assertThat(shape.is(value)).isFalse();
  }

  @Test
  void halfOfTheValuesAreEnoughAndAFewHeldInTextsAreASign() {
    assertThat(signs("ann@example.org", "bob@example.org", "none"))
        .singleElement()
        .satisfies(
            sign -> {
              assertThat(sign.level()).isEqualTo(Level.CERTAIN);
              assertThat(sign.why()).isEqualTo("2 of 3 sampled values look like e-mail addresses");
            });
    assertThat(signs("call ann@example.org back", "paid", "paid", "paid"))
        .singleElement()
        .satisfies(
            sign -> {
              assertThat(sign.level()).isEqualTo(Level.LIKELY);
              assertThat(sign.why()).isEqualTo("1 of 4 sampled values hold e-mail addresses");
            });
    assertThat(signs("DE89370400440532013000"))
        .extracting(Sign::level)
        .containsExactly(Level.CERTAIN);
    assertThat(signs("4111111111111111", "17", "18", "19")).isEmpty();
    assertThat(signs("paid", "open", "2026-02-01")).isEmpty();
  }

  @Test
  void datesOverManyYearsLongAgoLookLikeDaysOfBirth() {
    assertThat(signs("1950-02-01", "1961-12-31", "1987-06-05", "1999-01-01", "2001-07-08"))
        .singleElement()
        .extracting(Sign::why)
        .isEqualTo("5 of 5 sampled values look like days of birth");
    assertThat(signs("2001-02-01", "2001-12-31", "2002-06-05", "2002-01-01", "2003-07-08"))
        .isEmpty();
    assertThat(signs("2025-02-01", "1961-12-31", "2026-06-05", "2024-01-01", "2001-07-08"))
        .isEmpty();
  }

  @Test
  void keysOfDocumentsSpeakAndAreNotRepeated() {
    assertThat(signs("{\"contact\": {\"phoneNumber\": \"x\"}, \"anns secret\": 1}"))
        .singleElement()
        .extracting(Sign::why)
        .isEqualTo("sampled documents have a key named like: telephone number");
  }

  private static List<Sign> signs(String... values) {
    Inventory inventory = Inventory.of(new Catalog("d", "any", Map.of()), Comments.NONE, Set.of());
    ShapeCounts counts = new ShapeCounts(inventory, LocalDate.parse("2026-03-01"));
    Arrays.stream(values).forEach(counts::add);
    return counts.signs();
  }
}
