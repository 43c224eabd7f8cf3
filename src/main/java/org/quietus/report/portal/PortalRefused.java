package org.quietus.report.portal;

/** A portal cannot be written where it was asked for; the message says why, and what to do. */
public final class PortalRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  PortalRefused(String message) {
    super(message);
  }
}
