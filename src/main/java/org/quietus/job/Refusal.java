package org.quietus.job;

/**
 * A command cannot do what it was asked to; the message says why and how to mend it. Exit code 2.
 */
public final class Refusal extends RuntimeException {
  public Refusal(String message) {
    super(message);
  }
}
