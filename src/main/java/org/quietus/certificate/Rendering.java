package org.quietus.certificate;

/** Makes of a certificate a document for people, the same whenever it is asked for. */
@FunctionalInterface
public interface Rendering {

  /** The document's bytes. */
  byte[] of(Certificate certificate);
}
