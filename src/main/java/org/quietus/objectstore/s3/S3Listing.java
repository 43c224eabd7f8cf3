package org.quietus.objectstore.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.PendingUpload;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.Ticket;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Lists a bucket page by page, at most one page in memory. */
final class S3Listing {
  /** The order of S3: keys by their bytes, then the current version, then from new to old. */
  private static final Comparator<ObjectVersion> ORDER =
      Comparator.<ObjectVersion, byte[]>comparing(
              version -> version.key().value().getBytes(StandardCharsets.UTF_8),
              Arrays::compareUnsigned)
          .thenComparing(version -> !version.latest())
          .thenComparing(ObjectVersion::lastModified, Comparator.reverseOrder());

  private final S3Connection connection;

  S3Listing(S3Connection connection) {
    this.connection = connection;
  }

  Stream<ObjectVersion> versions(String prefix) {
    Progress progress = new Progress();
    return pages(
            versionPage(prefix, null, null),
            page ->
                Boolean.TRUE.equals(page.isTruncated())
                    ? Optional.of(
                        progress.from(
                            page.nextKeyMarker(),
                            page.nextVersionIdMarker(),
                            (key, version) -> versionPage(prefix, key, version)))
                    : Optional.empty())
        .flatMap(this::versions);
  }

  /** Lists no more than the current version or delete marker of a key. */
  Optional<ObjectVersion> newest(ObjectKey key) {
    return versions(versionPage(key.value(), null, null, 1))
        .findFirst()
        .filter(version -> version.key().equals(key));
  }

  /** Lists one key, its versions with content in the store's order, new to old. */
  List<ObjectVersion> history(ObjectKey key) {
    try (Stream<ObjectVersion> all = versions(key.value())) {
      return all.takeWhile(version -> version.key().equals(key)).toList();
    }
  }

  Stream<PendingUpload> pendingUploads(String prefix) {
    Progress progress = new Progress();
    return pages(
            uploadPage(prefix, null, null),
            page ->
                Boolean.TRUE.equals(page.isTruncated())
                    ? Optional.of(
                        progress.from(
                            page.nextKeyMarker(),
                            page.nextUploadIdMarker(),
                            (key, upload) -> uploadPage(prefix, key, upload)))
                    : Optional.empty())
        .flatMap(page -> page.uploads().stream())
        .flatMap(upload -> pending(upload).stream());
  }

  /**
   * Sees that each page of a listing begins behind the one before it, so that it comes to an end.
   */
  private static final class Progress {
    private List<String> last = List.of("", "");

    <P> P from(
        @Nullable String key,
        @Nullable String id,
        BiFunction<@Nullable String, @Nullable String, P> page) {
      List<String> next = List.of(key == null ? "" : key, id == null ? "" : id);
      if (next.equals(last)) {
        throw new StoreException.Refused("S3 lists the same page again and again");
      }
      last = next;
      return page.apply(key, id);
    }
  }

  private static <P> Stream<P> pages(P first, Function<P, Optional<P>> next) {
    return Stream.iterate(Optional.of(first), Optional::isPresent, page -> page.flatMap(next))
        .flatMap(Optional::stream);
  }

  private ListObjectVersionsResponse versionPage(
      String prefix, @Nullable String key, @Nullable String version) {
    return versionPage(prefix, key, version, connection.settings().limits().page());
  }

  private ListObjectVersionsResponse versionPage(
      String prefix, @Nullable String key, @Nullable String version, int most) {
    return connection.call(
        "ListObjectVersions",
        () ->
            connection
                .client()
                .listObjectVersions(
                    r ->
                        r.bucket(connection.bucket())
                            .prefix(connection.settings().root() + prefix)
                            .maxKeys(most)
                            .keyMarker(key)
                            .versionIdMarker(version)));
  }

  /** Merges what the SDK has taken apart, keeping the store's order of versions with content. */
  private Stream<ObjectVersion> versions(ListObjectVersionsResponse page) {
    List<ObjectVersion> all = new ArrayList<>();
    for (software.amazon.awssdk.services.s3.model.ObjectVersion version : page.versions()) {
      if (isRoot(version.key()) || (version.key().endsWith("/") && version.size() == 0)) {
        continue;
      }
      all.add(
          new ObjectVersion(
              pin(version.key(), version.versionId(), version.eTag()),
              version.size(),
              version.lastModified(),
              Boolean.TRUE.equals(version.isLatest()),
              Optional.ofNullable(version.storageClassAsString())));
    }
    for (DeleteMarkerEntry marker : page.deleteMarkers()) {
      if (isRoot(marker.key()) || marker.key().endsWith("/")) {
        continue;
      }
      all.add(
          new ObjectVersion(
              pin(marker.key(), marker.versionId(), ""),
              0,
              marker.lastModified(),
              Boolean.TRUE.equals(marker.isLatest()),
              Optional.empty()));
    }
    all.sort(ORDER);
    return all.stream();
  }

  /**
   * Where people make folders, consoles make empty objects whose names end in a slash; one may have
   * the very name of the store's root.
   */
  private boolean isRoot(String name) {
    return name.length() <= connection.settings().root().length();
  }

  private Pin pin(String name, @Nullable String versionId, String etag) {
    return new Pin(connection.keyOf(name), versionId == null ? Pin.NULL_VERSION : versionId, etag);
  }

  private ListMultipartUploadsResponse uploadPage(
      String prefix, @Nullable String key, @Nullable String upload) {
    return connection.call(
        "ListMultipartUploads",
        () ->
            connection
                .client()
                .listMultipartUploads(
                    r ->
                        r.bucket(connection.bucket())
                            .prefix(connection.settings().root() + prefix)
                            .keyMarker(key)
                            .uploadIdMarker(upload)));
  }

  private Optional<PendingUpload> pending(MultipartUpload upload) {
    try {
      boolean empty =
          connection
              .call(
                  "ListParts",
                  () ->
                      connection
                          .client()
                          .listParts(
                              r ->
                                  r.bucket(connection.bucket())
                                      .key(upload.key())
                                      .uploadId(upload.uploadId())
                                      .maxParts(1)))
              .parts()
              .isEmpty();
      Ticket ticket = new Ticket(connection.keyOf(upload.key()), upload.uploadId(), "");
      return Optional.of(new PendingUpload(ticket, upload.initiated(), empty));
    } catch (StoreException.Gone e) {
      return Optional.empty();
    }
  }
}
