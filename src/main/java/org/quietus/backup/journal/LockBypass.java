package org.quietus.backup.journal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether an object version was removed in spite of a retention, as the job file allows. */
public enum LockBypass {
  NONE,
  /** About to be; a kill may have come before it was gone. */
  INTENDED,
  DONE;

  /** The same once the version is gone. */
  LockBypass done() {
    return this == NONE ? NONE : DONE;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static LockBypass labelled(@Nullable String label) {
    return label == null ? NONE : valueOf(label.toUpperCase(Locale.ROOT));
  }
}
