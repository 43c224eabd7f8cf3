package org.quietus.certificate.seal;

/** A key cannot be made or used as it is; the message says which, why, and how to mend it. */
public final class KeyRefused extends RuntimeException {
  public KeyRefused(String message) {
    super(message);
  }
}
