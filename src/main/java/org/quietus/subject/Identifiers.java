package org.quietus.subject;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.Problem;

/**
 * Reads the identifiers of one person, one per line as {@code type: value}. Blank lines and lines
 * that start with {@code #} are passed over; a repeated identifier counts once. Messages name the
 * line and never what stands in it.
 */
public final class Identifiers {
  private static final int MOST_CHARACTERS = 64 * 1024;
  private static final int LONGEST_VALUE = 1000;
  private static final String EXAMPLE = "write e.g. 'email: …', one identifier per line";

  private final String source;
  private final Set<Identifier> found = new LinkedHashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  private Identifiers(String source) {
    this.source = source;
  }

  /**
   * Reads to the end; the reader decodes UTF-8 and is left open.
   *
   * @param source what to call the input in messages, e.g. the file's path
   * @return at least one identifier, in the order given
   * @throws InvalidInput with every problem found
   */
  public static List<Identifier> read(Reader reader, String source) {
    Identifiers identifiers = new Identifiers(source);
    identifiers.readAll(reader);
    if (!identifiers.problems.isEmpty()) {
      throw new InvalidInput(identifiers.problems);
    }
    return List.copyOf(identifiers.found);
  }

  private void readAll(Reader reader) {
    Optional<String> text = textOf(reader);
    if (text.isEmpty()) {
      return;
    }
    int number = 0;
    for (String line : text.get().lines().toList()) {
      readLine(++number, line.strip());
    }
    if (found.isEmpty() && problems.isEmpty()) {
      problem("NO-IDENTIFIER", 1, "there is no identifier", EXAMPLE);
    }
  }

  private Optional<String> textOf(Reader reader) {
    char[] buffer = new char[MOST_CHARACTERS + 1];
    int length = 0;
    try {
      for (int n = 0; n >= 0 && length < buffer.length; length += Math.max(n, 0)) {
        n = reader.read(buffer, length, buffer.length - length);
      }
    } catch (IOException e) {
      problem("UNREADABLE", 1, "the input cannot be read", "see that it exists and is UTF-8");
      return Optional.empty();
    }
    if (length > MOST_CHARACTERS) {
      problem(
          "TOO-LONG",
          1,
          "the input is longer than " + MOST_CHARACTERS + " characters",
          "give the identifiers of one person only");
      return Optional.empty();
    }
    int start = length > 0 && buffer[0] == '\ufeff' ? 1 : 0;
    return Optional.of(new String(buffer, start, length - start));
  }

  private void readLine(int number, String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (line.indexOf('\ufffd') >= 0 || line.chars().anyMatch(Character::isISOControl)) {
      problem("NOT-TEXT", number, "the line is not plain UTF-8 text", "save the file as UTF-8");
      return;
    }
    int colon = line.indexOf(':');
    if (colon < 0) {
      problem("NO-TYPE", number, "the line has no ':' between type and value", EXAMPLE);
      return;
    }
    Optional<IdentifierType> type = IdentifierType.named(line.substring(0, colon).strip());
    if (type.isEmpty()) {
      problem(
          "UNKNOWN-IDENTIFIER-TYPE",
          number,
          "what is before the ':' is not an identifier type",
          "use one of " + IdentifierType.allNames());
      return;
    }
    add(number, type.get(), line.substring(colon + 1).strip());
  }

  private void add(int number, IdentifierType type, String value) {
    Optional<String> odd = type.oddity(value);
    Optional<Identifier> identifier =
        value.length() > LONGEST_VALUE || odd.isPresent()
            ? Optional.empty()
            : Identifier.of(type, type.unescaped(value));
    identifier.ifPresentOrElse(
        found::add,
        () ->
            problem(
                "IMPLAUSIBLE-IDENTIFIER",
                number,
                "the value cannot be " + type.description(),
                odd.orElse("give it in full, as the database holds it")));
  }

  private void problem(String id, int line, String what, String mend) {
    problems.add(new Problem(id, source, line, what, mend));
  }
}
