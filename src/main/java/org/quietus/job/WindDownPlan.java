package org.quietus.job;

import org.quietus.evidence.Digest;

/** What is approved when a service is to be closed: the same plan, for everybody. */
public final class WindDownPlan {
  private WindDownPlan() {}

  /** Names the wind-down by a plan that has the given fingerprint, in hexadecimal digits. */
  public static String fingerprint(String plan) {
    return Digest.of("wind-down " + plan).hex();
  }
}
