package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;

/** Records of ten thousand columns, of which the last but one says whose they are. */
class WideRecordsTest {
  private static final int COLUMNS = 10_000;
  private static final String FILES =
      """
      files:
        sheets: { of: shop, in: vault, objects: "sheets/*.csv", format: csv, from: at,
                  persons: { customer: { email: email } }, on-erasure: delete }
        tabs: { of: shop, in: vault, objects: "tabs/*.tsv", format: tsv, from: at,
                persons: { customer: { email: email } }, on-erasure: delete }
        lines: { of: shop, in: vault, objects: "lines/*.jsonl", format: jsonl, from: at,
                 persons: { customer: { email: email } }, on-erasure: delete }
      """;

  @TempDir Path directory;

  private static String header(String delimiter) {
    return IntStream.range(0, COLUMNS - 2)
        .mapToObj(n -> "column" + n + delimiter)
        .collect(Collectors.joining("", "", "email" + delimiter + "at\n"));
  }

  private static String row(String delimiter, String email) {
    return ("v" + delimiter).repeat(COLUMNS - 2) + email + delimiter + "1700000001\n";
  }

  private static String line(String email) {
    return IntStream.range(0, COLUMNS - 2)
        .mapToObj(n -> "\"column" + n + "\":" + n)
        .collect(Collectors.joining(",", "{", ",\"email\":\"" + email + "\",\"at\":1700000001}\n"));
  }

  @Test
  void losePersonsAndKeepEveryOtherByte() throws Exception {
    try (DirectoryVault vault =
            new DirectoryVault(Files.createDirectory(directory.resolve("store")));
        Shop shop =
            new Shop(
                Files.createDirectory(directory.resolve("shop")),
                vault.settings(),
                Stores::open,
                FILES)) {
      String ann = "ann@example.org";
      String ben = "ben@example.org";
      String sheet = header(",") + row(",", ben);
      String tabs = header("\t") + row("\t", ben);
      String lines = line(ben);
      vault.put("sheets/a.csv", (sheet + row(",", ann) + row(",", ben)).getBytes(UTF_8));
      vault.put("tabs/a.tsv", (tabs + row("\t", ann) + row("\t", ben)).getBytes(UTF_8));
      vault.put("lines/a.jsonl", (lines + line(ann) + line(ben)).getBytes(UTF_8));

      shop.erase();

      assertThat(vault.get("sheets/a.csv")).isEqualTo((sheet + row(",", ben)).getBytes(UTF_8));
      assertThat(vault.get("tabs/a.tsv")).isEqualTo((tabs + row("\t", ben)).getBytes(UTF_8));
      assertThat(vault.get("lines/a.jsonl")).isEqualTo((lines + line(ben)).getBytes(UTF_8));
      assertThat(shop.ends())
          .containsExactlyInAnyOrder("sheets verified 1", "tabs verified 1", "lines verified 1");
    }
  }
}
