package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.format.pgdump.PgDump;

/** What reading dumps by pg_dump must do beside, whichever way their rows are written. */
abstract class PgDumpContract extends FormatContract {

  @Override
  Format format() {
    return new PgDump();
  }

  @Test
  void whatIsLeftIsByteForByteTheDumpOfTheOthers() throws IOException {
    byte[] out = rewrite(dump(PEOPLE), Deciders.dropping("1", "3")).bytes();
    assertThat(out).isEqualTo(dump(List.of(PEOPLE.get(1), PEOPLE.get(3))));
  }

  @Test
  void whenAllRowsGoTheDumpOfNobodyIsLeft() throws IOException {
    byte[] out = rewrite(dump(PEOPLE), Deciders.dropAll()).bytes();
    assertThat(out).isEqualTo(dump(List.of()));
  }

  @Test
  void refusesAnEmptyObject() {
    assertThatThrownBy(() -> rewrite(new byte[0], Deciders.keepAll())).isInstanceOf(NotADump.class);
  }

  @Test
  void aDumpCutAnywhereIsNeverGood() {
    byte[] dump = dump(PEOPLE);
    for (int length = 0; length < dump.length; length++) {
      byte[] cut = Arrays.copyOf(dump, length);
      assertThatThrownBy(() -> rewrite(cut, Deciders.keepAll()))
          .as("cut at byte %d of %d", length, dump.length)
          .isInstanceOf(BadDump.class);
      assertThatThrownBy(() -> format().scan(new ByteArrayInputStream(cut), NOTHING))
          .as("cut at byte %d of %d, unread", length, dump.length)
          .isInstanceOf(BadDump.class);
    }
  }

  private static final RowVisitor NOTHING =
      new RowVisitor() {
        @Override
        public boolean wants(RowSource source) {
          return false;
        }

        @Override
        public void visit(Row row) {}
      };

  @Test
  void refusesAPicture() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13};
    assertThatThrownBy(() -> rewrite(png, Deciders.keepAll())).isInstanceOf(NotADump.class);
  }
}
