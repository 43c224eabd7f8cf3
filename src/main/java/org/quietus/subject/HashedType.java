package org.quietus.subject;

import java.util.Locale;
import java.util.Optional;

/**
 * A kind of identifier that lists hold hashed, and how a value is standardised before it is hashed:
 * as California's Delete Request and Opt-out Platform has published it.
 */
public enum HashedType {
  /** Spaces at both ends go, letters become small; nothing else changes. */
  EMAIL(IdentifierType.EMAIL) {
    @Override
    String standardised(String value) {
      return value.strip().toLowerCase(Locale.ROOT);
    }
  },

  /** The last ten of the digits, or all of them if there are fewer. */
  PHONE(IdentifierType.PHONE) {
    @Override
    String standardised(String value) {
      String digits = value.replaceAll("[^0-9]", "");
      return digits.substring(Math.max(0, digits.length() - DIGITS));
    }
  };

  private static final int DIGITS = 10;

  private final IdentifierType type;

  HashedType(IdentifierType type) {
    this.type = type;
  }

  /** The type of the columns that hold such identifiers. */
  public IdentifierType type() {
    return type;
  }

  /**
   * The hash that a list has for a value; empty for one that identifies nobody, e.g. a dash.
   *
   * @param compared whether the value is hashed as identifiers are compared, instead of as
   *     published
   */
  public Optional<IdentifierHash> hash(String value, boolean compared) {
    return type.plausible(value)
        .map(plausible -> compared ? plausible : standardised(value))
        .filter(text -> !text.isEmpty())
        .map(IdentifierHash::of);
  }

  abstract String standardised(String value);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
