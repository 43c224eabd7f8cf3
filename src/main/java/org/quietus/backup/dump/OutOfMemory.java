package org.quietus.backup.dump;

import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.format.OutOfShare;
import org.quietus.format.Share;

/** What memory that runs out for an object leads to. */
public final class OutOfMemory {
  private OutOfMemory() {}

  /** Its named end, or {@link OutOfShare} if others had memory, too: alone it may have enough. */
  public static RuntimeException end() {
    return Share.ofThread().isPresent()
        ? new OutOfShare()
        : new Trouble(
            VersionState.OUT_OF_MEMORY,
            "it needs more memory than there is; give more, such as -Xmx%dm"
                .formatted(2 * (Runtime.getRuntime().maxMemory() >> 20)));
  }
}
