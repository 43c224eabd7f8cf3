package org.quietus.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Examples;
import org.quietus.certificate.Method;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.Verification;
import org.quietus.evidence.Digest;
import org.quietus.policy.Language;
import org.quietus.request.Ground;
import org.quietus.request.RefusalCode;
import org.quietus.request.Role;

class CertificateOutlineTest {

  private record Leaf(String path, Object value) {}

  @ParameterizedTest
  @EnumSource(Language.class)
  void statesEveryFieldOfACertificate(Language language) throws Exception {
    List<Leaf> leaves = new ArrayList<>();
    collect("certificate", Examples.everything(), leaves);
    assertThat(leaves).hasSizeGreaterThan(130);
    String text = flat(CertificateOutline.of(Examples.everything(), language));
    Words words = Words.of("certificate", language);
    assertThat(leaves)
        .allSatisfy(
            leaf ->
                assertThat(shown(leaf, words)).as(leaf.path()).anyMatch(word -> says(text, word)));
  }

  /** What is masked can still be had elsewhere, so it is not simply removed. */
  @ParameterizedTest
  @EnumSource(Language.class)
  void saysInTheTotalsToHowManyRecordsAnOriginalIsLeft(Language language) {
    Words words = Words.of("certificate", language);
    Outline outline = CertificateOutline.of(Examples.everything(), language);
    assertThat(rows(outline, words.text("label.category")))
        .hasSize(3)
        .filteredOn(row -> row.contains("1,003,100"))
        .hasSize(2)
        .allMatch(row -> row.matches(".*(100 of them only masked|其中 100 仅作遮盖).*"));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void saysWhatALawKeepsAndWhatIsFollowedUp(Language language) {
    Words words = Words.of("certificate", language);
    Outline outline = CertificateOutline.of(Examples.everything(), language);
    assertThat(rows(outline, words.text("label.kept")))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row).containsAnyOf("bookkeeping", "warranty"))
        .filteredOn(row -> row.contains("bookkeeping"))
        .allMatch(row -> row.matches(".*(by law: |依法保存：)bookkeeping.*"));
    assertThat(rows(outline, words.text("label.place.cache")))
        .noneMatch(row -> row.contains(words.text("follow-up")))
        .allMatch(row -> row.contains(words.text("gone-by.open")));
    assertThat(rows(outline, words.text("label.place.backup")))
        .allMatch(row -> row.contains(words.text("follow-up")));
  }

  @Test
  void numbersHaveTheirThousandsApart() {
    for (long number : new long[] {0, 7, 999, 1_000, 12_345, 999_999, 1_000_000, Long.MAX_VALUE}) {
      assertThat(Words.number(number)).isEqualTo(String.format(Locale.ROOT, "%,d", number));
      assertThat(Words.number(-number)).isEqualTo(String.format(Locale.ROOT, "%,d", -number));
    }
  }

  @Test
  void everyKeyHasAWordInBothLanguages() {
    Words english = Words.of("certificate", Language.EN);
    Words chinese = Words.of("certificate", Language.ZH);
    assertThat(chinese.keys()).isEqualTo(english.keys());
    assertThat(english.keys())
        .allSatisfy(
            key -> {
              Set<String> places = places(english.written(key));
              assertThat(english.written(key)).as(key).isNotBlank();
              assertThat(chinese.written(key)).as(key).isNotBlank();
              assertThat(places(chinese.written(key))).as(key).isEqualTo(places);
            });
  }

  @Test
  void everyCodeThatWeWriteHasAWord() {
    Set<String> keys = Words.of("certificate", Language.EN).keys();
    assertThat(keys)
        .containsAll(named("outcome.", Outcome.values(), Outcome::name))
        .containsAll(named("outcome.", Outcome.values(), outcome -> outcome + ".sentence"))
        .containsAll(named("type.", CertificateType.values(), CertificateType::label))
        .containsAll(named("method.", Method.Kind.values(), Method.Kind::label))
        .containsAll(named("recipient.", Recipient.State.values(), Recipient.State::label))
        .containsAll(named("label.place.", Residuals.Place.values(), Residuals.Place::label))
        .containsAll(
            named("connection.", Verification.Connection.values(), Verification.Connection::label))
        .containsAll(named("ground.", Ground.values(), Ground::toString))
        .containsAll(named("role.", Role.values(), Role::toString))
        .containsAll(named("refusal.", RefusalCode.values(), RefusalCode::toString));
  }

  @Test
  void englishSaysOfTheMediaWhatTheCertificateSays() {
    assertThat(Words.of("certificate", Language.EN).text("media"))
        .isEqualTo(Residuals.MEDIA_REMANENCE);
  }

  @Test
  void outcomeComesFirstWithASentenceThatExplainsIt() {
    Outline.Lead lead = CertificateOutline.of(Examples.aRequest(), Language.EN).lead();
    assertThat(lead.code()).isEqualTo("COMPLETE_WITH_RESIDUALS");
    assertThat(lead.word()).isEqualTo("Complete with residuals");
    assertThat(lead.sentence()).contains("copies that could still be retrieved remain");
    assertThat(CertificateOutline.of(Examples.aRunOver(0), Language.EN).lead().sentence())
        .isEqualTo("No record had to go.");
  }

  @Test
  void sectionsHaveKeysOfTheirOwn() {
    assertThat(CertificateOutline.of(Examples.everything(), Language.EN).sections())
        .extracting(Outline.Section::key)
        .containsExactly(
            "about",
            "removed",
            "target-1",
            "target-2",
            "rules",
            "remains",
            "verification",
            "recipients",
            "check");
  }

  @Test
  void looksForNoPlacesInWhatIsPutIntoAPlace() {
    Words words = Words.of("certificate", Language.EN);
    assertThat(words.text("sentence", "subject", "{sentence} $1 \\", "sentence", "it"))
        .isEqualTo("{sentence} $1 \\: it");
    assertThat(words.code("protection", "locked")).isEqualTo("locked");
    assertThat(words.code("protection", "given-up")).isEqualTo("given up");
    assertThat(words.code("protection", "switched-off")).endsWith("still (switched-off)");
    assertThat(words.code("protection", "of-the-future")).isEqualTo("of-the-future");
    assertThatThrownBy(() -> words.text("no-such-key")).hasMessageContaining("no-such-key");
    assertThatThrownBy(() -> words.text("sentence", "subject", "x"))
        .hasMessageContaining("{sentence}");
  }

  private static <T> List<String> named(String prefix, T[] values, Function<T, String> name) {
    return Stream.of(values).map(name).map(prefix::concat).toList();
  }

  private static Set<String> places(String text) {
    return Pattern.compile("\\{[a-z]+}")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  private static List<String> rows(Outline outline, String label) {
    return outline.sections().stream()
        .flatMap(section -> section.rows().stream())
        .filter(row -> row.label().equals(label))
        .map(Outline.Row::text)
        .toList();
  }

  private static String flat(Outline outline) {
    return outline.lead()
        + outline.reference()
        + outline.sections().stream()
            .flatMap(
                section ->
                    Stream.concat(
                        Stream.of(section.title()),
                        section.rows().stream()
                            .map(row -> row.label() + "\t" + row.text() + "\t" + row.code())))
            .collect(Collectors.joining("\n"));
  }

  /** A number is not said by the middle of a longer one. */
  private static boolean says(String text, String word) {
    return Pattern.compile(
            (word.matches("\\d.*") ? "(?<![\\d,-])" : "")
                + Pattern.quote(word)
                + (word.matches(".*\\d") ? "(?![\\d,-]\\d)" : ""))
        .matcher(text)
        .find();
  }

  private static List<String> shown(Leaf leaf, Words words) {
    Object value = leaf.value();
    if (value instanceof Long || value instanceof Integer) {
      return List.of(Words.number(((Number) value).longValue()));
    }
    if (value instanceof Period period) {
      return List.of(
          words.count("years", period.getYears())
              + " "
              + words.count("months", period.getMonths())
              + " "
              + words.count("days", period.getDays()));
    }
    if (value instanceof Instant moment) {
      return leaf.path().endsWith("cutoff")
          ? List.of("2025-08-31 22:00:00 UTC")
          : List.of(LocalDate.ofInstant(moment, ZoneOffset.UTC).toString());
    }
    if (value instanceof Digest || value instanceof LocalDate) {
      return List.of(value.toString());
    }
    if (leaf.path().endsWith("mediaRemanence")) {
      return List.of(words.text("media"));
    }
    String code = value.toString();
    String label =
        value instanceof Outcome ? code : code.toLowerCase(Locale.ROOT).replace('_', '-');
    return Stream.concat(
            Stream.of(code),
            words.keys().stream().filter(key -> key.endsWith("." + label)).map(words::written))
        .toList();
  }

  private static void collect(String path, Object value, List<Leaf> leaves) throws Exception {
    if (value instanceof Optional<?> optional) {
      if (optional.isPresent()) {
        collect(path, optional.get(), leaves);
      }
    } else if (value instanceof Collection<?> all) {
      int at = 0;
      for (Object one : all) {
        collect(path + "[" + at++ + "]", one, leaves);
      }
    } else if (value.getClass().isRecord() && !(value instanceof Digest)) {
      for (RecordComponent part : value.getClass().getRecordComponents()) {
        collect(path + "." + part.getName(), part.getAccessor().invoke(value), leaves);
      }
    } else if (!(value instanceof Boolean) && !Long.valueOf(0).equals(value)) {
      leaves.add(new Leaf(path, value));
    }
  }

  @Test
  void theExampleLeavesNoFieldEmpty() throws Exception {
    Certificate certificate = Examples.everything();
    List<Leaf> leaves = new ArrayList<>();
    collect("certificate", certificate, leaves);
    Set<String> paths =
        leaves.stream()
            .map(leaf -> leaf.path().replaceAll("\\[\\d+]", ""))
            .collect(Collectors.toSet());
    List<String> declared = new ArrayList<>();
    declare("certificate", Certificate.class, declared);
    assertThat(declared).allSatisfy(path -> assertThat(paths).anyMatch(path::equals));
  }

  /** Every field of the certificate by its type, whatever the example holds. */
  private static void declare(String path, Class<?> type, List<String> declared) {
    for (RecordComponent part : type.getRecordComponents()) {
      Type generic = part.getGenericType();
      while (generic instanceof ParameterizedType wrapped) {
        generic = wrapped.getActualTypeArguments()[0];
      }
      Class<?> held = (Class<?>) generic;
      String name = path + "." + part.getName();
      if (held.isRecord() && held != Digest.class) {
        declare(name, held, declared);
      } else if (held != boolean.class) {
        declared.add(name);
      }
    }
  }
}
