package org.quietus.policy;

import java.util.regex.Pattern;

/**
 * Which keys of an object store belong to a set: {@code *} stands for any characters but {@code /},
 * {@code **} for any at all, {@code ?} for one; everything else stands for itself.
 */
public record ObjectGlob(String text) {
  /** A double star, and what is behind the last part: no characters of a key. */
  private static final char ANY = '\uFFFF';

  private static final char END = '\uFFFE';

  public ObjectGlob {
    if (text.isBlank() || text.startsWith("/") || text.contains("//")) {
      throw new IllegalArgumentException("a glob is a key with '*', '**' or '?' in it");
    }
  }

  /** What every matching key begins with, possibly nothing. */
  public String prefix() {
    return text.split("[*?]", 2)[0];
  }

  /** Whether a key matches as a whole. */
  public boolean matches(String key) {
    return pattern().matcher(key).matches();
  }

  /** Whether some key can match both. */
  public boolean meets(ObjectGlob other) {
    char[] ours = parts();
    char[] theirs = other.parts();
    boolean[][] meet = new boolean[ours.length + 1][theirs.length + 1];
    for (int n = ours.length; n >= 0; n--) {
      for (int m = theirs.length; m >= 0; m--) {
        char one = n < ours.length ? ours[n] : END;
        char two = m < theirs.length ? theirs[m] : END;
        if (one == END && two == END) {
          meet[n][m] = true;
        } else if (isStar(one) || isStar(two)) {
          meet[n][m] =
              (isStar(one) && meet[n + 1][m])
                  || (isStar(two) && meet[n][m + 1])
                  || (covers(one, two) && meet[n][m + 1])
                  || (covers(two, one) && meet[n + 1][m]);
        } else {
          meet[n][m] = (covers(one, two) || covers(two, one)) && meet[n + 1][m + 1];
        }
      }
    }
    return meet[0][0];
  }

  /** Its stars, question marks and single characters, a double star as one. */
  private char[] parts() {
    return text.replace("**", String.valueOf(ANY)).toCharArray();
  }

  private static boolean isStar(char part) {
    return part == '*' || part == ANY;
  }

  /** Whether a part can stand for what one character of another one is. */
  private static boolean covers(char part, char other) {
    return part != END
        && other != END
        && !isStar(other)
        && (part == ANY || part == other || (part == '*' || part == '?') && other != '/');
  }

  private Pattern pattern() {
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (text.startsWith("**", at)) {
        regex.append(".*");
        at++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
