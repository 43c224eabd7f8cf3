package org.quietus.backup.set;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.directory.DirectoryStore;
import org.quietus.objectstore.s3.S3Settings;
import org.quietus.objectstore.s3.S3Store;

/** Makes object stores. */
public final class ObjectStores {
  private ObjectStores() {}

  /** Opens a bucket; asks it nothing yet. */
  public static ObjectStore open(S3Settings settings, Clock clock) {
    return new S3Store(settings, clock);
  }

  /** Opens an existing directory, which may be named by a {@code file:} URL. */
  public static ObjectStore open(URI directory, Clock clock) {
    if (!"file".equals(directory.getScheme())) {
      throw new IllegalArgumentException(
          "'" + directory.getScheme() + ":' is not a directory; use e.g. 'file:///var/backups'");
    }
    return open(Path.of(directory), clock);
  }

  /** Opens an existing directory. */
  public static ObjectStore open(Path directory, Clock clock) {
    return new DirectoryStore(directory, clock);
  }
}
