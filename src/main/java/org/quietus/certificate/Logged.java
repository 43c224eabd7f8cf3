package org.quietus.certificate;

import java.util.List;
import java.util.Optional;
import org.quietus.certificate.log.LogContents;
import org.quietus.certificate.log.ProofCosignatures;
import org.quietus.evidence.Digest;

/**
 * Whether files are in one of these logs, by their digests and proofs.
 *
 * @param cosignatures what they have to be like; empty if nobody asked for witnesses
 */
record Logged(List<LogContents> logs, Optional<ProofCosignatures> cosignatures) {

  /**
   * What is wrong with a file, as a sentence without its full stop; empty if nothing is.
   *
   * @param what the file is called
   * @param proof the file of its proof; empty if there is none
   */
  Optional<String> problem(String what, Digest digest, Optional<byte[]> proof) {
    List<LogContents> holding = logs.stream().filter(log -> log.place(digest).isPresent()).toList();
    if (holding.isEmpty()) {
      return Optional.of(what + " is in no log, or was changed");
    }
    return objection(digest, proof, holding).map(why -> "the proof of " + what + ": " + why);
  }

  private Optional<String> objection(Digest digest, Optional<byte[]> file, List<LogContents> logs) {
    if (file.isEmpty()) {
      return Optional.of("it is not there");
    }
    List<Optional<String>> objections =
        logs.stream().map(log -> log.objection(digest, file.get())).toList();
    return objections.contains(Optional.<String>empty())
        ? cosignatures.flatMap(all -> all.objection(file.get()))
        : objections.get(0);
  }
}
