package org.quietus.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link IdentifierType#normalise} and {@link IdentifierType#sql} owe each other. */
abstract class NormaliserContract {
  private static final int VALUES = 2000;

  /** Characters that people, forms and spreadsheets put into identifiers, and some that bite. */
  private static final String ALPHABET =
      "aAbBiIzZ0019٣ßäÄéÉİıſKΣσçÇДд山😀 \t\r\n\u00a0\u3000\u2003-\u2010\u2011\u2013()（）./"
          + "+＋０９@_'\"%^^~^00++e\u0301";

  /** A connection to the database under test, closed by the caller. */
  abstract Connection connect() throws SQLException;

  /**
   * A column as text of the connection's whole character set, as the engine's dialect writes it.
   */
  abstract String text(String column);

  /**
   * DDL for a table {@code normaliser_contract} with columns {@code n INT} and {@code v}, a text.
   */
  abstract String createTable();

  @ParameterizedTest
  @EnumSource(IdentifierType.class)
  void javaAndSqlAgreeOnRandomValues(IdentifierType type) throws SQLException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String[] values = new String[VALUES];
    for (int i = 0; i < VALUES; i++) {
      values[i] = random(random);
    }
    agree(type, "seed " + seed, values);
  }

  @ParameterizedTest
  @EnumSource(IdentifierType.class)
  void javaAndSqlAgreeOnHardValues(IdentifierType type) throws SQLException {
    agree(
        type,
        "hard values",
        "",
        " ",
        "^",
        "^00",
        "0^049",
        "00",
        "0000",
        "+0049",
        " 00 49 ",
        "ISTANBUL@EXAMPLE.ORG",
        "İstanbul@Example.Org",
        "STRASSE@ß.DE",
        "o'Brien@Example.org",
        "  padded  ",
        "tab\tinside",
        "（０１０）６２３４－５６７８",
        "Z\u0301",
        "\u0179");
  }

  @ParameterizedTest
  @EnumSource(IdentifierType.class)
  void sqlKeepsNull(IdentifierType type) throws SQLException {
    agree(type, "null", (String) null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4917012345678", "7"})
  void javaAndSqlAgreeOnNumericColumns(String number) throws SQLException {
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      for (IdentifierType type : IdentifierType.values()) {
        try (ResultSet row =
            sql.executeQuery(
                "SELECT " + type.sql(text("n")) + " FROM (SELECT " + number + " AS n) t")) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString(1)).as(type.name()).isEqualTo(type.normalise(number));
        }
      }
    }
  }

  @Test
  void findsAPersonUnderEveryWayOfWritingTheNumber() throws SQLException {
    for (String written :
        new String[] {"+49 (170) 123-4567", "0049.170.1234567", "＋４９ 170/1234567"}) {
      assertThat(new Identifier(IdentifierType.PHONE, written).value()).isEqualTo("+491701234567");
      agree(IdentifierType.PHONE, "phone", written);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = IdentifierType.class,
      names = {"EMAIL", "TEXT", "ID"})
  void composedAndDecomposedLettersAreOneValue(IdentifierType type) {
    String composed = "jos\u00e9.m\u00fcller@example.org";
    String decomposed = "jose\u0301.mu\u0308ller@example.org";
    assertThat(type.normalise(decomposed)).isEqualTo(composed).isEqualTo(type.normalise(composed));
    assertThat(type.stored(composed)).containsExactly(type.inSql(composed), type.inSql(decomposed));
    assertThat(type.stored("ann@example.org")).containsExactly("ann@example.org");
  }

  private void agree(IdentifierType type, String as, String... values) throws SQLException {
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      sql.execute("DROP TABLE IF EXISTS normaliser_contract");
      sql.execute(createTable());
      insert(connection, values);
      try (ResultSet rows =
          sql.executeQuery(
              "SELECT n, v, " + type.sql(text("v")) + " FROM normaliser_contract ORDER BY n")) {
        for (String value : values) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(2)).as("stored unchanged").isEqualTo(value);
          assertThat(rows.getString(3))
              .as("%s: %s of <%s>", as, type, value)
              .isEqualTo(value == null ? null : type.inSql(value));
        }
      }
      sql.execute("DROP TABLE normaliser_contract");
    }
  }

  private static void insert(Connection connection, String... values) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO normaliser_contract (n, v) VALUES (?, ?)")) {
      for (int i = 0; i < values.length; i++) {
        insert.setInt(1, i);
        insert.setString(2, values[i]);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    connection.setAutoCommit(true);
  }

  private static String random(Random random) {
    int[] alphabet = ALPHABET.codePoints().toArray();
    StringBuilder value = new StringBuilder(random.nextInt(4) == 0 ? "00" : "");
    for (int n = random.nextInt(16); n > 0; n--) {
      value.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return value.toString();
  }
}
