package org.quietus.policy;

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
