package org.quietus.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.format.csv.Csv;
import org.quietus.format.gzip.GzipCodec;
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
  void aTextThatIsSpelledLikeNoValueGetsQuotes() throws IOException {
    RowLayout named = new RowLayout(",", Optional.of('"'), false, "NULL", Optional.empty(), UTF_8);
    for (RowLayout layout : List.of(RowLayout.CSV, named)) {
      String text = layout.nullText();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new Csv(EVENTS, List.of("id", "a"), layout)
          .rewrite(
              new ByteArrayInputStream("id,a\n1,x\n".getBytes(UTF_8)),
              out,
              Deciders.changing("1", Map.of("a", text)));
      assertThat(out.toString(UTF_8)).isEqualTo("id,a\n1,\"" + text + "\"\n");
    }
  }

  /** In a file of one column a line without anything is a row without a value. */
  @Test
  void theOnlyColumnMayHaveNoValue() throws IOException {
    Map<String, @Nullable Object> change = new HashMap<>();
    change.put("a", null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Csv csv = new Csv(EVENTS, List.of("a"), layout());
    RewriteReport report =
        csv.rewrite(
            new ByteArrayInputStream("a\nx\n\ny\n".getBytes(UTF_8)),
            out,
            Deciders.changing("x", change));
    assertThat(out.toString(UTF_8)).isEqualTo("a\n\n\ny\n");
    assertThat(
            report.differencesFrom(
                Deciders.reread(csv, new ByteArrayInputStream(out.toByteArray()), report)))
        .isEmpty();
    assertThat(values(layout(), out.toString(UTF_8), "a")).hasSize(3);
  }

  /** Else the end of the value and the delimiter behind it would be read as another one. */
  @Test
  void aTextWithTheBeginningOfTheDelimiterIsSpelledSoThatItEndsWhereItEnds() throws IOException {
    RowLayout quoting = new RowLayout("||", Optional.of('"'), false, "", Optional.empty(), UTF_8);
    RowLayout escaping = new RowLayout("||", Optional.empty(), true, "", Optional.empty(), UTF_8);
    for (RowLayout layout : List.of(quoting, escaping)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new Csv(EVENTS, List.of("id", "a"), layout)
          .rewrite(
              new ByteArrayInputStream("id||a||b\n1||x||y\n".getBytes(UTF_8)),
              out,
              Deciders.changing("1", Map.of("a", "z|")));
      assertThat(values(layout, out.toString(UTF_8), "id", "a", "b"))
          .containsExactly(List.of("1", "z|", "y"));
    }
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
    refused(
        "\uFEFFid,email\n".getBytes(UTF_16LE), UnsupportedDump.class, "write 'charset: UTF-16'");
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

  private static RowLayout in(Charset charset) {
    return new RowLayout(",", Optional.of('"'), false, "", Optional.empty(), charset);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void aFileInUtf16KeepsItsBytes(String name) throws IOException {
    Charset order = name.equals("UTF-16BE") ? UTF_16BE : UTF_16LE;
    Csv csv = new Csv(EVENTS, List.of("id", "名"), in(Charset.forName(name)), 1000);
    String overlong = "3,\"" + "漢x😀é".repeat(9000) + "\"\r\n";
    String kept = "\uFEFFid,\"名\"\r\n2,\"😀,\"\n" + overlong;
    String text = kept + "1,漢\n4,é\u0a0d\u0d0a\r\n1,x";
    for (int most : new int[] {1, 3, 7, 100_000}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      RewriteReport report =
          csv.rewrite(
              new Drip(text.getBytes(order), new Random(1), most), out, Deciders.dropping("1"));
      assertThat(out.toByteArray()).isEqualTo((kept + "4,é\u0a0d\u0d0a\r\n").getBytes(order));
      assertThat(report.reading().unread().text()).isEqualTo("line 3: longer than 1000 bytes");
      assertThat(
              report.differencesFrom(
                  Deciders.reread(csv, new ByteArrayInputStream(out.toByteArray()), report)))
          .isEmpty();
    }
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    csv.rewrite(
        new ByteArrayInputStream(text.getBytes(order)),
        changed,
        Deciders.changing("4", Map.of("名", "*,")));
    assertThat(changed.toByteArray())
        .isEqualTo(text.replace("é\u0a0d\u0d0a\r\n", "\"*,\"\r\n").getBytes(order));
  }

  @Test
  void aFileInUtf16StaysCompressedAsItWas() throws IOException {
    StringBuilder kept = new StringBuilder("\uFEFFid\n");
    StringBuilder all = new StringBuilder(kept);
    for (int n = 1; n < 20_000; n++) {
      String row = "%d%s\n".formatted(n, n % 7 == 0 ? "漢😀" : "");
      all.append(row);
      kept.append(n == 17 ? "" : row);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(all.toString().getBytes(UTF_16LE));
    }
    ByteArrayOutputStream rewritten = new ByteArrayOutputStream();
    Csv csv = new Csv(EVENTS, List.of("id"), in(UTF_16));
    try (Recoding recoding =
        new GzipCodec().recode(new ByteArrayInputStream(packed.toByteArray()), rewritten)) {
      csv.rewrite(recoding.content(), recoding.copy(), Deciders.dropping("17"));
      recoding.finish();
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(rewritten.toByteArray()))) {
      assertThat(in.readAllBytes()).isEqualTo(kept.toString().getBytes(UTF_16LE));
    }
  }

  @Test
  void whatIsNotUtf16IsDamagedAndWithoutAMarkItsOrderIsNotGuessed() {
    byte[] good = "id\n1\n".getBytes(UTF_16LE);
    byte[] cut = Arrays.copyOf(good, good.length - 1);
    byte[] half = good.clone();
    half[half.length - 3] = (byte) 0xd8;
    for (byte[] bad : List.of(cut, half)) {
      assertThatThrownBy(() -> scan(UTF_16LE, bad))
          .isInstanceOf(Damaged.class)
          .hasMessageContaining("not UTF-16");
    }
    assertThatThrownBy(() -> scan(UTF_16, good))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("no byte order mark");
    assertThatCode(() -> scan(UTF_16, new byte[0])).doesNotThrowAnyException();
  }

  private static void scan(Charset charset, byte[] file) throws IOException {
    new Csv(EVENTS, List.of("id"), in(charset))
        .scan(new ByteArrayInputStream(file), new EveryRow(row -> {}));
  }

  @Test
  void aValueThatTheCharsetCannotWriteIsRefusedByItsColumn() {
    RowLayout latin = in(ISO_8859_1);
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
