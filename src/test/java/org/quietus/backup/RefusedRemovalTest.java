package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.StoreException;
import org.quietus.target.BackupEnd;

/** What the store says when an object whose period is over is to be removed as a whole. */
class RefusedRemovalTest {
  private static final Instant NOW = Instant.now();

  @TempDir Path directory;
  private DirectoryVault vault;
  private Shop shop;

  /** How removals fail, the first one first; none of those that come after them does. */
  private final Deque<Optional<StoreException>> failing = new ArrayDeque<>();

  private final List<String> removals = new ArrayList<>();

  /** What somebody else does just before the first of them. */
  private Meanwhile meanwhile = () -> {};

  private interface Meanwhile {
    void call() throws Exception;
  }

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")),
            vault.settings(),
            (settings, clock) -> new DisturbedStore(Stores.open(settings, clock), this::before));
    shop.at(NOW.plus(Duration.ofDays(10)));
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private void before(String call) {
    if (call.equals("delete")) {
      removals.add(call);
      try {
        meanwhile.call();
        meanwhile = () -> {};
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      Optional<StoreException> failure =
          Optional.ofNullable(failing.poll()).flatMap(answer -> answer);
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }

  private void logs(int many) throws Exception {
    for (int n = 1; n <= many; n++) {
      vault.put("logs/" + n, "opaque".getBytes(UTF_8));
    }
  }

  private void answers(StoreException... answers) {
    for (StoreException answer : answers) {
      failing.add(Optional.of(answer));
    }
  }

  private static StoreException silent() {
    return new StoreException.Unreachable("no answer");
  }

  @Test
  void aStoreThatDoesNotAnswerForThreeObjectsInARowIsNotAskedForTheRest() throws Exception {
    logs(5);
    answers(silent(), silent(), silent());
    shop.expire();
    assertThat(removals).hasSize(3);
    assertThat(vault.keys()).hasSize(5);
    assertThat(shop.backupEnds()).allMatch(BackupEnd::partial);
  }

  @Test
  void oneThatAnswersInBetweenIsAskedForAll() throws Exception {
    logs(6);
    answers(silent(), silent());
    failing.add(Optional.empty());
    answers(silent(), silent());
    shop.expire();
    assertThat(removals).hasSize(6);
    assertThat(shop.ends()).containsExactly("logs expired 2", "logs unreachable 4");
    assertThat(vault.keys()).hasSize(4);
  }

  @Test
  void oneThatRefusesAnswersToo() throws Exception {
    logs(5);
    answers(silent(), silent(), new StoreException.Denied("no right: 100 %"), silent(), silent());
    shop.expire();
    assertThat(removals).hasSize(5);
    assertThat(shop.ends()).containsExactly("logs unreachable 5");
    assertThat(shop.notes()).anyMatch(note -> note.endsWith("no right: 100 %"));
  }

  @Test
  void whatWasLockedMeanwhileStaysUntilTheLockEnds() throws Exception {
    logs(1);
    Instant until = NOW.plus(Duration.ofDays(50));
    answers(
        new StoreException.Locked(
            new Lock(Optional.of(Lock.Mode.GOVERNANCE), Optional.of(until), false)));
    shop.expire();
    LocalDate day = until.atZone(ZoneId.of("Europe/Berlin")).toLocalDate().plusDays(1);
    assertThat(shop.backupEnds())
        .containsExactly(
            new BackupEnd(
                "logs",
                "locked",
                1,
                false,
                false,
                false,
                Optional.of("locked-governance"),
                Optional.of(day)));
  }

  @Test
  void whatSomebodyElseReplacedIsLookedAtAgainAndCountedOnce() throws Exception {
    logs(1);
    meanwhile = () -> vault.put("logs/1", "other".getBytes(UTF_8));
    shop.expire();
    assertThat(removals).hasSize(2);
    assertThat(vault.keys()).isEmpty();
    assertThat(shop.ledger()).containsExactly("logs.(objects) delete 1");
  }
}
