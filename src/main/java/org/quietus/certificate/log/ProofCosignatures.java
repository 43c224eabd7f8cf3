package org.quietus.certificate.log;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.quietus.evidence.Digest;

/**
 * Looks for cosignatures in proofs that their witnesses did not make. Many proofs lead to the same
 * checkpoint, which is looked at once. Safe for use by several threads.
 */
public final class ProofCosignatures {
  private final TrustPolicy policy;
  private final Instant now;
  private final Map<Digest, Optional<String>> known = new ConcurrentHashMap<>();

  /** By the witnesses of a policy. */
  public ProofCosignatures(TrustPolicy policy, Instant now) {
    this.policy = policy;
    this.now = now;
  }

  /** What is wrong, as a sentence without its full stop; of what is no proof others tell. */
  public Optional<String> objection(byte[] proofFile) {
    try {
      SignedNote note = LogProof.read(proofFile).note();
      return known.computeIfAbsent(Digest.of(note.bytes()), any -> policy.forged(note, now));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
