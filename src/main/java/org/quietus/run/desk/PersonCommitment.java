package org.quietus.run.desk;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.quietus.certificate.SubjectCommitment;
import org.quietus.request.NewRequest;

/**
 * What a person of a new request is known by in certificates, without saying who it is.
 *
 * @param receipt the nonce as hex, by which the commitment can be checked against identifiers
 * @param hex the digest of the commitment
 */
record PersonCommitment(String receipt, String hex) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** To the identifiers of a request, under a nonce of its own. */
  static PersonCommitment of(NewRequest wanted) {
    byte[] nonce = new byte[SubjectCommitment.NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    SubjectCommitment commitment =
        SubjectCommitment.of(
            nonce,
            wanted.identifiers().stream()
                .map(i -> new SubjectCommitment.Identifier(i.type().name(), i.value()))
                .toList());
    return new PersonCommitment(HexFormat.of().formatHex(nonce), commitment.digest().hex());
  }
}
