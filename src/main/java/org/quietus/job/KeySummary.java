package org.quietus.job;

import java.time.Instant;
import java.util.Optional;

/**
 * A key that suppression tokens are made under.
 *
 * @param state {@code current}, {@code earlier}, {@code destroyed}, or {@code missing} where the
 *     file is gone and nobody destroyed it
 * @param begun empty for one that was made without a job
 * @param lastErasure the latest one whose tokens are under it
 */
public record KeySummary(
    int epoch, String state, Optional<Instant> begun, Optional<Instant> lastErasure) {

  /** Whether its tokens can tell nothing, although nobody decided that. */
  public boolean isMissing() {
    return state.equals("missing");
  }
}
