package org.quietus.anonymise;

import java.lang.Character.UnicodeScript;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.anonymise.Whose.Trait;

/**
 * Finds where a running text mentions a person: in any case and composition, as whole words, and
 * anywhere in scripts that put no spaces between words.
 */
final class Mentions {
  private static final int SHORTEST_WORD = 3;
  private static final int FEWEST_DIGITS = 6;
  private static final int LONGEST_PREFIX = 3;
  private static final Set<UnicodeScript> UNSPACED =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  /** As web addresses spell what they cannot hold. */
  private static final Pattern ENCODED = Pattern.compile("%[0-9a-f]{2}");

  private static final String BETWEEN_DIGITS = "[ \\p{Pd}./()]{0,3}";
  private static final String ABROAD = "(?:\\+|%2b|00)" + BETWEEN_DIGITS;

  private Mentions() {}

  /** The text with each mention, and mentions that touch or overlap as one, replaced. */
  static String replace(String text, List<Trait> traits, UnaryOperator<String> replacement) {
    FoldedText source = new FoldedText(text);
    BitSet found = new BitSet(text.length());
    for (Trait trait : traits) {
      patterns(trait).forEach(pattern -> find(pattern, source, found));
    }
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    for (int from = found.nextSetBit(0); from >= 0; from = found.nextSetBit(at)) {
      out.append(text, at, from);
      at = found.nextClearBit(from);
      out.append(replacement.apply(text.substring(from, at)));
    }
    return out.append(text, at, text.length()).toString();
  }

  private static void find(Pattern pattern, FoldedText source, BitSet found) {
    String folded = source.folded();
    Matcher matcher = pattern.matcher(folded);
    int from = 0;
    while (from <= folded.length() && matcher.find(from)) {
      if (isWhole(folded, matcher.start(), matcher.end())) {
        found.set(source.start(matcher.start()), source.end(matcher.end() - 1));
        from = matcher.end();
      } else {
        from = matcher.start() + 1;
      }
    }
  }

  /** Whether a mention neither goes on with a mark nor is a part of a word or number. */
  private static boolean isWhole(String folded, int start, int end) {
    int before = start;
    while (before > 0 && isMark(folded.codePointBefore(before))) {
      before -= Character.charCount(folded.codePointBefore(before));
    }
    boolean begins =
        before == 0
            || !isWord(folded.codePointAt(start))
            || !isWord(folded.codePointBefore(before))
            || ENCODED.matcher(folded).region(Math.max(0, before - 3), before).matches();
    boolean ends =
        end == folded.length()
            || (!isMark(folded.codePointAt(end))
                && (!isWord(folded.codePointBefore(end)) || !isWord(folded.codePointAt(end))));
    return begins && ends;
  }

  private static boolean isMark(int letter) {
    int type = Character.getType(letter);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  /** Whether words of such letters are set off by spaces. */
  private static boolean isWord(int letter) {
    return Character.isLetterOrDigit(letter) && !isUnspaced(letter);
  }

  private static boolean isUnspaced(int letter) {
    return letter > 0x7f && UNSPACED.contains(UnicodeScript.of(letter));
  }

  /** Whether a trait can be mentioned at all: spaces and what is not seen cannot. */
  static boolean canFind(Trait trait) {
    return !folded(trait).isEmpty();
  }

  private static String folded(Trait trait) {
    return new FoldedText(trait.value()).folded().strip();
  }

  private static List<Pattern> patterns(Trait trait) {
    String folded = folded(trait);
    if (folded.isEmpty()) {
      return List.of();
    }
    return switch (trait.kind()) {
      case OTHER -> Stream.concat(Stream.of(words(folded)), inAddress(trait.value())).toList();
      case NAME -> Stream.concat(name(folded).stream(), nameInAddress(trait.value())).toList();
      case PHONE -> Stream.concat(phone(folded).stream(), Stream.of(words(folded))).toList();
    };
  }

  private static List<Pattern> name(String folded) {
    List<Pattern> patterns = new ArrayList<>(List.of(words(folded)));
    Stream.of(folded.split("[^\\p{L}\\p{M}\\p{N}]+"))
        .filter(word -> word.length() >= (isUnspaced(word) ? 2 : SHORTEST_WORD))
        .map(Mentions::words)
        .forEach(patterns::add);
    return patterns;
  }

  private static Stream<Pattern> nameInAddress(String name) {
    Stream<String> words = Stream.of(name.split("[^\\p{L}\\p{M}\\p{N}]+"));
    return Stream.concat(
            Stream.of(name), words.filter(word -> word.codePointCount(0, word.length()) > 1))
        .distinct()
        .flatMap(Mentions::inAddress);
  }

  /** In a web address, with a space as a plus sign or in digits. */
  private static Stream<Pattern> inAddress(String value) {
    String composed = Normalizer.normalize(value.strip(), Normalizer.Form.NFC);
    String spelled = URLEncoder.encode(composed, StandardCharsets.UTF_8);
    return Stream.of(spelled, spelled.replace("+", "%20"))
        .filter(text -> text.indexOf('%') >= 0 || text.indexOf('+') >= 0)
        .distinct()
        .map(text -> words(new FoldedText(text).folded()));
  }

  private static boolean isUnspaced(String word) {
    return word.codePoints().anyMatch(Mentions::isUnspaced);
  }

  private static Pattern words(String folded) {
    StringBuilder pattern = new StringBuilder();
    int[] letters = folded.codePoints().toArray();
    for (int n = 0; n < letters.length; n++) {
      if (letters[n] != ' ') {
        boolean between = n > 0 && isUnspaced(letters[n]) && isUnspaced(letters[n - 1]);
        pattern.append(between ? " *" : "").append(Pattern.quote(Character.toString(letters[n])));
      } else if (letters[n - 1] != ' ') {
        pattern.append(isUnspaced(letters[n - 1]) ? " *" : " +");
      }
    }
    return Pattern.compile(pattern.toString());
  }

  /** With the country's prefix, written in any way, or without. */
  private static List<Pattern> phone(String folded) {
    String digits = folded.replaceAll("[^0-9]", "");
    List<Pattern> patterns = new ArrayList<>();
    if (folded.startsWith("+") || folded.startsWith("00")) {
      String number = folded.startsWith("+") ? digits : digits.substring(2);
      for (int prefix = 0; prefix <= LONGEST_PREFIX; prefix++) {
        if (number.length() - prefix >= FEWEST_DIGITS) {
          String country = prefix == 0 ? "" : grouped(number.substring(0, prefix)) + BETWEEN_DIGITS;
          patterns.add(
              Pattern.compile(
                  optional(ABROAD + country) + trunk(prefix) + grouped(number.substring(prefix))));
        }
      }
    } else if (digits.length() >= FEWEST_DIGITS) {
      String national = digits.startsWith("0") ? digits.substring(1) : digits;
      patterns.add(
          Pattern.compile(
              optional(ABROAD + "[0-9]{1,3}" + BETWEEN_DIGITS) + trunk(1) + grouped(national)));
    }
    return patterns;
  }

  /** The zero that numbers are dialled with inside a country. */
  private static String trunk(int prefix) {
    return prefix == 0 ? "" : optional("\\(?0\\)?" + BETWEEN_DIGITS);
  }

  private static String optional(String pattern) {
    return "(?:" + pattern + ")?";
  }

  private static String grouped(String digits) {
    return digits.chars().mapToObj(Character::toString).collect(Collectors.joining(BETWEEN_DIGITS));
  }
}
