package org.quietus.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quietus.backup.dump.Formats;

/**
 * Measures the mysqldump format on a dump of 2 GB, made while it is read, that has one INSERT of
 * 500 MB in it. Run it in the memory that the product promises:
 *
 * <pre>java -Xmx192m -cp target/classes src/bench/java/org/quietus/format/DumpBench.java</pre>
 */
public final class DumpBench {
  private static final int MEGABYTE = 1 << 20;
  private static final String TABLE =
      "CREATE TABLE `%s` (`id` int, `email` text, `name` text, `born` datetime, `n` int);\n";

  private DumpBench() {}

  /** Prints megabytes per second of processor time for each way of reading. */
  public static void main(String[] arguments) throws IOException {
    Format format = Formats.named("mysqldump", "").orElseThrow();
    for (int round = 1; round <= 2; round++) {
      measure("scan, no table wanted", () -> format.scan(dump(), visiting("none")).bytes());
      measure("scan, 500 MB wanted", () -> format.scan(dump(), visiting("person")).bytes());
      measure("scan, 1500 MB wanted", () -> format.scan(dump(), visiting("log")).bytes());
      measure("rewrite, no table wanted", () -> rewrite(format, "none"));
      measure("rewrite, 500 MB wanted", () -> rewrite(format, "person"));
    }
  }

  private interface Work {
    long bytes() throws IOException;
  }

  private static void measure(String what, Work work) throws IOException {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long start = thread.getCurrentThreadCpuTime();
    double megabytes = (double) work.bytes() / MEGABYTE;
    double seconds = (thread.getCurrentThreadCpuTime() - start) / 1e9;
    System.out.printf("%-26s %5.0f MB %6.0f MB/s%n", what, megabytes, megabytes / seconds);
  }

  private static long rewrite(Format format, String table) throws IOException {
    return format
        .rewrite(dump(), OutputStream.nullOutputStream(), deciding(table))
        .reading()
        .bytes();
  }

  /** Drops one row in a hundred of a table, and changes another one. */
  public static RowDecider deciding(String table) {
    return new RowDecider() {
      @Override
      public boolean wants(RowSource source) {
        return source.table().table().equals(table);
      }

      @Override
      public Decision decide(Row row) throws IOException {
        String id = row.text(0);
        return id.endsWith("77")
            ? Decision.DROP
            : id.endsWith("78") ? Decision.change(Map.of("name", "***")) : Decision.KEEP;
      }
    };
  }

  private static RowVisitor visiting(String table) {
    return new RowVisitor() {
      private long matches;

      @Override
      public boolean wants(RowSource source) {
        return source.table().table().equals(table);
      }

      @Override
      public void visit(Row row) throws IOException {
        matches += "someone@example.org".equals(row.text(1)) ? 1 : 0;
      }
    };
  }

  /** The dump, made while it is read. */
  public static InputStream dump() {
    byte[] rows = rows();
    byte[] last = bytes("(0,NULL,'','2020-01-01',0);\n");
    Stream<byte[]> logs =
        IntStream.range(0, 1500)
            .boxed()
            .flatMap(i -> Stream.of(bytes("INSERT INTO `log` VALUES\n"), rows, last));
    Stream<byte[]> people =
        Stream.of(
                Stream.of(bytes("INSERT INTO `person` VALUES\n")),
                Collections.nCopies(500, rows).stream(),
                Stream.of(last))
            .flatMap(part -> part);
    Iterator<byte[]> parts =
        Stream.of(
                Stream.of(bytes(TABLE.formatted("log") + TABLE.formatted("person"))), logs, people)
            .flatMap(part -> part)
            .iterator();
    return new java.io.SequenceInputStream(
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return parts.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return new ByteArrayInputStream(parts.next());
          }
        });
  }

  private static byte[] rows() {
    StringBuilder rows = new StringBuilder();
    for (int i = 100000; rows.length() < MEGABYTE; i++) {
      String name = List.of("Ann O\\'Neil", "Béla", "克莱奥", "Dan").get(i % 4);
      rows.append(
          "(%d,'p%d@example.org','%s','2020-01-01 10:11:12',%d),\n".formatted(i, i, name, i));
    }
    return bytes(rows.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
