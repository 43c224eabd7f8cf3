package org.quietus.certificate.log;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceConflict;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * The append-only log of one key in an evidence store, C2SP tlog-tiles. An entry is the digest of a
 * certificate file. Several processes may add to it at once, and each may be killed at any moment:
 * the next one completes what it left.
 */
public final class CertificateLog {

  private static final String CHECKPOINT = "checkpoint";
  private static final String ORIGIN = "quietus-log/";
  private static final int MOST_ATTEMPTS = 5;

  private final EvidenceStore store;
  private final SigningKeys keys;
  private final NoteKey key;
  private final LogEntries entries;
  private final LogPlaces places;
  private Head lately = new Head(Optional.empty(), 0);

  /** The log that a key signs; nothing is written. */
  public CertificateLog(EvidenceStore store, SigningKeys keys) {
    this.store = store;
    this.keys = keys;
    this.key = new NoteKey(ORIGIN + keys.keyId(), keys.publicKey());
    this.entries = new LogEntries(store, keys.keyId());
    this.places = new LogPlaces(entries, () -> head().size());
  }

  /**
   * A certificate file to be put into the log.
   *
   * @param id the certificate's
   */
  public record Entry(String id, Digest digest) {

    /** A file as it is in the evidence store. */
    public static Entry of(String id, byte[] file) {
      return new Entry(id, Digest.of(file));
    }
  }

  /** How far the log has come, with the file that says so. */
  private record Head(Optional<byte[]> file, long size) {}

  /**
   * How far the log has come.
   *
   * @param log its id
   * @param file the checkpoint that says so
   */
  public record Published(String log, long size, byte[] file) {}

  /** The key of the log, with its name. */
  public NoteKey key() {
    return key;
  }

  /** What is published of it; empty if nothing was ever put into it. */
  public Optional<Published> published() {
    Head head = head();
    return head.file().map(file -> new Published(keys.keyId(), head.size(), file));
  }

  /** Whether nothing was ever put into it. */
  public boolean isNew() {
    return head().file().isEmpty();
  }

  /**
   * Puts certificates that were not there before into the log under one checkpoint, and a proof
   * beside each; those that another process has put there meanwhile are left out.
   */
  public void add(List<Entry> certificates) {
    List<Entry> unproven = unproven(certificates);
    if (!unproven.isEmpty() && !prove(places(unproven, Map.of()))) {
      unproven(unproven).forEach(this::add);
    }
  }

  /** Puts a certificate that was not there before into the log, and its proof beside it. */
  public void add(Entry entry) {
    for (int attempt = 1; !prove(places(List.of(entry), Map.of())); attempt++) {
      if (attempt == MOST_ATTEMPTS) {
        throw LogDamage.at(
            keys.keyId(), CHECKPOINT, "places in it are given twice on this file system");
      }
    }
  }

  /** Puts the key of the log into the store, once, with its name. */
  public void publishKey() {
    store.putIfAbsent(
        EvidenceName.logKey(keys.keyId()), (key.vkey() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Makes an entry the first one, unless there is one; its proof is that of another log. */
  public void begin(Entry first) {
    if (!entries.take(0, first.digest())) {
      throw LogDamage.at(keys.keyId(), TilePath.ofEntry(0), "it begins with another entry");
    }
    publish(1);
  }

  /** Puts certificates into the log that may be in it already, and the proofs that are missing. */
  public void complete(List<Entry> certificates) {
    List<Entry> unproven = unproven(certificates);
    if (!unproven.isEmpty() && !prove(places(unproven, unlessMoved(places::taken)))) {
      unproven(unproven).forEach(this::add);
    }
  }

  private List<Entry> unproven(List<Entry> certificates) {
    return certificates.stream()
        .filter(entry -> store.read(EvidenceName.proof(entry.id())).isEmpty())
        .toList();
  }

  /** Takes the next places for those that have none. */
  private Map<Entry, Long> places(List<Entry> certificates, Map<Digest, Long> known) {
    Map<Digest, Long> all = new HashMap<>(known);
    all.putAll(
        places.take(
            certificates.stream()
                .map(Entry::digest)
                .filter(digest -> !known.containsKey(digest))
                .distinct()
                .toList()));
    Map<Entry, Long> byEntry = new LinkedHashMap<>();
    certificates.forEach(entry -> byEntry.put(entry, all.get(entry.digest())));
    return byEntry;
  }

  /**
   * Others may tidy away what is read here, as soon as a larger file repeats it: once more then.
   */
  private <T> T unlessMoved(Supplier<T> reading) {
    while (true) {
      long before = head().size();
      try {
        return reading.get();
      } catch (UncheckedIOException | EvidenceConflict e) {
        if (head().size() == before) {
          throw e;
        }
      }
    }
  }

  /** Whether all of them have a proof now; not those whose place turns out to be another's. */
  private boolean prove(Map<Entry, Long> places) {
    long needed = places.values().stream().mapToLong(Long::longValue).max().orElseThrow() + 1;
    Head head = publish(needed);
    SignedNote note = SignedNote.read(head.file().orElseThrow());
    Checkpoint checkpoint = Checkpoint.read(note.text());
    MerkleTree tree = new LogTiles(store, keys.keyId(), head.size()).tree();
    Map<Entry, byte[]> proofs = new LinkedHashMap<>();
    places.forEach(
        (entry, place) -> {
          InclusionProof inclusion = InclusionProof.of(tree, place);
          byte[] leaf = TreeHash.leaf(entry.digest().bytes());
          if (inclusion.leads(leaf, checkpoint.size(), checkpoint.root())) {
            proofs.put(entry, new LogProof(inclusion, note).bytes());
          }
        });
    put(proofs);
    return proofs.size() == places.size();
  }

  private void put(Map<Entry, byte[]> proofs) {
    Map<EvidenceName, byte[]> files = new LinkedHashMap<>();
    proofs.forEach((entry, proof) -> files.put(EvidenceName.proof(entry.id()), proof));
    try {
      store.putAllIfAbsent(files);
    } catch (EvidenceConflict another) { // of a process that did the same at the same time
      proofs.forEach(this::put);
    }
  }

  private void put(Entry entry, byte[] proof) {
    try {
      store.putIfAbsent(EvidenceName.proof(entry.id()), proof);
    } catch (EvidenceConflict another) {
      requireGood(entry);
    }
  }

  /** The proof that is there has to be good, unless it is that of another log. */
  private void requireGood(Entry entry) {
    try {
      LogProof there = LogProof.read(store.read(EvidenceName.proof(entry.id())).orElseThrow());
      Optional<String> problem = there.problem(entry.digest(), key);
      if (problem.isPresent() && there.checkpoint().origin().equals(key.name())) {
        throw new IllegalArgumentException(problem.get());
      }
    } catch (IllegalArgumentException e) {
      throw LogDamage.at(
          keys.keyId(),
          CHECKPOINT,
          "there is another proof of " + entry.id() + ": " + e.getMessage());
    }
  }

  /** The checkpoint of a log that has so many entries at least, which are all there. */
  private Head publish(long needed) {
    publishKey();
    while (true) {
      Head head = head();
      if (head.size() >= needed) {
        return head;
      }
      unlessMoved(
          () -> {
            grow(head);
            return needed;
          });
    }
  }

  private void grow(Head head) {
    long size = entries.firstFree(head.size());
    if (size == head.size()) {
      throw LogDamage.at(keys.keyId(), TilePath.ofEntry(size), "an entry has gone");
    }
    LogGrowth growth = new LogGrowth(store, keys.keyId(), entries, head.size(), size);
    String text = new Checkpoint(key.name(), size, Digest.ofHash(growth.grow().root())).text();
    byte[] signature = keys.sign(text.getBytes(StandardCharsets.UTF_8));
    byte[] file = SignedNote.of(text, key, signature).bytes();
    if (store.replace(checkpoint(), head.file(), file)) {
      lately = new Head(Optional.of(file), size); // what we have just signed needs no second look
      growth.tidy();
    }
  }

  private Head head() {
    Optional<byte[]> file = store.read(checkpoint());
    if (file.isEmpty()) {
      return new Head(file, 0);
    }
    if (lately.file().filter(known -> Arrays.equals(known, file.get())).isEmpty()) {
      lately = checked(file);
    }
    return lately;
  }

  private Head checked(Optional<byte[]> file) {
    try {
      SignedNote note = SignedNote.read(file.orElseThrow());
      if (!note.isSignedBy(key)) {
        throw new IllegalArgumentException("it is not signed by the key of the log");
      }
      return new Head(file, Checkpoint.read(note.text()).size());
    } catch (IllegalArgumentException e) {
      throw LogDamage.at(keys.keyId(), CHECKPOINT, String.valueOf(e.getMessage()));
    }
  }

  private EvidenceName checkpoint() {
    return EvidenceName.ofLog(keys.keyId(), CHECKPOINT);
  }
}
