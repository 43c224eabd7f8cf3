package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

class RejectedRowsTest {
  private static final Identifier ANN = new Identifier(IdentifierType.EMAIL, "ann@example.org");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@example.org",
        "Ann Lee <Ann@example.org>",
        "\"Lee, Ann\" <ann@example.org>",
        "ann@example.org (Ann Lee)",
        "<ann@example.org>;",
        "ann@example.org,\u00a0ann@example.org",
        "mailto:ann@example.org",
        "MAILTO:ann@example.org?subject=erase",
        "\u200bann@exam\u00adple.org\ufeff",
        "ann @example.org"
      })
  void anAddressIsOneWhateverItWasRejectedFor(String value) {
    assertThat(RejectedRows.told(Optional.of("email"), value)).containsExactly(ANN);
    assertThat(RejectedRows.told(Optional.of("mail"), value)).containsExactly(ANN);
    assertThat(RejectedRows.told(Optional.empty(), value)).containsExactly(ANN);
  }

  @Test
  void aValueMayNameSeveral() {
    assertThat(RejectedRows.told(Optional.of("email"), "bo@example.org; ann@example.org"))
        .containsExactly(new Identifier(IdentifierType.EMAIL, "bo@example.org"), ANN);
  }

  @Test
  void whatIsNoAddressIsTakenAsItIs() {
    assertThat(RejectedRows.told(Optional.of("fax"), "tel:+49 30 1001"))
        .containsExactly(new Identifier(IdentifierType.PHONE, "+49301001"));
    assertThat(RejectedRows.told(Optional.of("phone"), "\u202a+49 30 1001\u202c"))
        .containsExactly(new Identifier(IdentifierType.PHONE, "+49301001"));
    assertThat(RejectedRows.told(Optional.of("id"), "<7>@a"))
        .containsExactly(new Identifier(IdentifierType.ID, "<7>@a"));
    assertThat(RejectedRows.told(Optional.of("email"), "\"a<b\"@example.org"))
        .isEqualTo(List.of(new Identifier(IdentifierType.EMAIL, "\"a<b\"@example.org")));
    assertThat(RejectedRows.told(Optional.of("email"), "not an address")).isEmpty();
  }
}
