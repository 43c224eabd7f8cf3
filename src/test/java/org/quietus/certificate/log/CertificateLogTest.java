package org.quietus.certificate.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.log.CertificateLog.Entry;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

class CertificateLogTest {

  @TempDir Path directory;
  private EvidenceStore store;
  private SigningKeys keys;

  @BeforeEach
  void makeKeys() {
    store = EvidenceStores.at(directory.resolve("evidence"));
    keys = SigningKeys.generate(directory.resolve("keys"), Use.LOG);
  }

  @Test
  void everyEntryHasItsPlaceAndItsProofAtEverySize() {
    CertificateLog log = new CertificateLog(store, keys);
    for (int i = 0; i < 300; i++) {
      log.add(entry(i));
      if (i < 5 || i % 50 == 0 || Math.abs(i % 256 - 255) < 2) {
        assertGood(i + 1);
      }
    }
    assertAllProven(300);
  }

  @Test
  void anEntryThatIsThereIsNotAddedAgain() {
    new CertificateLog(store, keys).add(entry(0));

    new CertificateLog(store, keys).complete(List.of(entry(0), entry(1)));

    assertGood(2);
  }

  @Test
  void thoseThatAreAddedTogetherHaveOneCheckpointAndAProofEach() {
    CertificateLog log = new CertificateLog(store, keys);
    log.add(entries(0, 3));
    byte[] before = store.read(checkpoint()).orElseThrow();
    KilledAfter counting = new KilledAfter(store, Integer.MAX_VALUE);

    new CertificateLog(counting, keys).add(entries(3, 300));

    assertAllProven(300);
    assertThat(SignedNote.read(store.read(checkpoint()).orElseThrow()).text())
        .isNotEqualTo(SignedNote.read(before).text());
    assertThat(counting.replaced()).isEqualTo(1);
    log.add(entries(290, 300));
    assertAllProven(300);
  }

  @Test
  void whoeverIsKilledWhileManyAreAddedLeavesALogThatTheNextOneCompletes() {
    List<Entry> entries = entries(0, 12);
    for (int writes = 0; ; writes++) {
      EvidenceStore fresh = EvidenceStores.at(directory.resolve("evidence-" + writes));
      try {
        new CertificateLog(new KilledAfter(fresh, writes), keys).add(entries);
        assertThat(writes).isGreaterThan(2 * entries.size());
        break;
      } catch (KilledAfter.Killed e) {
        new CertificateLog(fresh, keys).complete(entries);
        LogContents contents = contents(fresh);
        assertThat(contents.problems()).isEmpty();
        assertThat(contents.size()).isEqualTo(12);
        for (Entry entry : entries) {
          byte[] proof = fresh.read(EvidenceName.proof(entry.id())).orElseThrow();
          assertThat(contents.objection(entry.digest(), proof)).isEmpty();
        }
      }
    }
  }

  private EvidenceName checkpoint() {
    return EvidenceName.ofLog(keys.keyId(), "checkpoint");
  }

  private static List<Entry> entries(int from, int to) {
    return IntStream.range(from, to).mapToObj(CertificateLogTest::entry).toList();
  }

  @Test
  void manyWritersAtOnceMakeOneLog() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        int first = writer * 20;
        done.add(
            writers.submit(
                () -> {
                  CertificateLog log = new CertificateLog(store, keys);
                  IntStream.range(first, first + 20).forEach(i -> log.add(entry(i)));
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      writers.shutdownNow();
    }
    assertAllProven(80);
  }

  @Test
  void whoeverIsKilledBetweenAnyTwoWritesLeavesALogThatTheNextOneCompletes() {
    List<Entry> entries = IntStream.range(0, 260).mapToObj(CertificateLogTest::entry).toList();
    new CertificateLog(store, keys).complete(entries.subList(0, 254));
    int kills = 0;
    for (int at = 254; at < 260; at++) {
      Entry entry = entries.get(at);
      for (int writes = 0; ; writes++) {
        KilledAfter killed = new KilledAfter(store, writes);
        try {
          new CertificateLog(killed, keys).complete(List.of(entry));
          break;
        } catch (KilledAfter.Killed e) {
          kills++;
        }
      }
      assertGood(at + 1);
    }
    assertThat(kills).isGreaterThan(25);
  }

  @Test
  void whatHangsOnAnotherHeadIsGivenUp() {
    CertificateLog slow = new CertificateLog(new Delayed(store, this::fillTheBundle), keys);

    slow.add(entry(300));

    assertGood(301, 300);
  }

  @Test
  void whatOthersTidyAwayWhileItIsReadIsReadOnceMore() {
    new CertificateLog(store, keys)
        .complete(IntStream.range(0, 250).mapToObj(CertificateLogTest::entry).toList());
    CertificateLog slow =
        new CertificateLog(
            new Interrupted(store, name -> name.contains("/tile/entries/"), this::fillTheBundle),
            keys);

    slow.complete(List.of(entry(301)));

    assertGood(301, 301);
  }

  @Test
  void aPlaceThatIsAnothersIsGivenUp() {
    CertificateLog overwritten =
        new CertificateLog(
            new Interrupted(store, name -> false, () -> {}) {
              private boolean once;

              @Override
              public boolean putIfAbsent(EvidenceName name, byte[] content) {
                if (once || !name.toString().contains("/entry/")) {
                  return super.putIfAbsent(name, content);
                }
                once = true; // a file system without links lets the later of two writers win
                return super.putIfAbsent(name, entry(7).digest().bytes());
              }
            },
            keys);

    overwritten.add(entry(0));

    LogContents contents = contents();
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.place(entry(0).digest())).contains(1L);
    assertThat(
            contents.objection(
                entry(0).digest(), store.read(EvidenceName.proof(entry(0).id())).orElseThrow()))
        .isEmpty();
  }

  /** Others write so much in between that the single entries are tidied away. */
  private void fillTheBundle() {
    new CertificateLog(store, keys)
        .complete(IntStream.range(0, 300).mapToObj(CertificateLogTest::entry).toList());
  }

  @Test
  void whatFullTilesRepeatIsRemoved() throws IOException {
    CertificateLog log = new CertificateLog(store, keys);
    IntStream.range(0, 258).forEach(i -> log.add(entry(i)));

    Path files = directory.resolve("evidence/log").resolve(keys.keyId());
    assertThat(filesBelow(files.resolve("entry"))).containsExactly("256", "257");
    assertThat(filesBelow(files.resolve("tile/entries"))).containsExactly("000", "1", "2");
    assertThat(filesBelow(files.resolve("tile/0"))).containsExactly("000", "1", "2");
    assertThat(filesBelow(files.resolve("tile/1"))).containsExactly("1");
  }

  @Test
  void aLogWhoseCheckpointIsNotItsOwnIsNotContinued() throws IOException {
    new CertificateLog(store, keys).add(entry(0));
    Path checkpoint = path("checkpoint");
    Files.writeString(checkpoint, Files.readString(checkpoint).replace("\n1\n", "\n2\n"));

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> new CertificateLog(store, keys).add(entry(1)))
        .withMessageContaining("checkpoint")
        .withMessageContaining("restore");
  }

  @Test
  void anyChangedByteIsFound() throws IOException {
    CertificateLog log = new CertificateLog(store, keys);
    IntStream.range(0, 5).forEach(i -> log.add(entry(i)));
    for (String file : List.of("checkpoint", "tile/0/000.p/5", "tile/entries/000.p/5")) {
      Path path = path(file);
      byte[] right = Files.readAllBytes(path);
      for (int i = 0; i < right.length; i++) {
        byte[] wrong = right.clone();
        wrong[i] ^= 1;
        Files.write(path, wrong);
        assertThat(contents().problems()).as(file + " at " + i).isNotEmpty();
      }
      Files.write(path, right);
    }
    assertGood(5);
  }

  @Test
  void anyChangedByteOfAProofIsFound() throws IOException {
    CertificateLog log = new CertificateLog(store, keys);
    IntStream.range(0, 5).forEach(i -> log.add(entry(i)));
    byte[] proof = store.read(EvidenceName.proof(entry(2).id())).orElseThrow();
    LogContents contents = contents();
    for (int i = 0; i < proof.length; i++) {
      byte[] wrong = proof.clone();
      wrong[i] ^= 1;
      assertThat(contents.objection(entry(2).digest(), wrong)).as("at " + i).isPresent();
    }
    assertThat(contents.objection(entry(3).digest(), proof)).isPresent();
    assertThat(contents.objection(entry(2).digest(), proof)).isEmpty();
  }

  @Test
  void aRewrittenLogIsFoundByWhoeverKeptACheckpoint() throws IOException {
    CertificateLog log = new CertificateLog(store, keys);
    IntStream.range(0, 5).forEach(i -> log.add(entry(i)));
    byte[] kept = Files.readAllBytes(path("checkpoint"));
    log.add(entry(5));
    assertThat(contents().since(kept)).isEmpty();

    EvidenceStore other = EvidenceStores.at(directory.resolve("other"));
    CertificateLog rewritten = new CertificateLog(other, keys);
    IntStream.range(1, 8).forEach(i -> rewritten.add(entry(i)));
    assertThat(contents(other).problems()).isEmpty();
    assertThat(contents(other).since(kept).orElseThrow()).contains("not those of that time");

    EvidenceStore shorter = EvidenceStores.at(directory.resolve("shorter"));
    new CertificateLog(shorter, keys).add(entry(0));
    assertThat(contents(shorter).since(kept).orElseThrow()).contains("had 5 entries");
  }

  private void assertGood(int size) {
    assertGood(size, size - 1);
  }

  /** The log is whole and its newest entry has a good proof; in a small one, each has. */
  private void assertGood(int size, int newest) {
    LogContents contents = contents();
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.size()).isEqualTo(size);
    assertThat(contents.place(entry(newest).digest())).isPresent();
    for (int i = size < 10 ? 0 : newest; i <= newest; i++) {
      byte[] proof = store.read(EvidenceName.proof(entry(i).id())).orElseThrow();
      assertThat(contents.objection(entry(i).digest(), proof)).isEmpty();
    }
  }

  private void assertAllProven(int size) {
    LogContents contents = contents();
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.size()).isEqualTo(size);
    for (int i = 0; i < size; i++) {
      byte[] proof = store.read(EvidenceName.proof(entry(i).id())).orElseThrow();
      assertThat(contents.objection(entry(i).digest(), proof)).isEmpty();
    }
  }

  private LogContents contents() {
    return contents(store);
  }

  private LogContents contents(EvidenceStore from) {
    byte[] vkey = from.read(EvidenceName.logKey(keys.keyId())).orElseThrow();
    return LogContents.read(from, NoteKey.parse(new String(vkey, UTF_8)));
  }

  private Path path(String file) {
    return Path.of(store.locate(EvidenceName.ofLog(keys.keyId(), file)));
  }

  private static List<String> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static Entry entry(int n) {
    return Entry.of("run-" + n + "-1", ("certificate " + n).getBytes(UTF_8));
  }
}
