package org.quietus.certificate.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.log.CertificateLog.Entry;
import org.quietus.certificate.log.Witness.Answer;
import org.quietus.certificate.log.Witness.Cosigned;
import org.quietus.certificate.log.Witness.Declined;
import org.quietus.certificate.log.Witness.Grounds;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

class WitnessTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Grounds FIRST = new Grounds(true, Optional.empty());
  private static final Grounds LATER = new Grounds(false, Optional.empty());

  @TempDir Path directory;
  private EvidenceStore store;
  private SigningKeys logKeys;
  private NoteKey log;
  private SigningKeys keys;

  @BeforeEach
  void makeALogOfThree() {
    logKeys = SigningKeys.generate(directory.resolve("keys"), Use.LOG);
    keys = SigningKeys.generate(directory.resolve("witness/witness.pem"), "key of a witness");
    store = store("evidence", 0, 3);
    log = LogKeys.in(store).get(0);
  }

  @Test
  void cosignsALogThatItNeverSawOnlyIfItIsToldSo() {
    assertThat(why(cosign(checkpoint(), LATER))).contains("no memory").contains("--first");
    assertThat(why(cosign(checkpoint(), LATER))).contains("no memory"); // nothing was noted

    assertGood(cosign(checkpoint(), FIRST), checkpoint());
  }

  @Test
  void cosignsWhatContinuesItsLastOneByAProofInTheRequestOrByTheStore() {
    cosign(checkpoint(), FIRST);
    grow(3, 300);
    byte[] bare = checkpoint();

    assertThat(why(cosign(bare, LATER))).contains("--since-size 3");
    assertThat(why(cosign(request(2), LATER))).contains("--since-size 3");
    assertGood(cosign(request(3), LATER), bare);
    grow(300, 310);
    assertGood(cosign(checkpoint(), new Grounds(false, Optional.of(store))), checkpoint());
    assertGood(cosign(checkpoint(), LATER), checkpoint());
    assertGood(cosign(request(3), LATER), checkpoint());
  }

  @Test
  void refusesAForkOfTheSameSize() {
    cosign(checkpoint(), FIRST);
    store = store("other", 1, 4);

    assertThat(bad(cosign(checkpoint(), LATER))).contains("it is a fork").contains("3 entries");
    assertThat(bad(cosign(checkpoint(), new Grounds(true, Optional.of(store))))).contains("fork");
  }

  @Test
  void refusesAForkThatGrew() {
    cosign(checkpoint(), FIRST);
    store = store("other", 1, 9);

    assertThat(bad(cosign(request(3), FIRST))).contains("does not continue the 3 entries");
    assertThat(bad(cosign(checkpoint(), new Grounds(false, Optional.of(store)))))
        .contains("does not continue the 3 entries");
    assertThat(memory()).startsWith(log.name() + "\n3\n");
  }

  @Test
  void refusesALogThatWentBack() {
    byte[] three = checkpoint();
    grow(3, 5);
    cosign(checkpoint(), FIRST);

    assertThat(bad(cosign(three, LATER))).contains("it goes back").contains("5 entries");
  }

  @Test
  void refusesWhatTheLogDidNotSign() throws Exception {
    String good = new String(checkpoint(), UTF_8);
    String request = new String(request(1), UTF_8);

    assertThat(bad(cosign(good.replace("\n3\n", "\n4\n").getBytes(UTF_8), FIRST)))
        .contains("not signed by the log");
    assertThat(bad(cosign("nonsense".getBytes(UTF_8), FIRST))).contains("it is not a text");
    assertThat(bad(cosign(request.substring(0, 40).getBytes(UTF_8), FIRST)))
        .contains("ends before its checkpoint");
    assertThat(bad(cosign(new byte[0], FIRST))).isNotEmpty();
    NoteKey renamed = new NoteKey("another", log.key());
    String note = new String(store.read(name()).orElseThrow(), UTF_8);
    SignedNote elsewhere =
        SignedNote.of(
            SignedNote.read(note.getBytes(UTF_8)).text(),
            renamed,
            logKeys.sign(SignedNote.read(note.getBytes(UTF_8)).text().getBytes(UTF_8)));
    assertThat(bad(witness(NOW).cosign(elsewhere.bytes(), renamed, FIRST)))
        .contains("checkpoint of another log");
    NoteKey foreign =
        new NoteKey(
            log.name(), KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
    assertThat(bad(witness(NOW).cosign(checkpoint(), foreign, FIRST))).contains("not signed");
    assertThat(Files.exists(directory.resolve("witness/cosigned"))).isFalse();
  }

  @Test
  void refusesToGoOnFromAMemoryThatIsNotWhole() throws IOException {
    cosign(checkpoint(), FIRST);
    Path memory = memoryFile();
    byte[] whole = Files.readAllBytes(memory);
    for (int length = 0; length < whole.length; length += 31) {
      Files.write(memory, Arrays.copyOf(whole, length));
      Answer answer = cosign(checkpoint(), FIRST);
      if (answer instanceof Declined declined) {
        assertThat(declined.why()).contains("restore it");
      } else { // what was lost is its own signature alone
        assertThat(length).isGreaterThan(new String(checkpoint(), UTF_8).indexOf("—"));
        Files.write(memory, whole);
      }
    }
  }

  @Test
  void doesNotSignAnEarlierTimeThanItsLastOne() {
    cosign(checkpoint(), FIRST);

    Answer answer = witness(NOW.minusSeconds(1)).cosign(checkpoint(), log, LATER);

    assertThat(why(answer)).contains("the clock is behind");
  }

  /** The cosignature is printed after the memory is on the disk: a kill comes between. */
  @Test
  void aWitnessThatWasKilledAfterNotingItsStateCosignsThatTreeAndNoOtherOfItsSize() {
    byte[] first = checkpoint();
    cosign(first, FIRST); // and was killed before anybody saw the answer
    store = store("other", 1, 4);

    assertThat(bad(cosign(checkpoint(), FIRST))).contains("fork");
    assertGood(cosign(first, FIRST), first);
  }

  @Test
  void severalProcessesOfOneWitnessNeverCosignTwoTreesOfOneSize() throws Exception {
    byte[] one = checkpoint();
    store = store("other", 1, 4);
    byte[] other = checkpoint();
    ExecutorService processes = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 6; round++) {
        Path state = directory.resolve("state" + round);
        List<Callable<Answer>> both =
            IntStream.range(0, 4)
                .<Callable<Answer>>mapToObj(
                    i ->
                        () ->
                            new Witness(keys, "w", new WitnessMemory(state), clock(NOW))
                                .cosign(i % 2 == 0 ? one : other, log, FIRST))
                .toList();
        int[] cosigned = new int[2];
        List<Future<Answer>> answers = processes.invokeAll(both);
        for (int i = 0; i < answers.size(); i++) {
          cosigned[i % 2] += answers.get(i).get() instanceof Cosigned ? 1 : 0;
        }
        assertThat(Math.min(cosigned[0], cosigned[1])).isZero();
        assertThat(Math.max(cosigned[0], cosigned[1])).isEqualTo(2);
      }
    } finally {
      processes.shutdownNow();
    }
  }

  private EvidenceStore store(String name, int from, int to) {
    EvidenceStore made = EvidenceStores.at(directory.resolve(name));
    new CertificateLog(made, logKeys).complete(entries(from, to));
    return made;
  }

  private void grow(int from, int to) {
    new CertificateLog(store, logKeys).complete(entries(from, to));
  }

  private static List<Entry> entries(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Entry.of("run-" + i + "-1", ("certificate " + i).getBytes(UTF_8)))
        .toList();
  }

  private EvidenceName name() {
    return EvidenceName.ofLog(logKeys.keyId(), "checkpoint");
  }

  private byte[] checkpoint() {
    return store.read(name()).orElseThrow();
  }

  private byte[] request(long since) {
    return LogContents.read(store, log).request(since).getBytes(UTF_8);
  }

  private Witness witness(Instant now) {
    return new Witness(
        keys,
        "witness.example",
        new WitnessMemory(directory.resolve("witness/cosigned")),
        clock(now));
  }

  private static Clock clock(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private Answer cosign(byte[] file, Grounds grounds) {
    return witness(NOW).cosign(file, log, grounds);
  }

  private void assertGood(Answer answer, byte[] checkpoint) {
    assertThat(answer).isInstanceOf(Cosigned.class);
    SignedNote note = SignedNote.read(checkpoint);
    List<SignedNote.Signature> lines =
        SignedNote.readSignatures(((Cosigned) answer).lines().getBytes(UTF_8));
    WitnessKey key = WitnessKey.of("witness.example", keys.publicKey());
    assertThat(key.of(new SignedNote(note.text(), lines), NOW)).isEqualTo(Cosigning.GOOD);
    assertThat(memory()).startsWith(note.text()).contains(((Cosigned) answer).lines());
  }

  private Path memoryFile() {
    return new WitnessMemory(directory.resolve("witness/cosigned")).file(log.name());
  }

  private String memory() {
    try {
      return Files.readString(memoryFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String bad(Answer answer) {
    assertThat(answer).isInstanceOf(Declined.class);
    assertThat(((Declined) answer).isLogBad()).as(((Declined) answer).why()).isTrue();
    return ((Declined) answer).why();
  }

  private static String why(Answer answer) {
    assertThat(answer).isInstanceOf(Declined.class);
    assertThat(((Declined) answer).isLogBad()).as(((Declined) answer).why()).isFalse();
    return ((Declined) answer).why();
  }
}
