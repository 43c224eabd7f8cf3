package org.quietus.objectstore.s3;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.Ticket;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Part;

/** Uploads in parts: begins, fills, lists and abandons them. */
final class S3Parts {
  private final S3Connection connection;

  S3Parts(S3Connection connection) {
    this.connection = connection;
  }

  Ticket begin(ObjectKey key, Attributes attributes, String writeId) {
    String uploadId =
        connection
            .call(
                "CreateMultipartUpload",
                () ->
                    connection
                        .client()
                        .createMultipartUpload(
                            r ->
                                r.bucket(connection.bucket())
                                    .key(connection.nameOf(key))
                                    .contentType(S3Headers.contentType(attributes))
                                    .checksumAlgorithm(attributes.checksumAlgorithm().orElse(null))
                                    .overrideConfiguration(
                                        S3Headers.of(
                                            attributes,
                                            writeId,
                                            connection.keyHeaders(attributes)))))
            .uploadId();
    return new Ticket(key, uploadId, writeId);
  }

  void upload(Ticket ticket, int number, byte[] content, int length, Attributes attributes) {
    connection.call(
        "UploadPart",
        () ->
            connection
                .client()
                .uploadPart(
                    r ->
                        r.bucket(connection.bucket())
                            .key(connection.nameOf(ticket.key()))
                            .uploadId(ticket.uploadId())
                            .partNumber(number)
                            .contentMD5(md5(content, length))
                            .checksumAlgorithm(Crc64Nvme.others(attributes))
                            .checksumCRC64NVME(Crc64Nvme.of(attributes, content, length))
                            .overrideConfiguration(
                                S3Connection.with(connection.keyHeaders(attributes))),
                    body(content, length, "application/octet-stream")));
  }

  List<Part> list(Ticket ticket, Map<String, String> key) {
    return connection.call(
        "ListParts",
        () ->
            connection
                .client()
                .listPartsPaginator(
                    r ->
                        r.bucket(connection.bucket())
                            .key(connection.nameOf(ticket.key()))
                            .uploadId(ticket.uploadId())
                            .overrideConfiguration(S3Connection.with(key)))
                .parts()
                .stream()
                .toList());
  }

  void discard(Ticket ticket) {
    try {
      connection.call(
          "AbortMultipartUpload",
          () ->
              connection
                  .client()
                  .abortMultipartUpload(
                      r ->
                          r.bucket(connection.bucket())
                              .key(connection.nameOf(ticket.key()))
                              .uploadId(ticket.uploadId())));
    } catch (StoreException.Gone e) {
      // Nothing to give up.
    }
  }

  static CompletedPart completed(Part part) {
    return CompletedPart.builder()
        .partNumber(part.partNumber())
        .eTag(part.eTag())
        .checksumCRC32(part.checksumCRC32())
        .checksumCRC32C(part.checksumCRC32C())
        .checksumCRC64NVME(part.checksumCRC64NVME())
        .checksumSHA1(part.checksumSHA1())
        .checksumSHA256(part.checksumSHA256())
        .build();
  }

  static RequestBody body(byte[] content, int length, String contentType) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(content, 0, length), length, contentType);
  }

  /** The checksum that every store checks; a bucket with Object Lock demands one. */
  static String md5(byte[] content, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(content, 0, length);
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new StoreException.Unsupported("this Java has no MD5, which S3 needs as a checksum");
    }
  }
}
