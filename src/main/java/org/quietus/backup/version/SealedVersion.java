package org.quietus.backup.version;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.Staged;
import org.quietus.objectstore.Ticket;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the journal holds of an object version under seal, since keys may name persons.
 *
 * @param created when the content was first created, ISO-8601
 * @param attributes with which an upload was begun
 * @param contentSha256 of the staged content, as it is stored
 */
record SealedVersion(
    String key,
    String versionId,
    String etag,
    boolean latest,
    long size,
    String created,
    @Nullable String uploadId,
    @Nullable String writeId,
    @Nullable Attributes attributes,
    long stagedSize,
    @Nullable String contentSha256,
    @Nullable String resultVersionId,
    @Nullable String resultEtag) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static SealedVersion of(Pin pin, boolean latest, long size, Instant created) {
    return new SealedVersion(
        pin.key().value(),
        pin.versionId(),
        pin.etag(),
        latest,
        size,
        created.toString(),
        null,
        null,
        null,
        0,
        null,
        null,
        null);
  }

  static SealedVersion read(byte[] json) {
    return JSON.readValue(json, SealedVersion.class);
  }

  byte[] written() {
    return JSON.writeValueAsBytes(this);
  }

  Pin pin() {
    return new Pin(new ObjectKey(key), versionId, etag);
  }

  /** The folder that an object lies in, ending in a slash unless it is the root. */
  static String folder(String key) {
    return key.substring(0, key.lastIndexOf('/') + 1);
  }

  Instant createdAt() {
    return Instant.parse(created);
  }

  /** An upload that was begun and neither committed nor given up, as far as the journal knows. */
  Optional<Ticket> ticket() {
    return Optional.ofNullable(uploadId)
        .map(id -> new Ticket(new ObjectKey(key), id, String.valueOf(writeId)));
  }

  /** What the rewritten version carries over. */
  Attributes carried() {
    return Optional.ofNullable(attributes).orElseThrow();
  }

  Staged staged() {
    return new Staged(ticket().orElseThrow(), stagedSize);
  }

  /** The version that took this one's place. */
  Optional<Pin> result() {
    return Optional.ofNullable(resultEtag)
        .map(tag -> new Pin(new ObjectKey(key), String.valueOf(resultVersionId), tag));
  }

  /** Whether the version that took this one's place has overwritten it. */
  boolean isOverwritten() {
    return result().filter(pin -> pin.versionId().equals(versionId)).isPresent();
  }

  SealedVersion begun(Ticket ticket, Attributes carried) {
    return with(ticket.uploadId(), ticket.writeId(), carried, 0, null, null);
  }

  SealedVersion staged(long stored, String sha256) {
    return with(uploadId, writeId, attributes, stored, sha256, null);
  }

  SealedVersion swapped(Pin result) {
    return with(uploadId, writeId, attributes, stagedSize, contentSha256, result);
  }

  /** The same version where it is, or is not, the current one. */
  SealedVersion current(boolean isLatest) {
    return new SealedVersion(
        key,
        versionId,
        etag,
        isLatest,
        size,
        created,
        uploadId,
        writeId,
        attributes,
        stagedSize,
        contentSha256,
        resultVersionId,
        resultEtag);
  }

  SealedVersion withoutUpload() {
    return with(null, null, null, 0, null, null);
  }

  private SealedVersion with(
      @Nullable String upload,
      @Nullable String write,
      @Nullable Attributes carried,
      long stored,
      @Nullable String sha256,
      @Nullable Pin result) {
    return new SealedVersion(
        key,
        versionId,
        etag,
        latest,
        size,
        created,
        upload,
        write,
        carried,
        stored,
        sha256,
        result == null ? null : result.versionId(),
        result == null ? null : result.etag());
  }

  @Override
  public String toString() {
    return "held of one version";
  }
}
