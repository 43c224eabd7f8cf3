package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A word that stands in personal values only, and the search for it everywhere else. */
final class Canary {
  static final String WORD = "c4n4ry";

  private Canary() {}

  /** An address that tells where it escaped from. */
  static String at(String column, int row) {
    return WORD + "." + column + "." + row + "@leak.example";
  }

  /** Fills every text column of the shop; everything of customers 1 to 9 is due or asked for. */
  static void plant(Shop shop) throws SQLException {
    plant(shop, 0);
  }

  /** The same for as many customers with higher numbers. */
  static void plant(Shop shop, int above) throws SQLException {
    for (int n = above + 1; n < above + 10; n++) {
      String status = n < above + 6 ? "closed" : WORD;
      shop.insert("address", n, at("street", n), "2020-01-01 00:00:00");
      shop.insert(
          "customer",
          n,
          at("name", n),
          at("email", n),
          at("phone", n),
          status,
          "2020-01-01",
          "2012-01-01 00:00:00",
          n,
          null,
          null,
          "2020-01-01 00:00:00");
      String number = WORD + "/" + n + "@x.example";
      shop.insert("orders", number, n, "2020-01-01 00:00:00", at("note", n));
      shop.insert("order_item", number, 1, at("what", n));
      shop.insert("payment", n, number, 1, "1.00");
      shop.insert("visit", n, "2020-01-01 00:00:00", n, at("page", n));
      shop.insert("visit", n, "2026-02-01 00:00:00", n, at("page", n));
      shop.insert("chat", n, n, "2026-02-01 00:00:00", at("body", n));
      shop.insert("invoice", n, n, number, n < above + 5 ? null : "2020-01-01", "1.00");
      shop.insert("review", n, n, at("review", n), "2020-01-01 00:00:00");
      shop.insert("access_log", n, n, "2026-02-01 00:00:00", at("ip", n));
    }
  }

  /** Fails if the word stands in a text, as it is or in a usual encoding. */
  static void isNotIn(String what, String text) {
    String small = text.toLowerCase(Locale.ROOT);
    assertThat(small).as(what).doesNotContain(WORD);
    assertThat(small)
        .as(what)
        .doesNotContain(HexFormat.of().formatHex(WORD.getBytes(StandardCharsets.UTF_8)));
    for (String encoded : base64()) {
      assertThat(text).as(what).doesNotContain(encoded);
    }
  }

  /** Fails if it stands in a file below a directory or in a name of one. */
  static void isNotBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        isNotIn("file names", file.toString());
        if (Files.isRegularFile(file)) {
          isNotIn(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
  }

  /**
   * What the word looks like in Base64, wherever in a longer text it begins: every character that
   * nothing but the word decides, for fewer of them stand in ids by chance.
   */
  private static List<String> base64() {
    List<String> all = new ArrayList<>();
    for (int offset = 0; offset < 3; offset++) {
      byte[] padded = ("\0".repeat(offset) + WORD + "\0\0").getBytes(StandardCharsets.UTF_8);
      String text = Base64.getEncoder().encodeToString(padded);
      all.add(text.substring((offset * 8 + 5) / 6, (offset + WORD.length()) * 8 / 6));
    }
    return all;
  }
}
