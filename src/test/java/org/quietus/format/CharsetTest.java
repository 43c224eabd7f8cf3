package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.format.mysqldump.Mysqldump;

/** In some character sets a byte that reads as a backslash is half a character. */
class CharsetTest {
  private static final String CREATE = "CREATE TABLE t (id int, name text, photo blob);\n";
  private static final String ROWS =
      "INSERT INTO t VALUES (1,'\u8aa0','x'),(2,'canary','y'),(3,'\u8aa0','z');\n";

  @ParameterizedTest
  @ValueSource(strings = {"GBK", "GB18030"})
  void refusesTextThatIsNotUtf8WhereNoCharacterSetIsDeclared(String charset) {
    byte[] dump = (CREATE + ROWS).getBytes(Charset.forName(charset));
    for (boolean wanted : new boolean[] {true, false}) {
      assertThatThrownBy(() -> names(dump, wanted))
          .isInstanceOf(UnsupportedDump.class)
          .hasMessageContaining("declares no character set")
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void readsUtf8WhereNoCharacterSetIsDeclared() throws IOException {
    byte[] dump =
        (CREATE + ROWS.replace("\u8aa0", "\u8aa0\\\\\u00e9\\'\uD83D\uDE00"))
            .getBytes(StandardCharsets.UTF_8);
    String odd = "\u8aa0\\\u00e9'\uD83D\uDE00";
    assertThat(names(dump, true)).containsExactly(odd, "canary", odd);
  }

  @Test
  void bytesAreNoText() throws IOException {
    for (String photo : List.of("'\u00ff\\\\'", "_binary '\u0081\\''")) {
      byte[] dump =
          (CREATE + "INSERT INTO t VALUES (1,'a'," + photo + "),(2,'b'," + photo + ");\n")
              .getBytes(StandardCharsets.ISO_8859_1);
      assertThat(names(dump, true)).containsExactly("a", "b");
      assertThat(names(dump, false)).isEmpty();
    }
  }

  @Test
  void refusesAValueThatIsNotOfTheDeclaredCharacterSetWhenItIsAskedFor() {
    byte[] dump =
        ("SET NAMES utf8mb4;\n" + CREATE + "INSERT INTO t VALUES (1,'canary\u00e9','x');\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> names(dump, true))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("position 2")
        .hasMessageContaining("table t")
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SET CHARACTER SET gbk", "SET CHARSET 'gbk'", "SET NAMES gbk"})
  void refusesEveryWayToDeclareSuchACharacterSet(String statement) {
    byte[] dump = (statement + ";\n" + CREATE).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> names(dump, true))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("gbk");
  }

  /** As the server that restores the dump converts it, whatever its own character set. */
  @Test
  void writesWhatTheDeclaredCharacterSetLacksInAnotherOne() throws IOException {
    String dump = "SET NAMES latin1;\n" + CREATE + "INSERT INTO t VALUES (1,'a','x');\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Mysqldump()
        .rewrite(
            new ByteArrayInputStream(dump.getBytes(StandardCharsets.US_ASCII)),
            out,
            Deciders.everywhere(row -> Decision.change(Map.of("name", "\u5df2'"))));
    assertThat(out.toString(StandardCharsets.US_ASCII))
        .isEqualTo(dump.replace("'a'", "_utf8mb4 0xE5B7B227"));
    assertThat(names(out.toByteArray(), true)).containsExactly("\u5df2'");
  }

  @Test
  void aSecondDumpInTheSameFileDeclaresItsOwn() throws IOException {
    String latin = "-- MySQL dump 10\nSET NAMES latin1;\n" + CREATE + "-- Dump completed\n";
    String undeclared = "-- MySQL dump 10\n" + CREATE + ROWS + "-- Dump completed\n";
    ByteArrayOutputStream dump = new ByteArrayOutputStream();
    dump.writeBytes(latin.getBytes(StandardCharsets.US_ASCII));
    dump.writeBytes(undeclared.getBytes(Charset.forName("GBK")));
    assertThatThrownBy(() -> names(dump.toByteArray(), true)).isInstanceOf(UnsupportedDump.class);
  }

  private static List<String> names(byte[] dump, boolean wanted) throws IOException {
    List<String> names = new ArrayList<>();
    new Mysqldump()
        .scan(
            new ByteArrayInputStream(dump),
            new RowVisitor() {
              @Override
              public boolean wants(RowSource source) {
                return wanted;
              }

              @Override
              public void visit(Row row) throws IOException {
                names.add(row.text(1));
              }
            });
    return names;
  }
}
