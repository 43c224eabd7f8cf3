package org.quietus.objectstore.s3;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.PendingUpload;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Objects of a few bytes to try things on, removed in every version when closed. */
final class S3Scratch implements AutoCloseable {
  /** Where probes write; nothing in it is an object. */
  static final String FOLDER = "quietus-probe/";

  private static final Duration SURELY_ABANDONED = Duration.ofHours(1);

  private final S3Connection connection;
  private final S3Listing listing;
  private final Clock clock;
  private final String folder;
  private final String own;
  private int writes;

  S3Scratch(S3Connection connection, S3Listing listing, Clock clock, String prefix) {
    this.connection = connection;
    this.listing = listing;
    this.clock = clock;
    this.folder = prefix + FOLDER;
    this.own = folder + UUID.randomUUID() + "/";
  }

  ObjectKey key(String name) {
    return new ObjectKey(own + name);
  }

  /** Writes other content each time, so that each write has another ETag. */
  Pin put(ObjectKey key, Consumer<PutObjectRequest.Builder> with) {
    byte[] content = ("probe " + writes++).getBytes(StandardCharsets.UTF_8);
    return connection.call(
        "PutObject",
        () -> {
          PutObjectRequest.Builder request =
              PutObjectRequest.builder()
                  .bucket(connection.bucket())
                  .key(connection.nameOf(key))
                  .contentMD5(S3Parts.md5(content, content.length));
          with.accept(request);
          var reply =
              connection
                  .client()
                  .putObject(request.build(), S3Parts.body(content, content.length, "text/plain"));
          return S3Writer.pin(key, reply.versionId(), reply.eTag());
        });
  }

  Pin putInParts(ObjectKey key, Consumer<CompleteMultipartUploadRequest.Builder> with) {
    byte[] content = ("probe " + writes++).getBytes(StandardCharsets.UTF_8);
    String name = connection.nameOf(key);
    return connection.call(
        "CompleteMultipartUpload",
        () -> {
          String upload =
              connection
                  .client()
                  .createMultipartUpload(r -> r.bucket(connection.bucket()).key(name))
                  .uploadId();
          UploadPartResponse part =
              connection
                  .client()
                  .uploadPart(
                      r ->
                          r.bucket(connection.bucket())
                              .key(name)
                              .uploadId(upload)
                              .partNumber(1)
                              .contentMD5(S3Parts.md5(content, content.length)),
                      S3Parts.body(content, content.length, "text/plain"));
          CompleteMultipartUploadRequest.Builder request =
              CompleteMultipartUploadRequest.builder()
                  .bucket(connection.bucket())
                  .key(name)
                  .uploadId(upload)
                  .multipartUpload(
                      m ->
                          m.parts(
                              List.of(
                                  CompletedPart.builder()
                                      .partNumber(1)
                                      .eTag(part.eTag())
                                      .build())));
          with.accept(request);
          var reply = connection.client().completeMultipartUpload(request.build());
          return S3Writer.pin(key, reply.versionId(), reply.eTag());
        });
  }

  /** Leaves a delete marker where there are versions, and nothing elsewhere. */
  void putAndDelete(ObjectKey key) {
    put(key, r -> {});
    connection.call(
        "DeleteObject",
        () ->
            connection
                .client()
                .deleteObject(r -> r.bucket(connection.bucket()).key(connection.nameOf(key))));
  }

  void delete(Pin pin, Consumer<DeleteObjectRequest.Builder> with) {
    connection.call(
        "DeleteObject",
        () -> {
          DeleteObjectRequest.Builder request =
              DeleteObjectRequest.builder()
                  .bucket(connection.bucket())
                  .key(connection.nameOf(pin.key()))
                  .versionId(pin.versionId());
          with.accept(request);
          return connection.client().deleteObject(request.build());
        });
  }

  /** Removes our objects, and those of a probe that was killed. */
  @Override
  public void close() {
    Instant abandoned = clock.instant().minus(SURELY_ABANDONED);
    List<Pin> left;
    try (Stream<ObjectVersion> all = listing.versions(folder)) {
      left =
          all.filter(v -> isOwn(v.key()) || v.lastModified().isBefore(abandoned))
              .map(ObjectVersion::pin)
              .toList();
    }
    left.forEach(this::remove);
    try (Stream<PendingUpload> all = listing.pendingUploads(folder)) {
      all.filter(u -> isOwn(u.ticket().key()) || u.begun().isBefore(abandoned))
          .map(PendingUpload::ticket)
          .toList()
          .forEach(new S3Parts(connection)::discard);
    }
  }

  private boolean isOwn(ObjectKey key) {
    return key.value().startsWith(own);
  }

  private void remove(Pin pin) {
    try {
      delete(pin, request -> {});
    } catch (StoreException.Gone e) {
      // Deleted by a call whose reply was lost.
    } catch (StoreException.Denied e) {
      release(pin);
      delete(pin, request -> {});
    }
  }

  void release(Pin pin) {
    connection.call(
        "PutObjectLegalHold",
        () ->
            connection
                .client()
                .putObjectLegalHold(
                    r ->
                        r.bucket(connection.bucket())
                            .key(connection.nameOf(pin.key()))
                            .versionId(pin.versionId())
                            .legalHold(h -> h.status(ObjectLockLegalHoldStatus.OFF))));
  }
}
