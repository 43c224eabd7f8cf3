package org.quietus.certificate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what is for people to read beside certificates; whatever goes wrong with it, the certificate
 * stands.
 */
final class PdfsBeside {
  private static final Logger LOG = LoggerFactory.getLogger(PdfsBeside.class);

  private final EvidenceStore store;
  private final Optional<Rendering> rendering;

  PdfsBeside(EvidenceStore store, Optional<Rendering> rendering) {
    this.store = store;
    this.rendering = rendering;
  }

  /** Whether everything for people to read is beside a certificate, put there if need be. */
  boolean isBeside(Certificate certificate) {
    return areBeside(List.of(certificate)).get(0);
  }

  /** The same of several, which are written at a time. */
  List<Boolean> areBeside(List<Certificate> certificates) {
    Map<EvidenceName, byte[]> made = new LinkedHashMap<>();
    List<Boolean> good = certificates.stream().map(one -> isMade(one, made)).toList();
    if (isWritten(made)) {
      return good;
    }
    return certificates.size() == 1
        ? List.of(false)
        : certificates.stream().map(this::isBeside).toList();
  }

  /** Adds the file of a certificate that has none; false if it cannot be made. */
  private boolean isMade(Certificate certificate, Map<EvidenceName, byte[]> made) {
    if (rendering.isEmpty()) {
      return true;
    }
    EvidenceName name = EvidenceName.pdf(certificate.id());
    try {
      if (store.read(name).isEmpty()) {
        made.put(name, rendering.get().of(certificate));
      }
      return true;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return isLacking(name, e);
    }
  }

  private boolean isWritten(Map<EvidenceName, byte[]> made) {
    try {
      store.putAllIfAbsent(made);
      return true;
    } catch (RuntimeException e) {
      return made.size() == 1 && isLacking(made.keySet().iterator().next(), e);
    }
  }

  private static boolean isLacking(EvidenceName name, Throwable why) {
    LOG.warn("{} was not written: {}", name, why.getClass().getSimpleName());
    return false;
  }
}
