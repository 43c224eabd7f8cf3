package org.quietus.policy;

/** What may stand on certificates and on terminals: nothing that could hide or forge a line. */
public final class PlainText {

  private PlainText() {}

  /** Whether no character is a control, format, separating, unassigned or lone surrogate one. */
  public static boolean isPlain(String text) {
    return text.codePoints().allMatch(PlainText::isPlain);
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
