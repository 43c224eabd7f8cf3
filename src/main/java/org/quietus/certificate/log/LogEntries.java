package org.quietus.certificate.log;

import static org.quietus.certificate.log.TilePath.WIDTH;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceConflict;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * The entries of a log in their order. A new one is a file of its own, and who makes the file of a
 * number has that place; all else in a log follows from these, so that whoever finds a log half
 * written can complete it. Once a full bundle repeats them, the single files go.
 */
final class LogEntries {

  private final EvidenceStore store;
  private final String log;

  LogEntries(EvidenceStore store, String log) {
    this.store = store;
    this.log = log;
  }

  /** Whether the place was free, or has the same entry already. */
  boolean take(long place, Digest entry) {
    try {
      store.putIfAbsent(single(place), entry.bytes());
      return true;
    } catch (EvidenceConflict taken) {
      return false;
    }
  }

  /** Those of several places that were free, or have the same entry already. */
  Set<Long> takeAll(Map<Long, Digest> wanted) {
    Map<EvidenceName, byte[]> files = new LinkedHashMap<>();
    wanted.forEach((place, entry) -> files.put(single(place), entry.bytes()));
    try {
      store.putAllIfAbsent(files);
      return wanted.keySet();
    } catch (EvidenceConflict taken) { // one of them; what became of the others shows by trying
      return wanted.entrySet().stream()
          .filter(one -> take(one.getKey(), one.getValue()))
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }
  }

  /** Leaves a place that had been given and tidied away before. */
  void leave(long place) {
    store.discard(single(place));
  }

  /** The first place from one on that nobody has taken. */
  long firstFree(long from) {
    long place = from;
    while (store.read(single(place)).isPresent()) {
      place++;
    }
    return place;
  }

  /** The entry at a place of a log that has so many published. */
  Digest at(long place, long published) {
    return bundle(place / WIDTH, published).get((int) (place % WIDTH));
  }

  /** The published entries of a bundle, the last one of which is partial. */
  List<Digest> bundle(long index, long published) {
    int width = LogTiles.width(0, index, published);
    String path = TilePath.ofEntries(index, width);
    byte[] file =
        read(path)
            .or(() -> read(TilePath.ofEntries(index, WIDTH)))
            .orElseThrow(() -> LogDamage.at(log, path, "it is not there"));
    try {
      List<Digest> entries = EntryBundle.read(file);
      if (entries.size() >= width) {
        return entries.subList(0, width);
      }
    } catch (IllegalArgumentException e) {
      throw LogDamage.at(log, path, String.valueOf(e.getMessage()));
    }
    throw LogDamage.at(log, path, "it is not whole");
  }

  /** The entries of a bundle in a log of some size, not all of which are published. */
  List<Digest> bundle(long index, long published, long size) {
    long first = index * WIDTH;
    List<Digest> entries =
        new ArrayList<>(published > first ? bundle(index, published) : List.of());
    for (long place = first + entries.size(); place < Math.min(first + WIDTH, size); place++) {
      entries.add(single(place, "an entry is not there, or not whole"));
    }
    return entries;
  }

  /** Every entry below a size, with its place. */
  void each(long published, long size, EntryVisitor visitor) {
    long place = 0;
    for (long index = 0; index * WIDTH < size; index++) {
      for (Digest entry : bundle(index, published, size)) {
        visitor.visit(place++, entry);
      }
    }
  }

  /** Takes an entry. */
  @FunctionalInterface
  interface EntryVisitor {
    void visit(long place, Digest entry);
  }

  private Digest single(long place, String otherwise) {
    return store
        .read(single(place))
        .filter(entry -> entry.length == TreeHash.BYTES)
        .map(Digest::ofHash)
        .orElseThrow(() -> LogDamage.at(log, TilePath.ofEntry(place), otherwise));
  }

  private EvidenceName single(long place) {
    return EvidenceName.ofLog(log, TilePath.ofEntry(place));
  }

  private Optional<byte[]> read(String path) {
    return store.read(EvidenceName.ofLog(log, path));
  }
}
