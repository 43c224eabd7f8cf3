package org.quietus.certificate;

import java.time.Instant;
import java.util.Optional;

/**
 * Which certificate this is.
 *
 * @param id as {@link Occasion#certificateId} gives it
 * @param schemaVersion of the whole certificate
 * @param issuedAt to the second; to the UTC day where the occasion is a request
 * @param supersedes the id of the certificate that this one takes the place of
 */
public record Identity(
    String id,
    int schemaVersion,
    CertificateType type,
    Occasion occasion,
    int sequence,
    Instant issuedAt,
    Optional<String> supersedes) {

  static final int SCHEMA_VERSION = 1;

  public Identity {
    if (schemaVersion != SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          "schema version " + schemaVersion + " is not " + SCHEMA_VERSION);
    }
    if (!id.equals(occasion.certificateId(sequence))) {
      throw new IllegalArgumentException("the certificate's id does not follow from its occasion");
    }
    supersedes.ifPresent(earlier -> SafeText.line("the superseded certificate's id", earlier));
    if (supersedes.isPresent() && supersedes.get().equals(id)) {
      throw new IllegalArgumentException("a certificate cannot supersede itself");
    }
    boolean ofRequest = occasion.kind() == Occasion.Kind.REQUEST;
    if ((type == CertificateType.ERASURE_REQUEST && !ofRequest)
        || (type == CertificateType.RETENTION_RUN && ofRequest)) {
      throw new IllegalArgumentException(
          "a certificate of type "
              + type.label()
              + " cannot be about a "
              + occasion.kind().label());
    }
    issuedAt = IssuedAtPrecision.shown(issuedAt, occasion.kind());
  }

  /** The first certificate of a run or request. */
  public static Identity first(CertificateType type, Occasion occasion, Instant issuedAt) {
    return new Identity(
        occasion.certificateId(1), SCHEMA_VERSION, type, occasion, 1, issuedAt, Optional.empty());
  }

  /** The next certificate of the same run or request, in the place of this one. */
  public Identity next(CertificateType nextType, Instant nextIssuedAt) {
    return new Identity(
        occasion.certificateId(sequence + 1),
        SCHEMA_VERSION,
        nextType,
        occasion,
        sequence + 1,
        nextIssuedAt,
        Optional.of(id));
  }
}
