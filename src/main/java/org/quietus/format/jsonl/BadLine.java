package org.quietus.format.jsonl;

/** A line that cannot be read; its message says why, without a value. */
final class BadLine extends Exception {
  BadLine(String why) {
    super(why, null, false, false);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
