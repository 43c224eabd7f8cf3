package org.quietus.evidence;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The home of certificates, public keys and archived job files: named files that are written once,
 * whole, and never changed, but for the one that says how far a log has come, and those to which
 * witnesses add; what has served its time is removed. Failing storage is an {@link
 * EvidenceUnavailable}.
 */
public interface EvidenceStore {

  /** The largest file that a store takes or gives, in bytes. */
  int MAX_BYTES = 16 << 20;

  /**
   * Writes a file whole and durably, unless it is there; after a crash it is there whole or not at
   * all.
   *
   * @return whether it was written; false if it was there with the same bytes
   * @throws EvidenceConflict if it is there with other bytes
   */
  boolean putIfAbsent(EvidenceName name, byte[] content);

  /**
   * Writes several files, each as {@link #putIfAbsent} does, in less time than one after the other
   * takes; if one cannot be written, others may have been.
   *
   * @return those that were written, and not there before
   * @throws EvidenceConflict if one of them is there with other bytes
   */
  default Set<EvidenceName> putAllIfAbsent(Map<EvidenceName, byte[]> files) {
    return files.entrySet().stream()
        .filter(file -> putIfAbsent(file.getKey(), file.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /**
   * Puts other bytes in the place of those that are expected, whole and durably; of several who
   * expect the same, one succeeds.
   *
   * @param expected empty if there is to be no file
   * @return whether it was replaced; false if there is something else by now
   */
  boolean replace(EvidenceName name, Optional<byte[]> expected, byte[] content);

  /** Removes a file of a log whose content a larger one repeats; does nothing if it cannot. */
  void discard(EvidenceName name);

  /** Whether something forbids to remove a file at a moment, in any of its versions. */
  boolean isLocked(EvidenceName name, Instant at);

  /**
   * Removes a certificate, its proof or PDF, or a time-stamp that has served its time, in every
   * version; does nothing if it is not there.
   */
  void remove(EvidenceName name);

  /** The bytes of a file, empty if there is none. */
  Optional<byte[]> read(EvidenceName name);

  /** Every file of a kind, by name; those of a log are found by their names alone. */
  List<EvidenceName> list(EvidenceName.Folder folder);

  /**
   * Shows that a mirror file and a certificate can be written, by writing a file that nobody sees
   * and removing it: before something is changed that could then not be written down.
   */
  void requireWritable();

  /** Where a file lies or would lie, for people. */
  URI locate(EvidenceName name);
}
