package org.quietus.scenario.pack;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Chance, and numbers that nothing had before. */
final class Chance {
  private final Random random;
  private int numbers = 1;

  Chance(long seed) {
    random = new Random(seed);
  }

  boolean of(double probability) {
    return random.nextDouble() < probability;
  }

  int number(int below) {
    return random.nextInt(below);
  }

  int fresh() {
    return numbers++;
  }

  <T> Optional<T> any(List<T> all) {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }
}
