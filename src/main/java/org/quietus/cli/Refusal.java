package org.quietus.cli;

/**
 * A command cannot do what it was asked to; the message says why and how to mend it. Exit code 2.
 */
final class Refusal extends RuntimeException {
  Refusal(String message) {
    super(message);
  }
}
