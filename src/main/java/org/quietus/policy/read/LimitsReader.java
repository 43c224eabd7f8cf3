package org.quietus.policy.read;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.quietus.policy.Limits;
import org.quietus.policy.PaceSettings;

/** Reads what a run may do unasked, and how it makes way for others. */
final class LimitsReader {
  private LimitsReader() {}

  static Limits read(JobEntry entry) {
    Optional<String> share = entry.get("max-share").text();
    return new Limits(
        whole(entry.get("max-rows")),
        share
            .map(percent -> OptionalInt.of(Integer.parseInt(percent.replace("%", ""))))
            .orElse(OptionalInt.empty()),
        new PaceSettings(
            !entry.get("make-way").scalar().filter("false"::equals).isPresent(),
            whole(entry.get("rows-per-second")),
            whole(entry.get("rows-read-per-second")),
            Scalars.window(entry.get("window")),
            entry.get("max-replica-lag").text().map(Scalars::seconds),
            whole(entry.get("max-running")),
            whole(entry.get("max-history")),
            entry.get("max-commit-latency").text().map(Scalars::millis)),
        entry
            .get("objects-at-once")
            .scalar()
            .map(n -> OptionalInt.of(Integer.parseInt(n)))
            .orElse(OptionalInt.empty()));
  }

  private static OptionalLong whole(JobEntry entry) {
    return entry.scalar().map(n -> OptionalLong.of(Long.parseLong(n))).orElse(OptionalLong.empty());
  }
}
