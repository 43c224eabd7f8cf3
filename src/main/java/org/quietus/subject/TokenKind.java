package org.quietus.subject;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a token is made of: an identifier's type or a row's key, and the version of how its value is
 * normalised.
 *
 * @param name an {@link IdentifierType}'s in lower case, or {@code row-key}
 */
public record TokenKind(String name, int version) {
  /** The primary key of the person's own row. */
  public static final TokenKind ROW_KEY = new TokenKind("row-key", 1);

  /** Of identifiers as they are normalised now. */
  public static TokenKind of(IdentifierType type) {
    return new TokenKind(type.name().toLowerCase(Locale.ROOT), type.version());
  }

  /** Of which kind a column of some identifiers, given with their types, makes tokens. */
  public static Optional<TokenKind> ofKey(
      Map<String, String> identifiers, Optional<String> column) {
    return column
        .flatMap(name -> Optional.ofNullable(identifiers.get(name)))
        .flatMap(IdentifierType::named)
        .map(TokenKind::of);
  }

  /** Whether it says who somebody is, beyond what many are called. */
  public boolean isStrong() {
    return Optional.of(IdentifierType.TEXT).map(TokenKind::of).filter(this::isSameName).isEmpty();
  }

  private boolean isSameName(TokenKind other) {
    return name.equals(other.name);
  }
}
