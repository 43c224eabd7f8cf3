package org.quietus.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every evidence store does, wherever it is. */
abstract class EvidenceStoreContract {
  static final EvidenceName NAME = EvidenceName.certificate("run-1-1");
  static final EvidenceName CHECKPOINT = EvidenceName.ofLog("0".repeat(32), "checkpoint");

  EvidenceStore store;

  /** The store of this test, which is empty at first. */
  abstract EvidenceStore open() throws Exception;

  /** How often many writers meet. */
  int rounds() {
    return 20;
  }

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void givesBackWhatWasPut() {
    assertThat(store.putIfAbsent(NAME, bytes("one"))).isTrue();

    assertThat(store.read(NAME)).hasValue(bytes("one"));
    assertThat(store.list(EvidenceName.Folder.CERTIFICATES)).containsExactly(NAME);
  }

  @Test
  void knowsNothingBeforeTheFirstPut() {
    assertThat(store.read(NAME)).isEmpty();
    assertThat(store.list(EvidenceName.Folder.CERTIFICATES)).isEmpty();
  }

  @Test
  void putsTheSameBytesAgainWithoutEffect() {
    store.putIfAbsent(NAME, bytes("one"));

    assertThat(store.putIfAbsent(NAME, bytes("one"))).isFalse();
  }

  @Test
  void neverOverwrites() {
    store.putIfAbsent(NAME, bytes("one"));

    assertThatThrownBy(() -> store.putIfAbsent(NAME, bytes("two")))
        .isInstanceOf(EvidenceConflict.class)
        .hasMessageContaining("certificates/run-1-1.json");
    assertThat(store.read(NAME)).hasValue(bytes("one"));
  }

  @Test
  void doesNotTakeALongerNameForAShorterOne() {
    store.putIfAbsent(EvidenceName.ofLog("0".repeat(32), "tile/0/000.p/12"), bytes("twelve"));
    store.putIfAbsent(EvidenceName.certificate("run-1-10"), bytes("ten"));

    assertThat(store.read(EvidenceName.ofLog("0".repeat(32), "tile/0/000.p/1"))).isEmpty();
    assertThat(store.read(EvidenceName.ofLog("0".repeat(32), "tile/0/000"))).isEmpty();
    assertThat(store.read(NAME)).isEmpty();
  }

  @Test
  void listsByKindAndName() {
    for (String id : List.of("b", "a", "c")) {
      store.putIfAbsent(EvidenceName.certificate(id), bytes(id));
    }
    store.putIfAbsent(EvidenceName.proof("a"), bytes("proof"));
    store.putIfAbsent(EvidenceName.jobFile("d"), bytes("job"));

    assertThat(store.list(EvidenceName.Folder.CERTIFICATES))
        .extracting(EvidenceName::stem)
        .containsExactly("a", "b", "c");
    assertThat(store.list(EvidenceName.Folder.PROOFS)).containsExactly(EvidenceName.proof("a"));
  }

  @Test
  void replacesOnlyWhatIsExpected() {
    assertThat(store.replace(CHECKPOINT, Optional.of(bytes("0")), bytes("1"))).isFalse();
    assertThat(store.replace(CHECKPOINT, Optional.empty(), bytes("1"))).isTrue();
    assertThat(store.replace(CHECKPOINT, Optional.empty(), bytes("2"))).isFalse();
    assertThat(store.replace(CHECKPOINT, Optional.of(bytes("1")), bytes("2"))).isTrue();

    assertThat(store.read(CHECKPOINT)).hasValue(bytes("2"));
  }

  @Test
  void discardsOfALogAlone() {
    EvidenceName tile = EvidenceName.ofLog("0".repeat(32), "tile/0/000.p/1");
    store.putIfAbsent(tile, bytes("one"));
    store.discard(tile);
    assertThat(store.read(tile)).isEmpty();

    store.putIfAbsent(NAME, bytes("one"));
    assertThatThrownBy(() -> store.discard(NAME)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void removesWhatServedItsTimeAndNothingElse() {
    store.putIfAbsent(NAME, bytes("one"));
    EvidenceName proof = EvidenceName.proof(NAME.stem());
    store.putIfAbsent(proof, bytes("1"));
    store.replace(proof, Optional.of(bytes("1")), bytes("2"));
    for (EvidenceName name : List.of(NAME, proof, EvidenceName.pdf(NAME.stem()))) {
      assertThat(store.isLocked(name, Instant.now())).isFalse();
      store.remove(name);
      assertThat(store.read(name)).isEmpty();
      store.remove(name);
    }
    assertThat(store.list(EvidenceName.Folder.CERTIFICATES)).isEmpty();
    for (EvidenceName name :
        List.of(
            CHECKPOINT,
            EvidenceName.publicKey("a"),
            EvidenceName.removal("a"),
            EvidenceName.jobFile("a"),
            EvidenceName.mirror("0".repeat(64), 1))) {
      assertThatThrownBy(() -> store.remove(name)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void ofManyAtOnceExactlyOneWrites() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      EvidenceName name = EvidenceName.certificate("round-" + round);
      assertThat(ofEight(writer -> () -> store.putIfAbsent(name, bytes("the same")))).isEqualTo(1);
    }
    assertThat(store.list(EvidenceName.Folder.CERTIFICATES)).hasSize(rounds());
  }

  @Test
  void ofManyWhoReplaceTheSameOneSucceeds() throws Exception {
    store.replace(CHECKPOINT, Optional.empty(), bytes("old"));
    for (int round = 0; round < rounds(); round++) {
      Optional<byte[]> old = store.read(CHECKPOINT);
      String next = "round " + round + " of ";
      int replaced = ofEight(writer -> () -> store.replace(CHECKPOINT, old, bytes(next + writer)));
      assertThat(replaced).isLessThanOrEqualTo(1);
      assertThat(new String(store.read(CHECKPOINT).orElseThrow(), UTF_8))
          .startsWith(replaced == 1 ? next : new String(old.orElseThrow(), UTF_8));
    }
  }

  /** How many of eight succeed who do it at the same time. */
  private static int ofEight(Attempts attempts) throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(8);
    try {
      int done = 0;
      for (Future<Boolean> one :
          writers.invokeAll(IntStream.range(0, 8).mapToObj(attempts::by).toList())) {
        done += one.get() ? 1 : 0;
      }
      return done;
    } finally {
      writers.shutdownNow();
    }
  }

  private interface Attempts {
    Callable<Boolean> by(int writer);
  }
}
