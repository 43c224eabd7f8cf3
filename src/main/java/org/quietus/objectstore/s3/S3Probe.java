package org.quietus.objectstore.s3;

import java.time.Clock;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.objectstore.Capabilities;
import org.quietus.objectstore.Capability;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;

/**
 * Tries what a store honours: stores that do not know a condition ignore it, which only a write
 * that must fail brings to light.
 */
final class S3Probe {
  private static final String WRONG = "\"00000000000000000000000000000000\"";

  private final S3Connection connection;
  private final S3Listing listing;
  private final Clock clock;
  private final String prefix;

  S3Probe(S3Connection connection, S3Listing listing, Clock clock, String prefix) {
    this.connection = connection;
    this.listing = listing;
    this.clock = clock;
    this.prefix = prefix;
  }

  Capabilities run() {
    Set<Capability> seen = EnumSet.noneOf(Capability.class);
    Optional<Lock.Mode> retention = Optional.empty();
    Optional<GetObjectLockConfigurationResponse> locks = lockConfiguration();
    if (locks.isPresent()) {
      seen.add(Capability.OBJECT_LOCK);
      retention = defaultRetention(locks.get());
    }
    if (retention.isPresent()) {
      // What we wrote here would stay for years; Object Lock comes with versions.
      seen.add(Capability.VERSIONS);
      return new Capabilities(seen, retention);
    }
    try (S3Scratch scratch = new S3Scratch(connection, listing, clock, prefix)) {
      for (Map.Entry<Capability, Trial> trial : trials(seen).entrySet()) {
        if (passes(trial.getValue(), scratch)) {
          seen.add(trial.getKey());
        }
      }
    }
    return new Capabilities(seen, Optional.empty());
  }

  private interface Trial {
    boolean on(S3Scratch scratch);
  }

  private Map<Capability, Trial> trials(Set<Capability> seen) {
    Map<Capability, Trial> trials = new EnumMap<>(Capability.class);
    trials.put(Capability.VERSIONS, this::versions);
    trials.put(Capability.IF_MATCH, this::ifMatch);
    trials.put(Capability.IF_NONE_MATCH, this::ifNoneMatch);
    trials.put(Capability.IF_MATCH_ON_COMPLETE, this::ifMatchOnComplete);
    trials.put(Capability.IF_NONE_MATCH_ON_COMPLETE, this::ifNoneMatchOnComplete);
    trials.put(Capability.CONDITIONAL_DELETE, this::conditionalDelete);
    trials.put(Capability.COPY_SOURCE_IF_MATCH, this::copySourceIfMatch);
    trials.put(Capability.METADATA, this::metadata);
    trials.put(Capability.TAGS, this::tags);
    trials.put(Capability.GONE_AFTER_DELETE, this::goneAfterDelete);
    if (seen.contains(Capability.OBJECT_LOCK)) {
      trials.put(Capability.LOCK_ENFORCED, this::lockEnforced);
    }
    return trials;
  }

  /** A trial that fails otherwise than by the condition shows nothing, so nothing is assumed. */
  private static boolean passes(Trial trial, S3Scratch scratch) {
    try {
      return trial.on(scratch);
    } catch (StoreException.Changed
        | StoreException.Gone
        | StoreException.Unsupported
        | StoreException.Refused e) {
      return false;
    }
  }

  private static boolean refused(Runnable write) {
    try {
      write.run();
      return false;
    } catch (StoreException.Changed e) {
      return true;
    }
  }

  /** Suspended versioning keeps old versions, but no new ones. */
  private boolean versions(S3Scratch scratch) {
    ObjectKey key = scratch.key("versions");
    scratch.put(key, r -> {});
    scratch.put(key, r -> {});
    return listing.history(key).size() > 1
        && connection
                .call(
                    "GetBucketVersioning",
                    () ->
                        connection.client().getBucketVersioning(r -> r.bucket(connection.bucket())))
                .status()
            == BucketVersioningStatus.ENABLED;
  }

  private boolean ifMatch(S3Scratch scratch) {
    ObjectKey key = scratch.key("if-match");
    Pin first = scratch.put(key, r -> {});
    scratch.put(key, r -> r.ifMatch(first.etag()));
    return refused(() -> scratch.put(key, r -> r.ifMatch(first.etag())));
  }

  private boolean ifNoneMatch(S3Scratch scratch) {
    ObjectKey key = scratch.key("if-none-match");
    scratch.putAndDelete(key);
    scratch.put(key, r -> r.ifNoneMatch("*"));
    return refused(() -> scratch.put(key, r -> r.ifNoneMatch("*")));
  }

  private boolean ifMatchOnComplete(S3Scratch scratch) {
    ObjectKey key = scratch.key("if-match-on-complete");
    Pin first = scratch.put(key, r -> {});
    scratch.putInParts(key, r -> r.ifMatch(first.etag()));
    return refused(() -> scratch.putInParts(key, r -> r.ifMatch(first.etag())));
  }

  private boolean ifNoneMatchOnComplete(S3Scratch scratch) {
    ObjectKey key = scratch.key("if-none-match-on-complete");
    scratch.putAndDelete(key);
    scratch.putInParts(key, r -> r.ifNoneMatch("*"));
    return refused(() -> scratch.putInParts(key, r -> r.ifNoneMatch("*")));
  }

  private boolean conditionalDelete(S3Scratch scratch) {
    Pin pin = scratch.put(scratch.key("delete"), r -> {});
    if (!refused(() -> scratch.delete(pin, r -> r.ifMatch(WRONG)))) {
      return false;
    }
    scratch.delete(pin, r -> r.ifMatch(pin.etag()));
    return listing.history(pin.key()).isEmpty();
  }

  private boolean copySourceIfMatch(S3Scratch scratch) {
    Pin pin = scratch.put(scratch.key("copy-source"), r -> {});
    copy(pin, scratch.key("copy"), pin.etag());
    return refused(() -> copy(pin, scratch.key("copy"), WRONG));
  }

  private void copy(Pin source, ObjectKey target, String etag) {
    connection.call(
        "CopyObject",
        () ->
            connection
                .client()
                .copyObject(
                    r ->
                        r.sourceBucket(connection.bucket())
                            .sourceKey(connection.nameOf(source.key()))
                            .sourceVersionId(source.versionId())
                            .copySourceIfMatch(etag)
                            .destinationBucket(connection.bucket())
                            .destinationKey(connection.nameOf(target))));
  }

  private boolean metadata(S3Scratch scratch) {
    Map<String, String> sent = Map.of("quietus-probe", "kept");
    return head(scratch.put(scratch.key("metadata"), r -> r.metadata(sent)))
        .metadata()
        .equals(sent);
  }

  private boolean tags(S3Scratch scratch) {
    Pin pin = scratch.put(scratch.key("tags"), r -> r.tagging("probe=kept"));
    return "kept".equals(connection.tags(pin).get("probe"));
  }

  private boolean goneAfterDelete(S3Scratch scratch) {
    ObjectKey key = scratch.key("gone");
    Pin pin = scratch.put(key, r -> {});
    scratch.put(key, r -> {});
    scratch.delete(pin, r -> {});
    try {
      new S3Reader(connection, pin).close();
      return false;
    } catch (StoreException.Gone e) {
      return true;
    }
  }

  private boolean lockEnforced(S3Scratch scratch) {
    Pin pin =
        scratch.put(
            scratch.key("held"), r -> r.objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON));
    try {
      scratch.delete(pin, r -> {});
      return false;
    } catch (StoreException.Denied e) {
      return true;
    } finally {
      release(scratch, pin);
    }
  }

  private static void release(S3Scratch scratch, Pin pin) {
    try {
      scratch.release(pin);
    } catch (StoreException.Gone e) {
      // The store deleted it in spite of the hold.
    }
  }

  private HeadObjectResponse head(Pin pin) {
    return connection.call(
        "HeadObject",
        () ->
            connection
                .client()
                .headObject(
                    r ->
                        r.bucket(connection.bucket())
                            .key(connection.nameOf(pin.key()))
                            .versionId(pin.versionId())));
  }

  private Optional<GetObjectLockConfigurationResponse> lockConfiguration() {
    try {
      return Optional.of(
              connection.call(
                  "GetObjectLockConfiguration",
                  () ->
                      connection
                          .client()
                          .getObjectLockConfiguration(r -> r.bucket(connection.bucket()))))
          .filter(
              reply ->
                  reply.objectLockConfiguration() != null
                      && reply.objectLockConfiguration().objectLockEnabled()
                          == ObjectLockEnabled.ENABLED);
    } catch (StoreException.Gone | StoreException.Unsupported | StoreException.Refused e) {
      return Optional.empty();
    }
  }

  private static Optional<Lock.Mode> defaultRetention(GetObjectLockConfigurationResponse reply) {
    return Optional.ofNullable(reply.objectLockConfiguration().rule())
        .map(rule -> rule.defaultRetention())
        .map(retention -> S3Objects.mode(retention.modeAsString()));
  }
}
