package org.quietus.objectstore.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Grant;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.SystemHeader;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * The request headers that carry an object's attributes. Headers rather than the SDK's setters,
 * because three kinds of request take the same ones, and because values go out as they came in.
 */
final class S3Headers {
  /** User metadata by which a write is recognised whose reply was lost. */
  static final String WRITE_ID = "quietus-write";

  /** User metadata that names the version which a conditional write was to replace. */
  static final String REPLACES = "quietus-replaces";

  private S3Headers() {}

  static AwsRequestOverrideConfiguration of(
      Attributes attributes, String writeId, Map<String, String> key) {
    return of(attributes, writeId, Optional.empty(), key);
  }

  static AwsRequestOverrideConfiguration of(
      Attributes attributes, String writeId, Optional<String> replaces, Map<String, String> key) {
    Map<String, String> headers = new TreeMap<>(key);
    attributes.headers().forEach((header, value) -> headers.put(header.wireName(), value));
    attributes.metadata().forEach((name, value) -> headers.put("x-amz-meta-" + name, value));
    headers.put("x-amz-meta-" + WRITE_ID, writeId);
    replaces.ifPresent(version -> headers.put("x-amz-meta-" + REPLACES, version));
    attributes.storageClass().ifPresent(value -> headers.put("x-amz-storage-class", value));
    if (!attributes.tags().isEmpty()) {
      headers.put("x-amz-tagging", tagging(attributes.tags()));
    }
    attributes
        .grants()
        .forEach(grant -> headers.merge(nameOf(grant), valueOf(grant), (a, b) -> a + ", " + b));
    Lock lock = attributes.lock();
    lock.mode().ifPresent(mode -> headers.put("x-amz-object-lock-mode", mode.name()));
    lock.until()
        .ifPresent(until -> headers.put("x-amz-object-lock-retain-until-date", until.toString()));
    if (lock.legalHold()) {
      headers.put("x-amz-object-lock-legal-hold", "ON");
    }
    // The content type is the one header that the SDK sets over ours.
    headers.remove(SystemHeader.CONTENT_TYPE.wireName());
    return S3Connection.with(headers);
  }

  static String contentType(Attributes attributes) {
    return attributes.headers().getOrDefault(SystemHeader.CONTENT_TYPE, "binary/octet-stream");
  }

  static String tagging(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> encode(tag.getKey()) + "=" + encode(tag.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String nameOf(Grant grant) {
    return "x-amz-grant-" + grant.permission().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String valueOf(Grant grant) {
    return grant.kind() + "=\"" + grant.grantee() + "\"";
  }
}
