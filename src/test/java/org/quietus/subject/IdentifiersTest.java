package org.quietus.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.Problem;

class IdentifiersTest {

  @Test
  void readsSeveralIdentifiersOfOnePerson() {
    assertThat(
            read(
                "\ufeff# who asked\n\n"
                    + "email: Jo@Example.org\r\n"
                    + " mobile :+49 170 1234567\n"
                    + "name: Jo: Do\n"))
        .containsExactly(
            new Identifier(IdentifierType.EMAIL, "jo@example.org"),
            new Identifier(IdentifierType.PHONE, "+491701234567"),
            new Identifier(IdentifierType.TEXT, "Jo: Do"));
  }

  @Test
  void countsARepeatedIdentifierOnce() {
    assertThat(read("email: jo@example.org\nemail: JO@example.org")).hasSize(1);
  }

  @Test
  void reportsEveryProblemWithItsLineAndWithoutItsValue() {
    InvalidInput refused =
        refused(
            "jo@geheim.example\n"
                + "geheim: x\n"
                + "phone: geheim\n"
                + "email: geheim\n"
                + "email: a@b\n"
                + "text: ge\ufffdheim");

    assertThat(refused.problems())
        .extracting(Problem::line, Problem::id)
        .containsExactly(
            tuple(1, "NO-TYPE"),
            tuple(2, "UNKNOWN-IDENTIFIER-TYPE"),
            tuple(3, "IMPLAUSIBLE-IDENTIFIER"),
            tuple(4, "IMPLAUSIBLE-IDENTIFIER"),
            tuple(6, "NOT-TEXT"));
    assertThat(refused.getMessage()).doesNotContain("geheim").startsWith("asked.txt:1: ");
  }

  @Test
  void refusesMoreThanTheAddressAlone() {
    for (String more :
        List.of(
            "Jo <jo@x.test>",
            "\"Lee, Jo\" <jo@x.test>",
            "a@x .test",
            "a@x.test, b@x.test",
            "<a@x.test>",
            "mailto:a@x.test")) {
      InvalidInput refused = refused("email: " + more);
      assertThat(refused.problems())
          .extracting(Problem::id)
          .containsExactly("IMPLAUSIBLE-IDENTIFIER");
      assertThat(refused.getMessage()).contains("write the address alone").doesNotContain("x.test");
    }
    assertThat(read("email:  jo@x.test \nname: Jo <jo>")).hasSize(2);
  }

  @Test
  void readsCharactersThatNobodySeesByTheirNumbersAndNothingElseSo() {
    assertThat(read("id: K\\u200e-\\u00a07\nid: C:\\u0041\nname: J\\u00AD Ko\n"))
        .containsExactly(
            new Identifier(IdentifierType.ID, "K\u200e-\u00a07"),
            new Identifier(IdentifierType.ID, "C:\\u0041"),
            Identifier.of(IdentifierType.TEXT, "J\u00ad Ko").orElseThrow());
    assertThat(refused("id: K\u200e7").getMessage()).contains("by its number, as \\u200b");
  }

  @Test
  void refusesWhatHasCharactersThatNobodySees() {
    for (String copied :
        List.of(
            "email: jo\u200b@x.test",
            "email: \ufeffjo@x.test",
            "phone: \u202a+49 170 1234567\u202c",
            "id: K-4711\u00a0",
            "id: K\u200e-4711",
            "name: \u00a0Jo Ko",
            "name: Jo\u00ad Ko")) {
      InvalidInput refused = refused(copied);
      assertThat(refused.problems())
          .extracting(Problem::id)
          .containsExactly("IMPLAUSIBLE-IDENTIFIER");
      assertThat(refused.getMessage()).contains("type it anew");
    }
    assertThat(
            read(
                "name: \u0646\u06cc\u200c\u0645\n"
                    + "name: 李\u3000雷\n"
                    + "id: AB 12\n"
                    + "phone: +49\u00a0170 12345"))
        .hasSize(4);
  }

  @Test
  void refusesAnEmptyInput() {
    for (String nothing : List.of("", "\n\n", "# nobody\n", "\ufeff")) {
      assertThat(refused(nothing).problems())
          .extracting(Problem::id)
          .containsExactly("NO-IDENTIFIER");
    }
  }

  @Test
  void refusesAnEndlessInput() {
    Reader endless =
        new Reader() {
          @Override
          public int read(char[] buffer, int offset, int length) {
            buffer[offset] = 'x';
            return 1;
          }

          @Override
          public void close() {}
        };
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> Identifiers.read(endless, "-"))
        .withMessageContaining("TOO-LONG");
  }

  @Test
  void refusesAnInputThatCannotBeRead() {
    Reader broken =
        new Reader() {
          @Override
          public int read(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("geheim");
          }

          @Override
          public void close() {}
        };
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> Identifiers.read(broken, "-"))
        .withMessageContaining("UNREADABLE")
        .withMessageNotContaining("geheim");
  }

  @Test
  void neverPrintsAValue() {
    assertThat(new Identifier(IdentifierType.EMAIL, "jo@geheim.example"))
        .asString()
        .isEqualTo("EMAIL:********");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Identifier(IdentifierType.PHONE, "geheim"))
        .withMessage("the value cannot be a telephone number");
  }

  private static List<Identifier> read(String text) {
    return Identifiers.read(new StringReader(text), "asked.txt");
  }

  private static InvalidInput refused(String text) {
    return catchThrowableOfType(InvalidInput.class, () -> read(text));
  }
}
