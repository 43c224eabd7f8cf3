package org.quietus.database;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's version. */
public record ServerVersion(int major, int minor, int patch) {

  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

  /** Reads the first {@code 1.2} or {@code 1.2.3} in the text. */
  public static ServerVersion in(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.find()) {
      throw new IllegalArgumentException("no version in: " + text);
    }
    String patch = numbers.group(3);
    return new ServerVersion(
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  /** Whether it is that version or a later one. */
  public boolean atLeast(int otherMajor, int otherMinor, int otherPatch) {
    if (major != otherMajor) {
      return major > otherMajor;
    }
    return minor != otherMinor ? minor > otherMinor : patch >= otherPatch;
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
