package org.quietus.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quietus.format.csv.Csv;
import org.quietus.policy.RowLayout;

/** What SELECT … INTO OUTFILE of MySQL writes, and COPY of PostgreSQL. */
class TsvContractTest extends CsvContract {
  @Override
  RowLayout layout() {
    return RowLayout.TSV;
  }

  /** As MySQL writes it. */
  @Override
  String field(@Nullable String value) {
    return value == null
        ? "\\N"
        : value
            .replace("\\", "\\\\")
            .replace("\t", "\\\t")
            .replace("\n", "\\\n")
            .replace("\0", "\\0");
  }

  @Override
  List<byte[]> broken() {
    return brokenInAnyLayout();
  }

  @Override
  String whyTheFirstIsBroken() {
    return "2 fields where the header has 1";
  }

  @Override
  String odd() {
    return "1\\.50\t10.1.2.3\tx\r\n";
  }

  @Override
  String oddChanged() {
    return "1\\.50\t\\N\t1\"\r\n";
  }

  @Test
  void escapesAreReadAsBothDatabasesWriteThem() throws IOException {
    assertThat(values(layout(), "a\tb\n\\ta\\nb\\\nc\\\\\\bx\\Z\tN\\N\n", "a", "b"))
        .containsExactly(List.of("\ta\nb\nc\\\bx\u001a", "NN"));
  }

  /** They are part of the value in this layout; in that of somebody else they are not. */
  @Test
  void aValueInQuotesIsNamed() throws IOException {
    List<Boolean> odd = new ArrayList<>();
    new Csv(EVENTS, List.of("a", "b"), layout())
        .scan(
            new ByteArrayInputStream("a\tb\n\"x\"\t\"\n\"\"\ty\"\n".getBytes(UTF_8)),
            new EveryRow(
                row -> {
                  odd.add(row.isOdd(0));
                  odd.add(row.isOdd(1));
                }));
    assertThat(odd).containsExactly(true, false, true, false);
  }
}
