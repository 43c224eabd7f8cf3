package org.quietus.objectstore;

/**
 * The name of an object below its store's root, parts separated by {@code /}; printed as asterisks,
 * because people name objects after persons.
 */
public record ObjectKey(String value) {
  public ObjectKey {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("an object key has at least one character");
    }
  }

  @Override
  public String toString() {
    return "********";
  }
}
