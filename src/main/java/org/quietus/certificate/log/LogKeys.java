package org.quietus.certificate.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.quietus.certificate.seal.KeyHistory;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/** Finds the keys of logs. */
public final class LogKeys {

  private static final int LARGEST_FILE = 10_000;

  private LogKeys() {}

  /**
   * Those that an evidence store keeps; as trustworthy as the store is.
   *
   * @throws KeyRefused if one is not a key
   */
  public static List<NoteKey> in(EvidenceStore store) {
    return store.list(EvidenceName.Folder.LOG_KEYS).stream()
        .map(name -> parsed(name.toString(), store.read(name).orElseThrow()))
        .toList();
  }

  /** The same keys without their names. */
  public static PublicKeys publicKeys(List<NoteKey> keys) {
    Map<String, PublicKey> byId = new TreeMap<>();
    keys.forEach(key -> byId.put(PublicKeys.idOf(key.key()), key.key()));
    return new PublicKeys(byId);
  }

  /**
   * These logs, those whose place they took, and those that took theirs, as statements in a store
   * say that both keys signed.
   */
  public static List<NoteKey> related(EvidenceStore store, List<NoteKey> trusted) {
    List<NoteKey> known = in(store);
    Set<String> ids =
        KeyHistory.of(store, Use.LOG, publicKeys(known)).of(publicKeys(trusted)).byId().keySet();
    Set<NoteKey> related = new LinkedHashSet<>(trusted);
    known.stream()
        .filter(key -> ids.contains(PublicKeys.idOf(key.key())))
        .filter(key -> trusted.stream().noneMatch(one -> one.key().equals(key.key())))
        .forEach(related::add);
    return List.copyOf(related);
  }

  /** Those whose place no other took, as far as statements in the store say. */
  public static List<NoteKey> present(EvidenceStore store) {
    List<NoteKey> known = in(store);
    KeyHistory history = KeyHistory.of(store, Use.LOG, publicKeys(known));
    return known.stream().filter(key -> !history.isSucceeded(PublicKeys.idOf(key.key()))).toList();
  }

  /**
   * The key in a file of one line.
   *
   * @throws KeyRefused if it is not one
   */
  public static NoteKey load(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parsed(file.toString(), in.readNBytes(LARGEST_FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the key " + file, e);
    }
  }

  private static NoteKey parsed(String file, byte[] content) {
    try {
      return NoteKey.parse(new String(content, StandardCharsets.UTF_8).strip());
    } catch (IllegalArgumentException e) {
      throw new KeyRefused(file + " is not the key of a log: " + e.getMessage());
    }
  }
}
