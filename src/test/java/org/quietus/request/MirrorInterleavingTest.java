package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.evidence.EvidenceStores;
import org.quietus.request.mirror.Mirror;
import org.quietus.request.mirror.Mirror.Standing;
import org.quietus.request.mirror.MirrorEntry;

/**
 * Writers that append, copy, are killed and meet each other in the middle of it, backups and
 * restores, in random order: what the mirror holds is what the database holds, in order and once.
 */
class MirrorInterleavingTest {
  private static final int STEPS = 60;
  private static final int MOST_DEPTH = 3;

  @TempDir Path directory;
  private Random random = new Random(0);
  private int appended;
  private int depth;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theMirrorAlwaysFollowsTheDatabase(long seed) throws IOException {
    random = new Random(seed);
    HookedStore store = new HookedStore(EvidenceStores.at(Files.createDirectory(folder(seed))));
    try (MirrorDatabase database = new MirrorDatabase()) {
      store.before = () -> disturb(database, store);
      store.after = () -> disturb(database, store);
      Map<String, List<Map<String, Object>>> backup = database.backup();
      long there = 0;
      for (int step = 0; step < STEPS; step++) {
        act(database, store);
        Mirror mirror = database.mirror(store);
        List<MirrorEntry> mirrored = mirror.mirrored().toList();
        assertThat(mirrored)
            .as("seed %d", seed)
            .isEqualTo(database.entries().subList(0, mirrored.size()));
        if (random.nextInt(8) == 0) {
          backup = database.backup();
          there = database.entries().size();
        }
        if (random.nextInt(10) == 0) {
          database.restore(backup);
          assertThat(mirror.standing() == Standing.LEVEL)
              .as("seed %d, %d of %d", seed, there, mirrored.size())
              .isEqualTo(mirrored.size() <= there);
          mirror.restore(entry -> {});
          assertThat(mirror.standing()).isEqualTo(Standing.LEVEL);
        }
      }
      store.before = () -> {};
      store.after = () -> {};
      Mirror mirror = database.mirror(store);
      mirror.copy();
      assertThat(mirror.mirrored()).as("seed %d", seed).isEqualTo(database.entries());
    }
  }

  private Path folder(long seed) {
    return directory.resolve("seed-" + seed);
  }

  private void act(MirrorDatabase database, HookedStore store) {
    Mirror mirror = database.mirror(store);
    try {
      if (random.nextBoolean()) {
        database.append(mirror, "entry-" + ++appended);
      } else {
        mirror.copy();
      }
    } catch (HookedStore.Killed killed) {
      // the next one takes it up
    }
  }

  /** What somebody else does, or a kill, before and after a file is written. */
  private void disturb(MirrorDatabase database, HookedStore store) {
    int what = random.nextInt(6);
    if (what == 0) {
      throw new HookedStore.Killed();
    }
    if (what < 4 && depth < MOST_DEPTH) {
      depth++;
      act(database, store);
      depth--;
    }
  }
}
