package org.quietus.request;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.policy.CombinedIdentifier;
import org.quietus.subject.HashedType;
import org.quietus.subject.IdentifierHash;

/** What the hashes of a list are made of. */
public sealed interface Hashed {

  /** What a list of it is called on the command line and in evidence references. */
  String name();

  /**
   * One identifier.
   *
   * @param compared whether it is hashed as identifiers are compared, instead of as published
   */
  record One(HashedType type, boolean compared) implements Hashed {
    @Override
    public String name() {
      return type.toString();
    }

    Optional<IdentifierHash> hash(String value) {
      return type.hash(value, compared);
    }
  }

  /** Several columns of a person. */
  record Combined(CombinedIdentifier identifier) implements Hashed {
    @Override
    public String name() {
      return identifier.name();
    }

    Optional<IdentifierHash> hash(List<? extends @Nullable Object> values) {
      return identifier.written(values).map(IdentifierHash::of);
    }
  }
}
