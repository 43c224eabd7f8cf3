package org.quietus.backup.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.format.Copying;
import org.quietus.format.Damaged;
import org.quietus.format.Decision;
import org.quietus.format.DumpTableName;
import org.quietus.format.Format;
import org.quietus.format.OutOfShare;
import org.quietus.format.Reading;
import org.quietus.format.RewriteReport;
import org.quietus.format.Row;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;
import org.quietus.format.Share;
import org.quietus.format.jsonl.Jsonl;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.directory.DirectoryStore;

class GatedCopyTest {
  private static final Format JSONL = new Jsonl(new DumpTableName(null, "log"), List.of("a"));
  private static final RowDecider KEEPING =
      new RowDecider() {
        @Override
        public boolean wants(RowSource source) {
          return true;
        }

        @Override
        public Decision decide(Row row) {
          return Decision.KEEP;
        }
      };

  @TempDir Path directory;

  /** Whether it is still being written then, or has been. */
  @ParameterizedTest
  @ValueSource(ints = {10, 1_000_000})
  void whatKeepsTheGateFromReadingIsSaid(int records) {
    GatedCopy.Look fullDisk =
        row -> {
          throw new Trouble(VersionState.UNREACHABLE, "make room");
        };

    assertThatThrownBy(() -> write(records, fullDisk, 0))
        .isInstanceOf(Trouble.class)
        .hasMessage("make room");
  }

  /** Whether it is still being written then, or has been. */
  @ParameterizedTest
  @ValueSource(ints = {10, 1_000_000})
  void memoryThatRunsOutForTheGateSaysNothingOfWhatWasWritten(int records) {
    GatedCopy.Look hungry =
        row -> {
          throw new OutOfMemoryError("Java heap space");
        };

    assertThatThrownBy(() -> write(records, hungry, 0))
        .isInstanceOfSatisfying(
            Trouble.class, it -> assertThat(it.end()).isEqualTo(VersionState.OUT_OF_MEMORY))
        .hasMessageContaining("-Xmx");
    new Share(1 << 20, new Share.Room(1 << 20))
        .within(
            () ->
                assertThatThrownBy(() -> write(records, hungry, 0))
                    .as("by itself it may have enough")
                    .isInstanceOf(OutOfShare.class));
  }

  @Test
  void aCopyInWhichAnotherNumberOfRowsWasChangedThanDecidedIsNotFaithful() {
    assertThatCode(() -> write(10, row -> {}, 0)).doesNotThrowAnyException();

    assertThatThrownBy(() -> write(10, row -> {}, 1))
        .isInstanceOfSatisfying(
            Trouble.class, it -> assertThat(it.end()).isEqualTo(VersionState.NOT_FAITHFUL));
  }

  /** Neither the length of what was written nor the number of its rows tells. */
  @Test
  void aCopyInWhichOneByteOfARowThatStaysIsAnotherIsNotFaithful() {
    assertThatThrownBy(() -> write(new Careless(), 10, row -> {}, 0))
        .isInstanceOfSatisfying(
            Trouble.class, it -> assertThat(it.end()).isEqualTo(VersionState.NOT_FAITHFUL));
  }

  /** Whether it is still being written then, or has been. */
  @ParameterizedTest
  @ValueSource(ints = {10, 1_000_000})
  void aCopyThatCannotBeReadAgainIsNotFaithful(int records) {
    assertThatThrownBy(() -> write(new Unreadable(), records, row -> {}, 0))
        .isInstanceOfSatisfying(
            Trouble.class, it -> assertThat(it.end()).isEqualTo(VersionState.NOT_FAITHFUL));
  }

  /** Does not read what it has written. */
  private static final class Unreadable implements Format {
    @Override
    public Reading scan(InputStream in, RowVisitor visitor) throws IOException {
      return JSONL.scan(in, visitor);
    }

    @Override
    public RewriteReport rewrite(InputStream in, Copying out, RowDecider decider)
        throws IOException {
      if (Thread.currentThread().getName().equals("gate")) {
        throw new Damaged("the copy does not decompress", 0);
      }
      return JSONL.rewrite(in, out, decider);
    }
  }

  /** Writes another digit than it reports, and reads again as it should. */
  private static final class Careless implements Format {
    @Override
    public Reading scan(InputStream in, RowVisitor visitor) throws IOException {
      return JSONL.scan(in, visitor);
    }

    @Override
    public RewriteReport rewrite(InputStream in, Copying out, RowDecider decider)
        throws IOException {
      Copying careless =
          Thread.currentThread().getName().equals("gate")
              ? out
              : new Copying() {
                @Override
                public void stays(byte[] bytes, int from, int to) throws IOException {
                  byte[] other =
                      new String(bytes, from, to - from, UTF_8).replace('1', '2').getBytes(UTF_8);
                  out.comes(other, 0, other.length);
                }

                @Override
                public void goes(byte[] bytes, int from, int to) throws IOException {
                  out.goes(bytes, from, to);
                }

                @Override
                public void comes(byte[] bytes, int from, int to) throws IOException {
                  out.comes(bytes, from, to);
                }
              };
      return JSONL.rewrite(in, careless, decider);
    }
  }

  private void write(int records, GatedCopy.Look look, long decided) throws IOException {
    write(JSONL, records, look, decided);
  }

  /** Copies so many records, of which none goes, though so many are said to have gone. */
  private void write(Format format, int records, GatedCopy.Look look, long decided)
      throws IOException {
    Files.writeString(directory.resolve("a.jsonl"), "{\"a\":1}\n".repeat(records));
    try (ObjectStore store = new DirectoryStore(directory, Clock.systemUTC());
        Stream<ObjectVersion> versions = store.versions("")) {
      Dump dump =
          new Dump(
              store,
              versions.findFirst().orElseThrow().pin(),
              format,
              new Zones(ZoneOffset.UTC, Optional.empty()));
      new GatedCopy(dump, source -> true, look)
          .write(KEEPING, () -> decided, OutputStream.nullOutputStream());
    }
  }
}
