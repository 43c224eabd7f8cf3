package org.quietus.recipient;

/** Signs notices; the key is the one that signs certificates. */
public interface Envelopes {

  /** What the envelope says that it holds. */
  String TYPE = "application/vnd.quietus.notice+json";

  /** A DSSE envelope of that type, as JSON. */
  byte[] sign(byte[] payload);
}
