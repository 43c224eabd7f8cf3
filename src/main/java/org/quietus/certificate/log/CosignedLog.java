package org.quietus.certificate.log;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceUnavailable;

/**
 * Puts cosignatures of witnesses beside a log. A log may grow while witnesses are asked: so each
 * checkpoint that was cosigned is kept as a file of its own, the published one gets what was made
 * for it, and the proofs of certificates are made to lead to a checkpoint that enough witnesses
 * cosigned. Whoever is killed in between does it again.
 */
public final class CosignedLog {

  private static final int MOST_ATTEMPTS = 20;

  private final EvidenceStore store;
  private final NoteKey log;
  private final String id;
  private final LogEntries entries;
  private final TrustPolicy policy;
  private final Instant now;

  /** The log of a key in a store. */
  public CosignedLog(EvidenceStore store, NoteKey log, TrustPolicy policy, Instant now) {
    this.store = store;
    this.log = log;
    this.id = PublicKeys.idOf(log.key());
    this.entries = new LogEntries(store, id);
    this.policy = policy;
    this.now = now;
  }

  /**
   * What was taken.
   *
   * @param checkpoints those for which cosignatures were brought
   * @param problems what was not taken, each as a sentence without its full stop
   */
  public record Added(List<Taken> checkpoints, List<String> problems) {
    public Added {
      checkpoints = List.copyOf(checkpoints);
      problems = List.copyOf(problems);
    }
  }

  /**
   * A checkpoint with what witnesses signed of it, those of earlier times included.
   *
   * @param entries how many entries the log had
   * @param proofs how many proofs lead to it now, and led to one with too few cosignatures before
   */
  public record Taken(long entries, Witnessed witnessed, int proofs) {}

  /** Takes cosignatures: checkpoints with them, or signature lines alone. */
  public Added add(List<byte[]> files) {
    List<String> problems = new ArrayList<>();
    GivenCosignatures given = new GivenCosignatures(log, policy, now);
    Optional<byte[]> published = store.read(published());
    if (published.isEmpty()) {
      return new Added(List.of(), List.of("the store has no log " + log.name()));
    }
    for (byte[] file : files) {
      attempt("a file was not taken: ", problems, () -> given.take(file));
    }
    SignedNote head = SignedNote.read(published.get());
    attempt("the log is damaged: ", problems, () -> given.know(head));
    List<Taken> taken = new ArrayList<>();
    for (SignedNote cosigned : given.sorted(problems)) {
      attempt(
          "a cosignature was not taken: ",
          problems,
          () -> taken.add(put(cosigned, Checkpoint.read(head.text()).size())));
    }
    return new Added(taken, problems);
  }

  private static void attempt(String otherwise, List<String> problems, Runnable attempt) {
    try {
      attempt.run();
    } catch (EvidenceUnavailable e) {
      throw e;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      problems.add(otherwise + e.getMessage());
    }
  }

  private boolean isOfLog(Checkpoint checkpoint, long size) {
    return checkpoint.size() <= size
        && Digest.ofHash(tree(checkpoint.size(), size).root()).equals(checkpoint.root());
  }

  private MerkleTree tree(long at, long size) {
    return new MerkleTree(new LogTiles(store, id, size), at);
  }

  private Taken put(SignedNote cosigned, long size) {
    Checkpoint checkpoint = Checkpoint.read(cosigned.text());
    if (!isOfLog(checkpoint, size)) {
      throw new IllegalArgumentException(
          "the log does not continue the checkpoint of %,d entries that was cosigned"
              .formatted(checkpoint.size()));
    }
    SignedNote merged = merge(EvidenceName.cosigned(id, checkpoint.size()), cosigned, true);
    merge(published(), merged, false);
    Witnessed witnessed = policy.judge(merged, now);
    int proofs = witnessed.isGood() ? renew(merged, checkpoint, size) : 0;
    return new Taken(checkpoint.size(), witnessed, proofs);
  }

  /** What is in the file afterwards; a checkpoint of another text stays as it is. */
  private SignedNote merge(EvidenceName name, SignedNote cosigned, boolean mayMake) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Optional<byte[]> there = store.read(name);
      SignedNote before = there.map(SignedNote::read).orElse(cosigned);
      if (!before.text().equals(cosigned.text()) || (there.isEmpty() && !mayMake)) {
        return cosigned;
      }
      SignedNote after = before;
      for (WitnessKey witness : policy.witnesses()) {
        for (SignedNote.Signature signature : cosigned.of(witness.verifier())) {
          after = GivenCosignatures.latest(good(after, witness), witness, signature);
        }
      }
      if ((there.isPresent() && after.equals(before))
          || store.replace(name, there, after.bytes())) {
        return after;
      }
    }
    throw LogDamage.at(id, name.toString(), "others write it all the time");
  }

  /** What somebody else put there under the name of a witness goes. */
  private SignedNote good(SignedNote note, WitnessKey witness) {
    return witness.of(note, now) == Cosigning.FORGED ? note.without(witness.verifier()) : note;
  }

  private int renew(SignedNote cosigned, Checkpoint checkpoint, long size) {
    MerkleTree tree = tree(checkpoint.size(), size);
    int renewed = 0;
    for (EvidenceName name : store.list(EvidenceName.Folder.PROOFS)) {
      Optional<byte[]> file = store.read(name);
      Optional<byte[]> better =
          file.flatMap(there -> better(there, size, cosigned, checkpoint, tree));
      if (better.isPresent() && store.replace(name, file, better.get())) {
        renewed++;
      }
    }
    return renewed;
  }

  /** Empty if a proof is good enough as it is, or not one of this log. */
  private Optional<byte[]> better(
      byte[] file, long size, SignedNote cosigned, Checkpoint checkpoint, MerkleTree tree) {
    try {
      LogProof proof = LogProof.read(file);
      if (!proof.checkpoint().origin().equals(log.name())
          || proof.index() >= checkpoint.size()
          || proof.witnessed(policy, now).isGood()) {
        return Optional.empty();
      }
      Digest entry = entries.at(proof.index(), size);
      InclusionProof inclusion = InclusionProof.of(tree, proof.index());
      return proof.problem(entry, log).isEmpty()
          ? Optional.of(new LogProof(inclusion, cosigned).bytes())
          : Optional.empty();
    } catch (IllegalArgumentException e) { // an audit tells of it
      return Optional.empty();
    }
  }

  private EvidenceName published() {
    return EvidenceName.ofLog(id, "checkpoint");
  }
}
