package org.quietus.evidence;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of one file in the evidence store, {@code folder/stem.suffix}, e.g. {@code
 * certificates/run-0b1c-1.json}.
 *
 * @param stem 1 to 128 ASCII letters, digits, hyphens and underscores, beginning with a letter or
 *     digit; the same on every file system and in every bucket, and never a path but in a log
 */
public record EvidenceName(Folder folder, String stem) {

  private static final String WORD = "[A-Za-z0-9][A-Za-z0-9_-]{0,127}";
  private static final String CHECKPOINT = "checkpoint";
  private static final String NUMBER = "(x[0-9]{3}/){0,6}[0-9]{3}";
  private static final String IN_LOG =
      "[0-9a-f]{32}/(checkpoint|entry/%1$s|tile/(entries|[0-9]{1,2})/%1$s(\\.p/[1-9][0-9]{0,2})?)"
          .formatted(NUMBER);

  /** The kinds of files in an evidence store, each in a folder and with an ending of its own. */
  public enum Folder {
    CERTIFICATES("certificates", ".json", WORD),
    PROOFS("certificates", ".tlog-proof", WORD),
    PDFS("certificates", ".pdf", WORD),
    RECEIPTS("certificates", ".receipt.jwe", WORD),
    KEYS("keys", ".pub.pem", WORD),
    LOG_KEYS("keys", ".vkey", WORD),
    KEY_EVENTS("keys", ".key-event.json", WORD),
    REMOVALS("removals", ".removal.json", WORD),
    JOBS("jobs", ".yaml", WORD),
    MIRROR("mirror", ".json", WORD),
    LOG("log", "", IN_LOG),
    COSIGNED("cosigned", ".checkpoint", "[0-9a-f]{32}-[0-9]{18}"),
    STAMPED("stamped", ".checkpoint", "[0-9a-f]{32}-[0-9]{18}"),
    STAMPS("stamped", ".tsr", "[0-9a-f]{32}-[0-9]{18}");

    private final String directory;
    private final String suffix;
    private final Pattern stem;

    Folder(String directory, String suffix, String stem) {
      this.directory = directory;
      this.suffix = suffix;
      this.stem = Pattern.compile(stem);
    }

    private boolean takes(String name) {
      return stem.matcher(name).matches();
    }

    /** The folder's name in the store. */
    public String directory() {
      return directory;
    }
  }

  public EvidenceName {
    if (!folder.takes(stem)) {
      throw new IllegalArgumentException(
          folder == Folder.LOG
              ? "a name in log/ is a log's id and a path of a tiled log"
              : "a name in " + folder.directory + "/ is 1 to 128 letters, digits, '-' and '_'");
    }
  }

  /** The name that a text would be in a folder; empty if no file can be called so. */
  public static Optional<EvidenceName> find(Folder folder, String stem) {
    return folder.takes(stem) ? Optional.of(new EvidenceName(folder, stem)) : Optional.empty();
  }

  /** The signed certificate with an id. */
  public static EvidenceName certificate(String id) {
    return new EvidenceName(Folder.CERTIFICATES, id);
  }

  /** The proof that a certificate is in a log. */
  public static EvidenceName proof(String certificate) {
    return new EvidenceName(Folder.PROOFS, certificate);
  }

  /** A certificate as a document for people. */
  public static EvidenceName pdf(String certificate) {
    return new EvidenceName(Folder.PDFS, certificate);
  }

  /** The receipt of the request that a certificate is about, sealed to somebody. */
  public static EvidenceName receipt(String certificate) {
    return new EvidenceName(Folder.RECEIPTS, certificate);
  }

  /** The public key of a log, with its name. */
  public static EvidenceName logKey(String log) {
    return new EvidenceName(Folder.LOG_KEYS, log);
  }

  /** A file of a log: its checkpoint, or a tile. */
  public static EvidenceName ofLog(String log, String path) {
    return new EvidenceName(Folder.LOG, log + "/" + path);
  }

  /**
   * The checkpoint that a log had at a size, with what witnesses signed of it.
   *
   * @param size names sort in this order
   */
  public static EvidenceName cosigned(String log, long size) {
    return new EvidenceName(Folder.COSIGNED, "%s-%018d".formatted(log, size));
  }

  /** The checkpoint that a log had at a size, as it was time-stamped; names sort by size. */
  public static EvidenceName stamped(String log, long size) {
    return new EvidenceName(Folder.STAMPED, "%s-%018d".formatted(log, size));
  }

  /** The time-stamp of such a checkpoint, an RFC 3161 reply. */
  public static EvidenceName stamp(String log, long size) {
    return new EvidenceName(Folder.STAMPS, "%s-%018d".formatted(log, size));
  }

  /** The copy of a public key. */
  public static EvidenceName publicKey(String keyId) {
    return new EvidenceName(Folder.KEYS, keyId);
  }

  /** The statement that a key took the place of another, by the id of the later one. */
  public static EvidenceName keyEvent(String keyId) {
    return new EvidenceName(Folder.KEY_EVENTS, keyId);
  }

  /** The statement that certificates were removed under a retention rule. */
  public static EvidenceName removal(String id) {
    return new EvidenceName(Folder.REMOVALS, id);
  }

  /** The archived text of a job file with a SHA-256, lower-case hex. */
  public static EvidenceName jobFile(String digest) {
    return new EvidenceName(Folder.JOBS, digest);
  }

  /**
   * A piece of a job's mirror.
   *
   * @param job SHA-256 of the job's name, lower-case hex
   * @param first number of the first entry in it; names sort in this order
   */
  public static EvidenceName mirror(String job, long first) {
    return new EvidenceName(Folder.MIRROR, "%s-%015d".formatted(job.substring(0, 16), first));
  }

  /** The name that a file of a folder stands for; empty for files that are not ours. */
  static Optional<EvidenceName> ofFile(Folder folder, String file) {
    if (!file.endsWith(folder.suffix)) {
      return Optional.empty();
    }
    return find(folder, file.substring(0, file.length() - folder.suffix.length()));
  }

  /**
   * Whether its file is replaced as time goes by: only what says how far a log has come, and what
   * witnesses add to that.
   */
  boolean isReplaced() {
    return folder == Folder.COSIGNED
        || folder == Folder.PROOFS
        || (folder == Folder.LOG && stem.endsWith("/" + CHECKPOINT));
  }

  /** Whether its file is removed once it has served its time. */
  boolean isRemoved() {
    return switch (folder) {
      case CERTIFICATES, PROOFS, PDFS, RECEIPTS, STAMPED, STAMPS -> true;
      default -> false;
    };
  }

  /** The file's name inside its folder. */
  public String file() {
    return stem + folder.suffix;
  }

  @Override
  public String toString() {
    return folder.directory + "/" + file();
  }
}
