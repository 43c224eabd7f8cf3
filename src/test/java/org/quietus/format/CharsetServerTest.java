package org.quietus.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.format.mysqldump.Mysqldump;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

/** Every byte of a character set stands for what the server takes it for, and is written as it. */
@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "it is about mysqldump")
class CharsetServerTest {
  private static final String CREATE = "CREATE TABLE t (id int, name text);\n";

  /** A byte that means nothing to the server reads as a character that nothing else does. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "latin1", "latin2", "latin5", "latin7", "greek", "hebrew", "cp1250", "cp1251", "cp1256",
        "cp1257", "cp850", "cp852", "cp866", "koi8r", "koi8u", "tis620"
      })
  void readsWhatTheServerDoesAndWritesEveryByteAgain(String charset) throws Exception {
    StringBuilder expected = new StringBuilder();
    String there = there(charset);
    for (int b = 0x80; b <= 0xff; b++) {
      char character = there.charAt(b - 0x80);
      boolean means = character != '?' && character != '\uFFFD';
      expected.append(means ? character : (char) (0xF700 + b));
    }
    assertThat(here(charset)).isEqualTo(expected.toString());
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[0x80];
    for (int b = 0x80; b <= 0xff; b++) {
      bytes[b - 0x80] = (byte) b;
    }
    return bytes;
  }

  private static String there(String charset) throws SQLException {
    String each =
        HexFormat.of()
            .formatHex(bytes())
            .replaceAll("..", "CONVERT(CONVERT(UNHEX('$0') USING " + charset + ") USING utf16),");
    try (Connection connection = Servers.shared().connect("");
        Statement statement = connection.createStatement();
        ResultSet text =
            statement.executeQuery("SELECT CONCAT(" + each.substring(0, each.length() - 1) + ")")) {
      text.next();
      return text.getString(1);
    }
  }

  private static String here(String charset) throws IOException {
    ByteArrayOutputStream dump = new ByteArrayOutputStream();
    dump.writeBytes(("SET NAMES " + charset + ";\n" + CREATE).getBytes(US_ASCII));
    dump.writeBytes("INSERT INTO t VALUES (1,'".getBytes(US_ASCII));
    dump.writeBytes(bytes());
    dump.writeBytes("');\n".getBytes(US_ASCII));
    String[] read = new String[1];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Mysqldump()
        .rewrite(
            new ByteArrayInputStream(dump.toByteArray()),
            out,
            Deciders.everywhere(
                row -> {
                  read[0] = row.text(1);
                  return Decision.change(Map.of("name", read[0]));
                }));
    assertThat(out.toByteArray()).isEqualTo(dump.toByteArray());
    return read[0];
  }
}
