package org.quietus.request;

/** In which role somebody, or something, moved a request; never who. */
public enum Role {
  REQUESTER,
  OPERATOR,
  DPO,
  RUN,
  SYSTEM;

  @Override
  public String toString() {
    return Codes.of(this);
  }
}
