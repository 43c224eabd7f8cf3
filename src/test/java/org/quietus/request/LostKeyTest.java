package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.policy.ErasureClock;

/** What was sealed under a key that is lost cannot be read, and stops nothing that came later. */
class LostKeyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final Deadlines DEADLINES =
      Deadlines.of(
          new ErasureClock(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()),
          ZoneId.of("UTC"),
          Optional.empty());

  @TempDir Path directory;

  @Test
  void whoeverAsksIsTakenInThoughAnEarlierRequestCannotBeRead() throws Exception {
    RequestFixture fixture = new RequestFixture(directory);
    fixture.file(RequestFixture.request(1, Ground.REQUEST, true, NOW), DEADLINES, NOW);
    fixture.jdbc.update("UPDATE quietus.request SET sealed = X'" + "78".repeat(60) + "'");

    Intake.Taken taken =
        fixture.file(RequestFixture.request(1, Ground.REQUEST, true, NOW), DEADLINES, NOW);

    assertThat(taken.id()).isEqualTo("r2");
    assertThatThrownBy(() -> fixture.requests.person("r1"))
        .hasMessageContaining("r1 was sealed under another key")
        .hasMessageContaining("bring 'requests.key' back");
  }
}
