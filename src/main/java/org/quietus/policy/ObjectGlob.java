package org.quietus.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which keys of an object store belong to a set: {@code *} stands for any characters but {@code /},
 * {@code **} for any at all, {@code ?} for one; everything else stands for itself.
 */
public record ObjectGlob(String text) {

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
    List<String> ours = parts();
    List<String> theirs = other.parts();
    boolean[][] meet = new boolean[ours.size() + 1][theirs.size() + 1];
    for (int n = ours.size(); n >= 0; n--) {
      for (int m = theirs.size(); m >= 0; m--) {
        String one = n < ours.size() ? ours.get(n) : "";
        String two = m < theirs.size() ? theirs.get(m) : "";
        if (one.isEmpty() && two.isEmpty()) {
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

  /** Its stars, question marks and single characters. */
  private List<String> parts() {
    List<String> parts = new ArrayList<>();
    for (int at = 0; at < text.length(); at += parts.get(parts.size() - 1).length()) {
      parts.add(text.startsWith("**", at) ? "**" : text.substring(at, at + 1));
    }
    return parts;
  }

  private static boolean isStar(String part) {
    return part.startsWith("*");
  }

  /** Whether a part can stand for what one character of another one is. */
  private static boolean covers(String part, String other) {
    return !part.isEmpty()
        && !other.isEmpty()
        && !isStar(other)
        && (part.equals("**")
            || part.equals(other)
            || ((part.equals("*") || part.equals("?")) && !other.equals("/")));
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
