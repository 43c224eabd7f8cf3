package org.quietus.subject;

import java.util.List;
import java.util.Optional;

/**
 * Something that identifies a person: a personal value, never printed.
 *
 * @param value normalised; given in any form
 */
public record Identifier(IdentifierType type, String value) {

  /**
   * Normalises the value.
   *
   * @throws IllegalArgumentException, without the value, if it cannot be of that type
   */
  public Identifier {
    value = type.normalise(value);
    if (!type.accepts(value)) {
      throw new IllegalArgumentException("the value cannot be " + type.description());
    }
  }

  /** The identifier that a value is, or empty if it cannot be of that type, e.g. a lone dash. */
  public static Optional<Identifier> of(IdentifierType type, String value) {
    return type.accepts(type.normalise(value))
        ? Optional.of(new Identifier(type, value))
        : Optional.empty();
  }

  /** Itself first, and what says the same: a UUID has many spellings. */
  public List<Identifier> spellings() {
    return type.spellings(value).stream().map(one -> new Identifier(type, one)).toList();
  }

  /** What all its spellings have in common: a UUID as RFC 9562 writes it, anything else itself. */
  public Identifier canonical() {
    return type == IdentifierType.ID
        ? UuidText.canonical(value).map(uuid -> new Identifier(type, uuid)).orElse(this)
        : this;
  }

  /** Whether another says the same, in whatever spelling. */
  public boolean isSameAs(Identifier other) {
    return canonical().equals(other.canonical());
  }

  @Override
  public String toString() {
    return type + ":********";
  }
}
