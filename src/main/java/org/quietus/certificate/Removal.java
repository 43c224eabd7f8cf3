package org.quietus.certificate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.quietus.certificate.seal.CanonicalJson;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceName;

/**
 * The statement that certificates were removed under the retention rule for certificates: signed,
 * and an entry of the log before the first of them goes.
 *
 * @param job whose certificates they were
 * @param keep how long the rule keeps certificates
 * @param cutoff each was issued before
 * @param removed at least one
 */
record Removal(
    @JsonProperty("quietus-removal") int version,
    String job,
    Period keep,
    Instant cutoff,
    Instant at,
    List<Gone> removed) {

  private static final int VERSION = 1;

  /**
   * A certificate that was removed.
   *
   * @param log the id of the log that has its digest
   * @param index its place there, from 0 on
   * @param digest what is at that place
   * @param issued as it said
   */
  record Gone(String id, String log, long index, Digest digest, Instant issued) {
    Gone {
      SafeText.line("the id of a removed certificate", id);
      EvidenceName.certificate(id);
      if (index < 0) {
        throw new IllegalArgumentException("places in a log begin with 0");
      }
    }
  }

  Removal {
    removed = List.copyOf(removed);
    if (version != VERSION) {
      throw new IllegalArgumentException("it is not a removal of this version");
    }
    Instant before = cutoff;
    if (removed.isEmpty() || !removed.stream().allMatch(one -> one.issued().isBefore(before))) {
      throw new IllegalArgumentException("it removes what was issued after its cutoff, or nothing");
    }
    LocalDate day = LocalDate.ofInstant(cutoff, ZoneOffset.UTC);
    if (keep.isZero() || keep.isNegative() || day.isAfter(nextDay(at).minus(keep))) {
      throw new IllegalArgumentException("its cutoff is later than its rule allows");
    }
  }

  /** The day began elsewhere before it began in UTC. */
  private static LocalDate nextDay(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC).plusDays(1);
  }

  static Removal of(String job, Period keep, Instant cutoff, Instant at, List<Gone> removed) {
    return new Removal(
        VERSION, job, keep, cutoff, Instant.ofEpochSecond(at.getEpochSecond()), removed);
  }

  /** The file that says so. */
  byte[] signedBy(SigningKeys keys) {
    return DsseEnvelope.sign(DsseEnvelope.REMOVAL, CanonicalJson.write(this), keys).bytes();
  }

  /** The name of such a file, which follows from its bytes. */
  static EvidenceName nameOf(byte[] file) {
    return EvidenceName.removal("removal-" + Digest.of(file).hex().substring(0, 32));
  }

  /** What a file says; empty if no trusted key signed it, or it is not such a statement. */
  static Optional<Removal> read(byte[] file, PublicKeys trusted) {
    try {
      DsseEnvelope envelope = DsseEnvelope.read(file);
      byte[] signed = envelope.preAuthenticationEncoding();
      boolean good =
          envelope.payloadType().equals(DsseEnvelope.REMOVAL)
              && envelope.signatures().stream()
                  .allMatch(
                      signature ->
                          signature
                              .keyid()
                              .map(trusted.byId()::get)
                              .filter(
                                  key ->
                                      PublicKeys.isSignedBy(key, signed, signature.sig().bytes()))
                              .isPresent());
      return good
          ? Optional.of(CanonicalJson.read(envelope.payload().bytes(), Removal.class))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
