package org.quietus.backup.journal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
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
public record SealedVersion(
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

  /** A version that nothing was uploaded for; {@code size} in bytes. */
  public static SealedVersion of(Pin pin, boolean latest, long size, Instant created) {
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

  /** Where it is in the store. */
  public Pin pin() {
    return new Pin(new ObjectKey(key), versionId, etag);
  }

  /** The folder that an object lies in, ending in a slash unless it is the root. */
  public static String folder(String key) {
    return key.substring(0, key.lastIndexOf('/') + 1);
  }

  /** When the content was first created. */
  public Instant createdAt() {
    return Instant.parse(created);
  }

  /** An upload that was begun and neither committed nor given up, as far as the journal knows. */
  public Optional<Ticket> ticket() {
    return Optional.ofNullable(uploadId)
        .map(id -> new Ticket(new ObjectKey(key), id, String.valueOf(writeId)));
  }

  /** What the rewritten version carries over. */
  public Attributes carried() {
    return Optional.ofNullable(attributes).orElseThrow();
  }

  /** What was uploaded, for the store to put in its place. */
  public Staged staged() {
    return new Staged(ticket().orElseThrow(), stagedSize);
  }

  /** The version that took this one's place. */
  public Optional<Pin> result() {
    return Optional.ofNullable(resultEtag)
        .map(tag -> new Pin(new ObjectKey(key), String.valueOf(resultVersionId), tag));
  }

  /** Whether the version that took this one's place has overwritten it. */
  @JsonIgnore
  public boolean isOverwritten() {
    return result().filter(pin -> pin.versionId().equals(versionId)).isPresent();
  }

  /** The same once an upload was begun. */
  public SealedVersion begun(Ticket ticket, Attributes carried) {
    return with(ticket.uploadId(), ticket.writeId(), carried, 0, null, null);
  }

  /** The same once all is uploaded: {@code stored} bytes of that digest in hexadecimal. */
  public SealedVersion staged(long stored, String sha256) {
    return with(uploadId, writeId, attributes, stored, sha256, null);
  }

  /** The same once our version has taken its place. */
  public SealedVersion swapped(Pin result) {
    return with(uploadId, writeId, attributes, stagedSize, contentSha256, result);
  }

  /** The same version where it is, or is not, the current one. */
  public SealedVersion current(boolean isLatest) {
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

  /** The same with no upload begun for it. */
  public SealedVersion withoutUpload() {
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

  /** When the last of some was made. */
  public static Instant youngest(List<SealedVersion> versions) {
    return versions.stream()
        .map(SealedVersion::createdAt)
        .max(Instant::compareTo)
        .orElse(Instant.MAX);
  }
}
