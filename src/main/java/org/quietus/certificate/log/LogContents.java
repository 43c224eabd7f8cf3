package org.quietus.certificate.log;

import static org.quietus.certificate.log.TilePath.HEIGHT;
import static org.quietus.certificate.log.TilePath.WIDTH;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/** A whole log, read and checked: its checkpoint, every entry, and every tile above them. */
public final class LogContents {

  private final EvidenceStore store;
  private final NoteKey key;
  private final String log;
  private final List<String> problems = new ArrayList<>();
  private final List<Digest> entries = new ArrayList<>();
  private final Map<Digest, Long> places = new HashMap<>();
  private WholeTree tree = new WholeTree(new byte[0]);
  private String checkpoint = "";

  private LogContents(EvidenceStore store, NoteKey key) {
    this.store = store;
    this.key = key;
    this.log = PublicKeys.idOf(key.key());
  }

  /** Reads the log of a key; what is wrong with it is among its {@link #problems}. */
  public static LogContents read(EvidenceStore store, NoteKey key) {
    LogContents contents = new LogContents(store, key);
    try {
      contents.read();
    } catch (UncheckedIOException | IllegalArgumentException e) {
      contents.wrong(String.valueOf(e.getMessage()));
    }
    return contents;
  }

  /** What is wrong, each as a sentence without its full stop; empty if nothing is. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Its checkpoint as it is published, a signed note; empty if there is none. */
  public String checkpoint() {
    return checkpoint;
  }

  /** Whether its checkpoint is there, and signed by its key. */
  boolean isRead() {
    return !checkpoint.isEmpty();
  }

  SignedNote published() {
    return SignedNote.read(checkpoint.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Asks a witness to cosign the checkpoint, with the proof that the log only grew since; the body
   * of add-checkpoint in C2SP tlog-witness.
   *
   * @param since how many entries the log had when the witness cosigned it last, at most its size
   */
  public String request(long since) {
    ConsistencyProof proof = ConsistencyProof.of(tree.at(size()), since);
    return new String(
        new CheckpointRequest(since, proof, published()).bytes(), StandardCharsets.UTF_8);
  }

  /** How many entries it has. */
  public long size() {
    return entries.size();
  }

  /** The id of the log, by which its files are named. */
  public String id() {
    return log;
  }

  /**
   * How many entries a log had at a checkpoint.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static long sizeOf(byte[] checkpoint) {
    return Checkpoint.read(SignedNote.read(checkpoint).text()).size();
  }

  /** The name of the log, as its checkpoints give it. */
  public String name() {
    return key.name();
  }

  /** The first place of an entry, from 0 on. */
  public Optional<Long> place(Digest entry) {
    return Optional.ofNullable(places.get(entry));
  }

  /** The entries in their order. */
  public List<Digest> entries() {
    return Collections.unmodifiableList(entries); // which are many, and asked for often
  }

  private void read() {
    byte[] file =
        store
            .read(EvidenceName.ofLog(log, "checkpoint"))
            .orElseThrow(() -> new IllegalArgumentException("its checkpoint is not there"));
    Checkpoint head = signed(SignedNote.read(file));
    checkpoint = new String(file, StandardCharsets.UTF_8);
    if (head.size() > Integer.MAX_VALUE / (2 * TreeHash.BYTES)) {
      throw new IllegalArgumentException("its checkpoint names more entries than can be");
    }
    readEntries(head.size());
    if (entries.size() == head.size()
        && !Digest.ofHash(tree.at(head.size()).root()).equals(head.root())) {
      wrong("its entries are not those that its checkpoint was signed for");
    }
    for (int level = 0; tree.size() >> (HEIGHT * level) > 0; level++) {
      readTiles(level);
    }
  }

  private Checkpoint signed(SignedNote note) {
    if (!note.isSignedBy(key)) {
      throw new IllegalArgumentException("its checkpoint is not signed by its key");
    }
    Checkpoint checkpoint = Checkpoint.read(note.text());
    if (!checkpoint.origin().equals(key.name())) {
      throw new IllegalArgumentException("its checkpoint is that of another log");
    }
    return checkpoint;
  }

  private void readEntries(long size) {
    LogEntries files = new LogEntries(store, log);
    ByteArrayOutputStream leaves = new ByteArrayOutputStream();
    for (long index = 0; index * WIDTH < size; index++) {
      for (Digest entry : files.bundle(index, size)) {
        places.putIfAbsent(entry, (long) entries.size());
        entries.add(entry);
        leaves.writeBytes(TreeHash.leaf(entry.bytes()));
      }
    }
    tree = new WholeTree(leaves.toByteArray());
  }

  private void readTiles(int level) {
    for (long index = 0; index * WIDTH < tree.size() >> (HEIGHT * level); index++) {
      int width = LogTiles.width(level, index, tree.size());
      String path = TilePath.ofHashes(level, index, width);
      Optional<byte[]> tile = file(path).or(() -> file(path.replaceFirst("\\.p/.*", "")));
      byte[] right = tree.tile(HEIGHT * level, index * WIDTH, width);
      if (tile.isEmpty()) {
        wrong(path + " is not there");
      } else if (tile.get().length < right.length
          || !Arrays.equals(Arrays.copyOf(tile.get(), right.length), right)) {
        wrong(path + " does not belong to its entries");
      }
    }
  }

  private Optional<byte[]> file(String path) {
    return store.read(EvidenceName.ofLog(log, path));
  }

  /** What is wrong with a proof that a certificate file is in this log; empty if nothing is. */
  public Optional<String> objection(Digest certificate, byte[] proofFile) {
    try {
      LogProof proof = LogProof.read(proofFile);
      Optional<String> problem = proof.problem(certificate, key);
      return problem.isPresent() ? problem : history(proof.checkpoint());
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /** What is wrong with the log for somebody who kept a checkpoint; empty if nothing is. */
  public Optional<String> since(byte[] kept) {
    try {
      return history(signed(SignedNote.read(kept)));
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /** Every earlier checkpoint has to be one of this tree. */
  private Optional<String> history(Checkpoint earlier) {
    if (earlier.size() > entries.size()) {
      return Optional.of(
          "the log had %,d entries, and has %,d".formatted(earlier.size(), entries.size()));
    }
    return Digest.ofHash(tree.at(earlier.size()).root()).equals(earlier.root())
        ? Optional.empty()
        : Optional.of("the first %,d entries are not those of that time".formatted(earlier.size()));
  }

  private void wrong(String what) {
    problems.add("log " + key.name() + ": " + what);
  }
}
