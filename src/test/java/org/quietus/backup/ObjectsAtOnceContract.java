package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.hold.HoldsChanged;
import org.quietus.objectstore.ObjectStore;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.target.HeldBackups;

/** Several objects of a set are worked on at the same time, wherever they lie. */
abstract class ObjectsAtOnceContract {
  private static final int OBJECTS = 6;
  private static final String ANN = "{\"at\":1700000001,\"user\":{\"id\":1}}\n";
  private static final String BEN = "{\"at\":1700000001,\"user\":{\"id\":2}}\n";
  private static final String JOB =
      """
      files:
        events: { of: shop, in: vault, objects: "events/**", format: jsonl, from: at,
                  persons: { customer: { user.email: email, user.id: id } }, on-erasure: delete }
        sheets: { of: shop, in: vault, objects: "sheets/**", format: csv, from: at,
                  persons: { customer: { id: id } }, on-erasure: delete }
      limits: { objects-at-once: %d }
      """;

  @TempDir Path directory;
  private Vault vault;
  private Shop shop;
  private volatile Consumer<String> before = call -> {};

  /** Makes an empty place for objects. */
  abstract Vault newVault(Path parent) throws Exception;

  @BeforeEach
  void open() throws Exception {
    vault = newVault(Files.createDirectory(directory.resolve("store")));
    shop = newShop(4);
  }

  private Shop newShop(int atOnce) throws Exception {
    return new Shop(
            Files.createTempDirectory(directory, "shop"),
            vault.settings(),
            this::opened,
            JOB.formatted(atOnce))
        .withKeysAtOnce(1000);
  }

  private ObjectStore opened(ObjectStoreSettings settings, Clock clock) {
    return new DisturbedStore(Stores.open(settings, clock), call -> before.accept(call));
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  /** Dumps, lines and tables, plain and compressed, with Ann in two of three. */
  private void fill() throws Exception {
    for (int n = 0; n < OBJECTS; n++) {
      ShopDump dump = ShopDump.ofTheDatabase().row("address", "(%d,'of %d')".formatted(9 + n, n));
      String text = (n % 3 == 0 ? dump.withoutAnn() : dump).text();
      vault.put("nightly/%d/shop.sql".formatted(n), text.getBytes(UTF_8));
      vault.put("nightly/%d/more.sql.gz".formatted(n + OBJECTS), ShopDump.gzip(text));
      String lines = (BEN + (n % 3 == 0 ? "" : ANN) + BEN).repeat(2000 + n);
      vault.put("events/%d.jsonl".formatted(n), lines.getBytes(UTF_8));
      vault.put("events/%d.jsonl.gz".formatted(n), ShopDump.gzip(lines));
      String rows = "id,at\n" + ("2,1700000001\n" + (n % 3 == 0 ? "" : "1,1700000001\n")).repeat(n);
      vault.put("sheets/%d.csv".formatted(n), rows.getBytes(UTF_8));
    }
  }

  /** Everything that tells what became of the objects, but for the moment and the names of runs. */
  private List<Object> outcome() throws Exception {
    Map<String, String> contents = new TreeMap<>();
    for (String key : vault.keys()) {
      contents.put(key, Arrays.toString(vault.get(key)));
    }
    List<String> retrievable = vault.contents().stream().map(Arrays::toString).sorted().toList();
    return List.of(
        contents,
        retrievable,
        shop.ledger(),
        shop.ends(),
        shop.notes().stream().sorted().toList(),
        shop.uploads());
  }

  private List<Object> oneAfterTheOther() throws Exception {
    shop.close();
    shop = newShop(1);
    vault.clear();
    fill();
    shop.erase();
    List<Object> outcome = outcome();
    shop.close();
    shop = newShop(4);
    vault.clear();
    fill();
    return outcome;
  }

  @Test
  void becomeWhatTheyBecomeOneAfterTheOther() throws Exception {
    List<Object> expected = oneAfterTheOther();
    CountDownLatch two = new CountDownLatch(2);
    Set<String> threads = ConcurrentHashMap.newKeySet();
    before =
        call -> {
          if (call.equals("open") && threads.add(Thread.currentThread().getName())) {
            two.countDown();
            awaited(two);
          }
        };
    shop.erase();
    assertThat(two.getCount()).as("objects were open at the same time").isZero();
    before = call -> {};
    assertThat(outcome()).isEqualTo(expected);
    assertThat(vault.contents())
        .noneMatch(content -> new String(content, UTF_8).contains("Ann Ado"));
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void becomeTheSameAfterAKillWhereverItComes() throws Exception {
    List<Object> expected = oneAfterTheOther();
    boolean killed = true;
    for (int n = 3; killed; n += killsEvery()) {
      vault.clear();
      fill();
      shop.nextRun();
      shop.notes().clear();
      shop.killAt(n, n % 2 == 0);
      killed = false;
      try {
        shop.erase();
      } catch (Shop.Killed e) {
        killed = true;
        shop.killAt(Integer.MAX_VALUE, false);
        shop.erase();
      }
      assertThat(outcome()).as("killed at %d", n).isEqualTo(expected);
    }
  }

  /** Every how many steps a kill is tried. */
  abstract int killsEvery();

  @Test
  void oneThatIsDamagedStopsItselfAlone() throws Exception {
    fill();
    vault.put("events/99.jsonl.gz", Arrays.copyOf(ShopDump.gzip(ANN.repeat(99)), 30));
    shop.erase();
    assertThat(shop.ends()).contains("events damaged 1").noneMatch(end -> end.contains("planned"));
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("object 'events/99.jsonl.gz' is damaged"));
    assertThat(shop.backupEnds())
        .filteredOn(end -> end.partial())
        .extracting(end -> end.state() + " " + end.versions())
        .containsExactly("damaged 1");
    assertThat(new String(vault.get("events/4.jsonl"), UTF_8)).isEqualTo((BEN + BEN).repeat(2004));
  }

  @Test
  void aFaultOfOneEndsTheRunWhichGoesOnThen() throws Exception {
    List<Object> expected = oneAfterTheOther();
    AtomicInteger commits = new AtomicInteger();
    before =
        call -> {
          if (call.equals("commit") && commits.incrementAndGet() == 2) {
            throw new IllegalStateException("a fault");
          }
        };
    assertThatThrownBy(() -> shop.erase()).hasMessage("a fault");
    int begun = commits.get();
    assertThat(begun).as("others end the object at hand, and begin none").isLessThan(6);
    Thread.sleep(300);
    assertThat(commits).as("nobody goes on behind the back of the run").hasValue(begun);
    before = call -> {};
    shop.erase();
    assertThat(outcome()).isEqualTo(expected);
  }

  @Test
  void oneForWhichMemoryRunsOutIsTriedAgainWhenTheOthersHaveEnded() throws Exception {
    List<Object> expected = oneAfterTheOther();
    AtomicInteger opened = new AtomicInteger();
    List<String> failed = Collections.synchronizedList(new ArrayList<>());
    before =
        call -> {
          String thread = Thread.currentThread().getName();
          if (call.equals("open")
              && thread.startsWith("object-")
              && opened.getAndIncrement() % 5 == 2) {
            failed.add(thread);
            throw new OutOfMemoryError("Java heap space");
          }
        };
    shop.erase();
    assertThat(failed).hasSizeGreaterThan(2);
    before = call -> {};
    assertThat(outcome()).isEqualTo(expected);
  }

  /** The object that nothing is enough for is the one of that length. */
  @Test
  void oneForWhichMemoryRunsOutEvenByItselfStopsItselfAlone() throws Exception {
    List<Object> expected = oneAfterTheOther();
    byte[] whole = vault.get("events/4.jsonl");
    before =
        call -> {
          if (call.equals("begin " + whole.length)) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    shop.erase();
    assertThat(shop.ends())
        .contains("events out-of-memory 1")
        .noneMatch(end -> end.contains("planned"));
    assertThat(shop.notes())
        .filteredOn(note -> note.contains("'events/4.jsonl'"))
        .singleElement()
        .asString()
        .contains("needs more memory than there is; give more, such as -Xmx");
    assertThat(shop.backupEnds())
        .filteredOn(end -> end.partial())
        .extracting(end -> end.state() + " " + end.versions())
        .containsExactly("out-of-memory 1");
    assertThat(vault.get("events/4.jsonl")).isEqualTo(whole);
    assertThat(shop.uploads()).isZero();
    before = call -> {};
    shop.nextRun();
    shop.erase();
    assertThat(shop.ends()).noneMatch(end -> end.contains("out-of-memory"));
    assertThat(outcome().get(0)).isEqualTo(expected.get(0));
  }

  /** What a connection answers next may be of what was asked before. */
  @Test
  void memoryThatRunsOutWhileADatabaseIsAskedEndsTheRunWhichGoesOnThen() throws Exception {
    List<Object> expected = oneAfterTheOther();
    AtomicInteger steps = new AtomicInteger();
    shop.hold(
        new HeldBackups(
            false,
            false,
            work -> {
              if (steps.incrementAndGet() == 5) {
                throw new OutOfMemoryError("Java heap space");
              }
              work.run();
            }));
    assertThatThrownBy(() -> shop.erase()).hasMessageContaining("memory ran out");
    int begun = steps.get();
    Thread.sleep(300);
    assertThat(steps).as("nobody goes on behind the back of the run").hasValue(begun);
    shop.erase();
    assertThat(steps.get() - begun)
        .as("most was left to the run that goes on")
        .isGreaterThan(begun);
    assertThat(outcome()).isEqualTo(expected);
  }

  @Test
  void whoeverIsAskedToStopEndsTheObjectAtHand() throws Exception {
    List<Object> expected = oneAfterTheOther();
    AtomicInteger commits = new AtomicInteger();
    before = call -> commits.addAndGet(call.equals("commit") ? 1 : 0);
    shop.stopWhen(() -> commits.get() >= 3);
    assertThatThrownBy(() -> shop.erase()).hasMessage("stopped between two backups");
    assertThat(commits).hasValueLessThan(8);
    assertThat(shop.ends()).allMatch(end -> end.matches("\\w+ (planned|clean|verified) \\d+"));
    shop.stopWhen(() -> false);
    shop.erase();
    assertThat(outcome()).isEqualTo(expected);
  }

  @Test
  void aHoldThatChangesMeanwhileEndsItForAll() throws Exception {
    List<Object> expected = oneAfterTheOther();
    AtomicInteger steps = new AtomicInteger();
    shop.hold(
        new HeldBackups(
            false,
            false,
            work -> {
              if (steps.incrementAndGet() > 9) {
                throw new HoldsChanged();
              }
              work.run();
            }));
    assertThatThrownBy(() -> shop.erase()).isInstanceOf(HoldsChanged.class);
    shop.hold(HeldBackups.NONE);
    shop.erase();
    assertThat(outcome()).isEqualTo(expected);
  }

  /** Unless the heap is of many gigabytes, a line of 12 MB is more than one of 64 may hold. */
  @Test
  void oneThatNeedsMoreThanItsShareWaitsForTheOthers() throws Exception {
    shop.close();
    shop = newShop(64);
    fill();
    String text = "x".repeat(12 << 20);
    String wide = BEN.replace("}}", "},\"text\":\"" + text + "\"}");
    vault.put("events/wide.jsonl", (wide + ANN + BEN).getBytes(UTF_8));
    List<String> alone = new ArrayList<>();
    before =
        call -> {
          if (call.startsWith("begin") && Thread.currentThread().getName().equals("main")) {
            alone.add(call);
          }
        };
    shop.erase();
    assertThat(vault.get("events/wide.jsonl")).isEqualTo((wide + BEN).getBytes(UTF_8));
    assertThat(shop.ends()).contains("events verified 9").doesNotContain("events damaged 1");
    assertThat(alone).hasSize(1);
  }
}
