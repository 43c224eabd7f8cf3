package org.quietus.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every object store does; the specification of {@link ObjectStore}. */
abstract class ObjectStoreContract extends SmallObjectsContract {
  static final ObjectKey KEY = new ObjectKey("nightly/dump.sql.gz");
  static final Attributes PLAIN = Attributes.DEFAULTS;
  static final Precondition NONE = Precondition.none();

  ObjectStore store;

  /** Opens an empty store; the one that {@link #reopen()} opens again. */
  abstract ObjectStore open() throws IOException;

  /** Opens what this test's {@link #open()} opened, as another process would. */
  abstract ObjectStore reopen();

  @Override
  SmallObjects small() {
    return store;
  }

  @BeforeEach
  void openStore() throws IOException {
    store = open();
    store.probe("");
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void givesBackWhatWasPut() throws IOException {
    store.requireListable("nothing/");
    Pin pin = put(KEY, "content");
    store.requireListable("");
    assertThat(read(pin)).isEqualTo("content");
    ObjectVersion listed = only(KEY.value());
    assertThat(listed.pin()).isEqualTo(pin);
    assertThat(listed.size()).isEqualTo(7);
    assertThat(listed.latest()).isTrue();
    assertThat(listed.deleteMarker()).isFalse();
    assertThat(store.details(pin).size()).isEqualTo(7);
  }

  @Test
  void keepsAnEmptyObject() throws IOException {
    Pin small = store.put(KEY, PLAIN, new byte[0], NONE);
    assertThat(read(small)).isEmpty();
    try (Upload upload = store.begin(KEY, PLAIN, 0)) {
      Pin staged = store.commit(upload.stage(), PLAIN, Precondition.replacing(small));
      assertThat(read(staged)).isEmpty();
    }
  }

  @Test
  void keepsContentOfSeveralParts() throws IOException {
    byte[] content = random(12_000_000, 7);
    Pin pin = upload(KEY, content, NONE);
    assertThat(store.details(pin).size()).isEqualTo(content.length);
    try (InputStream in = store.open(pin)) {
      assertThat(Arrays.equals(in.readAllBytes(), content)).isTrue();
    }
    assertThat(store.part(pin, 0, 3)).isEqualTo(Arrays.copyOf(content, 3));
    assertThat(
            Arrays.equals(
                store.part(pin, 4_999_999, 200_000), 0, 200_000, content, 4_999_999, 5_199_999))
        .isTrue();
    assertThat(store.part(pin, 11_999_999, 1)).containsExactly(content[11_999_999]);
  }

  @Test
  void readsNoPartOfOtherContent() {
    Pin pin = put(KEY, "content");
    Pin other = new Pin(KEY, pin.versionId(), "\"d41d8cd98f00b204e9800998ecf8427e\"");
    assertThat(store.part(pin, 3, 4)).isEqualTo("tent".getBytes(UTF_8));
    assertThatThrownBy(() -> store.part(other, 3, 4)).isInstanceOf(StoreException.Changed.class);
  }

  @Test
  void listsKeysByTheirBytes() {
    List<String> keys =
        List.of(
            "a b", "a%2Fb", "a+b", "a-b/c", "a.b", "a/b", "a/c d/e", "a\"b", "ab", "ä", "中", "😀");
    List<String> shuffled = new ArrayList<>(keys);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(key -> put(new ObjectKey(key), "x"));
    List<String> sorted = new ArrayList<>(keys);
    sorted.sort((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
    assertThat(keys("")).isEqualTo(sorted);
    assertThat(keys("a/")).containsExactly("a/b", "a/c d/e");
    assertThat(keys("a/c")).containsExactly("a/c d/e");
    assertThat(keys("nothing")).isEmpty();
  }

  @Test
  void showsNothingOfAnUploadBeforeItIsCommitted() throws IOException {
    try (Upload upload = store.begin(KEY, PLAIN, 0)) {
      upload.write("new".getBytes(UTF_8));
      Staged staged = upload.stage();
      assertThat(keys("")).isEmpty();
      assertThat(read(store.commit(staged, PLAIN, NONE))).isEqualTo("new");
    }
    assertThat(keys("")).containsExactly(KEY.value());
  }

  @Test
  void discardsWhatWasNotStaged() {
    try (Upload upload = store.begin(KEY, PLAIN, 0)) {
      upload.write("half of it".getBytes(UTF_8), 0, 10);
    }
    assertThat(keys("")).isEmpty();
    assertThat(pending()).isEmpty();
  }

  @Test
  void commitsInAnotherProcessWhatThisOneStaged() throws IOException {
    Staged staged = stage(KEY, "new");
    try (ObjectStore other = reopen()) {
      other.probe("");
      Pin pin = other.commit(staged, PLAIN, Precondition.absent());
      assertThat(read(pin)).isEqualTo("new");
      assertThat(store.commit(staged, PLAIN, Precondition.absent())).isEqualTo(pin);
    }
    assertThat(keys("")).containsExactly(KEY.value());
  }

  @Test
  void findsAndDiscardsUploadsOfADeadProcess() {
    Staged staged = stage(KEY, "never committed");
    try (ObjectStore other = reopen()) {
      List<PendingUpload> found = pending();
      assertThat(found).hasSize(1);
      assertThat(found.get(0).ticket().uploadId()).isEqualTo(staged.ticket().uploadId());
      assertThat(found.get(0).empty()).isFalse();
      other.discard(found.get(0).ticket());
      other.discard(found.get(0).ticket());
    }
    assertThat(pending()).isEmpty();
    assertThatThrownBy(() -> store.commit(staged, PLAIN, NONE))
        .isInstanceOf(StoreException.Gone.class);
  }

  @Test
  void refusesToCommitLessThanWasStaged() {
    Staged staged = stage(KEY, "new");
    Staged claimed = new Staged(staged.ticket(), staged.size() + 1);
    assertThatThrownBy(() -> store.commit(claimed, PLAIN, NONE))
        .isInstanceOf(StoreException.Refused.class);
    assertThat(keys("")).isEmpty();
  }

  @Test
  void replacesWhatIsStillThere() throws IOException {
    Pin old = put(KEY, "old");
    Pin swapped = store.commit(stage(KEY, "new"), PLAIN, Precondition.replacing(old));
    assertThat(read(swapped)).isEqualTo("new");
    Pin small = store.put(KEY, PLAIN, "newer".getBytes(UTF_8), Precondition.replacing(swapped));
    assertThat(read(small)).isEqualTo("newer");
    assertThat(current(KEY)).contains(small);
  }

  @Test
  void refusesToReplaceWhatSomebodyElseWrote() throws IOException {
    Pin old = put(KEY, "old");
    Pin theirs = put(KEY, "theirs");
    Staged staged = stage(KEY, "new");
    assertThatThrownBy(() -> store.commit(staged, PLAIN, Precondition.replacing(old)))
        .isInstanceOf(StoreException.Changed.class);
    assertThatThrownBy(
            () -> store.put(KEY, PLAIN, "new".getBytes(UTF_8), Precondition.replacing(old)))
        .isInstanceOf(StoreException.Changed.class);
    assertThat(current(KEY)).contains(theirs);
    assertThat(read(theirs)).isEqualTo("theirs");
    store.discard(staged.ticket());
  }

  @Test
  void refusesToReplaceWhatSomebodyElseDeleted() {
    Pin old = put(KEY, "old");
    store.delete(old);
    Staged staged = stage(KEY, "new");
    assertThatThrownBy(() -> store.commit(staged, PLAIN, Precondition.replacing(old)))
        .isInstanceOfAny(StoreException.Changed.class, StoreException.Gone.class);
    assertThat(keys("")).isEmpty();
  }

  @Test
  void refusesToOverwriteIfToldSo() throws IOException {
    byte[] second = "second".getBytes(UTF_8);
    Pin first = store.put(KEY, PLAIN, "first".getBytes(UTF_8), Precondition.absent());
    assertThatThrownBy(() -> store.put(KEY, PLAIN, second, Precondition.absent()))
        .isInstanceOf(StoreException.Changed.class);
    Staged staged = stage(KEY, "third");
    assertThatThrownBy(() -> store.commit(staged, PLAIN, Precondition.absent()))
        .isInstanceOf(StoreException.Changed.class);
    assertThat(current(KEY)).contains(first);
    assertThat(read(first)).isEqualTo("first");
  }

  @Test
  void letsOneOfManyWritersWin() throws Exception {
    Pin old = put(KEY, "old");
    List<Callable<Optional<Pin>>> writers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Staged staged = stage(KEY, "writer " + i);
      writers.add(() -> committed(staged, old));
    }
    ExecutorService threads = Executors.newFixedThreadPool(writers.size());
    List<Pin> winners = new ArrayList<>();
    for (Future<Optional<Pin>> outcome : threads.invokeAll(writers)) {
      outcome.get().ifPresent(winners::add);
    }
    threads.shutdown();
    // Where the store compares, exactly one; where history tells, ambiguous ones step back.
    assertThat(winners).hasSizeLessThanOrEqualTo(1);
    if (comparesBySelf()) {
      assertThat(winners).hasSize(1);
    }
    assertThat(current(KEY)).contains(winners.isEmpty() ? old : winners.get(0));
  }

  /** Whether the store itself compares and swaps, so that there always is a winner. */
  boolean comparesBySelf() {
    return true;
  }

  private Optional<Pin> committed(Staged staged, Pin old) {
    try {
      return Optional.of(store.commit(staged, PLAIN, Precondition.replacing(old)));
    } catch (StoreException.Changed e) {
      return Optional.empty();
    }
  }

  @Test
  void readsThePinnedContentOrNone() {
    Pin pin = put(KEY, "content");
    Pin other = new Pin(KEY, pin.versionId(), "\"d41d8cd98f00b204e9800998ecf8427e\"");
    assertThatThrownBy(() -> read(other)).isInstanceOf(StoreException.Changed.class);
    assertThatThrownBy(() -> store.details(other)).isInstanceOf(StoreException.Changed.class);
    assertThatThrownBy(() -> store.delete(other)).isInstanceOf(StoreException.Changed.class);
    assertThat(current(KEY)).contains(pin);
  }

  @Test
  void deletesOnceAndForGood() {
    Pin pin = put(KEY, "content");
    Pin neighbour = put(new ObjectKey(KEY.value() + ".md5"), "x");
    store.delete(pin);
    store.delete(pin);
    assertThat(versions("")).extracting(ObjectVersion::pin).containsExactly(neighbour);
    assertThatThrownBy(() -> store.details(pin)).isInstanceOf(StoreException.Gone.class);
  }

  @Test
  void carriesAttributesOver() {
    Instant created = Instant.parse("2020-02-29T03:04:05Z");
    Pin old = store.put(KEY, rich(), "old".getBytes(UTF_8), NONE);
    Attributes carried = store.attributes(old).createdAt(created);
    assertThat(carried.metadata()).containsAllEntriesOf(rich().metadata());
    Pin swapped;
    try (Upload upload = store.begin(KEY, carried, 3)) {
      upload.write("new".getBytes(UTF_8), 0, 3);
      swapped = store.commit(upload.stage(), carried, Precondition.replacing(old));
    }
    assertThat(store.attributes(swapped)).usingRecursiveComparison().isEqualTo(carried);
    assertThat(store.details(swapped).created()).isEqualTo(created);
    Pin copy = store.copy(swapped, new ObjectKey("side/dump"), carried);
    assertThat(store.attributes(copy)).usingRecursiveComparison().isEqualTo(carried);
  }

  /** Attributes with everything that this store keeps. */
  Attributes rich() {
    return PLAIN.withMetadata("origin", "mysqldump 8.0, nightly");
  }

  @Test
  void copiesToASideKey() throws IOException {
    byte[] content = random(11_000_000, 3);
    Pin source = upload(KEY, content, NONE);
    Pin copy = store.copy(source, new ObjectKey("side/a b+ä"), PLAIN);
    assertThat(current(copy.key())).contains(copy);
    try (InputStream in = store.open(copy)) {
      assertThat(Arrays.equals(in.readAllBytes(), content)).isTrue();
    }
    Pin stale = new Pin(KEY, source.versionId(), "\"d41d8cd98f00b204e9800998ecf8427e\"");
    assertThatThrownBy(() -> store.copy(stale, new ObjectKey("side/c"), PLAIN))
        .isInstanceOf(StoreException.Changed.class);
    assertThat(keys("side/c")).isEmpty();
  }

  @Test
  void cleansUpAfterItsProbe() {
    put(KEY, "content");
    store.probe("scratch/");
    assertThat(keys("")).containsExactly(KEY.value());
    assertThat(pending()).isEmpty();
  }

  @Test
  void saysNothingOfKeysWhenItFails() {
    ObjectKey canary = new ObjectKey("mail/jane.roe@example.org.sql");
    Pin missing = new Pin(canary, Pin.NULL_VERSION, "\"0\"");
    Pin there = put(canary, "content");
    Pin stale = new Pin(canary, there.versionId(), "\"0\"");
    List<Runnable> failing =
        List.of(
            () -> store.put(canary, PLAIN, new byte[1], Precondition.absent()),
            () -> store.details(stale),
            () -> store.open(stale),
            () -> store.delete(stale),
            () -> store.copy(missing, KEY, PLAIN),
            () -> store.commit(new Staged(new Ticket(canary, "no-such", "none"), 1), PLAIN, NONE));
    for (Runnable operation : failing) {
      assertThatThrownBy(operation::run)
          .isInstanceOf(StoreException.class)
          .hasNoCause()
          .hasMessageNotContaining("jane");
    }
    assertThat(there.toString() + versions("") + store.attributes(there)).doesNotContain("jane");
  }

  @Test
  void agreesWithAModelAfterRandomOperations() throws IOException {
    long seed = System.nanoTime();
    System.out.printf("%s: seed %d%n", getClass().getSimpleName(), seed);
    Random random = new Random(seed);
    Map<String, String> model = new TreeMap<>();
    for (int step = 0; step < 40; step++) {
      ObjectKey key = new ObjectKey("k/" + random.nextInt(4));
      Optional<Pin> current = current(key);
      assertThat(current.isPresent()).isEqualTo(model.containsKey(key.value()));
      String content = "content " + step;
      if (current.isEmpty()) {
        store.put(key, PLAIN, content.getBytes(UTF_8), Precondition.absent());
        model.put(key.value(), content);
      } else if (random.nextBoolean()) {
        store.commit(stage(key, content), PLAIN, Precondition.replacing(current.get()));
        model.put(key.value(), content);
      } else {
        versions(key.value()).forEach(version -> store.delete(version.pin()));
        model.remove(key.value());
      }
    }
    for (Map.Entry<String, String> entry : model.entrySet()) {
      assertThat(read(current(new ObjectKey(entry.getKey())).orElseThrow()))
          .isEqualTo(entry.getValue());
    }
    assertThat(pending()).isEmpty();
  }

  final Pin put(ObjectKey key, String content) {
    return store.put(key, PLAIN, content.getBytes(UTF_8), NONE);
  }

  final Staged stage(ObjectKey key, String content) {
    try (Upload upload = store.begin(key, PLAIN, content.length())) {
      byte[] bytes = content.getBytes(UTF_8);
      upload.write(bytes, 0, bytes.length);
      return upload.stage();
    }
  }

  final Pin upload(ObjectKey key, byte[] content, Precondition precondition) {
    try (Upload upload = store.begin(key, PLAIN, 0)) {
      for (int from = 0; from < content.length; from += 100_000) {
        upload.write(content, from, Math.min(100_000, content.length - from));
      }
      return store.commit(upload.stage(), PLAIN, precondition);
    }
  }

  final String read(Pin pin) throws IOException {
    try (InputStream in = store.open(pin)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  final List<ObjectVersion> versions(String prefix) {
    try (Stream<ObjectVersion> versions = store.versions(prefix)) {
      return versions.toList();
    }
  }

  final List<String> keys(String prefix) {
    return versions(prefix).stream().map(version -> version.key().value()).toList();
  }

  final ObjectVersion only(String prefix) {
    List<ObjectVersion> versions = versions(prefix);
    assertThat(versions).hasSize(1);
    return versions.get(0);
  }

  final Optional<Pin> current(ObjectKey key) {
    return versions(key.value()).stream()
        .filter(version -> version.key().equals(key) && version.latest())
        .filter(version -> !version.deleteMarker())
        .map(ObjectVersion::pin)
        .findFirst();
  }

  /** Whether the reply to the beginning of an upload may be lost, and its name with it. */
  boolean forgetsEmptyUploads() {
    return false;
  }

  final List<PendingUpload> pending() {
    try (Stream<PendingUpload> uploads = store.pendingUploads("")) {
      return uploads.filter(upload -> !(forgetsEmptyUploads() && upload.empty())).toList();
    }
  }

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
