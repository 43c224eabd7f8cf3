package org.quietus.database.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.target.GoneKey;

class BelowGoneTest {

  private static List<GoneKey> keys(int count) {
    return LongStream.range(0, count)
        .mapToObj(
            n ->
                new GoneKey(
                    "orders",
                    List.of("id"),
                    List.of(Column.Type.INTEGER),
                    new RowValues(List.of(n))))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "500, 1", "501, 2", "1000, 2", "1001, 3"})
  void noKeyIsMissingInPartsThatAStatementHolds(int count, int parts) {
    List<GoneKey> keys = keys(count);

    assertThat(BelowGone.parts(keys))
        .hasSize(parts)
        .allMatch(part -> !part.isEmpty() && part.size() <= 500)
        .satisfies(all -> assertThat(all.stream().flatMap(List::stream)).isEqualTo(keys));
  }

  @Test
  void aKeyIsAskedForOnce() {
    List<GoneKey> twice = new ArrayList<>(keys(3));
    twice.addAll(keys(3));
    assertThat(BelowGone.parts(twice)).containsExactly(keys(3));
  }
}
