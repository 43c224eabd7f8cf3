package org.quietus.anonymise;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code template: "x-{random}"}: 24 random lower-case hexadecimal digits between fixed texts of
 * printable ASCII, so that a unique column can hold it.
 */
public record Template(String before, String after) implements Strategy {
  private static final String RANDOM = "{random}";
  private static final int DIGITS = 24;

  /**
   * Reads the text of the job file, which holds {@code {random}} exactly once, and something that
   * is no such digit: 24 of them alone, as object ids have, would be taken for what was filled in.
   */
  static Optional<Template> parse(String text) {
    int at = text.indexOf(RANDOM);
    boolean once = at >= 0 && at == text.lastIndexOf(RANDOM);
    if (!once || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return Optional.empty();
    }
    Template template = new Template(text.substring(0, at), text.substring(at + RANDOM.length()));
    return Optional.of(template).filter(Template::isTold);
  }

  private boolean isTold() {
    return (before + after).chars().anyMatch(c -> !isDigit(c));
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  @Override
  public String name() {
    return "template";
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, RandomGenerator random) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw Strategy.unsuitable(name(), value);
    }
    if (isFilled(text)) {
      return text;
    }
    byte[] bytes = new byte[DIGITS / 2];
    random.nextBytes(bytes);
    return before + HexFormat.of().formatHex(bytes) + after;
  }

  /** The whole shape, not the fixed texts alone: a real value may begin with those. */
  @Override
  public Optional<Done> done() {
    return Optional.of(
        new Done.Matches(
            "^" + literal(before) + "[0-9a-f]{" + DIGITS + "}" + literal(after) + "$"));
  }

  @Override
  public boolean collides() {
    return false;
  }

  @Override
  public int width() {
    return before.length() + DIGITS + after.length();
  }

  /** Whether the text is one that this template was filled to; the same as its done predicate. */
  private boolean isFilled(String text) {
    return text.length() == width()
        && text.startsWith(before)
        && text.endsWith(after)
        && text.chars().skip(before.length()).limit(DIGITS).allMatch(Template::isDigit);
  }

  private static String literal(String text) {
    return text.replaceAll("[\\\\^$.|?*+()\\[\\]{}]", "\\\\$0");
  }
}
