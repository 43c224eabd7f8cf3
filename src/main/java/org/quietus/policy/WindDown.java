package org.quietus.policy;

import java.time.LocalDate;
import java.time.Period;

/**
 * That the service is closed: when it was announced, and how long everybody's data stays then.
 *
 * @param notice the local day on which persons were told
 * @param after how long from that day until everything goes
 */
public record WindDown(LocalDate notice, Period after) {

  /** The first local day on which data goes. */
  public LocalDate from() {
    return notice.plus(after);
  }
}
