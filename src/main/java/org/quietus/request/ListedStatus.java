package org.quietus.request;

/** What became of an entry of a list of hashed identifiers, once that is settled. */
public enum ListedStatus {
  /** A person was found, and their request was refused: all of their data is exempt. */
  EXEMPTED(2),
  /** A person was found, and what no law keeps was erased. */
  DELETED(3),
  /** Nobody was found. */
  NOT_FOUND(5);

  private final int code;

  ListedStatus(int code) {
    this.code = code;
  }

  /** As California's Delete Request and Opt-out Platform has published it. */
  public int code() {
    return code;
  }

  @Override
  public String toString() {
    return Codes.of(this);
  }
}
