package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.format.pgdump.PgDump;

/** Random dumps by pg_dump, random drops; a failure names the seed that shows it again. */
class RandomPgDumpTest {
  private static final int LARGEST_ROW = 4096;

  static LongStream seeds() {
    return LongStream.concat(LongStream.range(0, 200), new Random().longs(100));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsEveryValueAndWritesTheDumpOfTheRest(long seed) throws IOException {
    RandomPgDump dump = new RandomPgDump(seed);
    byte[] whole = dump.without(Set.of());
    assertThat(rewrite(seed, whole, Set.of(), "")).isEqualTo(whole);
    assertValues(dump, whole);

    Random random = new Random(seed);
    double share = random.nextDouble();
    Set<String> doomed = new HashSet<>();
    Set<String> doomedThere = new HashSet<>();
    for (RandomPgDump.Model row : dump.rows()) {
      if (random.nextDouble() < share) {
        doomed.add(row.key());
        doomedThere.addAll(row.table().startsWith("t1") ? Set.of(row.key()) : Set.of());
      }
    }
    assertThat(rewrite(seed, whole, doomed, "")).isEqualTo(dump.without(doomed));
    assertThat(rewrite(seed, whole, doomed, "t1")).isEqualTo(dump.without(doomedThere));
  }

  private static void assertValues(RandomPgDump dump, byte[] bytes) throws IOException {
    Iterator<RandomPgDump.Model> expected = dump.rows().iterator();
    new PgDump()
        .scan(
            new ByteArrayInputStream(bytes),
            new EveryRow(
                row -> {
                  RandomPgDump.Model model = expected.next();
                  assertThat(row.source().table().table()).isEqualTo(model.table());
                  assertThat(row.source().columns()).hasSize(model.values().size());
                  for (int i = 0; i < row.size(); i++) {
                    assertThat(row.text(i)).isEqualTo(model.values().get(i));
                  }
                }));
    assertThat(expected.hasNext()).isFalse();
  }

  /** Through a window so small and a source so slow that every boundary is met. */
  private static byte[] rewrite(long seed, byte[] dump, Set<String> doomed, String tables)
      throws IOException {
    PgDump format = new PgDump(LARGEST_ROW, Optional.empty(), "public");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RowDecider decider =
        new RowDecider() {
          @Override
          public boolean wants(RowSource source) {
            return source.table().table().startsWith(tables);
          }

          @Override
          public Decision decide(Row row) throws IOException {
            return doomed.contains(row.text(0)) ? Decision.DROP : Decision.KEEP;
          }
        };
    RewriteReport report = format.rewrite(new Drip(dump, new Random(seed), 9), out, decider);
    List<String> differences =
        report.differencesFrom(
            Deciders.reread(format, new Drip(out.toByteArray(), new Random(seed), 999), report));
    assertThat(differences).isEmpty();
    return out.toByteArray();
  }
}
