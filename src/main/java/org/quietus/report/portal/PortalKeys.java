package org.quietus.report.portal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * The public keys that come with a portal.
 *
 * @param certificates by their ids, as SubjectPublicKeyInfo
 * @param logs as verifier keys
 * @param events files that say which key took the place of which
 */
record PortalKeys(Map<String, byte[]> certificates, List<String> logs, List<byte[]> events) {

  static PortalKeys of(EvidenceStore store, PublicKeys trusted, List<NoteKey> logKeys) {
    Map<String, byte[]> certificates = new TreeMap<>();
    trusted.byId().forEach((id, key) -> certificates.put(id, key.getEncoded()));
    return new PortalKeys(
        certificates,
        logKeys.stream().map(NoteKey::vkey).toList(),
        store.list(EvidenceName.Folder.KEY_EVENTS).stream()
            .flatMap(name -> store.read(name).stream())
            .toList());
  }
}
