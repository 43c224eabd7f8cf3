package org.quietus;

import org.quietus.cli.Commands;

/** Entry point. */
public final class Quietus {
  private Quietus() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(Commands.run(args));
  }
}
