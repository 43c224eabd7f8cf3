package org.quietus.policy;

/** A password or key; printed as asterisks, whoever asks. */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "********";
  }
}
