package org.quietus.policy.read;

import java.util.Arrays;
import java.util.Set;

/**
 * Keys that the format has a meaning for and this version does not act on. They are refused like
 * unknown ones, since a policy that is half followed is worse than none, but with a message of
 * their own. To support one, describe it in the JSON Schema, read it, and take it out here.
 */
final class UnsupportedKeys {
  /** JSON pointers, {@code *} standing for any one key. */
  private static final Set<String> POINTERS =
      Set.of("/erasure/clock/cancel-by", "/anonymise/*/with/*/pseudonymise");

  private UnsupportedKeys() {}

  /** Whether the key at that place, or the strategy of that name, is one of them. */
  static boolean contains(String pointer) {
    return POINTERS.stream().anyMatch(each -> matches(each, pointer));
  }

  /** Whether a JSON pointer is of a form with {@code *} for any one key. */
  static boolean matches(String form, String pointer) {
    String[] expected = form.split("/", -1);
    String[] actual = pointer.split("/", -1);
    return Arrays.equals(expected, actual, (e, a) -> e.equals("*") ? 0 : e.compareTo(a));
  }
}
