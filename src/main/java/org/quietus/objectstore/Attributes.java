package org.quietus.objectstore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything about an object beside its content that a rewritten version has to carry over; printed
 * without its values, which may name persons.
 *
 * @param headers system metadata and the settings of server-side encryption, verbatim
 * @param metadata user metadata, names in lower case
 * @param storageClass empty for the store's default
 * @param checksumAlgorithm the additional checksum of the content, e.g. {@code CRC32}; empty for
 *     none
 * @param grants empty for the store's default
 */
public record Attributes(
    Map<SystemHeader, String> headers,
    Map<String, String> metadata,
    Map<String, String> tags,
    Optional<String> storageClass,
    Optional<String> checksumAlgorithm,
    List<Grant> grants,
    Lock lock) {

  /** User metadata of a rewritten version: when its content was first created, ISO-8601. */
  public static final String CREATED = "quietus-created";

  /** The store's defaults throughout. */
  public static final Attributes DEFAULTS =
      new Attributes(
          Map.of(), Map.of(), Map.of(), Optional.empty(), Optional.empty(), List.of(), Lock.NONE);

  public Attributes {
    headers = Map.copyOf(headers);
    metadata = Map.copyOf(metadata);
    tags = Map.copyOf(tags);
    grants = List.copyOf(grants);
  }

  /** Returns a copy with one more entry of user metadata, in place of an earlier one. */
  public Attributes withMetadata(String name, String value) {
    Map<String, String> more = new TreeMap<>(metadata);
    more.put(name, value);
    return new Attributes(headers, more, tags, storageClass, checksumAlgorithm, grants, lock);
  }

  /** Returns a copy that says when the content was first created. */
  public Attributes createdAt(Instant instant) {
    return withMetadata(CREATED, instant.toString());
  }

  /** Returns a copy without retention and legal hold. */
  public Attributes unlocked() {
    return new Attributes(
        headers, metadata, tags, storageClass, checksumAlgorithm, grants, Lock.NONE);
  }

  /**
   * Names what of these a version does not have that was written with them: not every store keeps
   * all, or says so.
   */
  public List<String> lackedBy(Attributes kept) {
    List<String> lacking = new ArrayList<>();
    headers.forEach(
        (header, value) -> {
          if (!value.equals(kept.headers.get(header))) {
            lacking.add(header.wireName());
          }
        });
    lacking.sort(null);
    name("user metadata", kept.metadata.entrySet().containsAll(metadata.entrySet()), lacking);
    name("tags", kept.tags.equals(tags), lacking);
    name("storage class", kept.storageClass.equals(storageClass), lacking);
    name(
        "checksum algorithm",
        checksumAlgorithm.isEmpty() || kept.checksumAlgorithm.equals(checksumAlgorithm),
        lacking);
    name("access control list", Set.copyOf(kept.grants).equals(Set.copyOf(grants)), lacking);
    name("retention", lock.mode().isEmpty() || kept.lock.mode().equals(lock.mode()), lacking);
    return lacking;
  }

  private static void name(String what, boolean isThere, List<String> lacking) {
    if (!isThere) {
      lacking.add(what);
    }
  }

  @Override
  public String toString() {
    return "attributes (%d headers, %d metadata, %d tags, %d grants)"
        .formatted(headers.size(), metadata.size(), tags.size(), grants.size());
  }
}
