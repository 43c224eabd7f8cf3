package org.quietus.recipient;

import java.util.List;

/** A way on which notices reach a recipient. */
interface Channel {

  /**
   * Whether the recipient has confirmed a notice that was left for it; asked before it is repeated.
   *
   * @throws ChannelFailed if that cannot be found out
   */
  boolean isAcknowledged(String notice);

  /**
   * Tells, or leaves it where the recipient fetches it; doing so again does no harm.
   *
   * @param notice the id, under which the recipient recognises what it has got already
   * @param body a signed envelope
   * @return {@link Notice.State#ACKNOWLEDGED} or {@link Notice.State#TOLD}
   * @throws ChannelFailed if it did not get there, as far as is known
   */
  Notice.State tell(String notice, byte[] body);

  /** The ids of notices that are still where they were left, others' among them. */
  List<String> left();

  /** Removes what was left, once nothing is to be done for the notice any more. */
  void clear(String notice);
}
