package org.quietus.cli.input;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.quietus.job.Refusal;
import org.quietus.request.Filing;
import picocli.CommandLine.Option;

/** {@code --at}, of commands that note when something happened. */
public final class MomentOption {
  @Option(
      names = "--at",
      paramLabel = "WHEN",
      description = "When: 2026-03-02T10:00:00Z, or a day, from its start. Default: now.")
  private Optional<String> at;

  /**
   * The moment, to the microsecond.
   *
   * @param zone the one that a day starts in
   * @throws Refusal if the text is neither a moment nor a day
   */
  public Instant moment(Clock clock, ZoneId zone) {
    return at.isEmpty()
        ? clock.instant().truncatedTo(ChronoUnit.MICROS)
        : Filing.moment(at.get(), zone)
            .orElseThrow(() -> new Refusal("--at is not a moment; write 2026-03-02T10:00:00Z"));
  }
}
