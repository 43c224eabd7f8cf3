package org.quietus.anonymise;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.anonymise.Whose.Trait;
import org.quietus.anonymise.Whose.Trait.Kind;

class BlackoutTest {
  private static final Whose ANN =
      Whose.of(
          List.of(
              new Trait(Kind.NAME, "Ann José Lee"),
              new Trait(Kind.OTHER, "ann@example.org"),
              new Trait(Kind.OTHER, "K-4711"),
              new Trait(Kind.PHONE, "+4917012345678")));
  private static final Whose LI =
      Whose.of(List.of(new Trait(Kind.NAME, "李雷"), new Trait(Kind.PHONE, "13800138000")));

  private final Blackout text = new Blackout();

  private String of(String value, Whose whose) {
    return (String) text.apply(value, whose, new Random(1));
  }

  @ParameterizedTest
  @CsvSource({
    "'Dear Ann José Lee, hello', 'Dear ***, hello'",
    "'ANN called, ann@EXAMPLE.org', '*** called, ***'",
    "'Lee, Ann', '***, ***'",
    "'Ann\n José  LEE', '***'",
    "'Annual fleet of Leeds', 'Annual fleet of Leeds'",
    "'Ann''s and (Lee)', '***''s and (***)'",
    "'k-4711 not K-47110 or XK-4711', '*** not K-47110 or XK-4711'",
    "'请联系Ann谢谢', '请联系***谢谢'",
    "'ＡＮＮ', '***'",
    "'A\u00adnn', '***'",
    "'ann_lee.pdf', '***_***.pdf'",
    "'/in?u=ann%40example.org&x=1', '/in?u=***&x=1'",
    "'q=ANN+Jos%c3%A9+Lee;', 'q=***;'",
    "'q=Ann%20Jos%C3%A9%20Lee', 'q=***'",
    "'q=Jos%C3%A9', 'q=***'",
    "'to=%2Fin%3Fq%3DAnn%26m%3Dann%40example.org', 'to=%2Fin%3Fq%3D***%26m%3D***'",
    "'50%Ann 20Ann', '50%*** 20Ann'",
    "'tel=%2B4917012345678', 'tel=***'",
    "'q=Jos%C3%A9phine%40', 'q=Jos%C3%A9phine%40'",
    "'', ''",
    "'nobody here', 'nobody here'"
  })
  void blacksOutWholeWordsInAnyCase(String value, String expected) {
    assertThat(of(value, ANN)).isEqualTo(expected);
  }

  @Test
  void takesTheWholeTextWhereNothingThatIsKnownCanBeMentioned() {
    Whose unseen =
        Whose.of(List.of(new Trait(Kind.NAME, "\u00a0"), new Trait(Kind.OTHER, "\u200b")));
    assertThat(of("Ann called", unseen)).isEqualTo("***");
  }

  @ParameterizedTest
  @CsvSource({"NFC, NFC", "NFC, NFD", "NFD, NFC", "NFD, NFD"})
  void findsLettersHoweverTheyAreComposed(Normalizer.Form known, Normalizer.Form written) {
    Whose jose =
        Whose.of(List.of(new Trait(Kind.NAME, Normalizer.normalize("José Müller", known))));
    String value = Normalizer.normalize("é JOSÉ, müller é", written);

    assertThat(of(value, jose)).isEqualTo(Normalizer.normalize("é ***, *** é", written));
  }

  @Test
  void leavesAWordThatGoesOnWithAMark() {
    Whose jose = Whose.of(List.of(new Trait(Kind.NAME, "Jose")));

    assertThat(of(Normalizer.normalize("José", Normalizer.Form.NFD), jose))
        .isEqualTo(Normalizer.normalize("José", Normalizer.Form.NFD));
  }

  @ParameterizedTest
  @CsvSource({
    "'我是李雷。', '我是**。'",
    "'李雷的手机是13800138000，谢谢', '**的手机是***，谢谢'",
    "'李 雷', '***'",
    "'李四和雷锋', '李四和雷锋'",
    "'电话138-0013-8000', '电话***'",
    "'+86 138 0013 8000', '***'",
    "'１３８００１３８０００', '***'",
    "'9138001380001', '9138001380001'"
  })
  void findsChineseNamesAnywhereAndNumbersHoweverTheyAreGrouped(String value, String expected) {
    assertThat(of(value, LI)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "+4917012345678",
    "0049 170 1234 5678",
    "+49 (0)170/12345678",
    "0170-12345678",
    "170 12345678",
    "(0170) 123 456 78"
  })
  void findsATelephoneNumberHoweverItIsWritten(String number) {
    assertThat(of("call " + number + " now", ANN)).matches("call \\(?\\*+ now");
  }

  @Test
  void blacksOutEverythingWhereNobodyIsKnown() {
    assertThat(text.apply("Ann called", new Random(1))).isEqualTo("***");
    assertThat(of("李", Whose.of(List.of()))).isEqualTo("*");
  }

  @Test
  void manyNamesBecomeTheSame() {
    Set<String> texts =
        Stream.of("Anna", "Berta", "Chloé", "李小龙", "Владимир")
            .map(name -> of("for " + name, Whose.of(List.of(new Trait(Kind.NAME, name)))))
            .collect(Collectors.toSet());

    assertThat(texts).containsExactly("for ***");
  }

  @Test
  void twiceIsTheSameAsOnce() {
    String once = of("Ann Lee +49 170 12345678 and Ann", ANN);

    assertThat(of(once, ANN)).isEqualTo(once);
  }

  @Test
  void neverGrowsAndEndsSoonInALongText() {
    String value = "Ann Lee 0170 12345678 x ".repeat(50_000);

    assertThat(of(value, ANN)).hasSizeLessThan(value.length()).doesNotContain("Ann", "12345678");
    assertThat(of("0 ".repeat(200_000), ANN)).hasSize(400_000);
  }

  @Test
  void tellsNoValueWhenPrinted() {
    assertThat(ANN.toString() + ANN.traits()).doesNotContain("Ann", "4711");
  }
}
