package org.quietus;

/** Entry point. */
public final class Quietus {
  private Quietus() {}

  public static void main(String[] args) {
    System.exit(0);
  }
}
