package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.evidence.EvidenceStores;
import org.quietus.request.mirror.Mirror;
import org.quietus.request.mirror.Mirror.Standing;
import org.quietus.request.mirror.MirrorBroken;
import org.quietus.request.mirror.MirrorEntry;

class MirrorTest {
  @TempDir Path directory;
  private MirrorDatabase database;
  private HookedStore store;
  private Mirror mirror;

  @BeforeEach
  void open() throws IOException {
    database = new MirrorDatabase();
    store = new HookedStore(EvidenceStores.at(directory));
    mirror = database.mirror(store);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatWasAppendedIsCopiedOnceAndInOrder() {
    append("one", "two");
    mirror.copy();
    append("three");
    mirror.copy();
    mirror.copy();
    assertThat(mirror.mirrored()).isEqualTo(database.entries()).hasSize(3);
    assertThat(pieces()).hasSize(2);
    assertThat(mirror.standing()).isEqualTo(Standing.LEVEL);
  }

  @Test
  void nothingOfATransactionThatRolledBackIsCopied() {
    database
        .transaction()
        .executeWithoutResult(
            status -> {
              mirror.append(MirrorEntry.Kind.HOLD, "never", MirrorDatabase.AT, Map.of());
              mirror.copy();
              status.setRollbackOnly();
            });
    assertThat(mirror.isEmpty()).isTrue();
    append("one");
    mirror.copy();
    assertThat(mirror.mirrored()).extracting(MirrorEntry::about).containsExactly("one");
  }

  @Test
  void manyWhoAppendForTheFirstTimeAtOnceAllSucceed() throws Exception {
    int writers = 8;
    CyclicBarrier start = new CyclicBarrier(writers);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int n = 0; n < writers; n++) {
        String about = "writer-" + n;
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  append(about);
                  mirror.copy();
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(mirror.mirrored()).isEqualTo(database.entries()).hasSize(writers);
  }

  @Test
  void whoIsKilledBetweenWritingAFileAndNotingItIsTakenUp() {
    append("one", "two");
    store.after =
        () -> {
          throw new HookedStore.Killed();
        };
    assertThatThrownBy(mirror::copy).isInstanceOf(HookedStore.Killed.class);
    store.after = () -> {};
    assertThat(mirror.standing()).isEqualTo(Standing.LEVEL);
    append("three");
    mirror.copy();
    assertThat(mirror.mirrored()).isEqualTo(database.entries()).hasSize(3);
  }

  @Test
  void whoMeetsALongerFileOfSomebodyElseWritesNoEntryTwice() {
    append("one");
    store.before =
        () -> {
          store.before = () -> {};
          append("two");
          store.after =
              () -> {
                store.after = () -> {};
                throw new HookedStore.Killed();
              };
          assertThatThrownBy(database.mirror(store)::copy).isInstanceOf(HookedStore.Killed.class);
        };
    mirror.copy();
    append("three");
    mirror.copy();
    assertThat(mirror.mirrored()).isEqualTo(database.entries()).hasSize(3);
  }

  @Test
  void aRestoredDatabaseIsBehindAndIsBroughtLevel() {
    append("one");
    mirror.copy();
    var backup = database.backup();
    append("two", "three");
    mirror.copy();
    List<MirrorEntry> before = database.entries();

    database.restore(backup);
    assertThat(mirror.standing()).isEqualTo(Standing.DATABASE_BEHIND);
    List<MirrorEntry> missed = new ArrayList<>();
    mirror.restore(missed::add);

    assertThat(missed).extracting(MirrorEntry::about).containsExactly("two", "three");
    assertThat(database.entries()).isEqualTo(before);
    assertThat(mirror.standing()).isEqualTo(Standing.LEVEL);
    append("four");
    mirror.copy();
    assertThat(mirror.mirrored()).isEqualTo(database.entries()).hasSize(4);
  }

  @Test
  void aKilledRestoreIsContinued() {
    append("one");
    mirror.copy();
    append("two");
    mirror.copy();
    database.restore(Map.of("mirror_entry", List.of(), "mirror_piece", List.of()));
    assertThatThrownBy(
            () ->
                mirror.restore(
                    entry -> {
                      if (entry.about().equals("two")) {
                        throw new HookedStore.Killed();
                      }
                    }))
        .isInstanceOf(HookedStore.Killed.class);
    assertThat(mirror.standing()).isEqualTo(Standing.DATABASE_BEHIND);
    List<MirrorEntry> missed = new ArrayList<>();
    mirror.restore(missed::add);
    assertThat(missed).extracting(MirrorEntry::about).containsExactly("two");
  }

  @Test
  void aDatabaseThatWentOnAfterItWasRestoredIsRefused() {
    var backup = database.backup();
    append("one");
    mirror.copy();
    database.restore(backup);
    append("another");
    assertThat(mirror.standing()).isEqualTo(Standing.DATABASE_BEHIND);
    assertThatThrownBy(mirror::copy).isInstanceOf(MirrorBroken.class);
    assertThatThrownBy(() -> mirror.restore(entry -> {}))
        .isInstanceOf(MirrorBroken.class)
        .hasMessageContaining("went on after it was restored");
  }

  @Test
  void aStoreThatLostItsLastFileIsNoticed() throws IOException {
    append("one");
    mirror.copy();
    append("two");
    mirror.copy();
    Files.delete(pieces().get(1));
    assertThat(mirror.standing()).isEqualTo(Standing.MIRROR_BEHIND);
  }

  @Test
  void aStoreThatLostAFileInTheMiddleIsNoticedWhenItIsRead() throws IOException {
    for (String about : List.of("one", "two", "three")) {
      append(about);
      mirror.copy();
    }
    Files.delete(pieces().get(1));
    assertThatThrownBy(() -> mirror.mirrored().count())
        .isInstanceOf(MirrorBroken.class)
        .hasMessageContaining("is missing");
  }

  @Test
  void aFileThatWasChangedIsNoticed() throws IOException {
    append("one");
    mirror.copy();
    append("two");
    mirror.copy();
    for (Path piece : pieces()) {
      String text = Files.readString(piece);
      Files.writeString(piece, text.replace("\"a\":true", "\"a\":false"));
      assertThatThrownBy(() -> mirror.restore(entry -> {})).isInstanceOf(MirrorBroken.class);
      Files.writeString(piece, text.substring(0, text.length() / 2));
      assertThatThrownBy(() -> mirror.mirrored().count()).isInstanceOf(MirrorBroken.class);
      Files.writeString(piece, text);
    }
    assertThat(mirror.mirrored()).hasSize(2);
  }

  @Test
  void twoDatabasesWithOneMirrorAreRefused() throws IOException {
    append("one");
    mirror.copy();
    try (MirrorDatabase other = new MirrorDatabase()) {
      Mirror second = other.mirror(store);
      other.append(second, "other");
      assertThatThrownBy(second::copy)
          .isInstanceOf(MirrorBroken.class)
          .hasMessageContaining("another database");
    }
  }

  @Test
  void copyingAndComparingReadAFewFilesHoweverManyThereAre() {
    for (int n = 0; n < 300; n++) {
      append("entry-" + n);
      mirror.copy();
    }
    store.reads = 0;
    store.listings = 0;
    append("one more");
    mirror.copy();
    assertThat(mirror.standing()).isEqualTo(Standing.LEVEL);
    assertThat(store.listings).isZero();
    assertThat(store.reads).isLessThanOrEqualTo(3);
  }

  @Test
  void moreThanAFileHoldsGoesIntoSeveral() {
    database
        .transaction()
        .executeWithoutResult(
            status -> {
              for (int n = 0; n < 4_500; n++) {
                mirror.append(MirrorEntry.Kind.REQUEST, "r" + n, MirrorDatabase.AT, Map.of());
              }
            });
    mirror.copy();
    assertThat(pieces()).hasSize(3);
    assertThat(mirror.mirrored()).isEqualTo(database.entries()).hasSize(4_500);
  }

  @Test
  void entriesThatAreLongGoIntoSeveralFilesOfWhichEachCanBeRead() {
    String content = "x".repeat(1_500_000);
    database
        .transaction()
        .executeWithoutResult(
            status -> {
              for (int n = 0; n < 4; n++) {
                mirror.append(
                    MirrorEntry.Kind.HOLD, "long-" + n, MirrorDatabase.AT, Map.of("text", content));
              }
            });
    mirror.copy();
    assertThat(pieces()).hasSize(2);
    assertThat(mirror.mirrored()).isEqualTo(database.entries()).hasSize(4);
  }

  private void append(String... abouts) {
    for (String about : abouts) {
      database.append(mirror, about);
    }
  }

  private List<Path> pieces() {
    try (Stream<Path> files = Files.list(directory.resolve("mirror"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
