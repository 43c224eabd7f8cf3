package org.quietus.coverage.read;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.coverage.Kind;

/**
 * A shape that values of personal data have, with their check digits where there are any. Names are
 * not guessed.
 */
enum Shape {
  EMAIL(
      Kind.EMAIL,
      "e-mail addresses",
      true,
      "[\\p{L}\\p{N}._%+'-]{1,64}@[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63})*\\.\\p{L}{2,24}",
      value -> true),
  CHINESE_ID(
      Kind.ID_NUMBER,
      "Chinese identity numbers",
      true,
      "(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])",
      Shape::isChineseId),
  IBAN(
      Kind.BANK_ACCOUNT,
      "IBANs",
      true,
      "(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![0-9A-Za-z])",
      Shape::isIban),
  CARD(
      Kind.CARD,
      "card numbers",
      false,
      "(?:[2-6][0-9]{3}(?:[ -]?[0-9]{4}){3}|3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5})",
      Shape::isLuhn),
  PHONE(
      Kind.PHONE,
      "telephone numbers",
      false,
      "(?:\\+|00)[1-9](?:[ ()./-]{0,2}[0-9]){6,14}"
          + "|1[3-9][0-9]{9}"
          + "|\\(?0[0-9]{1,5}\\)?[ /.-]+[0-9](?:[ /.-]?[0-9]){3,12}"
          + "|\\(?[2-9][0-9]{2}\\)?[ .-][0-9]{3}[ .-][0-9]{4}",
      value -> true),
  IP(
      Kind.IP,
      "IP addresses",
      false,
      "(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:/[0-9]{1,2})?"
          + "|(?=(?:[^:]*:){2})[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:/[0-9]{1,3})?",
      value ->
          value.contains(".")
              || value.contains("::")
              || value.chars().filter(letter -> letter == ':').count() == 7),
  UUID(
      Kind.DEVICE,
      "UUIDs",
      false,
      "\\{?[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}}?",
      value -> true);

  private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";

  private final Kind kind;
  private final String words;
  private final boolean within;
  private final Pattern pattern;
  private final Predicate<String> check;

  Shape(Kind kind, String words, boolean within, String pattern, Predicate<String> check) {
    this.kind = kind;
    this.words = words;
    this.within = within;
    this.pattern = Pattern.compile(pattern);
    this.check = check;
  }

  Kind kind() {
    return kind;
  }

  /** The shape in the plural, for people. */
  String words() {
    return words;
  }

  /** Whether the value is one, and nothing else. */
  boolean is(String value) {
    return pattern.matcher(value).matches() && check.test(value);
  }

  /** Whether a longer text holds one; never for shapes that numbers have by chance. */
  boolean isIn(String text) {
    if (!within) {
      return false;
    }
    Matcher found = pattern.matcher(text);
    while (found.find()) {
      if (check.test(found.group())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLuhn(String value) {
    String digits = value.replaceAll("[^0-9]", "");
    int sum = 0;
    for (int n = 0; n < digits.length(); n++) {
      int digit = digits.charAt(digits.length() - 1 - n) - '0';
      int doubled = n % 2 == 1 ? digit * 2 : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0 && digits.chars().distinct().count() > 1;
  }

  /** ISO 13616: the first four characters at the end, letters as numbers, modulo 97 is 1. */
  private static boolean isIban(String value) {
    String compact = value.replace(" ", "");
    if (compact.length() < 15 || compact.length() > 34) {
      return false;
    }
    StringBuilder digits = new StringBuilder();
    (compact.substring(4) + compact.substring(0, 4))
        .chars()
        .forEach(letter -> digits.append(Character.getNumericValue(letter)));
    return new BigInteger(digits.toString()).mod(NINETY_SEVEN).equals(BigInteger.ONE);
  }

  /** GB 11643: a day of birth, and a check digit by ISO 7064 (MOD 11-2). */
  private static boolean isChineseId(String value) {
    int sum = 0;
    for (int n = 0; n < WEIGHTS.length; n++) {
      sum += WEIGHTS[n] * (value.charAt(n) - '0');
    }
    return CHECKS.charAt(sum % 11) == Character.toUpperCase(value.charAt(17))
        && isDay(value.substring(6, 14));
  }

  private static boolean isDay(String digits) {
    try {
      LocalDate.of(
          Integer.parseInt(digits.substring(0, 4)),
          Integer.parseInt(digits.substring(4, 6)),
          Integer.parseInt(digits.substring(6)));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
