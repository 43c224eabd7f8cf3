package org.quietus.coverage.read;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.coverage.Inventory;
import org.quietus.coverage.Kind;
import org.quietus.coverage.Level;
import org.quietus.coverage.Sign;

/** How many sampled values of one column have which shape; no value is kept. */
final class ShapeCounts {
  private static final int MOST_KEYS = 200;
  private static final int OLDEST = 110;
  private static final int YOUNGEST = 14;
  private static final int FEWEST_BIRTHS = 5;
  private static final int SPAN = 15;
  private static final Pattern DAY =
      Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})(?:[ T]00:00.*)?");
  private static final Pattern KEY = Pattern.compile("\"([\\p{L}_-]{2,40})\"\\s*:");

  private final Inventory inventory;
  private final LocalDate today;
  private final Map<Shape, Integer> whole = new EnumMap<>(Shape.class);
  private final Map<Shape, Integer> within = new EnumMap<>(Shape.class);
  private final Set<Kind> keys = EnumSet.noneOf(Kind.class);
  private int values;
  private int births;
  private int firstYear = Integer.MAX_VALUE;
  private int lastYear;
  private int looked;

  ShapeCounts(Inventory inventory, LocalDate today) {
    this.inventory = inventory;
    this.today = today;
  }

  /** Counts one value, which is neither NULL nor blank. */
  void add(String value) {
    values++;
    for (Shape shape : Shape.values()) {
      if (shape.is(value)) {
        whole.merge(shape, 1, Integer::sum);
      } else if (shape.isIn(value)) {
        within.merge(shape, 1, Integer::sum);
      }
    }
    birth(value);
    if (value.startsWith("{") || value.startsWith("[")) {
      keys(value);
    }
  }

  private void birth(String value) {
    Matcher day = DAY.matcher(value);
    if (!day.matches()) {
      return;
    }
    try {
      LocalDate date =
          LocalDate.of(
              Integer.parseInt(day.group(1)),
              Integer.parseInt(day.group(2)),
              Integer.parseInt(day.group(3)));
      if (date.isAfter(today.minusYears(OLDEST)) && date.isBefore(today.minusYears(YOUNGEST))) {
        births++;
        firstYear = Math.min(firstYear, date.getYear());
        lastYear = Math.max(lastYear, date.getYear());
      }
    } catch (DateTimeException e) {
      // not a day
    }
  }

  private void keys(String value) {
    Matcher key = KEY.matcher(value);
    while (key.find() && looked++ < MOST_KEYS) {
      inventory.kindOfKey(key.group(1)).ifPresent(keys::add);
    }
  }

  /** What the values say, in words without any of them. */
  List<Sign> signs() {
    List<Sign> signs = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      level(shape).ifPresent(level -> signs.add(sign(shape, level)));
    }
    if (births >= FEWEST_BIRTHS && births * 10 >= values * 9 && lastYear - firstYear >= SPAN) {
      signs.add(
          new Sign(
              Kind.BIRTH,
              Level.LIKELY,
              "%d of %d sampled values look like days of birth".formatted(births, values)));
    }
    for (Kind kind : keys) {
      signs.add(new Sign(kind, Level.LIKELY, "sampled documents have a key named like: " + kind));
    }
    return signs;
  }

  private Sign sign(Shape shape, Level level) {
    int alone = whole.getOrDefault(shape, 0);
    return new Sign(
        shape.kind(),
        level,
        alone > 0
            ? "%d of %d sampled values look like %s".formatted(alone, values, shape.words())
            : "%d of %d sampled values hold %s"
                .formatted(within.getOrDefault(shape, 0), values, shape.words()));
  }

  private Optional<Level> level(Shape shape) {
    int alone = whole.getOrDefault(shape, 0);
    boolean half = alone > 0 && alone * 2 >= values;
    return switch (shape) {
      case EMAIL, CHINESE_ID, IBAN ->
          half
              ? Optional.of(Level.CERTAIN)
              : alone + within.getOrDefault(shape, 0) > 0
                  ? Optional.of(Level.LIKELY)
                  : Optional.empty();
      case CARD, PHONE, IP -> half ? Optional.of(Level.LIKELY) : Optional.empty();
      case UUID -> half ? Optional.of(Level.POSSIBLE) : Optional.empty();
    };
  }
}
