package org.quietus.objectstore.s3;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Capabilities;
import org.quietus.objectstore.Capability;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Permit;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.Precondition;
import org.quietus.objectstore.Staged;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.Ticket;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Copies a version inside the store, in parts if it is large. */
final class S3Copy {
  private final S3Connection connection;
  private final S3Objects objects;
  private final S3Parts parts;
  private final S3Writer writer;

  S3Copy(S3Connection connection, S3Objects objects, S3Parts parts, S3Writer writer) {
    this.connection = connection;
    this.objects = objects;
    this.parts = parts;
    this.writer = writer;
  }

  Pin copy(Pin source, ObjectKey target, Attributes attributes, Capabilities capabilities) {
    String writeId = UUID.randomUUID().toString();
    long size = objects.details(source).size();
    if (size <= connection.settings().limits().largestCopy()) {
      return writer.settled(
          target, writeId, () -> once(source, target, attributes, writeId, capabilities));
    }
    Ticket ticket = parts.begin(target, attributes, writeId);
    try {
      copyParts(source, ticket, size, keys(source, attributes));
      // A version that can be overwritten may have been, between two parts.
      objects.details(source);
      return writer.commit(
          new Staged(ticket, size), attributes, Precondition.none(), capabilities, Permit.GRANTED);
    } catch (StoreException e) {
      parts.discard(ticket);
      throw e;
    }
  }

  private Pin once(
      Pin source,
      ObjectKey target,
      Attributes attributes,
      String writeId,
      Capabilities capabilities) {
    // Not sent to a store that has no tags and answers 501.
    TaggingDirective tagging =
        capabilities.has(Capability.TAGS) || !attributes.tags().isEmpty()
            ? TaggingDirective.REPLACE
            : null;
    CopyObjectResponse reply =
        connection.once(
            "CopyObject",
            () ->
                connection
                    .client()
                    .copyObject(
                        r ->
                            r.sourceBucket(connection.bucket())
                                .sourceKey(connection.nameOf(source.key()))
                                .sourceVersionId(source.versionId())
                                .copySourceIfMatch(source.etag())
                                .destinationBucket(connection.bucket())
                                .destinationKey(connection.nameOf(target))
                                .metadataDirective(MetadataDirective.REPLACE)
                                .taggingDirective(tagging)
                                .contentType(S3Headers.contentType(attributes))
                                .checksumAlgorithm(attributes.checksumAlgorithm().orElse(null))
                                .overrideConfiguration(
                                    S3Headers.of(attributes, writeId, keys(source, attributes)))));
    objects.details(source);
    return writer.named(target, writeId, reply.versionId(), reply.copyObjectResult().eTag());
  }

  /** What is said of the customer's key, where source or target are encrypted with it. */
  private Map<String, String> keys(Pin source, Attributes attributes) {
    Map<String, String> keys = new TreeMap<>(connection.keyHeaders(attributes));
    connection
        .settings()
        .terms()
        .customerKey()
        .filter(key -> objects.head(source).sseCustomerAlgorithm() != null)
        .ifPresent(key -> keys.putAll(key.sourceHeaders()));
    return keys;
  }

  private void copyParts(Pin source, Ticket ticket, long size, Map<String, String> keys) {
    long portion =
        Math.max(
            connection.settings().limits().largestCopy(), size / (PartSizes.MOST_PARTS - 1) + 1);
    int number = 1;
    for (long from = 0; from < size; from += portion) {
      copyPart(source, ticket, number++, from, Math.min(size, from + portion) - 1, keys);
    }
  }

  private void copyPart(
      Pin source, Ticket ticket, int number, long first, long last, Map<String, String> keys) {
    connection.call(
        "UploadPartCopy",
        () ->
            connection
                .client()
                .uploadPartCopy(
                    r ->
                        r.sourceBucket(connection.bucket())
                            .sourceKey(connection.nameOf(source.key()))
                            .sourceVersionId(source.versionId())
                            .copySourceIfMatch(source.etag())
                            .copySourceRange("bytes=" + first + "-" + last)
                            .destinationBucket(connection.bucket())
                            .destinationKey(connection.nameOf(ticket.key()))
                            .uploadId(ticket.uploadId())
                            .partNumber(number)
                            .overrideConfiguration(S3Connection.with(keys))));
  }
}
