package org.quietus.certificate;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.quietus.policy.PlainText;

/** What texts may stand in a certificate: nothing that could hide, forge or overflow a line. */
final class SafeText {

  private static final int LONGEST = 500;
  private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private SafeText() {}

  /** A line of 1 to 500 characters, of which none is a control, format or lone surrogate one. */
  static void line(String what, String text) {
    if (text.isBlank() || text.length() > LONGEST || !PlainText.isPlain(text)) {
      throw new IllegalArgumentException(
          what
              + " is to be one line of 1 to "
              + LONGEST
              + " characters without control characters");
    }
  }

  /** A line of any length; reasons of several rules may have been joined in it. */
  static void reasons(String what, String text) {
    if (text.isBlank() || !PlainText.isPlain(text)) {
      throw new IllegalArgumentException(
          what + " is to be one line that is not empty, without control characters");
    }
  }

  /** A code such as {@code data-protection-officer}; too narrow for a person's name to slip in. */
  static void code(String what, String text) {
    if (!CODE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          what + " is to be a code of 1 to 64 lower-case letters, digits and hyphens");
    }
  }

  static void codes(String what, Optional<String> text) {
    text.ifPresent(code -> code(what, code));
  }

  static void unique(String what, Collection<?> things) {
    if (new HashSet<>(things).size() != things.size()) {
      throw new IllegalArgumentException("duplicate " + what + "");
    }
  }
}
