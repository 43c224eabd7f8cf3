package org.quietus.certificate.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cosignatures that somebody brings, and which checkpoint of a log each was made for. */
final class GivenCosignatures {

  private static final String SIGNATURE = "— ";

  private final NoteKey log;
  private final TrustPolicy policy;
  private final Instant now;
  private final Map<String, SignedNote> checkpoints = new LinkedHashMap<>();
  private final List<SignedNote.Signature> brought = new ArrayList<>();

  GivenCosignatures(NoteKey log, TrustPolicy policy, Instant now) {
    this.log = log;
    this.policy = policy;
    this.now = now;
  }

  /**
   * Takes a file: a checkpoint, a request to a witness, or signature lines alone.
   *
   * @throws IllegalArgumentException if it is none of them, or a checkpoint of another log
   */
  void take(byte[] file) {
    if (new String(file, StandardCharsets.UTF_8).startsWith(SIGNATURE)) {
      brought.addAll(SignedNote.readSignatures(file));
      return;
    }
    SignedNote note =
        CheckpointRequest.isLike(file)
            ? CheckpointRequest.read(file).note()
            : SignedNote.read(file);
    know(note);
    note.signatures().stream() // a checkpoint may well have those of strangers
        .filter(signature -> witness(signature).isPresent())
        .forEach(brought::add);
  }

  /**
   * Takes a checkpoint that signature lines may have been made for.
   *
   * @throws IllegalArgumentException if it is that of another log
   */
  void know(SignedNote note) {
    if (!note.isSignedBy(log)) {
      throw new IllegalArgumentException("it is not signed by the log " + log.name());
    }
    if (!Checkpoint.read(note.text()).origin().equals(log.name())) {
      throw new IllegalArgumentException("it is the checkpoint of another log");
    }
    checkpoints.putIfAbsent(note.text(), new SignedNote(note.text(), note.of(log.verifier())));
  }

  private Optional<WitnessKey> witness(SignedNote.Signature signature) {
    return policy.witnesses().stream().filter(key -> signature.claims(key.verifier())).findFirst();
  }

  /**
   * The checkpoints with the cosignatures that were made for them, and no other signatures but the
   * log's.
   *
   * @param problems takes what no checkpoint was found for, each as a sentence without its full
   *     stop
   */
  List<SignedNote> sorted(List<String> problems) {
    if (brought.isEmpty()) {
      problems.add("the files have no cosignature of a witness that the policy names");
    }
    Map<String, SignedNote> cosigned = new LinkedHashMap<>();
    for (SignedNote.Signature signature : brought) {
      Optional<WitnessKey> witness = witness(signature);
      if (witness.isPresent()) {
        place(signature, witness.get(), cosigned, problems);
      } else {
        problems.add(
            "the cosignature of "
                + signature.name()
                + " is by a key that the policy does not name");
      }
    }
    return List.copyOf(cosigned.values());
  }

  private void place(
      SignedNote.Signature signature,
      WitnessKey witness,
      Map<String, SignedNote> cosigned,
      List<String> problems) {
    Cosigning found = Cosigning.FORGED;
    for (SignedNote checkpoint : checkpoints.values()) {
      found = witness.of(signature, checkpoint.text(), now);
      if (found == Cosigning.GOOD) {
        SignedNote before = cosigned.getOrDefault(checkpoint.text(), checkpoint);
        cosigned.put(checkpoint.text(), latest(before, witness, signature));
        return;
      }
      if (found != Cosigning.FORGED) {
        break;
      }
    }
    problems.add(
        found == Cosigning.FORGED
            ? "the cosignature of "
                + witness.name()
                + " was made for no checkpoint that is here; give the file that was cosigned, too"
            : "the cosignature of " + witness.name() + " does not count: the witness " + found);
  }

  /** Of two cosignatures of one witness the later one stays. */
  static SignedNote latest(SignedNote note, WitnessKey witness, SignedNote.Signature cosignature) {
    boolean isOlder =
        note.of(witness.verifier()).stream()
            .anyMatch(there -> WitnessKey.time(there) >= WitnessKey.time(cosignature));
    return isOlder ? note : note.without(witness.verifier()).with(cosignature);
  }
}
