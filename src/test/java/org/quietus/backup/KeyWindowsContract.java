package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.ObjectStore;
import org.quietus.policy.ObjectStoreSettings;
import org.springframework.jdbc.core.JdbcTemplate;

/** Files are taken in a window of keys at a time, and become what they become all at once. */
abstract class KeyWindowsContract {
  private static final int KEYS = 5;
  private static final int ALL = 1000;
  private static final String ANN = "{\"at\":1700000001,\"user\":{\"id\":1}}\n";
  private static final String BEN = "{\"at\":1700000001,\"user\":{\"id\":2}}\n";
  private static final String OLD = "{\"at\":1500000000,\"user\":{\"id\":2}}\n";
  private static final String JOB =
      """
      files:
        events:
          of: shop
          in: vault
          objects: "events/**"
          format: jsonl
          from: at
          records: { keep: P10Y, then: delete }
          persons: { customer: { user.email: email, user.id: id } }
          on-erasure: delete
        persons:
          of: shop
          in: vault
          objects: "persons/**"
          format: jsonl
          from: at
          persons: { customer: { user.id: id } }
          on-erasure: delete
      """;

  @TempDir Path directory;
  private Vault vault;
  private Shop shop;
  private volatile Consumer<String> before = call -> {};

  /** Makes an empty place for objects. */
  abstract Vault newVault(Path parent) throws Exception;

  /** Every how many steps a kill is tried. */
  abstract int killsEvery();

  @BeforeEach
  void open() throws Exception {
    vault = newVault(Files.createDirectory(directory.resolve("store")));
    shop = newShop(2);
  }

  private Shop newShop(int keysAtOnce) throws Exception {
    return new Shop(
            Files.createTempDirectory(directory, "shop"), vault.settings(), this::opened, JOB)
        .withKeysAtOnce(keysAtOnce);
  }

  private ObjectStore opened(ObjectStoreSettings settings, Clock clock) {
    return new DisturbedStore(Stores.open(settings, clock), call -> before.accept(call));
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private void put(String key, String content) throws Exception {
    vault.put(key, content.getBytes(UTF_8));
  }

  /** Several versions of each object, where they are kept, and markers of deleted ones. */
  private void fill() throws Exception {
    for (int n = 0; n < KEYS; n++) {
      put("events/%d.jsonl".formatted(n), OLD + ANN);
      put("events/%d.jsonl".formatted(n), n % 2 == 0 ? BEN : ANN + BEN);
      put("persons/%d/a.jsonl".formatted(n), ANN + BEN.repeat(n));
      put("persons/%d/b.jsonl".formatted(n), BEN.repeat(n + 1));
    }
    vault.delete("events/2.jsonl");
    put("events/damaged.jsonl", ANN + "{");
  }

  /** What became of the objects, but for the moment and the names of runs. */
  private List<Object> outcome() throws Exception {
    Map<String, String> contents = new TreeMap<>();
    for (String key : vault.keys()) {
      contents.put(key, new String(vault.get(key), UTF_8));
    }
    List<String> retrievable =
        vault.contents().stream().map(content -> new String(content, UTF_8)).sorted().toList();
    return List.of(
        contents,
        retrievable,
        shop.ledger(),
        shop.ends(),
        shop.notes().stream().map(note -> note.replaceAll("created \\S+\\)", "")).sorted().toList(),
        shop.uploads());
  }

  private List<Object> atOnce() throws Exception {
    shop.close();
    shop = newShop(ALL);
    vault.clear();
    fill();
    shop.erase();
    return outcome();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void becomeWhatTheyBecomeAllAtOnce(int keysAtOnce) throws Exception {
    List<Object> expected = atOnce();
    shop.close();
    shop = newShop(keysAtOnce);
    vault.clear();
    fill();
    shop.erase();
    assertThat(outcome()).isEqualTo(expected);
    assertThat(shop.ends()).contains("events damaged 1").noneMatch(end -> end.contains("planned"));
    assertThat(vault.contents())
        .filteredOn(content -> new String(content, UTF_8).contains("\"id\":1}"))
        .as("but for the one that is damaged, nothing of her is left")
        .hasSize(1);
  }

  @Test
  void becomeTheSameAfterAKillWhereverItComes() throws Exception {
    List<Object> expected = atOnce();
    shop.close();
    shop = newShop(2);
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

  /** Each window is worked off before the next one is taken in. */
  @Test
  void whatAKilledRunHasDoneIsAsDoneAsItWas() throws Exception {
    fill();
    AtomicInteger commits = new AtomicInteger();
    before =
        call -> {
          if (call.equals("commit") && commits.incrementAndGet() == 3) {
            throw new Shop.Killed();
          }
        };
    int known = 0;
    try {
      shop.erase();
    } catch (Shop.Killed e) {
      known = entries();
    }
    before = call -> {};
    shop.erase();
    assertThat(known).as("entries when the third object was written").isBetween(3, 3 * KEYS);
    assertThat(known).isLessThan(entries());
    assertThat(shop.ends()).noneMatch(end -> end.contains("planned"));
  }

  private int entries() {
    Integer entries =
        new JdbcTemplate(shop.jdbc().getDataSource())
            .queryForObject("SELECT COUNT(*) FROM quietus.backup_version", Integer.class);
    return entries == null ? 0 : entries;
  }

  @Test
  void whatSomebodyRemovesBetweenTwoAttemptsEndsAsGone() throws Exception {
    for (int n = 0; n < KEYS; n++) {
      put("persons/%d.jsonl".formatted(n), ANN + BEN);
    }
    before =
        call -> {
          if (call.equals("commit")) {
            throw new Shop.Killed();
          }
        };
    try {
      shop.erase();
    } catch (Shop.Killed e) {
      before = call -> {};
    }
    vault.clear();
    put("persons/9.jsonl", ANN + BEN);
    shop.erase();
    assertThat(shop.ends()).contains("persons verified 1").anyMatch(end -> end.contains("gone"));
    assertThat(shop.ends()).noneMatch(end -> end.contains("planned") || end.contains("staged"));
    assertThat(new String(vault.get("persons/9.jsonl"), UTF_8)).isEqualTo(BEN);
    assertThat(vault.keys()).containsExactly("persons/9.jsonl");
  }

  @Test
  void aLaterRunKnowsOfEachWhetherItWasSearchedAndForgetsThoseThatWent() throws Exception {
    shop.annErasedEarlier();
    for (int n = 0; n < KEYS; n++) {
      put("persons/%d.jsonl".formatted(n), ANN + BEN.repeat(n + 1));
    }
    shop.screen();
    assertThat(shop.ends()).containsExactly("persons verified " + KEYS);
    assertThat(shop.unsearched()).isEmpty();
    assertThat(screened()).isEqualTo(KEYS);
    vault.delete("persons/1.jsonl");
    put("persons/7.jsonl", BEN);
    assertThat(shop.unsearched()).hasSize(1);
    shop.nextRun();
    shop.screen();
    int kept = vault.contents().size();
    assertThat(shop.ends()).contains("persons clean 1", "persons screened " + (kept - 1));
    assertThat(screened()).isEqualTo(kept);
    assertThat(shop.unsearched()).isEmpty();
  }

  private int screened() {
    Integer rows =
        shop.jdbc()
            .queryForObject(
                "SELECT COUNT(*) FROM quietus.screened WHERE set_name = 'persons'", Integer.class);
    return rows == null ? 0 : rows;
  }
}
