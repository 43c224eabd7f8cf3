package org.quietus.report.portal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The colours of a portal by light and in the dark, WCAG 2.2 AA. */
class PortalPaletteTest {
  private static final double OF_TEXT = 4.5;
  private static final double OF_SHAPES = 3;
  private static final String DARK = "@media (prefers-color-scheme: dark)";
  private static final String PRINTED = "@media print";
  private static final Pattern COLOUR = Pattern.compile("--([a-z0-9-]+): (#[0-9a-f]{6});");
  private static final Pattern BESIDE =
      Pattern.compile("^(?!--).*: .*(#[0-9a-fA-F]{3}|rgba?\\(|hsla?\\()");

  /** What is written on each ground: of tiles, checks, findings and the page itself. */
  private static final Map<String, List<String>> TEXTS =
      Map.of(
          "ground", List.of("text", "quiet", "link", "accent", "good", "bad", "warn"),
          "raised", List.of("text", "quiet", "link", "good", "bad", "warn"),
          "good-ground", List.of("text", "quiet", "link", "good"),
          "bad-ground", List.of("text", "quiet", "link", "good", "bad"));

  private static final List<String> SHAPES = List.of("bar-1", "bar-2", "focus", "good", "bad");

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark", "light, printed", "dark, printed"})
  void textsAndShapesStandOutFromWhatIsBehindThem(String scheme) throws IOException {
    Map<String, String> palette = palette(scheme);
    List<String> weak = new ArrayList<>();
    TEXTS.forEach(
        (ground, texts) -> texts.forEach(text -> compare(palette, text, ground, OF_TEXT, weak)));
    for (String shape : SHAPES) {
      compare(palette, shape, "ground", OF_SHAPES, weak);
      compare(palette, shape, "raised", OF_SHAPES, weak);
    }
    assertThat(weak).isEmpty();
  }

  @Test
  void theDarkGivesEachColourAnew() throws IOException {
    assertThat(colours(part(css(), DARK)).keySet()).isEqualTo(palette("light").keySet());
    assertThat(palette("dark").values()).doesNotContainAnyElementsOf(palette("light").values());
  }

  @Test
  void thereIsNoColourBesideThePalette() throws IOException {
    assertThat(css().lines().map(String::strip).filter(BESIDE.asPredicate())).isEmpty();
  }

  @Test
  void theContrastIsThatOfTheStandard() {
    assertThat(contrast("#000000", "#ffffff")).isEqualTo(21);
    assertThat(contrast("#777777", "#ffffff")).isBetween(4.47, 4.49);
  }

  private static void compare(
      Map<String, String> palette, String front, String back, double least, List<String> weak) {
    double contrast =
        contrast(
            Objects.requireNonNull(palette.get(front)), Objects.requireNonNull(palette.get(back)));
    if (contrast < least) {
      weak.add("%s on %s: %.2f".formatted(front, back, contrast));
    }
  }

  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String colour) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int n = 0; n < weights.length; n++) {
      double part = Integer.parseInt(colour.substring(1 + 2 * n, 3 + 2 * n), 16) / 255.0;
      sum += weights[n] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  /** As the browser puts it together: what stands further below counts. */
  private static Map<String, String> palette(String scheme) throws IOException {
    String css = css();
    Map<String, String> palette = colours(css.substring(0, css.indexOf(DARK)));
    if (scheme.startsWith("dark")) {
      palette.putAll(colours(part(css, DARK)));
    }
    if (scheme.endsWith("printed")) {
      palette.putAll(colours(part(css, PRINTED)));
    }
    return palette;
  }

  private static Map<String, String> colours(String css) {
    Map<String, String> colours = new LinkedHashMap<>();
    COLOUR.matcher(css).results().forEach(one -> colours.put(one.group(1), one.group(2)));
    return colours;
  }

  private static String part(String css, String rule) {
    int from = css.indexOf(rule);
    return css.substring(from, css.indexOf("\n}\n", from));
  }

  private static String css() throws IOException {
    try (InputStream in = Portal.class.getResourceAsStream("/report/portal/portal.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }
}
