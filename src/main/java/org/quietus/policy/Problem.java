package org.quietus.policy;

/**
 * Something wrong with an input, for the person who has to mend it; never holds a personal value.
 *
 * @param id stable, upper case with hyphens, e.g. {@code UNKNOWN-COLUMN}
 * @param line counted from 1
 * @param what what is wrong, naming the object
 * @param mend how to mend it
 */
public record Problem(String id, String file, int line, String what, String mend) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + what + "; " + mend + " [" + id + "]";
  }
}
