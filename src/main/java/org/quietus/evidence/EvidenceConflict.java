package org.quietus.evidence;

/** A file of the evidence store is there already, with other bytes; evidence is never changed. */
public final class EvidenceConflict extends RuntimeException {
  private final transient EvidenceName name;

  public EvidenceConflict(EvidenceName name) {
    super(
        name
            + " is in the evidence store already with other content, and evidence is never"
            + " overwritten; compare the two, and move the file away only if it is not genuine");
    this.name = name;
  }

  /** The file that both claim. */
  public EvidenceName name() {
    return name;
  }
}
