package org.quietus.target;

/**
 * An object that a row named which is gone, or names it no more; printed without its key.
 *
 * @param set of files that it is in
 * @param value as the column had it
 */
public record NamedObject(String set, String value) {
  @Override
  public String toString() {
    return "NamedObject[" + set + "]";
  }
}
