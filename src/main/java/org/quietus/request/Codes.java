package org.quietus.request;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Enum constants as they are stored, printed and typed: lower case with hyphens. */
final class Codes {
  private Codes() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static <E extends Enum<E>> Optional<E> find(Class<E> type, String code) {
    return Arrays.stream(type.getEnumConstants()).filter(e -> of(e).equals(code)).findFirst();
  }

  /** The constant of a code that we stored ourselves. */
  static <E extends Enum<E>> E stored(Class<E> type, String code) {
    return find(type, code)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the control schema holds '" + code + "', which this version does not know"));
  }

  /** All of them, with commas between. */
  static String all(Class<? extends Enum<?>> type) {
    List<String> codes = Arrays.stream(type.getEnumConstants()).map(Codes::of).toList();
    return String.join(", ", codes);
  }
}
