package org.quietus.control;

import java.security.SecureRandom;

/**
 * Makes ids that say nothing: 12 letters and digits, about 59 random bits, none that is easily
 * mistaken for another.
 */
public final class OpaqueIds {
  private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
  private static final int LENGTH = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  private OpaqueIds() {}

  /** With a letter and a digit in it, as references that certificates show must have. */
  public static String next() {
    String id = random();
    while (id.chars().noneMatch(Character::isDigit) || id.chars().noneMatch(Character::isLetter)) {
      id = random();
    }
    return id;
  }

  private static String random() {
    StringBuilder id = new StringBuilder(LENGTH);
    for (int n = 0; n < LENGTH; n++) {
      id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
