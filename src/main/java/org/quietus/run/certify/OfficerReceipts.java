package org.quietus.run.certify;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.quietus.certificate.Occasion;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.recipient.Jwe;
import org.quietus.request.SealedPerson;
import tools.jackson.databind.json.JsonMapper;

/**
 * The receipts of requests, sealed to the data protection officer beside their first certificates:
 * so that whoever has lost a receipt, or never got one, can be told for as long as certificates are
 * kept whether one is theirs.
 */
public final class OfficerReceipts {
  private final EvidenceStore store;
  private final Optional<PublicKey> officer;

  /**
   * Receipts beside certificates.
   *
   * @param officer empty if nobody is to have them
   */
  public OfficerReceipts(EvidenceStore store, Optional<PublicKey> officer) {
    this.store = store;
    this.officer = officer;
  }

  /**
   * Seals the receipt of a request that is about to be certified, unless that was done.
   *
   * @param person asked for only if it is; empty once the person is forgotten
   */
  public void keep(Occasion request, Supplier<Optional<SealedPerson>> person) {
    EvidenceName name = EvidenceName.receipt(request.certificateId(1));
    if (officer.isPresent() && store.read(name).isEmpty()) {
      person
          .get()
          .map(SealedPerson::nonce)
          .filter(nonce -> !nonce.isEmpty())
          .map(nonce -> Map.of("request", request.id(), "receipt", nonce))
          .map(JsonMapper.shared()::writeValueAsBytes)
          .map(plain -> Jwe.encrypt(plain, officer.get()).getBytes(StandardCharsets.US_ASCII))
          .ifPresent(jwe -> store.putIfAbsent(name, jwe));
    }
  }
}
