package org.quietus.objectstore.s3;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Capabilities;
import org.quietus.objectstore.Capability;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Permit;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.Precondition;
import org.quietus.objectstore.Staged;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.Ticket;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Makes content current. A write whose reply was lost is found again by its write id instead of
 * being made twice. Where there are versions, the key's history tells afterwards whether the
 * condition was met, and our version is taken back if it was not.
 */
final class S3Writer {
  private final S3Connection connection;
  private final S3Listing listing;
  private final S3Objects objects;
  private final S3Parts parts;
  private final S3Deletion deletion;

  S3Writer(
      S3Connection connection,
      S3Listing listing,
      S3Objects objects,
      S3Parts parts,
      S3Deletion deletion) {
    this.connection = connection;
    this.listing = listing;
    this.objects = objects;
    this.parts = parts;
    this.deletion = deletion;
  }

  Pin commit(
      Staged staged,
      Attributes attributes,
      Precondition precondition,
      Capabilities capabilities,
      Permit permit) {
    Ticket ticket = staged.ticket();
    boolean honoured =
        capabilities.has(
            precondition instanceof Precondition.Absent
                ? Capability.IF_NONE_MATCH_ON_COMPLETE
                : Capability.IF_MATCH_ON_COMPLETE);
    return write(
        ticket.key(),
        ticket.writeId(),
        precondition,
        capabilities,
        honoured,
        () ->
            permit.during(
                () ->
                    complete(
                        staged,
                        connection.keyHeaders(attributes),
                        honoured ? precondition : Precondition.none())));
  }

  Pin put(
      ObjectKey key,
      String writeId,
      Attributes attributes,
      byte[] content,
      Precondition precondition,
      Capabilities capabilities) {
    boolean honoured =
        capabilities.has(
            precondition instanceof Precondition.Absent
                ? Capability.IF_NONE_MATCH
                : Capability.IF_MATCH);
    return write(
        key,
        writeId,
        precondition,
        capabilities,
        honoured,
        () ->
            putOnce(
                key,
                S3Headers.of(
                    attributes, writeId, replaced(precondition), connection.keyHeaders(attributes)),
                attributes,
                content,
                honoured ? precondition : Precondition.none()));
  }

  /** Makes a write that takes effect once, however often its reply is lost. */
  Pin settled(ObjectKey key, String writeId, Supplier<Pin> write) {
    return settled(key, writeId, Set.of(), write);
  }

  /** {@code before} are versions that stood there before, of which there may be thousands. */
  private Pin settled(ObjectKey key, String writeId, Set<Pin> before, Supplier<Pin> write) {
    return connection
        .retry()
        .call(
            attempt -> {
              Optional<Pin> done = attempt == 1 ? Optional.empty() : find(key, writeId, before);
              if (done.isPresent()) {
                return done.get();
              }
              try {
                return write.get();
              } catch (StoreException.Changed | StoreException.Gone e) {
                return find(key, writeId, before).orElseThrow(() -> e);
              }
            });
  }

  private Pin write(
      ObjectKey key,
      String writeId,
      Precondition precondition,
      Capabilities capabilities,
      boolean honoured,
      Supplier<Pin> write) {
    if (precondition instanceof Precondition.None) {
      return settled(key, writeId, write);
    }
    if (!capabilities.has(Capability.VERSIONS)) {
      if (honoured) {
        return settled(key, writeId, write);
      }
      throw new StoreException.Unsupported(
          "this bucket neither honours conditions nor keeps versions, so a write could overwrite"
              + " somebody else's; enable versioning");
    }
    // Also where the condition is honoured: some stores compare first and write later.
    History before = new History(listing.history(key));
    if (!before.meets(precondition)) {
      Pin done = find(key, writeId).orElseThrow(S3Writer::changed);
      return checked(
          done, history -> history.follows(done, before.knownTo(precondition)), capabilities);
    }
    Pin ours = settled(key, writeId, before.pins(), write);
    return checked(
        ours, history -> history.follows(ours, before.pins(), precondition), capabilities);
  }

  private Pin checked(Pin ours, Predicate<History> unharmed, Capabilities capabilities) {
    History history = new History(listing.history(ours.key()));
    if (!unharmed.test(history) || history.isContested(ours, objects::replaced)) {
      deletion.delete(ours, capabilities, Permit.GRANTED);
      throw changed();
    }
    return ours;
  }

  private static StoreException.Changed changed() {
    return new StoreException.Changed("somebody else wrote to the object first");
  }

  /** The version that a write has made, if it is there. */
  Optional<Pin> find(ObjectKey key, String writeId) {
    return find(key, writeId, Set.of());
  }

  private Optional<Pin> find(ObjectKey key, String writeId, Set<Pin> before) {
    return listing.history(key).stream()
        .filter(version -> !version.deleteMarker())
        .map(ObjectVersion::pin)
        .filter(pin -> !before.contains(pin))
        .filter(pin -> isFrom(writeId, pin))
        .findFirst();
  }

  private boolean isFrom(String writeId, Pin pin) {
    try {
      return objects.writeId(pin).filter(writeId::equals).isPresent();
    } catch (StoreException.Gone | StoreException.Changed e) {
      return false;
    }
  }

  /** Names what was written, also if the store did not: Ceph leaves out one or the other. */
  Pin named(ObjectKey key, String writeId, @Nullable String versionId, @Nullable String etag) {
    if (versionId == null || etag == null || etag.isEmpty()) {
      return find(key, writeId).orElseThrow(S3Writer::changed);
    }
    return pin(key, versionId, etag);
  }

  private Pin complete(Staged staged, Map<String, String> key, Precondition precondition) {
    Ticket ticket = staged.ticket();
    List<Part> filled = parts.list(ticket, key);
    if (filled.isEmpty()) {
      // Every upload has a part; some stores list none instead of saying that it is gone.
      throw new StoreException.Gone("no such upload");
    }
    if (filled.stream().mapToLong(Part::size).sum() != staged.size()) {
      throw new StoreException.Refused("the upload does not hold what was staged");
    }
    CompleteMultipartUploadResponse reply =
        connection.once(
            "CompleteMultipartUpload",
            () ->
                connection
                    .client()
                    .completeMultipartUpload(
                        r ->
                            r.bucket(connection.bucket())
                                .key(connection.nameOf(ticket.key()))
                                .uploadId(ticket.uploadId())
                                .ifMatch(ifMatch(precondition))
                                .ifNoneMatch(ifNoneMatch(precondition))
                                .overrideConfiguration(S3Connection.with(key))
                                .multipartUpload(
                                    m ->
                                        m.parts(
                                            filled.stream().map(S3Parts::completed).toList()))));
    return named(ticket.key(), ticket.writeId(), reply.versionId(), reply.eTag());
  }

  private Pin putOnce(
      ObjectKey key,
      AwsRequestOverrideConfiguration headers,
      Attributes attributes,
      byte[] content,
      Precondition precondition) {
    PutObjectResponse reply =
        connection.once(
            "PutObject",
            () ->
                connection
                    .client()
                    .putObject(
                        r ->
                            r.bucket(connection.bucket())
                                .key(connection.nameOf(key))
                                .contentType(S3Headers.contentType(attributes))
                                .contentMD5(S3Parts.md5(content, content.length))
                                .checksumAlgorithm(Crc64Nvme.others(attributes))
                                .checksumCRC64NVME(
                                    Crc64Nvme.of(attributes, content, content.length))
                                .ifMatch(ifMatch(precondition))
                                .ifNoneMatch(ifNoneMatch(precondition))
                                .overrideConfiguration(headers),
                        S3Parts.body(content, content.length, S3Headers.contentType(attributes))));
    return pin(key, reply.versionId(), reply.eTag());
  }

  private static Optional<String> replaced(Precondition precondition) {
    if (precondition instanceof Precondition.Replacing replacing) {
      return Optional.of(replacing.pin().versionId());
    }
    return precondition instanceof Precondition.Absent
        ? Optional.of(History.NOTHING)
        : Optional.empty();
  }

  static Pin pin(ObjectKey key, @Nullable String versionId, String etag) {
    return new Pin(key, versionId == null ? Pin.NULL_VERSION : versionId, etag);
  }

  private static @Nullable String ifMatch(Precondition precondition) {
    return precondition instanceof Precondition.Replacing replacing ? replacing.pin().etag() : null;
  }

  private static @Nullable String ifNoneMatch(Precondition precondition) {
    return precondition instanceof Precondition.Absent ? "*" : null;
  }
}
