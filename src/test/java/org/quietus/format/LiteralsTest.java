package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quietus.format.mysqldump.Mysqldump;

/** Every way to spell a value, as the reference manual lists them. */
class LiteralsTest {

  @Test
  void readsEscapes() throws IOException {
    assertThat(text("'\\0\\'\\\"\\b\\n\\r\\t\\Z\\\\\\q'")).isEqualTo("\0'\"\b\n\r\t\032\\q");
    assertThat(text("'50\\% \\_'")).isEqualTo("50\\% \\_");
    assertThat(text("'it''s'")).isEqualTo("it's");
    assertThat(text("''")).isEmpty();
    assertThat(text("''''")).isEqualTo("'");
  }

  @Test
  void takesBackslashesLiterallyWhenTheModeSaysSo() throws IOException {
    assertThat(
            values(
                "SET SESSION sql_mode = 'ANSI,ANSI,NO_BACKSLASH_ESCAPES';\n", "'\\','a\\nb''',3"))
        .containsExactly("\\", "a\\nb'", "3");
  }

  @Test
  void takesTheModeBackFromItsVariable() throws IOException {
    String sets =
        "SET @saved_sql_mode = @@sql_mode;\nSET sql_mode='NO_BACKSLASH_ESCAPES';\n"
            + "SET sql_mode = @saved_sql_mode;\n";
    assertThat(values(sets, "'\\'\\\\'")).containsExactly("'\\");
    assertThat(values(sets.replace("= @saved_sql_mode;", "=IFNULL(@saved_sql_mode,'');"), "'\\''"))
        .containsExactly("'");
  }

  @Test
  void readsNumbersAsSpelled() throws IOException {
    assertThat(values("", "1,-1.500,1e300,-0.00000000015,00042,.5"))
        .containsExactly("1", "-1.500", "1e300", "-0.00000000015", "00042", ".5");
  }

  @Test
  void readsNullAndTruth() throws IOException {
    assertThat(values("", "NULL,null,TRUE,false")).containsExactly(null, null, "1", "0");
  }

  @Test
  void readsBytes() throws IOException {
    assertThat(bytes("0x00FF1a")).containsExactly(0, 0xff, 0x1a);
    assertThat(bytes("X'00ff'")).containsExactly(0, 0xff);
    assertThat(bytes("0xABC")).containsExactly(0x0a, 0xbc);
    assertThat(bytes("b'100000001'")).containsExactly(1, 1);
    assertThat(bytes("_binary '\\0\\'x'")).containsExactly(0, '\'', 'x');
    assertThat(bytes("_binary 0x00FF")).containsExactly(0, 0xff);
  }

  @Test
  void readsRawBytesInStrings() throws IOException {
    byte[] raw = {0, 0x1a, (byte) 0xff, '\\', '\'', (byte) 0xc3, '\n', '\r', '\\', '\\'};
    assertThat(bytes(new String(raw, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1))
        .containsExactly(0, 0x1a, 0xff, '\'', 0xc3, '\n', '\r', '\\');
  }

  @Test
  void readsCharacterSets() throws IOException {
    assertThat(text("_latin1 0xE9")).isEqualTo("é");
    assertThat(text("_utf8mb4'漢😀'")).isEqualTo("漢😀");
    assertThat(text("N'漢'")).isEqualTo("漢");
    String latin1 = "SET NAMES latin1;\nINSERT INTO t VALUES ('é');\n";
    assertThat(read(latin1.getBytes(StandardCharsets.ISO_8859_1))).containsExactly("é");
    String korean = "/*!40101 SET NAMES euckr */;\nINSERT INTO t VALUES ('한국');\n";
    assertThat(read(korean.getBytes(Charset.forName("EUC-KR")))).containsExactly("한국");
  }

  @Test
  void refusesWhatIsNoLiteralWhenItIsAskedFor() {
    for (String odd : List.of("'a' 'b'", "0xZZ", "b'2'", "now", "_nosuch 'x'", "", "1-")) {
      assertThatThrownBy(() -> text(odd)).as(odd).isInstanceOf(UnsupportedDump.class);
    }
  }

  private static String text(String literal) throws IOException {
    return String.valueOf(values("", literal).get(0));
  }

  private static int[] bytes(String literal) throws IOException {
    List<byte[]> found = new ArrayList<>();
    String dump = "INSERT INTO t VALUES (" + literal + ");\n";
    new Mysqldump()
        .scan(
            new ByteArrayInputStream(DumpText.bytes(dump)),
            new EveryRow(row -> found.add(row.bytes(0))));
    return unsigned(found.get(0));
  }

  private static int[] bytes(String content, Charset charset) throws IOException {
    List<byte[]> found = new ArrayList<>();
    byte[] dump =
        ("SET NAMES utf8mb4;\nINSERT INTO t VALUES ('" + content + "');\n").getBytes(charset);
    new Mysqldump()
        .scan(new ByteArrayInputStream(dump), new EveryRow(row -> found.add(row.bytes(0))));
    return unsigned(found.get(0));
  }

  private static int[] unsigned(byte[] bytes) {
    int[] values = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i] & 0xff;
    }
    return values;
  }

  private static List<@Nullable String> values(String before, String literals) throws IOException {
    return read(DumpText.bytes(before + "INSERT INTO t VALUES (" + literals + ");\n"));
  }

  private static List<@Nullable String> read(byte[] dump) throws IOException {
    List<@Nullable String> texts = new ArrayList<>();
    new Mysqldump()
        .scan(
            new ByteArrayInputStream(dump),
            new EveryRow(
                row -> {
                  for (int i = 0; i < row.size(); i++) {
                    texts.add(row.text(i));
                  }
                }));
    return texts;
  }
}
