package org.quietus.evidence;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of one immutable file in the evidence store, {@code folder/stem.suffix}, e.g. {@code
 * certificates/run-0b1c-1.json}.
 *
 * @param stem 1 to 128 ASCII letters, digits, hyphens and underscores, beginning with a letter or
 *     digit; the same on every file system and in every bucket, and never a path
 */
public record EvidenceName(Folder folder, String stem) {

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

  /** The folders of an evidence store, each with one kind of file. */
  public enum Folder {
    CERTIFICATES("certificates", ".json"),
    KEYS("keys", ".pub.pem"),
    JOBS("jobs", ".yaml"),
    MIRROR("mirror", ".json");

    private final String directory;
    private final String suffix;

    Folder(String directory, String suffix) {
      this.directory = directory;
      this.suffix = suffix;
    }

    /** The folder's name in the store. */
    public String directory() {
      return directory;
    }
  }

  public EvidenceName {
    if (!SAFE.matcher(stem).matches()) {
      throw new IllegalArgumentException(
          "a name in " + folder.directory + "/ is 1 to 128 letters, digits, '-' and '_'");
    }
  }

  /** The name that a text would be in a folder; empty if no file can be called so. */
  public static Optional<EvidenceName> find(Folder folder, String stem) {
    return SAFE.matcher(stem).matches()
        ? Optional.of(new EvidenceName(folder, stem))
        : Optional.empty();
  }

  /** The signed certificate with an id. */
  public static EvidenceName certificate(String id) {
    return new EvidenceName(Folder.CERTIFICATES, id);
  }

  /** The copy of a public key. */
  public static EvidenceName publicKey(String keyId) {
    return new EvidenceName(Folder.KEYS, keyId);
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

  /** The file's name inside its folder. */
  public String file() {
    return stem + folder.suffix;
  }

  @Override
  public String toString() {
    return folder.directory + "/" + file();
  }
}
