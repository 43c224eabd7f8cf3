package org.quietus.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.Precondition;

class HistoryTest {
  private static final ObjectKey KEY = new ObjectKey("k");
  private static final Pin OLD = pin("old", "\"1\"");
  private static final Pin OURS = pin("ours", "\"2\"");
  private static final Pin THEIRS = pin("theirs", "\"3\"");
  private static final Pin MARKER = pin("marker", "");
  private static final Precondition REPLACING = Precondition.replacing(OLD);

  @Test
  void acceptsOursRightAfterThePinnedOne() {
    assertThat(follows(REPLACING, Set.of(OLD), OURS, OLD)).isTrue();
  }

  @Test
  void refusesOursIfSomebodyWroteBetween() {
    assertThat(follows(REPLACING, Set.of(OLD), OURS, THEIRS, OLD)).isFalse();
  }

  @Test
  void acceptsWhatCameAfterOurs() {
    assertThat(follows(REPLACING, Set.of(OLD), THEIRS, OURS, OLD)).isTrue();
    assertThat(follows(REPLACING, Set.of(OLD), MARKER, OURS, OLD)).isTrue();
  }

  @Test
  void isContestedByANewerOneThatWasToReplaceWhatOursReplaced() {
    assertThat(contested(Optional.of("old"), THEIRS, OURS, OLD)).isTrue();
    assertThat(contested(Optional.of(History.NOTHING), THEIRS, OURS)).isTrue();
  }

  @Test
  void isNotContestedByWhatReplacedOursOrCameFromOthers() {
    Pin next = pin("next", "\"4\"");
    assertThat(contested(Optional.of("ours"), THEIRS, OURS, OLD)).isFalse();
    assertThat(contested(Optional.of("next"), THEIRS, next, OURS, OLD)).isFalse();
    assertThat(contested(Optional.empty(), THEIRS, OURS, OLD)).isFalse();
    assertThat(contested(Optional.of("old"), OURS, THEIRS, OLD)).isFalse();
  }

  private static boolean contested(Optional<String> replacedByTheirs, Pin... pins) {
    return history(pins)
        .isContested(OURS, pin -> pin.equals(THEIRS) ? replacedByTheirs : Optional.empty());
  }

  @Test
  void refusesOursIfSomebodyDeletedBetween() {
    assertThat(follows(REPLACING, Set.of(OLD), OURS, MARKER, OLD)).isFalse();
  }

  @Test
  void refusesOursIfThePinnedOneOrOursIsGone() {
    assertThat(follows(REPLACING, Set.of(OLD), OURS)).isFalse();
    assertThat(follows(REPLACING, Set.of(OLD), OLD)).isFalse();
  }

  @Test
  void acceptsAnOldMarkerUnderANewObject() {
    assertThat(follows(Precondition.absent(), Set.of(MARKER, OLD), OURS, MARKER, OLD)).isTrue();
    assertThat(follows(Precondition.absent(), Set.of(), OURS, THEIRS)).isFalse();
  }

  @Test
  void meetsAConditionOnTheCurrentVersionOnly() {
    assertThat(history(OLD, THEIRS).meets(REPLACING)).isTrue();
    assertThat(history(THEIRS, OLD).meets(REPLACING)).isFalse();
    assertThat(history(MARKER, OLD).meets(REPLACING)).isFalse();
    assertThat(history(MARKER, OLD).meets(Precondition.absent())).isTrue();
    assertThat(history(OLD).meets(Precondition.absent())).isFalse();
    assertThat(history().meets(Precondition.absent())).isTrue();
  }

  @Test
  void knowsAfterACrashOnlyWhatIsNoNewerThanThePinnedOne() {
    assertThat(history(OURS, THEIRS, OLD, MARKER).knownTo(REPLACING)).containsOnly(OLD, MARKER);
    assertThat(history(OURS, OLD).knownTo(Precondition.absent())).isEmpty();
  }

  @Test
  void afterACrashKeepsOursAlthoughTheReplacedOneIsGone() {
    assertThat(history(OURS).follows(OURS, Set.of())).isTrue();
    assertThat(history(OURS, THEIRS).follows(OURS, Set.of())).isFalse();
    assertThat(history(OURS, MARKER).follows(OURS, Set.of())).isFalse();
  }

  @Test
  void knowsAfterACrashByItsAgeWhatIsOlderThanTheReplacedOneThatIsGone() {
    Instant written = Instant.EPOCH.plusSeconds(999);
    assertThat(history(OURS, THEIRS).knownTo(Precondition.replacing(OLD, written)))
        .containsOnly(THEIRS);
    assertThat(history(OURS, THEIRS).knownTo(Precondition.replacing(OLD, Instant.EPOCH))).isEmpty();
  }

  private static boolean follows(Precondition precondition, Set<Pin> known, Pin... newToOld) {
    return history(newToOld).follows(OURS, known, precondition);
  }

  private static History history(Pin... newToOld) {
    Instant now = Instant.EPOCH.plusSeconds(1_000);
    return new History(
        IntStream.range(0, newToOld.length)
            .mapToObj(
                i ->
                    new ObjectVersion(
                        newToOld[i], 1, now.minusSeconds(i), i == 0, Optional.empty()))
            .toList());
  }

  private static Pin pin(String version, String etag) {
    return new Pin(KEY, version, etag);
  }
}
