package org.quietus.policy;

import java.time.Period;
import java.util.List;
import java.util.Optional;

/**
 * Objects of one store that are kept alike.
 *
 * @param name the job file's name for them, unlike that of any database or other set
 * @param store where they lie
 * @param format the name of what is in them, e.g. {@code mysqldump}
 * @param keep how long an object is kept from its original creation on; empty if for good
 * @param onErasure what an erasure does to them
 * @param keepGenerations how many of the newest ones stay however old they are
 * @param encryption commands that decrypt and encrypt the objects
 */
public record ObjectSet(
    Kind kind,
    String name,
    String store,
    ObjectGlob objects,
    String format,
    Optional<Period> keep,
    OnErasure onErasure,
    int keepGenerations,
    Optional<Encryption> encryption) {

  /**
   * Commands that decrypt objects of a set, and encrypt what is written in their place: each reads
   * what goes in and writes what comes out.
   *
   * @param decrypt the program and its arguments
   * @param encrypt the same the other way round
   */
  public record Encryption(List<String> decrypt, List<String> encrypt) {
    public Encryption {
      decrypt = List.copyOf(decrypt);
      encrypt = List.copyOf(encrypt);
    }
  }

  /** What the objects of a set are to the job. */
  public enum Kind {
    /** Copies of a database. */
    BACKUP("backup set"),
    /** Data of their own. */
    FILES("files");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  /** How messages begin that are about the set, e.g. {@code backup set 'nightly'}. */
  public String label() {
    return kind.label + " '" + name + "'";
  }

  /** Whether persons are taken out of the objects. */
  public boolean isRewritten() {
    return onErasure == OnErasure.REWRITE;
  }

  /** Whether the objects are never looked into. */
  public boolean isOpaque() {
    return format.equals("opaque");
  }
}
