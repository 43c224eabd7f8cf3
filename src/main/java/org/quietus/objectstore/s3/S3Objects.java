package org.quietus.objectstore.s3;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Grant;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.SystemHeader;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Type;

/** Reads what S3 keeps about one version beside its content. */
final class S3Objects {
  private static final List<String> ARCHIVES = List.of("GLACIER", "DEEP_ARCHIVE");

  private final S3Connection connection;

  S3Objects(S3Connection connection) {
    this.connection = connection;
  }

  ObjectDetails details(Pin pin) {
    HeadObjectResponse head = head(pin);
    if (head.contentLength() == null || head.lastModified() == null) {
      throw new StoreException.Refused("S3 does not say how large an object is, and how old");
    }
    return new ObjectDetails(
        pin,
        head.contentLength(),
        head.lastModified(),
        withoutWriteId(head.metadata()),
        Optional.ofNullable(head.storageClassAsString()),
        archived(head),
        lock(head),
        false,
        Set.of());
  }

  Attributes attributes(Pin pin) {
    HeadObjectResponse head = head(pin);
    if (head.missingMeta() != null && head.missingMeta() > 0) {
      throw new StoreException.Unsupported("an object has user metadata that S3 does not hand out");
    }
    Map<SystemHeader, String> headers = new EnumMap<>(SystemHeader.class);
    for (SystemHeader header : SystemHeader.values()) {
      head.sdkHttpResponse()
          .firstMatchingHeader(header.wireName())
          .ifPresent(value -> headers.put(header, value));
    }
    return new Attributes(
        headers,
        withoutWriteId(head.metadata()),
        tags(pin),
        Optional.ofNullable(head.storageClassAsString()).filter(name -> !name.equals("STANDARD")),
        checksumAlgorithm(head),
        grants(pin),
        lock(head));
  }

  /** Names and values of user metadata and tags. */
  List<String> labels(Pin pin) {
    return Stream.of(withoutWriteId(head(pin).metadata()), tags(pin))
        .flatMap(labels -> labels.entrySet().stream())
        .flatMap(label -> Stream.of(label.getKey(), label.getValue()))
        .toList();
  }

  /** Returns the identity of the write that made a version, if it was one of ours. */
  Optional<String> writeId(Pin pin) {
    return Optional.ofNullable(head(pin).metadata().get(S3Headers.WRITE_ID));
  }

  /**
   * Returns the version that a conditional write of ours was to replace, or {@link
   * History#NOTHING}; empty if it was no such write.
   */
  Optional<String> replaced(Pin pin) {
    try {
      return Optional.ofNullable(head(pin).metadata().get(S3Headers.REPLACES));
    } catch (StoreException.Gone | StoreException.Changed e) {
      return Optional.empty(); // taken back
    }
  }

  HeadObjectResponse head(Pin pin) {
    HeadObjectResponse head;
    try {
      head = connection.keyed("HeadObject", key -> headOnce(pin, key));
    } catch (StoreException.Gone e) {
      requireBucket();
      throw e;
    } catch (StoreException.Refused | StoreException.Denied e) {
      requireLetIn(pin);
      throw e;
    }
    if (!pin.etag().equals(head.eTag())) {
      throw new StoreException.Changed("the content is not the one that was listed");
    }
    return head;
  }

  private HeadObjectResponse headOnce(Pin pin, Map<String, String> key) {
    return connection
        .client()
        .headObject(
            r ->
                r.bucket(connection.bucket())
                    .key(connection.nameOf(pin.key()))
                    .versionId(pin.versionId())
                    .checksumMode(ChecksumMode.ENABLED)
                    .overrideConfiguration(S3Connection.with(key)));
  }

  /** A head has no body to say that credentials have expired either. */
  private void requireLetIn(Pin pin) {
    try {
      new S3Listing(connection).newest(pin.key());
    } catch (StoreException.Denied e) {
      throw e;
    } catch (StoreException e) {
      // What was said of the object stands.
    }
  }

  /** A head has no body to say that the bucket is missing, and that must not look like success. */
  private void requireBucket() {
    try {
      connection.call(
          "HeadBucket", () -> connection.client().headBucket(r -> r.bucket(connection.bucket())));
    } catch (StoreException.Gone e) {
      throw new StoreException.Refused("there is no such bucket");
    }
  }

  /** Makes up for what was lost on the way: Ceph drops tags and retentions of uploads in parts. */
  Pin madeUp(Pin pin, Attributes attributes) {
    Lock wanted = attributes.lock();
    if (wanted.mode().isPresent() && !wanted.equals(details(pin).lock())) {
      connection.call(
          "PutObjectRetention",
          () ->
              connection
                  .client()
                  .putObjectRetention(
                      r ->
                          r.bucket(connection.bucket())
                              .key(connection.nameOf(pin.key()))
                              .versionId(pin.versionId())
                              .retention(
                                  lock ->
                                      lock.mode(wanted.mode().orElseThrow().name())
                                          .retainUntilDate(wanted.until().orElseThrow()))));
    }
    return tagged(pin, attributes);
  }

  private Pin tagged(Pin pin, Attributes attributes) {
    if (!attributes.tags().isEmpty() && !attributes.tags().equals(tags(pin))) {
      List<Tag> tags =
          attributes.tags().entrySet().stream()
              .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
              .toList();
      connection.call(
          "PutObjectTagging",
          () ->
              connection
                  .client()
                  .putObjectTagging(
                      r ->
                          r.bucket(connection.bucket())
                              .key(connection.nameOf(pin.key()))
                              .versionId(pin.versionId())
                              .tagging(t -> t.tagSet(tags))));
    }
    return pin;
  }

  private Map<String, String> tags(Pin pin) {
    try {
      return connection.tags(pin);
    } catch (StoreException.Unsupported e) {
      return Map.of();
    }
  }

  private List<Grant> grants(Pin pin) {
    try {
      return grants(
          connection.call(
              "GetObjectAcl",
              () ->
                  connection
                      .client()
                      .getObjectAcl(
                          r ->
                              r.bucket(connection.bucket())
                                  .key(connection.nameOf(pin.key()))
                                  .versionId(pin.versionId()))));
    } catch (StoreException.Unsupported e) {
      return List.of();
    }
  }

  /** Leaves out the list that every object has by default: full control for its owner. */
  private static List<Grant> grants(GetObjectAclResponse acl) {
    List<Grant> grants =
        acl.grants().stream()
            .map(
                grant ->
                    grant.grantee().type() == Type.GROUP
                        ? new Grant("uri", grant.grantee().uri(), grant.permissionAsString())
                        : new Grant("id", grant.grantee().id(), grant.permissionAsString()))
            .toList();
    String owner = acl.owner() == null ? "" : acl.owner().id();
    return grants.equals(List.of(new Grant("id", owner, "FULL_CONTROL"))) ? List.of() : grants;
  }

  private static Map<String, String> withoutWriteId(Map<String, String> metadata) {
    Map<String, String> rest = new TreeMap<>();
    metadata.forEach((name, value) -> rest.put(name.toLowerCase(Locale.ROOT), value));
    rest.remove(S3Headers.WRITE_ID);
    rest.remove(S3Headers.REPLACES);
    return rest;
  }

  private static boolean archived(HeadObjectResponse head) {
    boolean inArchive =
        head.archiveStatus() != null || ARCHIVES.contains(String.valueOf(head.storageClass()));
    boolean restored =
        head.restore() != null && head.restore().contains("ongoing-request=\"false\"");
    return inArchive && !restored;
  }

  private static Lock lock(HeadObjectResponse head) {
    boolean retained = head.objectLockMode() != null && head.objectLockRetainUntilDate() != null;
    return new Lock(
        retained ? Optional.of(mode(head.objectLockModeAsString())) : Optional.empty(),
        retained ? Optional.of(head.objectLockRetainUntilDate()) : Optional.empty(),
        head.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON);
  }

  /** What is not known is as strict as can be. */
  static Lock.Mode mode(@Nullable String name) {
    return Lock.Mode.GOVERNANCE.name().equalsIgnoreCase(name)
        ? Lock.Mode.GOVERNANCE
        : Lock.Mode.COMPLIANCE;
  }

  private static Optional<String> checksumAlgorithm(HeadObjectResponse head) {
    if (head.checksumCRC64NVME() != null) {
      return Optional.of(Crc64Nvme.NAME);
    }
    if (head.checksumCRC32() != null) {
      return Optional.of("CRC32");
    }
    if (head.checksumCRC32C() != null) {
      return Optional.of("CRC32C");
    }
    if (head.checksumSHA1() != null) {
      return Optional.of("SHA1");
    }
    return Optional.ofNullable(head.checksumSHA256()).map(value -> "SHA256");
  }
}
