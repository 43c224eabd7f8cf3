package org.quietus.certificate.log;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceStore;

/**
 * Cosigns checkpoints of logs, C2SP tlog-witness: only what continues the checkpoint that it
 * cosigned last. It notes a checkpoint before its cosignature leaves it, so that it never cosigns
 * two different trees of one size, whenever it is killed.
 */
public final class Witness {

  private static final int MOST_ATTEMPTS = 5;

  private final SigningKeys keys;
  private final WitnessKey key;
  private final WitnessMemory memory;
  private final Clock clock;

  /** A witness of that name. */
  public Witness(SigningKeys keys, String name, WitnessMemory memory, Clock clock) {
    this.keys = keys;
    this.key = WitnessKey.of(name, keys.publicKey());
    this.memory = memory;
    this.clock = clock;
  }

  /** What becomes of a request. */
  public sealed interface Answer {}

  /** The signature lines, each with its end. */
  public record Cosigned(String lines) implements Answer {}

  /**
   * Nothing was signed.
   *
   * @param isLogBad whether the log is at fault; else whoever asked has to give more
   * @param why without its full stop
   */
  public record Declined(boolean isLogBad, String why) implements Answer {}

  /**
   * What shows that a log only grew.
   *
   * @param isFirst whether this witness never cosigned this log before
   * @param store the log's evidence store or a copy of it; without it, the request has the proof
   */
  public record Grounds(boolean isFirst, Optional<EvidenceStore> store) {}

  /**
   * Cosigns a checkpoint.
   *
   * @param file a checkpoint, or the request of one with a proof
   */
  public Answer cosign(byte[] file, NoteKey log, Grounds grounds) {
    try {
      CheckpointRequest request = request(file, log);
      if (!request.note().isSignedBy(log)) {
        return bad("it is not signed by the log " + log.name());
      }
      Checkpoint checkpoint = Checkpoint.read(request.note().text());
      if (!checkpoint.origin().equals(log.name())) {
        return bad("it is the checkpoint of another log");
      }
      for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        Optional<Answer> answer = attempt(request, checkpoint, log, grounds);
        if (answer.isPresent()) {
          return answer.get();
        }
      }
      return missing("others cosign with the same memory all the time; try again later");
    } catch (IllegalArgumentException e) {
      return bad(String.valueOf(e.getMessage()));
    }
  }

  /** A checkpoint alone is asked for without a proof. */
  private static CheckpointRequest request(byte[] file, NoteKey log) {
    boolean isCheckpoint =
        new String(file, StandardCharsets.UTF_8).startsWith(log.name() + "\n")
            || !CheckpointRequest.isLike(file);
    return isCheckpoint
        ? new CheckpointRequest(-1, new ConsistencyProof(List.of()), SignedNote.read(file))
        : CheckpointRequest.read(file);
  }

  /** Empty if another process noted something meanwhile. */
  private Optional<Answer> attempt(
      CheckpointRequest request, Checkpoint checkpoint, NoteKey log, Grounds grounds) {
    Optional<byte[]> known = memory.last(log.name());
    if (known.isEmpty() && !grounds.isFirst()) {
      return Optional.of(
          missing(
              "the witness has no memory of the log %s at %s; if it never cosigned it, pass --first"
                  .formatted(log.name(), memory.file(log.name()))));
    }
    Optional<SignedNote> last = known.flatMap(file -> remembered(file, log));
    if (last.isEmpty() && known.isPresent()) {
      return Optional.of(
          missing(
              "the memory of the witness, %s, is not a checkpoint that this log signed; restore it"
                  .formatted(memory.file(log.name()))));
    }
    Optional<Answer> objection =
        objection(
            request,
            last.map(note -> Checkpoint.read(note.text())).orElse(nothing(log)),
            checkpoint,
            log,
            grounds);
    if (objection.isPresent()) {
      return objection;
    }
    long now = clock.instant().getEpochSecond();
    if (last.stream()
        .flatMap(note -> note.of(key.verifier()).stream())
        .anyMatch(cosignature -> WitnessKey.time(cosignature) > now)) {
      return Optional.of(
          missing("the clock is behind the time of the last cosignature; set it right"));
    }
    SignedNote.Signature cosignature = sign(request.note().text(), now);
    List<SignedNote.Signature> signatures = new ArrayList<>(request.note().of(log.verifier()));
    signatures.add(cosignature);
    SignedNote noted = new SignedNote(request.note().text(), signatures);
    return memory.note(log.name(), known, noted.bytes())
        ? Optional.of(new Cosigned(cosignature.line()))
        : Optional.empty();
  }

  private static Checkpoint nothing(NoteKey log) {
    return new Checkpoint(log.name(), 0, Digest.ofHash(TreeHash.ofNothing()));
  }

  private static Optional<SignedNote> remembered(byte[] file, NoteKey log) {
    try {
      SignedNote note = SignedNote.read(file);
      boolean isOfLog =
          note.isSignedBy(log) && Checkpoint.read(note.text()).origin().equals(log.name());
      return isOfLog ? Optional.of(note) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Answer> objection(
      CheckpointRequest request,
      Checkpoint last,
      Checkpoint checkpoint,
      NoteKey log,
      Grounds grounds) {
    if (checkpoint.size() < last.size()) {
      return Optional.of(
          bad(
              "it goes back: the log had %,d entries when the witness cosigned it last, and has %,d"
                  .formatted(last.size(), checkpoint.size())));
    }
    if (checkpoint.size() == last.size()) {
      return checkpoint.root().equals(last.root())
          ? Optional.empty()
          : Optional.of(
              bad(
                  "it is a fork: the log signed two different histories of %,d entries; keep this"
                          .formatted(last.size())
                      + " file and the memory of the witness, which prove it together"));
    }
    return continued(request, last, checkpoint, log, grounds);
  }

  private static Optional<Answer> continued(
      CheckpointRequest request,
      Checkpoint last,
      Checkpoint checkpoint,
      NoteKey log,
      Grounds grounds) {
    if (grounds.store().isEmpty() && Math.max(request.old(), 0) != last.size()) {
      return Optional.of(
          missing(
              "the witness cosigned %,d entries last; ask for the output of 'quietus checkpoint"
                      .formatted(last.size())
                  + " export STORE --since-size %d', or pass --store".formatted(last.size())));
    }
    try {
      ConsistencyProof proof =
          grounds
              .store()
              .map(store -> proof(store, log, last.size(), checkpoint.size()))
              .orElse(request.proof());
      return proof.leads(last, checkpoint)
          ? Optional.empty()
          : Optional.of(
              bad(
                  "it does not continue the %,d entries that the witness cosigned last"
                      .formatted(last.size())));
    } catch (UncheckedIOException e) {
      return Optional.of(
          missing("the store does not show that the log only grew: " + e.getMessage()));
    }
  }

  private static ConsistencyProof proof(EvidenceStore store, NoteKey log, long last, long size) {
    return ConsistencyProof.of(new LogTiles(store, PublicKeys.idOf(log.key()), size).tree(), last);
  }

  private SignedNote.Signature sign(String text, long time) {
    byte[] signature = keys.sign(key.message(text, time));
    ByteBuffer timed = ByteBuffer.allocate(Long.BYTES + signature.length);
    return SignedNote.Signature.of(key.verifier(), timed.putLong(time).put(signature).array());
  }

  private static Declined bad(String why) {
    return new Declined(true, why);
  }

  private static Declined missing(String why) {
    return new Declined(false, why);
  }
}
