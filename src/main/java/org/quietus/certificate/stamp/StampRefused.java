package org.quietus.certificate.stamp;

/** A time-stamp cannot be had or is not good; the message says why, without its full stop. */
public final class StampRefused extends RuntimeException {
  public StampRefused(String message) {
    super(message);
  }
}
