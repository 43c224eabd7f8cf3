package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.request.mirror.MirrorEntry;
import org.quietus.subject.SuppressionEntry;

/** What tells others as well is told by nobody any more after a restore either. */
class WithdrawnTokensTest {
  private static final Instant ERASED = Instant.parse("2026-03-01T12:00:00Z");
  private static final String SHARED = "ab".repeat(32);
  private static final String OWN = "cd".repeat(32);

  @TempDir Path directory;
  private SuppressionEntries entries;

  @BeforeEach
  void open() throws Exception {
    entries = new SuppressionEntries(new RequestFixture(directory).jdbc, "job");
  }

  private static MirrorEntry entry(long number, String about, String key, Object tokens) {
    return new MirrorEntry(
        number,
        MirrorEntry.Kind.SUPPRESSION,
        about,
        ERASED,
        Map.of("subject", "customer", key, tokens));
  }

  private static MirrorEntry added(long number, String about) {
    return entry(
        number,
        about,
        "tokens",
        List.of(List.of("email", 1, 1, SHARED), List.of("row-key", 1, 1, OWN)));
  }

  @Test
  void whatTheMirrorSaysWasWithdrawnIsGoneOfThatRequestAlone() {
    entries.restore(added(1, "r1"));
    entries.restore(added(2, "r2"));

    entries.restore(entry(3, "r1", "withdrawn", List.of(SHARED)));

    assertThat(tokens("r1")).containsExactly(OWN);
    assertThat(tokens("r2")).containsExactly(SHARED, OWN);
  }

  @Test
  void whatTheMirrorSaysWasWrittenOnceMoreIsThereOnceMore() {
    entries.restore(added(1, "r1"));
    entries.restore(entry(2, "r1", "withdrawn", List.of(SHARED)));

    entries.restore(added(3, "r1"));

    assertThat(tokens("r1")).containsExactly(SHARED, OWN);
  }

  private List<String> tokens(String request) {
    return entries.of(request).stream()
        .map(SuppressionEntry::token)
        .map(token -> token.hex())
        .toList();
  }
}
