package org.quietus.certificate.seal;

import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

/** Which keys of an evidence store took the place of which others. */
public final class KeyHistory {
  private final PublicKeys known;
  private final List<KeyEvent> events;

  private KeyHistory(PublicKeys known, List<KeyEvent> events) {
    this.known = known;
    this.events = events;
  }

  /** The history of the keys that signed certificates. */
  public static KeyHistory of(EvidenceStore store) {
    return of(store, Use.CERTIFICATES, PublicKeys.in(store));
  }

  /**
   * Reads the events of a store; those that are not signed by both of their keys do not count.
   *
   * @param known every key that there is of that use, trusted or not
   */
  public static KeyHistory of(EvidenceStore store, Use use, PublicKeys known) {
    return new KeyHistory(
        known,
        store.list(EvidenceName.Folder.KEY_EVENTS).stream()
            .flatMap(name -> store.read(name).stream())
            .flatMap(file -> KeyEvent.read(use, file, known).stream())
            .toList());
  }

  /** The events of the evidence store that a certificate file lies in; none if it lies in none. */
  public static KeyHistory beside(Path certificateFile) {
    return EvidenceStores.around(certificateFile)
        .map(KeyHistory::of)
        .orElseGet(() -> new KeyHistory(PublicKeys.NONE, List.of()));
  }

  /**
   * These keys, those whose place they took, and those that took theirs: whoever trusts one of them
   * believes it when it says, with the other, that both are one signer's.
   */
  public PublicKeys of(PublicKeys trusted) {
    PublicKeys earlier = before(trusted);
    return grown(earlier, KeyEvent::from, KeyEvent::to);
  }

  /** Whether another key took the place of one. */
  public boolean isSucceeded(String keyId) {
    return events.stream().anyMatch(event -> event.from().equals(keyId));
  }

  /** These keys and all whose place they took. */
  public PublicKeys before(PublicKeys trusted) {
    return grown(trusted, KeyEvent::to, KeyEvent::from);
  }

  private PublicKeys grown(
      PublicKeys trusted, Function<KeyEvent, String> by, Function<KeyEvent, String> other) {
    Map<String, PublicKey> keys = new TreeMap<>(trusted.byId());
    boolean more = true;
    while (more) {
      more = false;
      for (KeyEvent event : events) {
        if (keys.containsKey(by.apply(event)) && !keys.containsKey(other.apply(event))) {
          String id = other.apply(event);
          keys.put(id, Objects.requireNonNull(known.byId().get(id), "a key that has signed"));
          more = true;
        }
      }
    }
    return new PublicKeys(keys);
  }
}
