package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.format.mysqldump.Mysqldump;

/** Random dumps, random drops; a failure names the seed that shows it again. */
class RandomDumpTest {
  private static final int LARGEST_ROW = 4096;

  static LongStream seeds() {
    return LongStream.concat(LongStream.range(0, 300), new Random().longs(100));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsEveryValueAndWritesTheDumpOfTheRest(long seed) throws IOException {
    RandomDump dump = new RandomDump(seed);
    byte[] whole = dump.without(Set.of());
    assertThat(rewrite(seed, whole, Set.of())).isEqualTo(whole);
    assertValues(dump, whole);

    Random random = new Random(seed);
    double share = random.nextDouble();
    Set<String> doomed = new HashSet<>();
    for (RandomDump.Model row : dump.rows()) {
      if (random.nextDouble() < share) {
        doomed.add(row.key());
      }
    }
    assertThat(rewrite(seed, whole, doomed)).isEqualTo(dump.without(doomed));
    assertUnwantedTablesStay(dump, whole, doomed);
  }

  private static void assertUnwantedTablesStay(RandomDump dump, byte[] whole, Set<String> doomed)
      throws IOException {
    Set<String> doomedThere = new HashSet<>();
    for (RandomDump.Model row : dump.rows()) {
      if (row.table().startsWith("t1") && doomed.contains(row.key())) {
        doomedThere.add(row.key());
      }
    }
    RowDecider decider =
        new RowDecider() {
          @Override
          public boolean wants(RowSource source) {
            return source.table().table().startsWith("t1");
          }

          @Override
          public Decision decide(Row row) throws IOException {
            return doomed.contains(row.text(0)) ? Decision.DROP : Decision.KEEP;
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Mysqldump().rewrite(new ByteArrayInputStream(whole), out, decider);
    assertThat(out.toByteArray()).isEqualTo(dump.without(doomedThere));
  }

  private static void assertValues(RandomDump dump, byte[] bytes) throws IOException {
    Iterator<RandomDump.Model> expected = dump.rows().iterator();
    new Mysqldump()
        .scan(
            new ByteArrayInputStream(bytes),
            new EveryRow(
                row -> {
                  RandomDump.Model model = expected.next();
                  assertThat(row.source().table().table()).isEqualTo(model.table());
                  assertThat(row.source().columns()).hasSize(model.values().size());
                  for (int i = 0; i < row.size(); i++) {
                    assertThat(row.bytes(i)).isEqualTo(model.values().get(i));
                  }
                }));
    assertThat(expected.hasNext()).isFalse();
  }

  /** Through a window so small and a source so slow that every boundary is met. */
  private static byte[] rewrite(long seed, byte[] dump, Set<String> doomed) throws IOException {
    Mysqldump format = new Mysqldump(LARGEST_ROW, Optional.empty());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<DumpTableName, Long> dropped = new HashMap<>();
    RowDecider decider =
        Deciders.everywhere(
            row -> {
              if (!doomed.contains(row.text(0))) {
                return Decision.KEEP;
              }
              dropped.merge(row.source().table(), 1L, Long::sum);
              return Decision.DROP;
            });
    RewriteReport report = format.rewrite(new Drip(dump, new Random(seed), 9), out, decider);
    report
        .tables()
        .forEach(
            (table, tally) ->
                assertThat(tally.dropped()).isEqualTo(dropped.getOrDefault(table, 0L)));
    List<String> differences =
        report.differencesFrom(
            Deciders.reread(format, new Drip(out.toByteArray(), new Random(seed), 999), report));
    assertThat(differences).isEmpty();
    return out.toByteArray();
  }
}
