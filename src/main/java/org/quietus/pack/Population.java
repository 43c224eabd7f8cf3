package org.quietus.pack;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Random;

/**
 * How many fictional persons there are, and as of when. The same population gives the same rows,
 * and each person is the same whatever the others are.
 *
 * @param seed any number
 * @param persons from {@value #FEWEST} to {@value #MOST}; they are numbered from 1
 * @param today the day that all dates are counted back from
 */
public record Population(long seed, int persons, LocalDate today) {
  public static final int FEWEST = 100;
  public static final int MOST = 1_000_000;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  public Population {
    if (persons < FEWEST || persons > MOST) {
      throw new IllegalArgumentException(
          "there can be " + FEWEST + " to " + MOST + " persons, not " + persons);
    }
  }

  /** Chance for one person and one purpose. */
  Chance chance(String purpose, int person) {
    return new Chance(new Random((seed * 31 + purpose.hashCode()) * SPREAD + person * 0x5851F4L));
  }

  /** A source of choices. */
  final class Chance {
    private final Random random;

    private Chance(Random random) {
      this.random = random;
    }

    /** At least {@code low}, at most {@code high}. */
    int between(int low, int high) {
      return low + random.nextInt(high - low + 1);
    }

    <T> T anyOf(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    boolean oneIn(int many) {
      return random.nextInt(many) == 0;
    }

    String digits(int count) {
      StringBuilder digits = new StringBuilder();
      for (int i = 0; i < count; i++) {
        digits.append(random.nextInt(10));
      }
      return digits.toString();
    }

    String hex(int count) {
      StringBuilder digits = new StringBuilder();
      for (int i = 0; i < count; i++) {
        digits.append(Character.forDigit(random.nextInt(16), 16));
      }
      return digits.toString();
    }

    byte[] bytes(int count) {
      byte[] bytes = new byte[count];
      random.nextBytes(bytes);
      return bytes;
    }

    /** A moment on a day that many days ago, to the second. */
    LocalDateTime daysAgo(int low, int high) {
      return today
          .minusDays(between(low, high))
          .atTime(LocalTime.ofSecondOfDay(random.nextInt(86_400)));
    }

    /** An address out of the blocks kept for documentation (RFC 5737). */
    String ip() {
      return anyOf(List.of("192.0.2.", "198.51.100.", "203.0.113.")) + between(1, 254);
    }
  }
}
