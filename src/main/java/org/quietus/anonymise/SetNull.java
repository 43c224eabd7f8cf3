package org.quietus.anonymise;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@code set-null}: empties the column. */
public record SetNull() implements Strategy {
  @Override
  public String name() {
    return "set-null";
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, RandomGenerator random) {
    return null;
  }

  @Override
  public boolean constant() {
    return true;
  }

  @Override
  public Optional<Done> done() {
    return Optional.of(new Done.IsNull());
  }

  /** Unique indexes hold NULL as often as one likes. */
  @Override
  public boolean collides() {
    return false;
  }
}
