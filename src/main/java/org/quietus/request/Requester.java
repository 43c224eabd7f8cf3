package org.quietus.request;

import java.util.Optional;

/** Who asks, seen from the person whose data it is. */
public enum Requester {
  SELF,
  /** Of a child or of a person under care. */
  GUARDIAN,
  /** Of a person who has died. */
  RELATIVE,
  /** With a power of attorney. */
  AGENT;

  /** The kind of a code such as {@code guardian}. */
  public static Optional<Requester> of(String code) {
    return Codes.find(Requester.class, code);
  }

  /** As certificates name the role. */
  public String certified() {
    return this == SELF ? "data-subject" : toString();
  }

  @Override
  public String toString() {
    return Codes.of(this);
  }
}
