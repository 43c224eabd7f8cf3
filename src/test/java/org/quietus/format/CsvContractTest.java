package org.quietus.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.format.csv.Csv;
import org.quietus.policy.RowLayout;

/** RFC 4180. */
class CsvContractTest extends CsvContract {
  @Override
  RowLayout layout() {
    return RowLayout.CSV;
  }

  @Override
  String field(@Nullable String value) {
    return value == null ? "" : "\"" + value.replace("\"", "\"\"") + "\"";
  }

  @Override
  List<byte[]> broken() {
    List<byte[]> broken = new ArrayList<>(brokenInAnyLayout());
    for (String text : List.of("a\"b", "\"a\"b", "\"a\" ", "a\rb", "\"a\"\rb")) {
      broken.add(text.getBytes(UTF_8));
    }
    return broken;
  }

  @Override
  String whyTheFirstIsBroken() {
    return "2 fields where the header has 1";
  }

  @Override
  String odd() {
    return "1.50,\"10.1.2.3\",x\r\n";
  }

  @Override
  String oddChanged() {
    return "1.50,,\"1\"\"\"\r\n";
  }

  private static void refused(byte[] file, Class<?> how, String message) {
    assertThatThrownBy(
            () ->
                new Csv(EVENTS, List.of("id", "email"), RowLayout.CSV)
                    .scan(new ByteArrayInputStream(file), new EveryRow(row -> {})))
        .isInstanceOf(how)
        .hasMessageContaining(message)
        .hasMessageNotContaining("zoe");
  }

  @Test
  void aHeaderThatLacksAColumnIsRefusedByItsName() {
    refused("id,e-mail\n".getBytes(UTF_8), Drifted.class, "the header has no column 'email'");
    refused("zoe,7\n".getBytes(UTF_8), Drifted.class, "no column 'email', 'id'");
    refused("id;email\n1;zoe\n".getBytes(UTF_8), Drifted.class, "no column 'email', 'id'");
    refused("id,Email\n".getBytes(UTF_8), Drifted.class, "no column 'email'");
  }

  @Test
  void aHeaderWithANameTwiceIsRefused() {
    refused("id,email,x,id\n".getBytes(UTF_8), UnsupportedDump.class, "at field 4");
    refused("id,email,zoe,zoe\n".getBytes(UTF_8), UnsupportedDump.class, "at field 4");
  }

  @Test
  void columnsWithoutANameAreNotLookedFor() throws IOException {
    assertThat(values(layout(), ",id,,email\n0,1,2,a\n", "id", "email"))
        .containsExactly(List.of("1", "a"));
  }

  @Test
  void whatIsNoTextOfTheCharsetIsNoFileOfRows() {
    refused(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n'}, NotADump.class, "not UTF-8");
    refused("id,email\n".getBytes(UTF_16LE), Drifted.class, "no column");
    refused("\uFEFFid,email\n".getBytes(UTF_16LE), UnsupportedDump.class, "write it as UTF-8");
    refused(new byte[] {0x1f, (byte) 0x8b, 8}, UnsupportedDump.class, "does not end in .gz");
  }

  @Test
  void aQuoteThatIsNeverClosedHidesNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] text = "id,email\n1,a\n2,\"b\n1,c\n".getBytes(UTF_8);
    RewriteReport report =
        new Csv(EVENTS, List.of("id"), layout())
            .rewrite(new ByteArrayInputStream(text), out, Deciders.dropping("1"));
    assertThat(out.toString(UTF_8)).isEqualTo("id,email\n2,\"b\n1,c\n");
    assertThat(report.reading().unread())
        .isEqualTo(new Unread(1, List.of("line 3: a quote that is never closed")));
  }

  @Test
  void theLineOfABadRowCountsLineEndsInQuotes() throws IOException {
    String text = "id\n\"1\n\n2\"\r\n\"x\n\"\n3,4\n";
    Reading reading =
        new Csv(EVENTS, List.of("id"), layout())
            .scan(new ByteArrayInputStream(text.getBytes(UTF_8)), new EveryRow(row -> {}));
    assertThat(reading.unread().text()).isEqualTo("line 7: 2 fields where the header has 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GB18030", "GBK", "Shift_JIS", "Big5", "windows-1252", "EUC-JP"})
  void aFileInAnotherCharsetIsReadAndWrittenInIt(String name) throws IOException {
    Charset charset = Charset.forName(name);
    String text = charset.newEncoder().canEncode('漢') ? "漢字" : "é€";
    RowLayout layout = new RowLayout(";", Optional.of('"'), false, "", Optional.empty(), charset);
    String file = "%s;id\r\n\"%s;\";1\r\n%s;2\r\n".formatted(text, text, text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Csv(EVENTS, List.of("id", text), layout)
        .rewrite(
            new ByteArrayInputStream(file.getBytes(charset)),
            out,
            Deciders.changing("2", Map.of(text, text + ";")));
    assertThat(out.toString(charset))
        .isEqualTo("%s;id\r\n\"%s;\";1\r\n\"%s;\";2\r\n".formatted(text, text, text));
    assertThat(values(layout, file, "id", text))
        .containsExactly(List.of("1", text + ";"), List.of("2", text));
  }

  @Test
  void aValueThatTheCharsetCannotWriteIsRefusedByItsColumn() {
    RowLayout latin = new RowLayout(",", Optional.of('"'), false, "", Optional.empty(), ISO_8859_1);
    assertThatThrownBy(
            () ->
                new Csv(EVENTS, List.of("id", "email"), latin)
                    .rewrite(
                        new ByteArrayInputStream("id,email\n1,zoe\n".getBytes(UTF_8)),
                        new ByteArrayOutputStream(),
                        Deciders.changing("1", Map.of("email", "漢"))))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("line 2: what column 'email' is anonymised to cannot be written")
        .hasMessageNotContaining("zoe");
  }

  @Test
  void aDelimiterMayBeLongerThanOneByte() throws IOException {
    for (String delimiter : List.of("||", "§", "\u0001", "::;", " ")) {
      RowLayout layout =
          new RowLayout(delimiter, Optional.of('\''), false, "NULL", Optional.empty(), UTF_8);
      String text = "id/b/c\n1/'x//'/|\n'2'/NULL/'NULL'\n3/''/\n".replace("/", delimiter);
      assertThat(values(layout, text, "id", "b", "c"))
          .as(delimiter)
          .containsExactly(
              List.of("1", "x" + delimiter + delimiter, "|"),
              java.util.Arrays.asList("2", null, "NULL"),
              List.of("3", "", ""));
    }
  }
}
