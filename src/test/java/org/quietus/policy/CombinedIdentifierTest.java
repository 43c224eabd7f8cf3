package org.quietus.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.policy.HashedColumn.Kind;

class CombinedIdentifierTest {

  private static Optional<String> written(Kind kind, String argument, Object value) {
    return new HashedColumn(kind, argument).written(value);
  }

  @Test
  void lettersAreSmallAndComposedAndNothingElse() {
    assertThat(written(Kind.LETTERS, "", " Jo-Ann O'Connor 3rd ")).contains("joannoconnorrd");
    assertThat(written(Kind.LETTERS, "", "Mu\u0308ller")).contains("m\u00fcller");
    assertThat(written(Kind.LETTERS, "", "\u0130pek")).isEqualTo(written(Kind.LETTERS, "", "ipek"));
    assertThat(written(Kind.LETTERS, "", "\u738b \u5c0f\u660e")).contains("\u738b\u5c0f\u660e");
    assertThat(written(Kind.LETTERS, "", "-- 12 --")).isEmpty();
    assertThat(written(Kind.LOWER, "", " Jo-Ann ")).contains("jo-ann");
    assertThat(written(Kind.AS_IS, "", " Jo-Ann ")).contains("Jo-Ann");
  }

  @Test
  void firstDigitsAreAsManyAsAskedForOrNone() {
    assertThat(written(Kind.DIGITS, "5", "94105-1234")).contains("94105");
    assertThat(written(Kind.DIGITS, "5", 94105)).contains("94105");
    assertThat(written(Kind.DIGITS, "5", "9410")).isEmpty();
    assertThat(written(Kind.DIGITS, "", "(415) 555")).contains("415555");
  }

  @Test
  void aDayIsOfADateAMomentOrATextAndOfNoOther() {
    assertThat(written(Kind.DATE, "yyyyMMdd", LocalDate.of(1990, 2, 8))).contains("19900208");
    assertThat(written(Kind.DATE, "MM/dd/yyyy", LocalDateTime.of(1990, 2, 8, 23, 59)))
        .contains("02/08/1990");
    assertThat(written(Kind.DATE, "yyyyMMdd", " 1990-02-08 ")).contains("19900208");
    for (String text : new String[] {"", "8.2.1990", "1990-02-30", "0000-00-00"}) {
      assertThat(written(Kind.DATE, "yyyyMMdd", text)).as(text).isEmpty();
    }
  }

  @Test
  void columnsAreJoinedInTheirOrderAndNothingIsHashedWhereOneIsEmpty() {
    Map<String, HashedColumn> columns = new LinkedHashMap<>();
    columns.put("zip", new HashedColumn(Kind.DIGITS, "5"));
    columns.put("name", new HashedColumn(Kind.LETTERS, ""));
    CombinedIdentifier combined = new CombinedIdentifier("zip-name", "person", columns, "|");
    assertThat(combined.written(Arrays.asList("94105", "Jo"))).contains("94105|jo");
    assertThat(combined.written(Arrays.asList("94105", null))).isEmpty();
    assertThat(combined.written(Arrays.asList("94105", "  "))).isEmpty();
  }
}
