package org.quietus.evidence;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.directory.SmallFiles;
import org.quietus.objectstore.s3.S3Settings;
import org.quietus.objectstore.s3.S3Store;

/** Opens evidence stores by their URI. */
public final class EvidenceStores {

  private EvidenceStores() {}

  /**
   * The store at {@code file:///absolute/directory}, which is made with the first file in it.
   *
   * @throws IllegalArgumentException for any other URI, saying what to write
   */
  public static EvidenceStore open(URI uri) {
    boolean plainFile =
        "file".equalsIgnoreCase(uri.getScheme())
            && uri.getRawAuthority() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && uri.getRawPath() != null
            && uri.getRawPath().startsWith("/");
    if (!plainFile) {
      throw new IllegalArgumentException(
          "the evidence store is not a directory URI; write e.g. 'file:///var/lib/quietus/evidence'"
              + (uri.getScheme() == null ? "" : " (found scheme '" + uri.getScheme() + "')"));
    }
    return at(Path.of(uri));
  }

  /** Whether there is a store, which is not made; of a bucket nobody is asked. */
  public static boolean isThere(URI uri) {
    return !"file".equalsIgnoreCase(uri.getScheme()) || Files.isDirectory(Path.of(uri));
  }

  /** The store in a bucket, below a prefix; nothing is asked of it yet. */
  public static EvidenceStore open(S3Settings bucket, Clock clock) {
    return new StoredEvidence(
        new S3Store(bucket, clock), URI.create("s3://" + bucket.bucket() + "/" + bucket.root()));
  }

  /** The store that a certificate file lies in, {@code STORE/certificates/….json}, if it does. */
  public static Optional<EvidenceStore> around(Path certificateFile) {
    return Optional.ofNullable(certificateFile.toAbsolutePath().normalize().getParent())
        .filter(folder -> folder.endsWith(EvidenceName.Folder.CERTIFICATES.directory()))
        .map(Path::getParent)
        .filter(store -> Files.isDirectory(store.resolve(EvidenceName.Folder.KEYS.directory())))
        .map(EvidenceStores::at);
  }

  /** The store in a directory, which is made with the first file in it. */
  public static EvidenceStore at(Path directory) {
    try {
      SmallFiles files = new SmallFiles(directory);
      return new StoredEvidence(files, files.url());
    } catch (StoreException e) {
      throw new EvidenceUnavailable(
          "the evidence store cannot be opened: " + e.getMessage(),
          new IOException(e.getMessage(), e),
          false);
    }
  }
}
