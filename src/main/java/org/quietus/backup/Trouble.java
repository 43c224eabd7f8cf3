package org.quietus.backup;

/** Why an object version cannot be worked on; becomes its named end. Holds no value. */
public final class Trouble extends RuntimeException {
  private final VersionState end;

  public Trouble(VersionState end, String message) {
    super(message);
    this.end = end;
  }

  public VersionState end() {
    return end;
  }
}
