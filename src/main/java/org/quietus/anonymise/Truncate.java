package org.quietus.anonymise;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@code year}, {@code month}, {@code decade}: the first day of it, the time of day zero. */
public record Truncate(DateUnit unit) implements Strategy {
  @Override
  public String name() {
    return unit.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, RandomGenerator random) {
    if (value == null) {
      return null;
    }
    if (value instanceof LocalDate date) {
      return unit.floor(date);
    }
    if (value instanceof LocalDateTime moment) {
      return unit.floor(moment.toLocalDate()).atStartOfDay();
    }
    throw Strategy.unsuitable(name(), value);
  }

  @Override
  public Optional<Done> done() {
    return Optional.of(new Done.TruncatedTo(unit));
  }
}
