package org.quietus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.demo.DemoPeople;

/** The demo, whose dumps are joined by some that cannot be used. */
class BadBackupsTest {
  @TempDir Path directory;
  private Path nightly;
  private byte[] good;
  private byte[] text;

  @BeforeEach
  void prepare() throws Exception {
    new CommandRun(JobOpening::open).run("demo", "--dir", directory.toString(), "--prepare-only");
    nightly = directory.resolve("objects/nightly");
    try (Stream<Path> dumps = Files.list(nightly)) {
      good = Files.readAllBytes(dumps.sorted().findFirst().orElseThrow());
    }
    text = new GZIPInputStream(new ByteArrayInputStream(good)).readAllBytes();
  }

  @Test
  void namesEachAndLeavesItAsItIs() throws Exception {
    byte[] flipped = good.clone();
    flipped[good.length / 2] ^= 0x10;
    byte[] wrongSum = good.clone();
    wrongSum[good.length - 6] ^= 1;
    Map<String, byte[]> bad = new LinkedHashMap<>();
    bad.put("truncated", Arrays.copyOf(good, good.length / 2));
    bad.put("bit-flipped", flipped);
    bad.put("wrong-sum", wrongSum);
    bad.put("cut-in-a-string", gzip(Arrays.copyOf(text, inAString())));
    bad.put("cut-in-a-character", gzip(Arrays.copyOf(text, inACharacter())));
    bad.put("empty", new byte[0]);
    bad.put("picture", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0});
    bad.put(
        "without-email",
        gzip(new String(text, UTF_8).replace("`email`", "`mail`").getBytes(UTF_8)));
    for (Map.Entry<String, byte[]> each : bad.entrySet()) {
      Path folder = Files.createDirectory(nightly.resolve(each.getKey()));
      Files.write(folder.resolve("shop.sql.gz"), each.getValue());
    }

    CommandRun demo = new CommandRun(JobOpening::open);
    demo.run("demo", "--dir", directory.toString());

    assertThat(demo.exitCode()).as(demo.err()).isEqualTo(8);
    assertThat(demo.out())
        .contains(
            "PARTIAL",
            "backup set 'nightly': left as unmatched-schema: 'nightly/*-*/shop.sql.gz' (",
            "backup set 'nightly': left as not-a-dump: ");
    assertThat(named(demo.err()))
        .isEqualTo(Map.of("damaged", 5L, "not-a-dump", 2L, "unmatched-schema", 1L));
    for (Map.Entry<String, byte[]> each : bad.entrySet()) {
      assertThat(nightly.resolve(each.getKey()).resolve("shop.sql.gz"))
          .as(each.getKey())
          .hasBinaryContent(each.getValue());
    }
    assertThatGoodDumpsHoldNobodyWhoAsked();
    assertThatCertificatesSaySo();
  }

  /** How many objects the messages name, by what they say of them. */
  private static Map<String, Long> named(String messages) {
    Map<String, Long> named = new HashMap<>();
    messages
        .lines()
        .filter(line -> line.contains("backup set 'nightly': object 'nightly/"))
        .map(
            line -> line.replaceFirst(".*: object '[^']+'(?: \\([^)]+\\))? is ([a-z-]+): .*", "$1"))
        .forEach(category -> named.merge(category, 1L, Long::sum));
    return named;
  }

  private void assertThatGoodDumpsHoldNobodyWhoAsked() throws IOException {
    try (Stream<Path> dumps = Files.list(nightly).filter(Files::isRegularFile)) {
      List<Path> files = dumps.toList();
      assertThat(files).hasSize(2);
      for (Path dump : files) {
        byte[] content =
            new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(dump))).readAllBytes();
        assertThat(new String(content, UTF_8))
            .doesNotContain(DemoPeople.searchTerms().toArray(String[]::new));
      }
    }
  }

  private void assertThatCertificatesSaySo() throws IOException {
    String job = directory.resolve("shop.yaml").toString();
    try (Stream<Path> files = Files.list(directory.resolve("evidence/certificates"))) {
      List<String> ids =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".json"))
              .map(name -> name.replace(".json", ""))
              .toList();
      assertThat(ids).hasSize(3);
      for (String id : ids) {
        CommandRun shown = new CommandRun(JobOpening::open).run("certificate", "show", job, id);
        assertThat(shown.out().lines())
            .as(id)
            .anyMatch(line -> line.matches(" +Outcome +PARTIAL"))
            .anyMatch(line -> line.matches(" +Backup +nightly, damaged, .*"))
            .anyMatch(line -> line.matches(" +Backup +nightly, not a dump, .*"))
            .anyMatch(line -> line.matches(" +Backup +nightly, unmatched schema, .*"));
      }
    }
  }

  /** In the middle of the first e-mail address. */
  private int inAString() {
    String all = new String(text, UTF_8);
    return all.substring(0, all.indexOf("@example")).getBytes(UTF_8).length;
  }

  /** Between two bytes of one character, late in the dump. */
  private int inACharacter() {
    int at = text.length - 1;
    while ((text[at] & 0xC0) != 0x80) {
      at--;
    }
    return at;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
