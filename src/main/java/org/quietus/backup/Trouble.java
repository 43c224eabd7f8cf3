package org.quietus.backup;

/** Why an object version cannot be worked on; becomes its named end. Holds no value. */
final class Trouble extends RuntimeException {
  private final VersionState end;

  Trouble(VersionState end, String message) {
    super(message);
    this.end = end;
  }

  VersionState end() {
    return end;
  }
}
