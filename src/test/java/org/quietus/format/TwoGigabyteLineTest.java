package org.quietus.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.format.csv.Csv;
import org.quietus.format.jsonl.Jsonl;
import org.quietus.format.mysqldump.Mysqldump;
import org.quietus.policy.RowLayout;

/** A line that is longer than an array of Java can be, and than the heap, made on the fly. */
@Tag("long")
class TwoGigabyteLineTest {
  private static final DumpTableName TABLE = new DumpTableName(null, "events");
  private static final String PIECE = "x".repeat(1 << 16);
  private static final int PIECES = (1 << 15) + 3;

  /** Some text as often as it takes. */
  private record Part(String text, int times) {
    InputStream stream() {
      byte[] bytes = text.getBytes(UTF_8);
      return new SequenceInputStream(
          Collections.enumeration(
              Collections.nCopies(times, bytes).stream().map(ByteArrayInputStream::new).toList()));
    }
  }

  private static InputStream of(List<Part> parts) {
    return new SequenceInputStream(
        Collections.enumeration(parts.stream().map(Part::stream).toList()));
  }

  private static long sum(List<Part> parts) throws Exception {
    CRC32C sum = new CRC32C();
    try (InputStream in = of(parts)) {
      in.transferTo(new CheckedOutputStream(OutputStream.nullOutputStream(), sum));
    }
    return sum.getValue();
  }

  /** Rewrites without rows 7, and returns what was written. */
  private static Rewritten without7(Format format, List<Part> parts) throws Exception {
    CRC32C sum = new CRC32C();
    try (InputStream in = of(parts)) {
      OutputStream sink = new CheckedOutputStream(OutputStream.nullOutputStream(), sum);
      return new Rewritten(format.rewrite(in, sink, Deciders.dropping("7")), sum.getValue());
    }
  }

  private record Rewritten(RewriteReport report, long sum) {}

  private static void staysAndIsNamed(Format format, String head, String begin, String end)
      throws Exception {
    List<Part> rest = List.of(new Part(begin, 1), new Part(PIECE, PIECES), new Part(end, 1));
    String seven = begin + "7" + end;
    String eight = begin + "8" + end;
    List<Part> file =
        Stream.of(
                List.of(new Part(head + seven + eight, 1)),
                rest,
                List.of(new Part(seven + eight + seven, 1)))
            .flatMap(List::stream)
            .toList();

    Rewritten written = without7(format, file);

    assertThat(written.sum())
        .isEqualTo(
            sum(
                Stream.of(List.of(new Part(head + eight, 1)), rest, List.of(new Part(eight, 1)))
                    .flatMap(List::stream)
                    .toList()));
    assertThat(written.report().reading().unread().rows()).isOne();
    assertThat(written.report().reading().unread().text()).contains("longer than");
    assertThat(written.report().bytesOut())
        .isGreaterThan(Integer.MAX_VALUE)
        .isGreaterThan(Runtime.getRuntime().maxMemory());
  }

  @Test
  void ofJsonStaysByteForByteAndIsNamedAndOthersGo() throws Exception {
    staysAndIsNamed(new Jsonl(TABLE, List.of("id")), "", "{\"id\":\"", "\"}\n");
  }

  @Test
  void ofATableStaysByteForByteAndIsNamedAndOthersGo() throws Exception {
    staysAndIsNamed(new Csv(TABLE, List.of("id"), RowLayout.CSV), "id\n", "\"", "\"\n");
  }

  /** An INSERT of a dump has as many rows as were in the table. */
  @Test
  void ofADumpIsReadRowByRow() throws Exception {
    String head =
        """
        -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
        CREATE TABLE `events` (`id` int NOT NULL, `text` longtext, PRIMARY KEY (`id`));
        INSERT INTO `events` VALUES (1,'')\
        """;
    String end = ";\n-- Dump completed on 2026-02-01  2:00:00\n";
    Part rows = new Part(",(2,'" + PIECE + "')", PIECES);

    Rewritten written =
        without7(
            new Mysqldump(Optional.empty()),
            List.of(new Part(head + ",(7,'')", 1), rows, new Part(",(7,'x')" + end, 1)));

    assertThat(written.sum()).isEqualTo(sum(List.of(new Part(head, 1), rows, new Part(end, 1))));
    assertThat(written.report().bytesOut()).isGreaterThan(Integer.MAX_VALUE);
    assertThat(written.report().tables().values())
        .singleElement()
        .satisfies(table -> assertThat(table.dropped()).isEqualTo(2));
  }
}
