package org.quietus.cli.certificate;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.job.Refusal;
import org.quietus.objectstore.s3.S3Settings;
import picocli.CommandLine.Option;

/** How an evidence store is opened without the job file: a folder or a bucket. */
final class BucketOptions {

  private static final String BUCKET = "s3://";

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "The address of an S3 server other than Amazon's.")
  private Optional<URI> endpoint = Optional.empty();

  @Option(names = "--region", paramLabel = "REGION", description = "The region of the bucket.")
  private Optional<String> region = Optional.empty();

  /**
   * The store, with the credentials that the S3 client finds by itself.
   *
   * @param store a folder, or {@code s3://BUCKET/PREFIX/}
   * @throws Refusal if it is neither a folder nor the address of a bucket
   */
  EvidenceStore open(String store, Clock clock) {
    return store.startsWith(BUCKET) ? bucket(store, clock) : EvidenceStores.at(folder(store));
  }

  private EvidenceStore bucket(String store, Clock clock) {
    try {
      S3Settings settings = S3Settings.of(URI.create(store), endpoint, region, Optional.empty());
      return EvidenceStores.open(settings, clock);
    } catch (IllegalArgumentException e) {
      throw new Refusal("the address of a bucket is s3://BUCKET/PREFIX/");
    }
  }

  private static Path folder(String store) {
    try {
      Path folder = Path.of(store);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException e) {
      // no folder is called so
    }
    throw new Refusal(store + " is not a folder; give that of an evidence store");
  }
}
