package org.quietus.anonymise;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code day}, {@code year}, {@code month}, {@code decade}: the first day of it, the time of day
 * zero.
 *
 * @param first the earliest moment that the column holds, which stands for the beginning of the
 *     unit that it lies in; empty if the column holds that too
 */
public record Truncate(DateUnit unit, Optional<LocalDateTime> first) implements Strategy {
  /** When TIMESTAMP begins on servers that count its seconds. */
  public static final LocalDateTime TIMESTAMP_BEGINS = LocalDateTime.of(1970, 1, 1, 0, 0, 1);

  /** What PostgreSQL calls infinity; it tells nothing. */
  private static final Set<Object> ENDLESS =
      Set.of(LocalDate.MIN, LocalDate.MAX, LocalDateTime.MIN, LocalDateTime.MAX);

  /** Whether a date or moment is infinity, which tells nothing, and stays. */
  static boolean isEndless(Object value) {
    return ENDLESS.contains(value);
  }

  /** For a column that holds the beginning of every unit. */
  public Truncate(DateUnit unit) {
    this(unit, Optional.empty());
  }

  @Override
  public String name() {
    return unit.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, RandomGenerator random) {
    if (value == null) {
      return null;
    }
    if (isEndless(value)) {
      return value;
    }
    if (value instanceof LocalDate date) {
      return unit.floor(date);
    }
    if (value instanceof LocalDateTime moment) {
      LocalDateTime floor = unit.floor(moment.toLocalDate()).atStartOfDay();
      return first.filter(it -> floor.isBefore(it) && !moment.isBefore(it)).orElse(floor);
    }
    throw Strategy.unsuitable(name(), value);
  }

  @Override
  public Optional<Done> done() {
    return Optional.of(new Done.TruncatedTo(unit, first));
  }
}
