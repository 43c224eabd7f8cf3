package org.quietus.certificate.log;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.quietus.evidence.Digest;

/**
 * Whether a certificate file is in a log, by its proof alone.
 *
 * @param isGood whether nothing is wrong; a missing proof is not wrong
 */
public record LogCheck(boolean isGood, String finding) {

  /**
   * Checks a proof against the keys of logs, one of which has to fit.
   *
   * @param proofFile empty if there is none
   */
  public static LogCheck of(
      byte[] certificateFile, Optional<byte[]> proofFile, List<NoteKey> keys) {
    if (proofFile.isEmpty()) {
      return new LogCheck(true, "There is no proof beside it that it is in a log.");
    }
    if (keys.isEmpty()) {
      return new LogCheck(
          true, "There is a proof that it is in a log; pass --log-key LOG.vkey to check it.");
    }
    try {
      return of(Digest.of(certificateFile), LogProof.read(proofFile.get()), keys);
    } catch (IllegalArgumentException e) {
      return wrong(String.valueOf(e.getMessage()));
    }
  }

  /** Checks a proof, which has to be there, against a policy: enough witnesses cosigned it. */
  public static LogCheck of(
      byte[] certificateFile,
      Optional<byte[]> proofFile,
      List<NoteKey> keys,
      TrustPolicy policy,
      Instant now) {
    if (proofFile.isEmpty() || keys.isEmpty()) {
      return new LogCheck(
          false,
          proofFile.isEmpty()
              ? "Not good: the policy asks for a proof that it is in a log; there is none beside it."
              : "Not good: the policy names no log; pass --log-key LOG.vkey.");
    }
    LogCheck logged = of(certificateFile, proofFile, keys);
    if (!logged.isGood()) {
      return logged;
    }
    Witnessed witnessed = LogProof.read(proofFile.get()).witnessed(policy, now);
    return witnessed.isGood()
        ? new LogCheck(true, logged.finding() + " The log was " + witnessed.finding() + ".")
        : wrong(witnessed.finding());
  }

  private static LogCheck of(Digest certificate, LogProof proof, List<NoteKey> keys) {
    for (NoteKey key : keys) {
      if (proof.problem(certificate, key).isEmpty()) {
        return new LogCheck(
            true,
            "It is entry %,d of the log %s, which had %,d entries then."
                .formatted(proof.index(), key.name(), proof.checkpoint().size()));
      }
    }
    return wrong(proof.problem(certificate, keys.get(0)).orElseThrow());
  }

  private static LogCheck wrong(String what) {
    return new LogCheck(false, "Not good: the proof that it is in a log: " + what + ".");
  }
}
