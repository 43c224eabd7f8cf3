package org.quietus.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Format} of files must do whose records stand one behind the other. */
abstract class RecordFormatContract extends FormatContract {
  static final DumpTableName EVENTS = new DumpTableName(null, "events");
  private static final int LONGEST = 1000;

  /** Records of {@link #EVENTS}, each at most so many bytes long. */
  abstract Format format(List<String> columns, int longest);

  /** What comes before the first record of these columns, such as a header. */
  abstract String head(List<String> columns);

  /** A record with these values and its line end. */
  abstract String record(List<String> columns, List<String> values);

  /** Lines that cannot be read, the one column being {@code id}. */
  abstract List<byte[]> broken();

  /** How the message about the first of them ends. */
  abstract String whyTheFirstIsBroken();

  /** The beginning of a record of the column {@code id} that never ends. */
  abstract String endless();

  /** A record of {@code a} (1.50), {@code ip} and {@code n}, in an odd but good spelling. */
  abstract String odd();

  /** The same with {@code ip} emptied, and {@code n} being {@code 1"}. */
  abstract String oddChanged();

  @Test
  void aRecordThatCannotBeReadStaysByteForByteAndIsNamed() throws IOException {
    byte[] head = head(List.of("id")).getBytes(UTF_8);
    byte[] good = record(List.of("id"), List.of("1")).getBytes(UTF_8);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    ByteArrayOutputStream bad = new ByteArrayOutputStream();
    lines.writeBytes(head);
    bad.writeBytes(head);
    List<byte[]> broken = new ArrayList<>(broken());
    broken.add(record(List.of("id"), List.of("y".repeat(2 * LONGEST))).strip().getBytes(UTF_8));
    for (byte[] line : broken) {
      lines.writeBytes(good);
      lines.writeBytes(line);
      lines.write('\n');
      bad.writeBytes(line);
      bad.write('\n');
    }
    lines.writeBytes(good);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RewriteReport report =
        format(List.of("id"), LONGEST)
            .rewrite(new Drip(lines.toByteArray(), new Random(1), 7), out, Deciders.dropping("1"));
    assertThat(out.toByteArray()).isEqualTo(bad.toByteArray());
    assertThat(report.reading().unread().rows()).isEqualTo(broken.size());
    assertThat(report.reading().unread().text())
        .startsWith("line %d: %s, line".formatted(head.length == 0 ? 2 : 3, whyTheFirstIsBroken()))
        .endsWith("and " + (broken.size() - 5) + " more");
    assertThat(Objects.requireNonNull(report.tables().get(EVENTS)).dropped())
        .isEqualTo(broken.size() + 1);
  }

  @Test
  void onlyTheBytesOfAChangedValueAreOthers() throws IOException {
    List<String> columns = List.of("a", "ip", "n");
    String head = "\uFEFF" + head(columns);
    String last = record(columns, List.of("2", "10.0.0.1", "x")).strip();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, @Nullable Object> change = new HashMap<>();
    change.put("ip", null);
    change.put("n", "1\"");
    Format format = format(columns, LONGEST);
    RewriteReport report =
        format.rewrite(
            new ByteArrayInputStream((head + odd() + "\n" + last).getBytes(UTF_8)),
            out,
            Deciders.changing("1.50", change));
    assertThat(out.toString(UTF_8)).isEqualTo(head + oddChanged() + "\n" + last);
    assertThat(Objects.requireNonNull(report.tables().get(EVENTS)).changed()).isOne();
    assertThat(
            report.differencesFrom(
                Deciders.reread(format, new ByteArrayInputStream(out.toByteArray()), report)))
        .isEmpty();
  }

  @Test
  void aRecordTakesItsLineEndAlongAndNoOther() throws IOException {
    List<String> columns = List.of("id");
    String two = record(columns, List.of("2")).strip();
    String one = record(columns, List.of("1")).strip();
    String head = head(columns);
    assertThat(without("1", head + one + "\n" + two + "\r\n" + one)).isEqualTo(head + two + "\r\n");
    assertThat(without("1", head + two + "\r\n" + one + "\r\n" + two))
        .isEqualTo(head + two + "\r\n" + two);
    assertThat(without("1", head + one)).isEqualTo(head);
    assertThat(without("1", "")).isEmpty();
  }

  private String without(String id, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format(List.of("id"), LONGEST)
        .rewrite(new ByteArrayInputStream(text.getBytes(UTF_8)), out, Deciders.dropping(id));
    return out.toString(UTF_8);
  }

  @Test
  void aRecordThatNeverEndsIsPassedInBoundedMemory() throws IOException {
    int bytes = 64 << 20;
    Counted in = new Counted((head(List.of("id")) + endless()).getBytes(UTF_8), bytes);
    Reading reading = format(List.of("id"), LONGEST).scan(in, new EveryRow(row -> {}));
    assertThat(reading.bytes()).isEqualTo(bytes);
    assertThat(reading.unread().text()).endsWith("longer than 1000 bytes");
    assertThat(reading.unread().rows()).isOne();
    assertThat(in.most).isLessThanOrEqualTo(LONGEST);
  }

  /** Goes on with the letter x, and notes how much is asked for at once. */
  private static final class Counted extends InputStream {
    private final byte[] head;
    private final int length;
    private int at;
    private int most;

    Counted(byte[] head, int length) {
      this.head = head;
      this.length = length;
    }

    @Override
    public int read() {
      return at == length ? -1 : at < head.length ? head[at++] & 0xff : next();
    }

    private int next() {
      at++;
      return 'x';
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      most = Math.max(most, count);
      if (at == length) {
        return -1;
      }
      int read = Math.min(count, at < head.length ? 1 : length - at);
      for (int n = 0; n < read; n++) {
        target[offset + n] = (byte) read();
      }
      return read;
    }
  }
}
